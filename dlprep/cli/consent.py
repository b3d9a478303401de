"""Asks once for each bank that is not built in whether its programs may be run."""

from collections.abc import Sequence
from pathlib import Path

from dlprep.bank.kinds import PROGRAMS, kind
from dlprep.errors import NothingToDoError
from dlprep.session.choosing import Picked


def permitted(picked: Sequence[Picked], *, ask: bool) -> Sequence[Picked]:
    """The questions that may be asked: without those whose programs the learner does not allow.

    Raises
    ------
    UntrustedError
        There is such a question and nobody to `ask`.
    NothingToDoError
        None is left.
    """
    if not any(kind(p.question) in PROGRAMS for p in picked):
        return picked
    from dlprep.bank.library import load
    from dlprep.bank.trust import is_trusted, refusal, trust

    library, refused = load(), set[Path]()
    allowed = []
    for p in picked:
        owner = library.owner(p.id) if kind(p.question) in PROGRAMS else None
        if owner is not None and not is_trusted(owner):
            if not ask:
                raise refusal(owner)
            if owner not in refused and _yes(owner):
                trust(owner)
            else:
                refused.add(owner)
                continue
        allowed.append(p)
    if not allowed:
        raise NothingToDoError("no question is left without programs that you do not allow")
    return allowed


def _yes(place: Path) -> bool:
    from dlprep import paths
    from dlprep.screen import keys
    from dlprep.screen.console import harmless

    print(
        f"{harmless(paths.shown(place))} holds programs of its own: solutions and tests. They run in "
        "the sandbox, as your answers do (`dlprep doctor` says what that stops)."
    )
    print("Run them, now and later? [y/N] ", end="", flush=True)
    pressed = keys.read_key()
    if pressed == keys.END:
        raise KeyboardInterrupt
    print(pressed if pressed.isprintable() else "", flush=True)
    return pressed in ("y", "Y")
