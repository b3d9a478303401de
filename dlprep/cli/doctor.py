"""`dlprep doctor`: the state of everything, fit for a bug report."""

from typing import Annotated

import typer


def doctor(
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Tell the state of everything: folders, log, bank, terminal, sandbox, versions.

    dlprep doctor

    dlprep doctor --json

    Fit to be pasted into a bug report: no answers, no keys, and ~ for your home folder. The exit code
    is 3 when something wants mending.
    """
    from dlprep.screen.console import harmless, stdout_console
    from dlprep.screen.terminal import facts
    from dlprep.session.health import Part, examined

    parts = examined()
    parts.insert(5, Part("terminal", facts()))
    if json:
        import msgspec

        from dlprep.screen.wire import line

        well = all(f.well for p in parts for f in p.facts)
        print(line("dlprep.doctor/1", well=well, parts=msgspec.to_builtins(parts)))
    else:
        console = stdout_console()
        for n, part in enumerate(parts):
            console.print(("\n" if n else "") + part.title, style="bold")
            for fact in part.facts:
                style = "" if fact.well else "red"
                mark = " " if fact.well else "!"
                text = harmless(f"{mark} {fact.name}: {fact.value}")
                console.print(text, style=style, soft_wrap=True)
    if not all(f.well for p in parts for f in p.facts):
        raise typer.Exit(3)
