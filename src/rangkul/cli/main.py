"""Entry point of the command line: finds the commands, and turns every failure into one clear sentence."""

import importlib
import pkgutil
import sys
import traceback

import click

from rangkul.cli import commands

PREFIX = "rangkul.cli.commands."


class Commands(click.Group):
    """A group whose commands are the files of `rangkul/cli/commands`, imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands, in alphabetical order."""
        return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None, for which click suggests what was meant."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command = importlib.import_module(PREFIX + cmd_name.replace("-", "_")).command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--traceback", "shows_traceback", is_flag=True, help="Tampilkan jejak galat lengkap bila gagal.")
def root(shows_traceback: bool) -> None:
    """Rangkul: satu pintu bagi warga yang membutuhkan dan Dinas Sosial yang melayaninya."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 failed with a sentence, 2 wrong usage, 130 interrupted."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        result = root.main(arguments, prog_name="rangkul", standalone_mode=False)
        sys.exit(result if isinstance(result, int) else 0)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Dihentikan.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - the last door: an operator gets a sentence, not a traceback
        from rangkul.cli.installation import BadSetting, sentence_of

        if "--traceback" in arguments:
            traceback.print_exc()
        click.secho(f"Gagal: {sentence_of(error)}", err=True, fg="red" if sys.stderr.isatty() else None)
        if not isinstance(error, BadSetting) and "--traceback" not in arguments:
            click.echo("Rinciannya: jalankan lagi dengan `rangkul --traceback …`, atau `rangkul doctor`.", err=True)
        sys.exit(1)
