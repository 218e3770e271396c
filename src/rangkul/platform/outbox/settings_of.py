"""What there is to set on each channel, and what a setting may be."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rangkul.kernel.errors import Refused
from rangkul.platform.outbox import addresses
from rangkul.platform.outbox.enums import Channel
from rangkul.platform.outbox.gateways.sms import BLANKS, filled, lines_of

LONGEST = 2_000
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_ANY_BLANK = re.compile(r"\{([a-z_]+)\}")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: `wrong` says what it should be, or nothing when the text is well."""

    name: str
    label: str | Promise
    wrong: Callable[[str], str]
    help_text: str | Promise = ""
    is_secret: bool = False
    is_required: bool = False
    is_long: bool = False
    default: str = ""
    choices: tuple[tuple[str, str | Promise], ...] = ()


def settings_of(channel: str) -> tuple[Setting, ...]:
    """The settings of a channel in the order of its page."""
    return _SETTINGS[Channel(channel)]


def sorted_out(
    channel: str, given: Mapping[str, str], *, before: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The open and the secret settings out of what was typed; an empty secret stays what it was. Raises `Refused`."""
    config: dict[str, str] = {}
    secret = dict(before)
    for each in settings_of(channel):
        text = given.get(each.name, "").strip()
        if not text:
            if each.is_required and not (each.is_secret and before.get(each.name)):
                raise _refused(each, text, "terisi")
            if not each.is_secret and each.default and each.choices:
                config[each.name] = each.default
            continue
        expected = "paling banyak 2.000 huruf" if len(text) > LONGEST else each.wrong(text)
        if expected:
            raise _refused(each, "" if each.is_secret else text, expected)
        (secret if each.is_secret else config)[each.name] = text
    _check_together(channel, config)
    return config, secret


def _check_together(channel: str, config: Mapping[str, str]) -> None:
    if channel == Channel.EMAIL and config.get("security") == "none" and config.get("host") not in _LOOPBACK:
        setting = next(each for each in settings_of(channel) if each.name == "security")
        raise _refused(setting, config["security"], "STARTTLS atau TLS, sebab server surel di mesin lain")
    if channel != Channel.SMS or config.get("body_kind", "json") != "json":
        return
    try:
        json.loads(filled(config.get("body", ""), dict.fromkeys(BLANKS, "x"), "json"))
    except ValueError:
        setting = next(each for each in settings_of(channel) if each.name == "body")
        raise _refused(setting, config.get("body", ""), "JSON yang sah") from None


def _refused(setting: Setting, value: str, expected: str) -> Refused:
    return Refused(field=str(setting.label), value=value, expected=expected, remedy="perbaiki, lalu simpan lagi")


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return "alamat https://…"
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    is_plain = text.isprintable() and " " not in text and "@" not in parts.netloc
    return "" if is_safe and host and is_plain and not _blank_in(text) else "alamat https://… tanpa nama dan kata sandi"


def _body(text: str) -> str:
    return _blank_in(text)


def _blank_in(text: str) -> str:
    unknown = set(_ANY_BLANK.findall(text)) - set(BLANKS)
    return "hanya isian {to}, {text}, {key}" if unknown else ""


def _headers(text: str) -> str:
    for name, value in lines_of(text):
        if not _HEADER.fullmatch(name) or not value.isprintable() or not value.isascii() or _blank_in(value):
            return "baris “Nama: isi”, satu tajuk satu baris"
    return ""


def _host(text: str) -> str:
    return "" if _HOST.fullmatch(text) else "nama server seperti smtp.contoh.go.id"


def _port(text: str) -> str:
    is_port = text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) < 65_536
    return "" if is_port else "angka 1 sampai 65535"


def _email(text: str) -> str:
    return "" if addresses.email_of(text) == text else "alamat surel"


def _one_of(*codes: str) -> Callable[[str], str]:
    return lambda text: "" if text in codes else "salah satu dari daftar"


def _fits(pattern: str, expected: str) -> Callable[[str], str]:
    return lambda text: "" if re.fullmatch(pattern, text) else expected


_ONE_LINE = _fits(r"[^\x00-\x1f\x7f]{1,200}", "satu baris")
_KEY = _fits(r"[\x21-\x7e]{8,1000}", "kunci tanpa spasi")
_SITE = Setting(
    "site", _("Alamat situs Rangkul"), _address, _("Untuk tautan di dalam surel, misalnya https://rangkul.contoh.go.id")
)
_SETTINGS: dict[Channel, tuple[Setting, ...]] = {
    Channel.EMAIL: (
        Setting("host", _("Server SMTP"), _host, is_required=True),
        Setting("port", _("Porta"), _port, is_required=True, default="587"),
        Setting(
            "security", _("Pengamanan"), _one_of("tls", "ssl", "none"), default="tls",
            choices=(("tls", "STARTTLS"), ("ssl", "TLS"), ("none", _("tanpa (hanya di mesin ini)"))),
        ),
        Setting("user", _("Nama pengguna"), _ONE_LINE),
        Setting("password", _("Kata sandi"), _fits(r"[^\x00-\x1f\x7f]{1,200}", "satu baris"), is_secret=True),
        Setting("sender", _("Alamat pengirim"), _email, is_required=True),
        Setting("sender_name", _("Nama pengirim"), _ONE_LINE),
        _SITE,
    ),
    Channel.SMS: (
        Setting("url", _("Alamat gerbang"), _address, _("Boleh memuat {to}, {text}, {key}."), is_required=True),
        Setting("method", _("Cara"), _one_of("POST", "GET", "PUT"), default="POST", choices=(("POST", "POST"), ("GET", "GET"), ("PUT", "PUT"))),
        Setting("headers", _("Tajuk"), _headers, _("Satu baris satu tajuk, misalnya Authorization: Bearer …"), is_secret=True, is_long=True),
        Setting(
            "body_kind", _("Bentuk isi"), _one_of("json", "form", "none"), default="json",
            choices=(("json", "JSON"), ("form", _("formulir")), ("none", _("tanpa isi"))),
        ),
        Setting("body", _("Isi"), _body, _("Isian {to}, {text}, {key} diganti dan diamankan sesuai bentuknya."), is_long=True),
        Setting(
            "number", _("Bentuk nomor"), _one_of("plus", "digits", "local"), default="plus",
            choices=(("plus", "+628…"), ("digits", "628…"), ("local", "08…")),
        ),
        Setting("success", _("Kata tanda berhasil"), _ONE_LINE, _("Kosongkan bila status 2xx sudah cukup.")),
        Setting("id_path", _("Letak nomor pesan"), _fits(r"[A-Za-z0-9_.-]{1,100}", "seperti data.id"), _("Di dalam jawaban JSON, misalnya data.id")),
        Setting(
            "once", _("Kunci {key} hanya diterima sekali"), _one_of("0", "1"),
            _("Bila ya, pesan yang tidak pasti dikirim ulang sendiri; bila tidak, petugas yang memutuskan."),
            default="0", choices=(("0", _("tidak")), ("1", _("ya"))),
        ),
    ),
    Channel.WHATSAPP: (
        Setting("phone_number_id", _("Phone number ID"), _fits(r"[0-9]{5,20}", "angka dari Meta"), is_required=True),
        Setting("version", _("Versi API"), _fits(r"v[0-9]{1,2}\.[0-9]", "seperti v23.0"), default="v23.0"),
        Setting("language", _("Bahasa templat"), _fits(r"[a-z]{2}(_[A-Z]{2})?", "seperti id"), default="id"),
        Setting("token", _("Token akses"), _KEY, is_secret=True, is_required=True),
        Setting("app_secret", _("App secret"), _KEY, _("Untuk memeriksa tanda tangan kabar dari Meta."), is_secret=True, is_required=True),
        Setting("verify_token", _("Verify token"), _KEY, _("Kata buatan sendiri, diketik sama di halaman webhook Meta."), is_secret=True, is_required=True),
        Setting("api", _("Alamat API"), _address, _("Kosongkan untuk Meta.")),
    ),
    Channel.PUSH: (
        Setting(
            "contact", _("Kontak"), _fits(r"(mailto:[^\s@]+@[^\s@]+|https://\S+)", "mailto:… atau https://…"),
            _("Untuk layanan peramban bila ada masalah, misalnya mailto:dinsos@contoh.go.id"), is_required=True,
        ),
        Setting("services", _("Layanan peramban"), _fits(r"[a-z0-9. -]{3,500}", "nama server dipisah spasi"), _("Kosongkan untuk layanan yang dikenal.")),
    ),
}  # fmt: skip
