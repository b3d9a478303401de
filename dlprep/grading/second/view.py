"""What the second marker says of an answer."""

import msgspec


class SecondPoint(msgspec.Struct, frozen=True):
    """A model's verdict on a point, as far as its quotation bears it out."""

    said: bool
    quotation: str = ""
    doubt: str = ""
    """Why a verdict was not believed."""


class Second(msgspec.Struct, frozen=True):
    """What the second marker gave: points and score, or the `trouble` that kept it from marking."""

    model: str
    points: tuple[SecondPoint, ...] = ()
    score: float | None = None
    trouble: str = ""
