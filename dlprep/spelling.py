"""The nearest spelling of a word that is not known."""

from collections.abc import Iterable


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
