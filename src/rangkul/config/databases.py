"""Which PostgreSQL Rangkul talks to: the embedded one, or the server that `DATABASE_URL` names."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from rangkul.config.env import Env
from rangkul.config.variables import BadSetting


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise BadSetting(
            "DATABASE_URL",
            value=None,
            expected="alamat PostgreSQL lengkap",
            example="postgresql://pengguna:sandi@server:5432/rangkul",
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def databases_from(env: Env, *, test_name: str) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: one connection, kept open and checked.

    `rangkul serve` hands its web processes the address of the role without ownership, so that row-level security holds
    even for SQL that reaches the database by mistake; commands and the worker use the owner's address.
    """
    settings = _from_url(env.database_url or "postgresql://rangkul_owner@127.0.0.1:1/rangkul")
    settings |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "TEST": {"NAME": test_name}}
    settings["OPTIONS"] = {"application_name": "rangkul", **settings["OPTIONS"]}
    return {"default": settings}
