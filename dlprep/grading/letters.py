"""Reads letters such as `B`, `a, c` or `(b)` as places among the shown options."""

import re
from collections.abc import Sequence

from dlprep.bank.templates import LETTERS
from dlprep.errors import UnreadableAnswerError


def places(answer: str, shown: Sequence[str]) -> list[int]:
    """The places (from 0) that an answer names, in its order; an option's own text counts too.

    Raises
    ------
    UnreadableAnswerError
        Anything but letters from A to the last shown one, or a letter given twice.
    """
    plain = answer.strip()
    for place, text in enumerate(shown):
        if plain.casefold() == text.strip().casefold():
            return [place]
    last = LETTERS[len(shown) - 1]
    letters = re.sub(r"[\s,;.()\[\]>&+-]+|\band\b|→", "", plain, flags=re.IGNORECASE).upper()
    wrong = next((c for c in letters if c not in LETTERS[: len(shown)]), None)
    if not letters or wrong is not None:
        raise UnreadableAnswerError(
            f"{_short(plain)} is no answer here: type letters from A to {last}"
        )
    if len(set(letters)) < len(letters):
        raise UnreadableAnswerError(f"{_short(plain)} names a letter twice: type each letter once")
    return [LETTERS.index(c) for c in letters]


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")
