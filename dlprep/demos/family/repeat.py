"""Repeats a demo on other seeds and tells how often each of its claims held."""

from collections.abc import Iterator

import msgspec

from dlprep.demos.family.demo import Demo, Knobs, Trial


class Held(msgspec.Struct, frozen=True):
    """In how many of the draws that a claim speaks of it held."""

    claim: str
    held: int
    of: int


def repeat(demo: Demo, knobs: Knobs, seeds: range) -> Iterator[tuple[int, tuple[Held, ...]]]:
    """After each seed: how many are done, and how often each claim held so far.

    The knobs are those on the screen, but for those that a claim names itself.
    """
    held, spoken = [0] * len(demo.claims), [0] * len(demo.claims)
    for done, seed in enumerate(seeds, 1):
        here = Trial(demo, knobs, seed)
        for i, claim in enumerate(demo.claims):
            verdict = claim.holds(here.at(**claim.knobs) if claim.knobs else here)
            if verdict is not None:
                spoken[i] += 1
                held[i] += verdict
        yield (
            done,
            tuple(
                Held(c.text, h, n) for c, h, n in zip(demo.claims, held, spoken, strict=True) if n
            ),
        )
