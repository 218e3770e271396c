"""A referral's link leaves by itself: by e-mail and WhatsApp through the outbox, in no row of it, and never when void."""

import json
import re
from email import message_from_string
from email.policy import default

import pytest
from django.db import connection
from django.urls import reverse

from rangkul.desk import actions
from rangkul.desk.models import Referral
from rangkul.desk.referral_links import token_of
from rangkul.kernel import clock
from rangkul.platform.outbox.channels import digest_of, sealed_secret
from rangkul.platform.outbox.models import ChannelSetting, Delivery
from rangkul.platform.outbox.sending import send_due
from tests.desk.stage import Visitor, a_matched_case, a_referral, an_agency, text_of
from tests.people import Cast
from tests.platform.loopback import http_gateway, smtp_gateway

pytestmark = pytest.mark.django_db


def switch_on(channel: str, config: dict[str, str], secret: dict[str, str]) -> None:
    digest = digest_of(config, secret)
    ChannelSetting.objects.create(
        channel=channel, is_on=True, config=config, secret=sealed_secret(secret), digest=digest, tested_digest=digest,
        changed_at=clock.now(), changed_by_name="Uji",
    )  # fmt: skip


def token_in(text: str) -> str:
    found = re.search(r"https?://\S+/([0-9a-f]{32}\.[^/\s]+)/", text)
    assert found, text
    return found[1]


@pytest.mark.requirement("R114")
def test_the_link_goes_out_by_mail_and_whatsapp_and_stands_in_no_row(cast: Cast) -> None:
    with smtp_gateway() as mail, http_gateway() as whatsapp:
        whatsapp.usual = (200, {}, b'{"messages": [{"id": "wamid.1"}]}')
        switch_on(
            "EMAIL", {"host": "127.0.0.1", "port": str(mail.port), "security": "none", "sender": "a@contoh.id"}, {}
        )
        switch_on("WHATSAPP", {"api": whatsapp.url, "phone_number_id": "1"}, {"token": "t", "app_secret": "s"})
        agency = an_agency(name="Dukcapil Surel", email="meja@dukcapil.contoh.id", phone="0812-3456-7890")
        referral = a_referral(cast, agency_id=agency.pk)
        token = token_of(referral.links.get().pk)
        send_due()
        letter = str(message_from_string(mail.letters[0], policy=default).get_content())
        told = whatsapp.asked[0].json()["template"]
    assert token_in(letter) == token
    for personal in (referral.concerned_name, referral.reason, " KK ", "kode jawaban"):
        assert personal not in letter
    assert (told["name"], len(told["components"][0]["parameters"])) == ("desk_referral_sent_agency", 3)
    assert token_in(told["components"][0]["parameters"][2]["text"]) == token
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text, row_to_json(d)::text FROM outbox_message m JOIN outbox_delivery d "
                       "ON d.message_id = m.id")  # fmt: skip
        rows = json.dumps(cursor.fetchall())
    assert token not in rows
    assert str(referral.links.get().pk) not in rows
    page = reverse("web:desk:referral", args=[referral.pk])
    shown = text_of(Visitor(cast, "BACK_OFFICE").get(page))
    assert "m•••@dukcapil.contoh.id" in shown
    assert "meja@" not in text_of(Visitor(cast, "AUDITOR").get(page))


def test_a_void_link_is_not_sent_and_a_renewed_one_is(cast: Cast) -> None:
    officer = cast.actor("BACK_OFFICE")
    with smtp_gateway() as mail:
        switch_on(
            "EMAIL", {"host": "127.0.0.1", "port": str(mail.port), "security": "none", "sender": "a@contoh.id"}, {}
        )
        agency = an_agency(name="Dukcapil Surel", email="meja@dukcapil.contoh.id")
        referral = a_referral(cast, agency_id=agency.pk)
        actions.revoke_link(referral_id=referral.pk, reason="salah kirim", by=officer, at=clock.now())
        send_due()
        assert mail.letters == []
        assert Delivery.objects.get().state == "DROPPED"
        link, _code = actions.renew_link(referral_id=referral.pk, by=officer, at=clock.now())
        send_due()
        assert token_of(link.pk) in mail.letters[0].replace("=\r\n", "")
        landline = an_agency(name="Telepon meja", phone="0484 123456")
        a_referral(cast, a_matched_case(cast), agency_id=landline.pk)
        assert Delivery.objects.count() == 2
        withdrawn = Referral.objects.get(agency=agency)
        actions.withdraw_referral(referral_id=withdrawn.pk, reason="warga pindah", by=officer, at=clock.now())
        send_due()
    assert "ditarik" in mail.letters[1]
    assert "/jawab" not in mail.letters[1]


def test_without_a_channel_the_page_says_to_send_it_oneself(cast: Cast) -> None:
    referral = a_referral(cast, agency_id=an_agency(name="Dukcapil Surel", email="meja@dukcapil.contoh.id").pk)
    assert not Delivery.objects.exists()
    page = reverse("web:desk:referral", args=[referral.pk])
    assert "Kirimkan sendiri" in text_of(Visitor(cast, "BACK_OFFICE").get(page))
