"""What a fresh server gets: two roles without power over it, one database, and the two extensions Rangkul uses."""

import psycopg
from psycopg import sql

from rangkul.platform.postgres.connection import APP, DATABASE, OWNER

EXTENSIONS = ("pg_trgm", "btree_gist", "fuzzystrmatch")


def provision(superuser: dict[str, str | int], *, owner_password: str, app_password: str, for_tests: bool) -> None:
    """Bring roles, database, extensions and grants to what they should be; running it again changes nothing."""
    with psycopg.connect(**superuser, dbname="template1", autocommit=True) as connection:  # type: ignore[arg-type]
        create_db = "CREATEDB" if for_tests else "NOCREATEDB"
        _ensure_role(connection, OWNER, f"LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS {create_db}", owner_password)
        _ensure_role(connection, APP, "LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS NOCREATEDB NOINHERIT", app_password)
        # The owner's connections step down to the web role for a request (SET LOCAL ROLE), without inheriting it:
        # an inherited role's policies would apply to the owner all the time.
        connection.execute(f"GRANT {APP} TO {OWNER} WITH INHERIT FALSE, SET TRUE")
        if for_tests:  # a stage of many tests is copied in with the triggers at rest (tests/remembered.py)
            connection.execute(f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}")
        _ensure_extensions(connection)
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template1")
        connection.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
        connection.execute(f"GRANT CONNECT, TEMPORARY ON DATABASE {DATABASE} TO {APP}")
    with psycopg.connect(**superuser, dbname=DATABASE, autocommit=True) as connection:  # type: ignore[arg-type]
        _ensure_extensions(connection)


def _ensure_role(connection: psycopg.Connection, name: str, attributes: str, password: str) -> None:
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
        connection.execute(f"CREATE ROLE {name}".encode())
    statement = sql.SQL("ALTER ROLE {} WITH {} PASSWORD {}")
    connection.execute(statement.format(sql.Identifier(name), sql.SQL(attributes), sql.Literal(password)))


def _ensure_extensions(connection: psycopg.Connection) -> None:
    for name in EXTENSIONS:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
