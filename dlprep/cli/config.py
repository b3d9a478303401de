"""`dlprep config`: every setting and where it came from."""

from typing import Annotated

import typer


def config(
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show every setting, its value and where it came from.

    dlprep config

    dlprep config --json
    """
    from dlprep import paths
    from dlprep.config import explained
    from dlprep.screen.records import settings_line, settings_table

    file = paths.config_file()
    settings = explained(file)
    if json:
        print(settings_line(settings, file))
    else:
        from dlprep.screen.console import harmless, stdout_console

        console = stdout_console()
        console.print(settings_table(settings))
        there = "" if file.exists() else " (not there yet)"
        console.print(harmless(f"\nSet them in {file}{there}."), soft_wrap=True)
