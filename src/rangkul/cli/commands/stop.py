"""`rangkul stop`: stops the embedded PostgreSQL servers of this data folder."""

import click


@click.command("stop")
def command() -> None:
    """Hentikan PostgreSQL tertanam (juga yang untuk pengujian)."""
    from rangkul.cli import installation
    from rangkul.platform.postgres import Cluster

    env = installation.load_env()
    stopped = [installation.cluster_of(env).stop(), Cluster(env.data_dir, for_tests=True).stop()]
    click.echo("PostgreSQL dihentikan." if any(stopped) else "Tidak ada yang berjalan.")
