"""A review log in columns: what the vectorised model, its fit and its evaluation work on."""

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import numpy as np

    from dlprep.scheduling.fsrs6 import Floats, Integers


class Answers(msgspec.Struct, frozen=True):
    """Reviews in the order of time, an entry of each column a review.

    `card` numbers the questions in any way; `day` counts study days; `rating` lies in 1..4;
    `score` in 0..1, NaN where unknown; `confidence` in 1..3, 0 where unknown; `milliseconds` is 0
    where unknown.
    """

    card: "Integers"
    day: "Integers"
    rating: "Integers"
    score: "Floats"
    confidence: "Integers"
    milliseconds: "Integers"

    def __len__(self) -> int:
        return len(self.card)

    def rows(self, which: "slice | np.ndarray") -> "Answers":
        """Some of the reviews, in the order in which they are asked for."""
        return Answers(*(getattr(self, name)[which] for name in self.__struct_fields__))


def answers(
    card: "Integers",
    day: "Integers",
    rating: "Integers",
    score: "Floats | None" = None,
    confidence: "Integers | None" = None,
    milliseconds: "Integers | None" = None,
) -> Answers:
    """A log in columns; what is left out counts as unknown."""
    import numpy as np

    n = len(card)
    return Answers(
        card,
        day,
        rating,
        np.full(n, np.nan) if score is None else score,
        np.zeros(n, np.int64) if confidence is None else confidence,
        np.zeros(n, np.int64) if milliseconds is None else milliseconds,
    )
