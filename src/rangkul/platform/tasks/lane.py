"""A job's own connection: progress that others see at once, and the lock that shows somebody is at work on it."""

from types import TracebackType
from typing import Any, Self
from uuid import UUID

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_LOCK_SPACE = 0x52414E47  # "RANG": keeps our advisory locks apart from those of others


class Lane:
    """Statements about a job that commit by themselves, while the handler's long transaction runs elsewhere.

    Holding the lane means holding an advisory lock of the session: when the worker is killed PostgreSQL lets it go
    with the connection, so an orphaned job is one that is RUNNING while its lock is free. Inside a transaction of the
    caller (tests) there is nothing others could see yet: the caller's own connection is used and no lock is taken.
    """

    def __init__(self, job_id: UUID) -> None:
        self.job_id = job_id
        self.is_inside = connection.in_atomic_block
        self._own: BaseDatabaseWrapper | None = None

    def __enter__(self) -> Self:
        if not self.is_inside:
            self._own = connections.create_connection("default")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._own is not None:
            self._own.close()

    def take(self) -> bool:
        """Whether the job is ours now; False when another live process works on it."""
        if self._own is None:
            return True
        row = self.fetch("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [_LOCK_SPACE, str(self.job_id)])
        return bool(row and row[0])

    def fetch(self, statement: str, values: list[Any]) -> tuple[Any, ...] | None:
        """Run one statement and give its first row, if it has one."""
        with (self._own or connection).cursor() as cursor:
            cursor.execute(statement, values)
            row: tuple[Any, ...] | None = cursor.fetchone() if cursor.description else None
            return row
