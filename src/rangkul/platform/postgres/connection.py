"""Where the embedded server listens and as whom to sign in."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

SUPERUSER = "rangkul_super"
OWNER = "rangkul_owner"
APP = "rangkul_app"
DATABASE = "rangkul"


@dataclass(frozen=True, slots=True)
class ConnectionInfo:
    """One running server: `host` is a socket folder (starts with '/') or 127.0.0.1.

    `was_started` is true where this call started the server, false where it found one running.
    """

    host: str
    port: int
    owner_password: str = field(repr=False)
    app_password: str = field(repr=False)
    database: str = DATABASE
    was_started: bool = False

    @property
    def url(self) -> str:
        """Connection URL of the owner of the tables: migrations, background tasks."""
        return self._url(OWNER, self.owner_password)

    @property
    def app_url(self) -> str:
        """Connection URL of the web role: owner of nothing, bound by row-level security."""
        return self._url(APP, self.app_password)

    def django(self, *, as_app: bool = False) -> dict[str, Any]:
        """The entry for Django's DATABASES (ENGINE, NAME, USER, PASSWORD, HOST, PORT)."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.database,
            "USER": APP if as_app else OWNER,
            "PASSWORD": self.app_password if as_app else self.owner_password,
            "HOST": self.host,
            "PORT": str(self.port),
        }

    def _url(self, user: str, password: str) -> str:
        login = f"{user}:{quote(password, safe='')}"
        if self.host.startswith("/"):
            return f"postgresql://{login}@/{self.database}?host={quote(self.host, safe='')}&port={self.port}"
        return f"postgresql://{login}@{self.host}:{self.port}/{self.database}"
