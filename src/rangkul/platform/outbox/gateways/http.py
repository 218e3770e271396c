"""One HTTP request to a gateway: a whole-request deadline, no redirects, a small answer, and what the answer means."""

import contextlib
import http.client
import json
import math
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from rangkul.kernel import clock
from rangkul.platform.outbox.gateways.letters import Later, Never, Unsure

DEADLINE = 15.0
"""Seconds from the first byte to the last; a gateway that drips an answer does not hold the sender."""
LARGEST_ANSWER = 65_536
LONGEST_WAIT = timedelta(days=1)
_TIMES_OUT = "gerbang tidak menjawab dalam {seconds} detik"


class NotReached(Exception):
    """Nothing was said to the gateway: no name, no connection, no certificate."""


class NoAnswer(Exception):
    """The gateway was told, and no whole answer came back."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a gateway answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON, None when it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


def ask(method: str, url: str, *, headers: Mapping[str, str], body: bytes | None, deadline: float = DEADLINE) -> Reply:
    """Send one request and read the whole answer. Raises `NotReached` or `NoAnswer`."""
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "") or "/"
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, deadline)
    try:
        connection.connect()
    except (OSError, ValueError, http.client.HTTPException) as error:
        connection.close()
        raise NotReached(_in_words(error)) from None
    is_over = threading.Event()
    timer = threading.Timer(deadline, _hang_up, [connection, is_over])
    timer.daemon = True
    timer.start()
    try:
        connection.request(method, target, body=body, headers={**headers, "Connection": "close"})
        answer = connection.getresponse()
        content = answer.read(LARGEST_ANSWER)
        if is_over.is_set():
            raise TimeoutError
        return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, content)
    except (OSError, ValueError, http.client.HTTPException) as error:
        late = is_over.is_set() or isinstance(error, TimeoutError)
        raise NoAnswer(_TIMES_OUT.format(seconds=math.ceil(deadline)) if late else _in_words(error)) from None
    finally:
        timer.cancel()
        connection.close()


def meaning_of(reply: Reply, *, gone: frozenset[int] = frozenset()) -> Later | Never | None:
    """What an HTTP status says: None for 2xx; later for 408, 425, 429 and 5xx; settings for 401 and 403; else never.

    Statuses in `gone` say that the address has ended.
    """
    status = reply.status
    words = f"gerbang menjawab {status}"
    if 200 <= status < 300:
        return None
    if status in gone:
        return Never(words, is_gone=True)
    if status in (401, 403, 407):
        return Later(f"{words}: periksa kunci atau kata sandi di pengaturan", is_setting=True)
    if status in (408, 425, 429) or status >= 500:
        return Later(words, after=retry_after(reply, at=clock.now()))
    return Never(words)


def retry_after(reply: Reply, *, at: datetime) -> timedelta | None:
    """How long the gateway asks to be left alone (seconds or a date), at most a day; None when it does not say."""
    text = reply.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit() and len(text) <= 9:
        wait = timedelta(seconds=int(text))
    else:
        try:
            moment = parsedate_to_datetime(text)
        except (TypeError, ValueError):
            return None
        wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - at
    return min(max(wait, timedelta(0)), LONGEST_WAIT)


def trouble(error: NotReached | NoAnswer) -> Later | Unsure:
    """What it means for a letter that the gateway was not reached, or did not answer."""
    return Later(str(error)) if isinstance(error, NotReached) else Unsure(str(error))


def _connection(scheme: str, host: str, port: int | None, deadline: float) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=deadline, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=deadline)


def _hang_up(connection: http.client.HTTPConnection, is_over: threading.Event) -> None:
    is_over.set()
    if connection.sock is not None:
        with contextlib.suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _in_words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "gerbang tidak menjawab pada waktunya"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "sertifikat gerbang tidak dapat dipercaya"
    if isinstance(error, ConnectionRefusedError):
        return "gerbang menolak sambungan"
    if isinstance(error, socket.gaierror):
        return "nama gerbang tidak ditemukan"
    return f"sambungan ke gerbang terputus ({type(error).__name__})"
