"""How a spoken story would sound, measured on its text: length, pace, and words without a mechanism."""

import re

import msgspec

WORDS_A_MINUTE = 140
"""An unhurried speaker of English; public-speaking guides give 120 to 160."""

SHORTEST, LONGEST = 1.0, 2.0
"""Minutes that the answer to 'tell me about yourself' should take."""

_SENTENCE = re.compile(r"[.!?\n]+")
_WORD = re.compile(r"[\w'’-]+")
_BUZZ = re.compile(
    r"\b(cutting[- ]edge|state[- ]of[- ]the[- ]art|ai[- ]powered|ai[- ]driven|synerg\w+|leverag\w+|"
    r"world[- ]class|next[- ]gen\w*|revolution\w+|disrupt\w*|passionate|rock ?star|guru|ninja|"
    r"innovative|robust|scalable|seamless\w*|best[- ]in[- ]class|deep dive|paradigm|holistic\w*)\b",
    re.IGNORECASE,
)
_MECHANISM = re.compile(
    r"\d|\b(because|so that|by \w+ing|using|which (?:let|made|cut|raised)|from .+ to)\b",
    re.IGNORECASE,
)


class Delivery(msgspec.Struct, frozen=True):
    """Length in words and in minutes of speech, and the buzzwords whose sentence explains nothing."""

    words: int
    minutes: float
    buzzwords: tuple[str, ...]

    @property
    def remarks(self) -> tuple[str, ...]:
        """What to change, in sentences; nothing where nothing stands out."""
        told = []
        if self.minutes < SHORTEST:
            told.append(
                f"About {self.minutes:.1f} minutes when spoken: short of one minute. Add a project "
                "with your own part and a number."
            )
        elif self.minutes > LONGEST:
            told.append(
                f"About {self.minutes:.1f} minutes when spoken: over two. Keep two things you want "
                "to be asked about."
            )
        if self.buzzwords:
            words = ", ".join(f"'{word}'" for word in self.buzzwords)
            told.append(f"Words without a mechanism in their sentence: {words}. Say how it works.")
        return tuple(told)


def delivery(text: str) -> Delivery:
    """Measure an answer as it was typed."""
    words = len(_WORD.findall(text))
    hollow = [
        found.group().lower()
        for sentence in _SENTENCE.split(text)
        if not _MECHANISM.search(sentence)
        for found in _BUZZ.finditer(sentence)
    ]
    return Delivery(words, round(words / WORDS_A_MINUTE, 2), tuple(dict.fromkeys(hollow)))
