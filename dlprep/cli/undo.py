"""`dlprep undo`: takes back the last answer."""


def undo() -> None:
    """Take back the last answer: the question is as it was before, in schedule and statistics.

    dlprep undo
    """
    from dlprep import paths
    from dlprep.cli.opened import opened
    from dlprep.errors import NothingToDoError
    from dlprep.screen.console import harmless, stdout_console

    taken = None
    if paths.database().exists():
        with opened(writing=True) as log:
            taken = log.undo()
    if taken is None:
        raise NothingToDoError("there is no answer to take back")
    answer = " ".join(taken.answer.split()) or "I don't know"
    stdout_console().print(
        harmless(f"Taken back: {taken.question}, {answer!r} ({taken.score:.0%})."), soft_wrap=True
    )
