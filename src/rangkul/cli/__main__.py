"""`python -m rangkul.cli`: the command line where no `rangkul` program is on PATH."""

from rangkul.cli.main import main

main()
