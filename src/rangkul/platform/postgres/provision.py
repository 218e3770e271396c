"""What a fresh server gets: two roles without power over it, one database, and the two extensions Rangkul uses."""

import psycopg
from psycopg import sql

from rangkul.platform.postgres.connection import APP, DATABASE, OWNER

EXTENSIONS = ("pg_trgm", "btree_gist")


def provision(superuser: dict[str, str | int], *, owner_password: str, app_password: str, for_tests: bool) -> None:
    """Bring roles, database, extensions and grants to what they should be; running it again changes nothing."""
    with psycopg.connect(**superuser, dbname="template1", autocommit=True) as connection:  # type: ignore[arg-type]
        create_db = "CREATEDB" if for_tests else "NOCREATEDB"
        _ensure_role(connection, OWNER, f"LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS {create_db}", owner_password)
        _ensure_role(connection, APP, "LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS NOCREATEDB NOINHERIT", app_password)
        if for_tests:
            # Test databases are made by the owner; with the role settable one connection can try both.
            connection.execute(f"GRANT {APP} TO {OWNER} WITH INHERIT FALSE, SET TRUE")
        _ensure_extensions(connection)
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template1")
        connection.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
        connection.execute(f"GRANT CONNECT, TEMPORARY ON DATABASE {DATABASE} TO {APP}")
    for database in (DATABASE, "template1") if for_tests else (DATABASE,):
        with psycopg.connect(**superuser, dbname=database, autocommit=True) as connection:  # type: ignore[arg-type]
            _ensure_extensions(connection)
            _grant_future_tables(connection)


def _ensure_role(connection: psycopg.Connection, name: str, attributes: str, password: str) -> None:
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
        connection.execute(f"CREATE ROLE {name}".encode())
    statement = sql.SQL("ALTER ROLE {} WITH {} PASSWORD {}")
    connection.execute(statement.format(sql.Identifier(name), sql.SQL(attributes), sql.Literal(password)))  # type: ignore[arg-type]


def _ensure_extensions(connection: psycopg.Connection) -> None:
    for name in EXTENSIONS:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))


def _grant_future_tables(connection: psycopg.Connection) -> None:
    """Tables the owner makes later are open to the web role; a migration takes away what it must not do."""
    for privileges in ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT ON SEQUENCES"):
        connection.execute(f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT {privileges} TO {APP}".encode())
    connection.execute(f"GRANT USAGE ON SCHEMA public TO {APP}".encode())
