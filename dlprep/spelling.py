"""Words that must be one of a few, and the nearest spelling of one that is not."""

from collections.abc import Collection, Iterable

from dlprep.errors import UsageError


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that reads most like `word`, or None when none is near."""
    import difflib  # 5 ms, and only on the way to an error

    lowered = {k.lower(): k for k in known}
    close = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.5)
    return lowered[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` (did you mean 'recall'?)`, or nothing."""
    found = nearest(word, known)
    return f" (did you mean {found!r}?)" if found else ""


def one_of(option: str, word: str, known: Collection[str]) -> str:
    """The word.

    Raises
    ------
    UsageError
        It is none of those known; the line names the option and the nearest.
    """
    if word not in known:
        guess = did_you_mean(word, known)
        raise UsageError(f"{option} {word!r} is none of {', '.join(known)}{guess}")
    return word
