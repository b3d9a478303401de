"""`dlprep search`: questions by the words in them."""

from typing import Annotated

import typer


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="What to look for.")],
    kind: Annotated[
        str | None, typer.Option(help="choice, multi, numeric, python, sql, ...")
    ] = None,
    topic: Annotated[str | None, typer.Option(help="In one topic.")] = None,
    n: Annotated[int, typer.Option("-n", min=1, max=1000, help="How many at most.")] = 10,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Find questions by their words, the best match first.

    dlprep search kmeans initialisation

    dlprep search dropout --kind numeric --json
    """
    import sys

    from dlprep.bank.kinds import KINDS
    from dlprep.bank.search import search as look
    from dlprep.cli.loaded import loaded
    from dlprep.errors import NothingToDoError
    from dlprep.spelling import one_of

    if kind is not None:
        one_of("--kind", kind, KINDS)
    library = loaded()
    found = look(library, " ".join(words), kind, topic, n)
    for typed, meant in found.read_as.items():
        print(f"dlprep: {typed!r} read as {meant!r}", file=sys.stderr)
    if json:
        from dlprep.screen.wire import found_line

        print(found_line(library, found.ids))
    if not found.ids:
        near = f"; nearest words: {', '.join(found.nearest)}" if found.nearest else ""
        raise NothingToDoError(f"no question says {' '.join(words)!r}{near}")
    if not json:
        from dlprep.screen.bank import found_table
        from dlprep.screen.console import stdout_console

        stdout_console().print(found_table(library, found.ids))
