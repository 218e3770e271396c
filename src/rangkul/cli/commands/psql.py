"""`rangkul psql`: a prompt into the database, as the owner of the tables or as the web role."""

import os
import shutil
import subprocess
import sys

import click


@click.command("psql", context_settings={"ignore_unknown_options": True})
@click.option("--as-app", is_flag=True, help="Sebagai peran web, yang dibatasi row-level security.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(as_app: bool, arguments: tuple[str, ...]) -> None:
    """Buka psql pada basis data ini; argumen selebihnya diteruskan, mis. `rangkul psql -- -c 'SELECT 1'`."""
    from rangkul.cli import installation
    from rangkul.platform.postgres.binaries import find_binaries

    env = installation.load_env()
    database = installation.open_database(env)
    program = shutil.which("psql") if database.cluster is None else None
    program = program or find_binaries(env.postgres_bin).tool("psql")
    url = database.app_url if as_app else database.owner_url
    # In the environment, not on the command line, where every user of the machine could read the password.
    done = subprocess.run([program, *arguments], env={**os.environ, **_as_variables(url)}, check=False)
    sys.exit(done.returncode)


def _as_variables(url: str) -> dict[str, str]:
    from psycopg.conninfo import conninfo_to_dict

    names = {"host": "PGHOST", "port": "PGPORT", "dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD",
             "sslmode": "PGSSLMODE"}  # fmt: skip
    return {names[key]: str(value) for key, value in conninfo_to_dict(url).items() if key in names and value}
