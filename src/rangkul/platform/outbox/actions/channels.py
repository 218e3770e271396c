"""Setting up a channel, trying it with one message, switching it on and off."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.actions import action, record
from rangkul.platform.outbox import addresses, policies
from rangkul.platform.outbox.channels import QUIET, WAKES_NOBODY, digest_of, sealed_secret, secret_of
from rangkul.platform.outbox.enums import Channel, DeliveryState
from rangkul.platform.outbox.gateways.push_sealing import new_key
from rangkul.platform.outbox.models import ChannelSetting, Delivery, Message
from rangkul.platform.outbox.own import TEST
from rangkul.platform.outbox.putting import email_way, phone_way, push_ways, queue
from rangkul.platform.outbox.settings_of import settings_of, sorted_out
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.limits import within_limit

TESTS = 10
WINDOW = timedelta(minutes=10)


@action("platform.channel.change")
def change_channel(
    *,
    channel: str,
    given: Mapping[str, str],
    by: Actor,
    at: datetime,
    quiet: tuple[time | None, time | None] | None = None,
) -> ChannelSetting:
    """Keep the settings of a channel; a secret left empty stays what it was. Other settings switch it off until tried.

    Raises `Denied`, `Refused` for a setting that cannot be right.
    """
    by.check_may(policies.CHANGE)
    row = ChannelSetting.objects.select_for_update().filter(pk=channel).first()
    before = secret_of(row) if row else {}
    config, secret = sorted_out(channel, given, before=before)
    if channel == Channel.PUSH and "key" not in secret:
        secret["key"] = new_key()
    digest = digest_of(config, secret)
    if row is None:
        hours = (None, None) if channel in WAKES_NOBODY else QUIET
        row = ChannelSetting(channel=channel, quiet_from=hours[0], quiet_until=hours[1])
    is_other = digest != row.digest
    row.config, row.secret, row.digest = config, sealed_secret(secret), digest
    if quiet is not None:
        row.quiet_from, row.quiet_until = quiet
    if is_other:
        row.is_on, row.tested_digest, row.tested_at = False, "", None
        row.paused_until, row.problem = None, ""
    row.changed_at, row.changed_by_name = at, by.name
    row.save()
    secrets = [each.name for each in settings_of(channel) if each.is_secret and given.get(each.name)]
    record("platform.channel.change", by=by, at=at, kind="channel",
           data={"channel": str(Channel(channel).label), "secrets": secrets, "is_on": row.is_on})  # fmt: skip
    return row


@action("platform.channel.test")
def test_channel(*, channel: str, to: str, by: Actor, at: datetime) -> Delivery:
    """Send one test message with the present settings: to a typed address, for browsers to one's own.

    The sender takes it at once, on or off; the channel can be switched on when it has gone out. Raises `Denied`,
    `Refused`.
    """
    by.check_may(policies.CHANGE)
    row = _locked(channel)
    if not within_limit("outbox-test", channel, limit=TESTS, window=WINDOW, at=at):
        raise Refused(field="Percobaan", value=channel, expected=f"paling banyak {TESTS} kali dalam 10 menit",
                      remedy="tunggu sebentar, lalu coba lagi")  # fmt: skip
    if channel == Channel.PUSH:
        ways = list(push_ways(by.user_id)) if by.user_id else []
        if not ways:
            raise Refused(field="Peramban", value="", expected="peramban yang sudah didaftarkan",
                          remedy="buka pilihan pemberitahuan dan daftarkan peramban ini")  # fmt: skip
    elif channel == Channel.EMAIL:
        email = addresses.email_of(to)
        if not email:
            raise Refused(field="Alamat surel", value=to, expected="alamat surel", remedy="periksa lagi alamatnya")
        ways = [email_way(email)]
    else:
        phone = addresses.phone_of(to)
        if not phone:
            raise Refused(field="Nomor ponsel", value=to, expected="nomor ponsel seperti 0812-3456-7890",
                          remedy="periksa lagi nomornya")  # fmt: skip
        ways = [phone_way(channel, phone)]
    message = Message(id=new_id(), template=TEST, about_kind="channel", created_at=at)
    message.about_id, message.key, message.recipient = message.pk, f"{TEST}:{message.pk}", message.pk.bytes
    message.save(force_insert=True)
    queue(message, ways[:1], at=at, is_test=True)
    record("platform.channel.test", by=by, at=at, kind="channel", data={"channel": str(Channel(row.channel).label)})
    return Delivery.objects.get(message=message)


@action("platform.channel.switch_on")
def switch_channel_on(*, channel: str, by: Actor, at: datetime) -> ChannelSetting:
    """Let the channel send. Raises `Denied`, and `Refused` until a test message went out with these settings."""
    by.check_may(policies.CHANGE)
    row = _locked(channel)
    if not row.is_tested:
        raise Refused(field="Saluran", value=str(Channel(channel).label), expected="pesan percobaan yang sudah terkirim",
                      remedy="kirim pesan percobaan dengan pengaturan ini")  # fmt: skip
    row.is_on, row.paused_until, row.changed_at, row.changed_by_name = True, None, at, by.name
    row.save(update_fields=["is_on", "paused_until", "changed_at", "changed_by_name"])
    record("platform.channel.switch_on", by=by, at=at, kind="channel", data={"channel": str(Channel(channel).label)})
    return row


@action("platform.channel.switch_off")
def switch_channel_off(*, channel: str, by: Actor, at: datetime) -> ChannelSetting:
    """Stop the channel; what waits on it is not sent any more. Raises `Denied`, `Refused`."""
    by.check_may(policies.CHANGE)
    row = _locked(channel)
    row.is_on, row.changed_at, row.changed_by_name = False, at, by.name
    row.save(update_fields=["is_on", "changed_at", "changed_by_name"])
    waiting = Delivery.objects.filter(channel=channel, state=DeliveryState.WAITING, is_test=False)
    dropped = waiting.update(state=DeliveryState.DROPPED, ended_at=at, problem="saluran dimatikan")
    record("platform.channel.switch_off", by=by, at=at, kind="channel",
           data={"channel": str(Channel(channel).label), "dropped": dropped})  # fmt: skip
    return row


def _locked(channel: str) -> ChannelSetting:
    row = ChannelSetting.objects.select_for_update().filter(pk=channel).first()
    if row is None:
        raise Refused(
            field="Saluran", value=channel, expected="saluran yang sudah diatur", remedy="isi pengaturannya dulu"
        )
    return row
