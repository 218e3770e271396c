"""Readers of the values of variables; each raises ValueError for what it cannot use."""

import base64
import binascii
import ipaddress
import os
import re
import secrets as randomness
import zoneinfo
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from rangkul.config.variables import LOG_LEVELS

TRUE_WORDS = ("1", "true", "yes", "on", "ya")
FALSE_WORDS = ("0", "false", "no", "off", "tidak")
KEY_BYTES = 32


def truth(text: str) -> bool:
    """Yes or no in English or Indonesian."""
    word = text.lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ValueError(text)


def whole_number(text: str, low: int, high: int) -> int:
    """A whole number from `low` to `high`."""
    if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
        raise ValueError(text)
    return int(text)


def address(text: str) -> str:
    """An IP address."""
    return "127.0.0.1" if text == "localhost" else str(ipaddress.ip_address(text))


def is_loopback(bind: str) -> bool:
    """True where only this machine can reach the address."""
    return ipaddress.ip_address(bind).is_loopback


def is_every_address(bind: str) -> bool:
    """True for 0.0.0.0 and ::."""
    return ipaddress.ip_address(bind).is_unspecified


def hosts(text: str) -> tuple[str, ...]:
    """Names of hosts, separated by commas."""
    hosts = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    if not hosts or not all(re.fullmatch(r"\.?[a-z0-9][a-z0-9.-]*|\[[0-9a-f:]+\]", host) for host in hosts):
        raise ValueError(text)
    return hosts


def postgres_url(text: str) -> str:
    """The address of a PostgreSQL database."""
    parts = urlsplit(text)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ValueError(text)
    _ = parts.port  # raises ValueError for a port that is no number
    return text


def folder(text: str) -> Path:
    """A path, from "~" too."""
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:  # "~somebody" whom this machine does not know
        raise ValueError(text) from error


def postgres_bin(text: str) -> Path:
    """A folder with PostgreSQL's programs."""
    programs = folder(text)
    if not all((programs / tool).is_file() for tool in ("initdb", "postgres")):
        raise ValueError(text)
    return programs


def log_level(text: str) -> str:
    """A level of logging, in capitals."""
    if text.upper() not in LOG_LEVELS:
        raise ValueError(text)
    return text.upper()


def time_zone(text: str) -> str:
    """The name of a time zone that this machine knows."""
    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(text) from error
    return text


def long_text(text: str) -> str:
    """A text of at least 50 letters."""
    if len(text) < 50:
        raise ValueError("too short")
    return text


def key(text: str) -> bytes:
    """A key of 32 bytes in base64."""
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if len(key) != KEY_BYTES:
        raise ValueError("wrong length")
    return key


def versioned_keys(text: str) -> Mapping[int, bytes]:
    """Keys by version: `1:…,2:…`."""
    keys: dict[int, bytes] = {}
    for part in text.split(","):
        version, colon, secret = part.strip().partition(":")
        if not colon or int(version) in keys or not 1 <= int(version) <= 255:
            raise ValueError("version")
        keys[int(version)] = key(secret)
    return keys


def new_key() -> str:
    """A fresh key in base64."""
    return base64.b64encode(randomness.token_bytes(KEY_BYTES)).decode("ascii")


def default_workers() -> int:
    """As many web processes as cores, at most four."""
    return max(1, min(4, os.cpu_count() or 1))


def addresses(text: str) -> tuple[str, ...]:
    """IP addresses, separated by commas."""
    return tuple(address(part.strip()) for part in text.split(",") if part.strip())


def web_address(text: str) -> str:
    """An address that begins with http:// or https://."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(text)
    return text
