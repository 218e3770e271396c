"""Every gateway against a real server on this machine: what is sent, and what each answer means."""

import base64
import hmac
import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_string
from email.policy import default as email_policy
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from rangkul.kernel import clock
from rangkul.platform.outbox.gateways import Later, Letter, Never, Sent, Unsure, push_sealing
from rangkul.platform.outbox.gateways.http import Reply, retry_after
from rangkul.platform.outbox.gateways.mail import Mail
from rangkul.platform.outbox.gateways.push import Push, is_push_service
from rangkul.platform.outbox.gateways.push_sealing import (
    from_text,
    new_key,
    public_of,
    seal_for,
    signature_for,
    to_text,
)
from rangkul.platform.outbox.gateways.sms import Sms, filled
from rangkul.platform.outbox.gateways.whatsapp import WhatsApp, challenge_of, is_signed, news_in
from tests.platform.loopback import HttpGateway, SmtpGateway, http_gateway, smtp_gateway

AWKWARD = 'Tiket "R-2611" & <b> \\ \u2028 jo\'o 100% {key}'


def letter(**changes: object) -> Letter:
    kept: dict[str, object] = {
        "key": "01890000-0000-7000-8000-000000000001",
        "to": "+6281234567890",
        "subject": "Pemberitahuan Rangkul",
        "text": "Status tiket R-2611-7KQ4-M2XH sekarang: ditangani.",
        "template": "desk_case_status",
        "values": ("R-2611-7KQ4-M2XH", "ditangani"),
        "path": "/sistem/pemberitahuan/1/",
    }
    return Letter(**{**kept, **changes})  # type: ignore[arg-type]


@pytest.fixture
def gateway() -> Iterator[HttpGateway]:
    with http_gateway() as running:
        yield running


@pytest.fixture
def post() -> Iterator[SmtpGateway]:
    with smtp_gateway() as running:
        yield running


def sms(gateway: HttpGateway, *, headers: str = "", deadline: float = 5.0, **config: str) -> Sms:
    given_settings = {"url": f"{gateway.url}/kirim", "body": '{"no": "{to}", "isi": "{text}", "id": "{key}"}', **config}
    return Sms(given_settings, {"headers": headers}, deadline=deadline)


def test_sms_fills_json_form_and_address_each_with_its_own_escapes(gateway: HttpGateway) -> None:
    awkward = letter(text=AWKWARD)
    headers = "Authorization: Bearer rahasia\nIdempotency-Key: {key}"
    assert sms(gateway, headers=headers, id_path="data.id", number="digits").send(awkward) == Sent("G-1")
    asked = gateway.asked[-1]
    assert asked.json() == {"no": "6281234567890", "isi": AWKWARD, "id": awkward.key}
    assert asked.headers["authorization"] == "Bearer rahasia"
    assert asked.headers["idempotency-key"] == awkward.key
    sms(gateway, body="no={to}&isi={text}", body_kind="form", number="local").send(awkward)
    assert parse_qs(gateway.asked[-1].body.decode()) == {"no": ["081234567890"], "isi": [AWKWARD]}
    sms(gateway, url=f"{gateway.url}/s?no={{to}}&isi={{text}}", method="GET", body_kind="none").send(awkward)
    assert parse_qs(urlsplit(gateway.asked[-1].path).query) == {"no": ["+6281234567890"], "isi": [AWKWARD]}
    assert gateway.asked[-1].method == "GET"


@settings(max_examples=60)
@given(text=st.text(max_size=80), key=st.text(max_size=20))
def test_no_text_gets_out_of_its_place(text: str, key: str) -> None:
    words = {"to": "+62", "text": text, "key": key}
    try:
        text.encode()
        key.encode()
    except UnicodeEncodeError:
        return
    assert json.loads(filled('{"a": "{text}", "b": ["{key}"]}', words, "json")) == {"a": text, "b": [key]}
    assert "\n" not in filled("X: {text}", words, "header")
    assert parse_qs(filled("a={text}&b={key}", words, "form"), keep_blank_values=True) == {"a": [text], "b": [key]}


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ((429, {"Retry-After": "90"}, b""), Later("gerbang menjawab 429", after=timedelta(seconds=90))),
        ((503, {}, b""), Later("gerbang menjawab 503")),
        ((500, {"Retry-After": "besok"}, b""), Later("gerbang menjawab 500")),
        ((400, {}, b""), Never("gerbang menjawab 400")),
        ((302, {"Location": "http://127.0.0.1:9/"}, b""), Never("gerbang menjawab 302")),
        ((200, {}, b'{"status": "GAGAL"}'), Never("gerbang menjawab 200 tanpa “OK”")),
    ],
)
def test_what_an_sms_gateway_answers(
    gateway: HttpGateway, reply: tuple[int, dict[str, str], bytes], expected: object
) -> None:
    gateway.script.append(reply)
    assert sms(gateway, success="OK").send(letter()) == expected
    assert len(gateway.asked) == 1


def test_a_wrong_password_is_a_matter_of_settings(gateway: HttpGateway) -> None:
    gateway.script.append((401, {}, b""))
    answer = sms(gateway).send(letter())
    assert isinstance(answer, Later)
    assert answer.is_setting


def test_nobody_at_home_is_later_and_no_answer_is_unsure(gateway: HttpGateway) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        assert sms(gateway, url=nobody).send(letter()) == Later("gerbang menolak sambungan")
    gateway.drips = True
    answer = sms(gateway, deadline=0.3).send(letter())
    assert isinstance(answer, Unsure)
    assert "tidak menjawab dalam" in answer.problem


def test_retry_after_is_seconds_or_a_date_and_never_more_than_a_day() -> None:
    at = datetime(2026, 11, 22, 4, tzinfo=UTC)

    def wait(text: str) -> timedelta | None:
        return retry_after(Reply(429, {"retry-after": text}, b""), at=at)

    assert wait("30") == timedelta(seconds=30)
    assert wait(format_datetime(at + timedelta(minutes=5), usegmt=True)) == timedelta(minutes=5)
    assert wait(format_datetime(at - timedelta(minutes=5), usegmt=True)) == timedelta(0)
    assert wait("99999999") == timedelta(days=1)
    assert wait("-5") is wait("") is wait("9" * 40) is wait("½") is None


def whatsapp(gateway: HttpGateway) -> WhatsApp:
    return WhatsApp({"phone_number_id": "1062", "version": "v23.0", "api": gateway.url}, {"token": "EAAG-contoh"})


def test_whatsapp_sends_a_template_with_its_values_in_order(gateway: HttpGateway) -> None:
    gateway.usual = (200, {}, b'{"messages": [{"id": "wamid.A1", "message_status": "accepted"}]}')
    assert whatsapp(gateway).send(letter()) == Sent("wamid.A1")
    asked = gateway.asked[0]
    assert (asked.method, asked.path) == ("POST", "/v23.0/1062/messages")
    assert asked.headers["authorization"] == "Bearer EAAG-contoh"
    assert asked.json() == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "6281234567890",
        "type": "template",
        "template": {
            "name": "desk_case_status",
            "language": {"code": "id"},
            "components": [
                {
                    "type": "body",
                    "parameters": [
                        {"type": "text", "text": "R-2611-7KQ4-M2XH"},
                        {"type": "text", "text": "ditangani"},
                    ],
                }
            ],
        },
        "biz_opaque_callback_data": letter().key,
    }


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [(400, 130429, Later), (400, 131056, Later), (401, 190, Later), (404, 132001, Later), (500, 131000, Later)]
    + [(400, 131026, Never), (400, 100, Never)],
)
def test_whatsapp_codes(gateway: HttpGateway, status: int, code: int, kind: type) -> None:
    gateway.usual = (status, {}, json.dumps({"error": {"code": code, "message": "rahasia +6281234567890"}}).encode())
    answer = whatsapp(gateway).send(letter())
    assert isinstance(answer, kind)
    assert "+62" not in str(answer)
    if isinstance(answer, Later):
        assert answer.is_setting == (code in (190, 132001))


def test_whatsapp_news_need_a_signature_and_the_address_a_token() -> None:
    body = b'{"entry": []}'
    good = "sha256=" + hmac.new(b"app-secret", body, "sha256").hexdigest()
    assert is_signed(body, good, "app-secret")
    for signature in ("", "sha256=", good[:-1] + ("0" if good[-1] != "0" else "1"), "sha1=" + good[7:], "sha256=é"):
        assert not is_signed(body, signature, "app-secret")
    assert not is_signed(body, good, "")
    asked = {"hub.mode": "subscribe", "hub.verify_token": "kata-kami", "hub.challenge": "1158201444"}
    assert challenge_of(asked, "kata-kami") == "1158201444"
    assert challenge_of({**asked, "hub.verify_token": "lain"}, "kata-kami") is None
    assert challenge_of({**asked, "hub.verify_token": ""}, "") is None
    assert challenge_of({**asked, "hub.mode": "x"}, "kata-kami") is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["entry", "changes", "value", "statuses", "id", "status", "timestamp"]), inner
        )
    ),
    max_leaves=20,
)


@settings(max_examples=60)
@given(JSON)
def test_no_news_breaks_the_reader(payload: object) -> None:
    assert all(isinstance(each.gateway_id, str) and each.at.tzinfo for each in news_in(payload))


def browser() -> tuple[ec.EllipticCurvePrivateKey, dict[str, str]]:
    key = ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return key, {"p256dh": to_text(point), "auth": to_text(b"0123456789abcdef")}


def opened(body: bytes, key: ec.EllipticCurvePrivateKey, keys: dict[str, str]) -> bytes:
    """The browser's side of RFC 8291, written from the other end."""
    salt, size, point, cipher = body[:16], body[20], body[21:86], body[86:]
    assert size == 65
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point))
    info = b"WebPush: info\x00" + from_text(keys["p256dh"]) + point
    material = HKDF(hashes.SHA256(), 32, from_text(keys["auth"]), info).derive(shared)
    content = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(material)
    nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(material)
    plain = AESGCM(content).decrypt(nonce, cipher, None)
    assert plain[-1] == 2
    return plain[:-1]


def test_push_is_sealed_as_the_example_of_rfc_8291() -> None:
    body = seal_for(
        b"When I grow up, I want to be a watermelon",
        browser_key="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        auth="BTBZMqHH6r4Tts7J_aSIgg",
        own="yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
        salt=from_text("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert to_text(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
        "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_push_is_opened_by_its_browser_only_and_signed_for_its_service(gateway: HttpGateway) -> None:
    own, (key, keys) = new_key(), browser()
    endpoint = f"{gateway.url}/push/abc"
    push = Push({"contact": "mailto:dinsos@contoh.go.id", "services": "127.0.0.1"}, {"key": own})
    gateway.usual = (201, {"Location": f"{gateway.url}/m/1"}, b"")
    assert push.send(letter(to=json.dumps({"endpoint": endpoint, **keys}))) == Sent(f"{gateway.url}/m/1")
    asked = gateway.asked[0]
    told = json.loads(opened(asked.body, key, keys))
    assert told["body"] == letter().text
    assert told["url"] == letter().path
    assert asked.headers["content-encoding"] == "aes128gcm"
    assert asked.headers["ttl"] == "86400"
    scheme, _space, rest = asked.headers["authorization"].partition(" ")
    token, public = (part.partition("=")[2] for part in rest.split(", "))
    assert (scheme, public) == ("vapid", public_of(own))
    head, claims, signature = token.split(".")
    assert json.loads(from_text(head)) == {"typ": "JWT", "alg": "ES256"}
    said = json.loads(from_text(claims))
    assert said["aud"] == gateway.url
    assert said["sub"] == "mailto:dinsos@contoh.go.id"
    assert 0 < said["exp"] - clock.now().timestamp() <= 24 * 3600
    raw = from_text(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_text(public))
    point.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))


def test_push_to_a_browser_that_signed_off_or_a_host_of_its_choice(gateway: HttpGateway) -> None:
    _key, keys = browser()
    to = json.dumps({"endpoint": f"{gateway.url}/push/abc", **keys})
    gateway.usual = (410, {}, b"")
    push = Push({"contact": "mailto:a@contoh.go.id", "services": "127.0.0.1"}, {"key": new_key()})
    assert push.send(letter(to=to)) == Never("gerbang menjawab 410", is_gone=True)
    strict = Push({"contact": "mailto:a@contoh.go.id"}, {"key": new_key()})
    assert strict.send(letter(to=to)) == Never("layanan peramban tidak dikenal", is_gone=True)
    assert strict.send(letter(to="{}")) == Never("langganan peramban rusak", is_gone=True)
    assert len(gateway.asked) == 1
    assert is_push_service("https://updates.push.services.mozilla.com/wpush/v2/x")
    assert is_push_service("https://wns2-by3p.notify.windows.com/w/?token=x")
    for bad in (
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.contoh.id/",
        "https://a@contoh.id/fcm.googleapis.com",
        "x",
        "https://[/",
    ):
        assert not is_push_service(bad), bad


def test_our_signature_never_outlives_a_day() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    token = signature_for("https://fcm.googleapis.com/x", key=new_key(), contact="mailto:a@b.id", at=at)
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert timedelta(seconds=claims["exp"] - at.timestamp()) == push_sealing.TOKEN_LIVES


def mail(port: int, *, timeout: float = 5.0) -> Mail:
    config = {"host": "127.0.0.1", "port": str(port), "security": "none", "sender": "rangkul@contoh.go.id"}
    named = {**config, "sender_name": "Dinas Sosial, Soppeng", "site": "https://rangkul.contoh.go.id/"}
    return Mail(named, {}, timeout=timeout)


def test_mail_carries_its_key_and_the_link(post: SmtpGateway) -> None:
    assert mail(post.port).send(letter(to="petugas@contoh.go.id")) == Sent(f"<{letter().key}@contoh.go.id>")
    assert mail(post.port).send(letter(to="petugas@contoh.go.id")) == Sent(f"<{letter().key}@contoh.go.id>")
    first, second = (message_from_string(each, policy=email_policy) for each in post.letters)
    assert first["Message-ID"] == second["Message-ID"] == f"<{letter().key}@contoh.go.id>"
    assert first["To"] == "petugas@contoh.go.id"
    assert str(first["From"]) == '"Dinas Sosial, Soppeng" <rangkul@contoh.go.id>'
    assert first["Auto-Submitted"] == "auto-generated"
    assert "https://rangkul.contoh.go.id/sistem/pemberitahuan/1/" in first.get_content()


def test_what_a_mail_server_answers(post: SmtpGateway) -> None:
    post.refusals = ["450 later", "550 no such mailbox"]
    assert mail(post.port).send(letter(to="a@contoh.go.id")) == Later("alamat surel ditolak (450)")
    assert mail(post.port).send(letter(to="a@contoh.go.id")) == Never("alamat surel ditolak (550)")
    assert mail(post.port).send(letter(to="a@b@c")) == Never("alamat surel tidak sah")
    post.dies = True
    assert mail(post.port).send(letter(to="a@contoh.go.id")) == Unsure("server surel terputus sebelum menjawab")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        answer = mail(closed.getsockname()[1]).send(letter(to="a@contoh.go.id"))
    assert answer == Later("server surel tidak dapat dihubungi (ConnectionRefusedError)")
