"""E-mail by Django's SMTP; a letter sent again carries the same Message-ID, by which mailboxes know it."""

import smtplib
import ssl
from collections.abc import Mapping
from email.utils import formataddr

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from rangkul.platform.outbox.gateways.letters import Answer, Later, Letter, Never, Sent, Unsure

TIMEOUT = 20.0
_SETTING = "server surel menolak nama pengguna atau kata sandi"


class Mail:
    """An SMTP server: host, port, security ("tls", "ssl" or "none"), user, sender; the password is secret."""

    may_repeat = True

    def __init__(self, config: Mapping[str, str], secret: Mapping[str, str], *, timeout: float = TIMEOUT) -> None:
        self._sender = formataddr((config.get("sender_name", ""), config["sender"]))
        self._domain = config["sender"].rpartition("@")[2]
        self._site = config.get("site", "").rstrip("/")
        security = config.get("security", "tls")
        self._backend = EmailBackend(
            alias="outbox",
            host=config["host"],
            port=int(config["port"]),
            username=config.get("user") or None,
            password=secret.get("password") or None,
            use_tls=security == "tls",
            use_ssl=security == "ssl",
            timeout=timeout,
        )

    def send(self, letter: Letter) -> Answer:
        """Hand one letter to the SMTP server."""
        try:
            self._backend.open()
        except smtplib.SMTPAuthenticationError:
            return Later(_SETTING, is_setting=True)
        except ssl.SSLError as error:
            return Later(f"sambungan aman ke server surel gagal ({error.reason or 'TLS'})", is_setting=True)
        except (OSError, smtplib.SMTPException) as error:
            return Later(f"server surel tidak dapat dihubungi ({type(error).__name__})")
        try:
            self._backend.send_messages([self._message(letter)])
        except Exception as error:  # noqa: BLE001 - every fault of SMTP and its library becomes an answer
            return _answer_to(error)
        finally:
            self._hang_up()
        return Sent(f"<{letter.key}@{self._domain}>")

    def _message(self, letter: Letter) -> EmailMessage:
        link = f"\n\n{self._site}{letter.path}" if self._site and letter.path else ""
        return EmailMessage(
            subject=letter.subject,
            body=f"{letter.text}{link}\n",
            from_email=self._sender,
            to=[letter.to],
            headers={"Message-ID": f"<{letter.key}@{self._domain}>", "Auto-Submitted": "auto-generated"},
        )

    def _hang_up(self) -> None:
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException):
            return


def _answer_to(error: Exception) -> Answer:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max((code for code, _words in error.recipients.values()), default=550)
        return _by_code(code, "alamat surel ditolak")
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Later(f"alamat pengirim ditolak ({error.smtp_code})", is_setting=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return _by_code(error.smtp_code, "server surel menolak")
    if isinstance(error, OSError | smtplib.SMTPServerDisconnected):
        return Unsure("server surel terputus sebelum menjawab")
    if isinstance(error, ValueError):
        return Never("alamat surel tidak sah")
    return Later(f"server surel bermasalah ({type(error).__name__})")


def _by_code(code: int, words: str) -> Answer:
    return Later(f"{words} ({code})") if 400 <= code < 500 else Never(f"{words} ({code})")
