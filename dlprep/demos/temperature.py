"""temperature: how temperature, top-k and top-p reshape the next token's distribution."""

import math
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
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
        "drawn": {t: float(c) for t, c in zip(TOKENS, counts, strict=True)},
    }
    said = (
        f"At temperature {heat:g} '{TOKENS[0]}' has {whole[0]:.1%}; entropy {entropy:.2f} of "
        f"{math.log2(len(TOKENS)):.2f} bit.",
        f"top-k and top-p leave {numbers['left']} of {len(TOKENS)} tokens; '{TOKENS[-1]}' is drawn "
        f"{counts[-1]:.1%} of the time.",
    )
    return Result(numbers, _views(whole, cut, counts, heat), said)


def _views(whole: list[float], cut: list[float], counts: Any, heat: float) -> tuple[Any, ...]:
    one = softmax(LOGITS, 1.0)
    bars = tuple(
        Bar(token, p, "percent", mark=reference)
        for token, p, reference in zip(TOKENS, cut, one, strict=True)
    )
    lines = tuple(
        Line(token, HEATS, [softmax(LOGITS, t)[i] for t in HEATS]) for i, token in enumerate(TOKENS)
    )
    rows = tuple(
        (token, logit, p, q, float(c))
        for token, logit, p, q, c in zip(TOKENS, LOGITS, whole, cut, counts, strict=True)
    )
    return (
        Bars("probability after the cut; notch: at temperature 1", bars, high=1.0),
        Plot(
            "softmax against temperature",
            lines,
            Axis("temperature", log=True),
            Axis("", 0, 1, form="percent0"),
            (Mark(heat, label=f"T = {heat:g}"),),
        ),
        Table(
            f"{DRAWS:,} draws",
            ("token", "logit", "softmax", "after the cut", "drawn"),
            rows,
            ("text", "number", "percent", "percent", "percent"),
        ),
    )


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
        if total >= mass - 1e-12:
            break
    left = kept[:nucleus]
    return [p / sum(left) for p in left] + [0.0] * (len(probabilities) - nucleus)


DEMO = Demo(
    slug="temperature",
    title="Temperature, top-k and top-p",
    question="What does temperature do to a model's next token, and what do top-k and top-p add?",
    topic="llm-inference",
    setting="Five tokens with the logits 4, 2.5, 2, 0 and -1. Temperature {temperature}, top-k {top_k}, "
    "top-p {top_p}; 1,000 draws.",
    compute=compute,
    knobs=(
        number("temperature", 1.0, 0.05, 10, "divides the logits", stops=HEATS,
               changes="top entropy tail"),
        integer("top_k", 5, 1, 5, "keep so many of the likeliest", changes="left after_cut"),
        number("top_p", 1.0, 0.1, 1, "then the fewest that reach this share", step=0.1,
               form="percent0", changes="left after_cut"),
    ),
    asks=(
        Ask("half the temperature", "From temperature 1 to 0.5: the likeliest token goes from 72% to ...",
            lambda t: (
                "about 80%" if t.at(temperature=0.5)["top"] < 0.85
                else "over 90%" if t.at(temperature=0.5)["top"] < 0.995 else "100%"
            ),
            "Halving the temperature doubles every gap between logits, which squares every ratio.",
            choices=("about 80%", "over 90%", "100%")),
        Ask("order", "From 1 to 10: which token is the likeliest then?",
            lambda t: "the same" if t.at(temperature=10)["top"] > 0.2 else "another",
            "Dividing by a positive number keeps the order of the logits.",
            choices=("the same", "another", "all are equal")),
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
              and 0.24 < t.at(temperature=10)["top"] < 0.27),
        Claim("top-p 0.9 leaves three of the five tokens at temperature 1 and all five at 10.",
              lambda t: t.at(top_p=0.9)["left"] == 3 and t.at(top_p=0.9, temperature=10)["left"] == 5),
        Claim("1,000 draws lie within 5 points of the probabilities.",
              lambda t: abs(t["drawn"]["cat"] - t["after_cut"]) < 0.05, often=(0.95, 1.0)),
    ),
    sources=(
        Source("Holtzman et al. (2020): The curious case of neural text degeneration",
               "https://arxiv.org/abs/1904.09751"),
    ),
    questions=("llm-inference/softmax-with-temperature", "llm-inference/top-p-renormalised"),
)  # fmt: skip
