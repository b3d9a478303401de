"""What a learner expects before seeing it, and whether it came so."""

from collections.abc import Mapping, Sequence

import msgspec

from dlprep.demos.family.demo import DIRECTIONS, Ask, Demo, Trial

_WORDS = {
    "rises": ("rises", "rise", "r", "up", "u", "higher", "increases", "↑", "▲", "+"),
    "falls": ("falls", "fall", "f", "down", "d", "lower", "decreases", "drops", "↓", "▼", "-"),
    "stays": ("stays", "stay", "s", "same", "stays the same", "unchanged", "→", "="),
}


class Prediction(msgspec.Struct, frozen=True):
    """One judged expectation; `truth` is None where the matter is undefined, and nobody is right."""

    about: str
    said: str
    truth: str | None
    right: bool
    why: str = ""


def read(ask: Ask, text: str) -> str | None:
    """The choice that a line means: its number, its letter, its words or their beginning.

    None for an empty or unreadable line, which predicts nothing.
    """
    word = " ".join(text.strip().lower().split())
    if not word:
        return None
    if ask.choices == DIRECTIONS:
        found = next((choice for choice, words in _WORDS.items() if word in words), None)
        if found:
            return found
    places = {str(i + 1): choice for i, choice in enumerate(ask.choices)}
    places |= {"abcdefghi"[i]: choice for i, choice in enumerate(ask.choices)}
    by_name = {choice.lower(): choice for choice in ask.choices}
    if word in by_name:
        return by_name[word]
    if word in places:
        return places[word]
    begun = [choice for choice in ask.choices if choice.lower().startswith(word)]
    return begun[0] if len(begun) == 1 else None


def judge(demo: Demo, said: Mapping[str, str], trial: Trial) -> Sequence[Prediction]:
    """Each expectation beside what happened, in the order in which they were asked."""
    judged = []
    for ask in demo.asks:
        if ask.about in said:
            truth = ask.truth(trial)
            expected = said[ask.about]
            why = demo.filled(ask.why, trial.knobs)
            judged.append(Prediction(ask.about, expected, truth, expected == truth, why))
    return tuple(judged)
