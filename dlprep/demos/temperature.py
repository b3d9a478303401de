"""temperature: how temperature, top-k and top-p reshape the next token's distribution."""

import math
from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.knobs import Value
from dlprep.demos.family.turnable import integer, number
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result, Table

TOKENS = ("cat", "dog", "bird", "fish", "stone")
LOGITS = (4.0, 2.5, 2.0, 0.0, -1.0)
HEATS = (0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 5.0, 10.0)
DRAWS = 1000


def compute(knobs: Knobs, seed: int) -> Result:
    """Softmax at a temperature, cut by top-k and top-p, and draws from what is left."""
    import numpy as np

    heat, keep, mass = knobs["temperature"], int(knobs["top_k"]), knobs["top_p"]
    whole = softmax(LOGITS, heat)
    cut = truncated(whole, keep, mass)
    drawn = np.random.default_rng(seed).choice(len(TOKENS), DRAWS, p=cut)
    counts = np.bincount(drawn, minlength=len(TOKENS)) / DRAWS
    entropy = -sum(p * math.log2(p) for p in whole if p > 0)
    numbers = {
        "top": whole[0],
        "after_cut": cut[0],
        "entropy": entropy,
        "left": sum(p > 0 for p in cut),
        "tail": whole[-1],
        "cut": cut,
        "drawn": {t: float(c) for t, c in zip(TOKENS, counts, strict=True)},
    }
    top = f"{whole[0]:.1%}" if whole[0] < 0.9995 else "over 99.9%"  # and never quite all
    said = (
        f"At temperature {heat:g} '{TOKENS[0]}' has {top}; entropy {entropy:.2f} of at most "
        f"{math.log2(len(TOKENS)):.2f} bits.",
        f"top-k and top-p leave {numbers['left']} of {len(TOKENS)} tokens; '{TOKENS[-1]}' is "
        f"{round(counts[-1] * DRAWS)} of {DRAWS:,} draws.",
    )
    return Result(numbers, _views(whole, cut, counts, heat), said)


def _views(whole: list[float], cut: list[float], counts: Any, heat: float) -> tuple[Any, ...]:
    bars = tuple(Bar(token, p, "percent") for token, p in zip(TOKENS, cut, strict=True))
    rows = tuple(
        (token, logit, p, q or None, float(c) if q else None)
        for token, logit, p, q, c in zip(TOKENS, LOGITS, whole, cut, counts, strict=True)
    )
    return (
        Bars("probability after the cut", bars, high=1.0),
        Plot(
            "softmax by temperature, no cut",
            _curves(),
            Axis("temperature", log=True),
            Axis("", 0, 1, form="percent0"),
            (Mark(heat, label="now"),),
        ),
        Table(
            f"{DRAWS:,} draws",
            ("token", "logit", "softmax", "cut", "drawn"),
            rows,
            ("text", "number", "percent", "percent", "percent"),
        ),
    )


@lru_cache(maxsize=1)
def _curves() -> tuple[Line, ...]:
    heats = [10 ** (i / 20) for i in range(-20, 21)]
    shares = [softmax(LOGITS, heat) for heat in heats]
    return tuple(Line(token, heats, [p[i] for p in shares]) for i, token in enumerate(TOKENS))


def softmax(logits: tuple[float, ...], temperature: float) -> list[float]:
    """exp(z / T) / sum, with the largest logit subtracted first so that nothing overflows."""
    top = max(logits)
    powers = [math.exp((z - top) / temperature) for z in logits]
    return [p / sum(powers) for p in powers]


def truncated(probabilities: list[float], keep: int, mass: float) -> list[float]:
    """The `keep` likeliest, then the fewest of them that reach `mass`, renormalised.

    `mass` is a share of what top-k left, as in the usual libraries. Probabilities must fall.
    """
    kept = probabilities[:keep]
    scale, total, nucleus = sum(kept), 0.0, 0
    for p in kept:
        nucleus += 1
        total += p / scale
        if mass < 1 and total >= mass - 1e-12:  # what is as small as rounding is no cut of 1
            break
    left = kept[:nucleus]
    return [p / sum(left) for p in left] + [0.0] * (len(probabilities) - nucleus)


def _against_three(left: int) -> str:
    return "fewer" if left < 3 else "more" if left > 3 else "three"


_UNCUT: dict[str, Value] = {"top_k": len(TOKENS), "top_p": 1.0}
_AT: dict[str, Value] = {**_UNCUT, "temperature": 1.0}

DEMO = Demo(
    slug="temperature",
    title="Temperature, top-k and top-p",
    question="What do temperature, top-k and top-p do to a model's next token?",
    topic="llm-inference",
    setting="Five tokens with the logits 4, 2.5, 2, 0 and -1. Temperature {temperature}, top-k {top_k}, "
    "top-p {top_p}; 1,000 draws.",
    compute=compute,
    before={"temperature": 1.0},
    knobs=(
        number("temperature", 0.5, 0.05, 10, "divides the logits", stops=HEATS,
               changes="top entropy tail"),
        integer("top_k", 5, 1, 5, "keep so many of the likeliest", changes="left after_cut"),
        number("top_p", 1.0, 0.1, 1, "then the fewest that reach this share", step=0.1,
               form="percent0", changes="left after_cut"),
    ),
    asks=(
        Ask("half the temperature", "Temperature goes from 1 to 0.5, without a cut. The likeliest token "
            "goes from 72% to ...",
            lambda t: (
                "about 80%" if t.at(**_UNCUT, temperature=0.5)["top"] < 0.85
                else "over 90%" if t.at(**_UNCUT, temperature=0.5)["top"] < 0.995 else "100%"
            ),
            "Halving the temperature doubles every gap between logits, which squares every ratio.",
            choices=("about 80%", "over 90%", "100%")),
        Ask("order", "At temperature 10: which token is the likeliest then?",
            lambda t: "the same" if t.at(temperature=10)["top"] == max(softmax(LOGITS, 10)) else "another",
            "Dividing by a positive number keeps the order of the logits.",
            choices=("the same", "another", "all are equal")),
        Ask("top-p and heat", "top-p 90% leaves three of the five tokens at temperature 1. At 10 it leaves ...",
            lambda t: _against_three(t.at(top_k=5, top_p=0.9, temperature=10)["left"]),
            "Heat spreads the probability, so it takes more tokens to reach the same share.",
            choices=("fewer", "three", "more")),
    ),
    why="softmax(z / T): the ratio of two tokens is exp(gap / T). Below 1 gaps widen and the likeliest "
    "token takes all as T goes to 0; above 1 they shrink toward equal shares. The order never changes. "
    "top-k and top-p cut the tail, which a high temperature would feed, and renormalise what is left.",
    say="Temperature divides the logits: ratios are raised to the power 1/T. It never reorders tokens, "
    "so greedy decoding ignores it. top-p keeps the fewest tokens that hold that share, so it adapts to "
    "how sure the model is; top-k does not. Subtract the largest logit before exp.",
    trap='"A higher temperature makes the model more creative." It makes unlikely tokens likelier, the '
    "nonsense ones too. And temperature 0 is a convention for greedy: softmax would divide by zero.",
    claims=(
        Claim("The likeliest token goes from 72% at 1 to over 93% at 0.5 and to about a quarter at 10.",
              lambda t: 0.71 < t["top"] < 0.73 and t.at(temperature=0.5)["top"] > 0.93
              and 0.24 < t.at(temperature=10)["top"] < 0.27, knobs=_AT),
        Claim("top-p 0.9 leaves three of the five tokens at temperature 1 and all five at 10.",
              lambda t: t["left"] == 3 and t.at(temperature=10)["left"] == 5,
              knobs={**_AT, "top_p": 0.9}),
        Claim("1,000 draws lie within 5 points of the probabilities, in nearly every draw.",
              lambda t: all(abs(a - b) < 0.05 for a, b in zip(t["drawn"].values(), t["cut"], strict=True)),
              (0.95, 1.0), _AT),
    ),
    sources=(
        Source("Holtzman et al. (2020): The curious case of neural text degeneration",
               "https://arxiv.org/abs/1904.09751"),
    ),
    questions=("llm-inference/softmax-with-temperature", "llm-inference/top-p-renormalised"),
)  # fmt: skip
