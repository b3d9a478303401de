"""attention: why scores are divided by the root of d, what a mask does, what order means."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.small_net import softmax
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Matrix, Plot, Result

HEADS, TOKENS, MOST, LONGEST = 30, 16, 32, 1024
PLAIN, DIVIDED = "not divided", "by root d"
SIZES = (2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)


def compute(knobs: Knobs, seed: int) -> Result:
    """Softmax attention of random queries and keys, thirty heads of `tokens` tokens."""
    d, tokens = int(knobs["d"]), int(knobs["tokens"])
    scaled, masked = knobs["scaled"] == "yes", knobs["mask"] == "causal"
    scores = _scores(d, seed)[:, :tokens, :tokens] / (d**0.5 if scaled else 1.0)
    weights = _weights(scores, masked=masked)
    order = _order_matters(tokens, seed, positions=knobs["positions"] == "yes", masked=masked)
    numbers = {
        "logit_sd": float(scores.std()),
        "largest_weight": float(weights.max(-1).mean()),
        "entropy": _entropy(weights),
        "slope": float((weights * (1 - weights)).mean()),
        "future_weight": _future(weights),
        "order_changes_outputs_by": order,
    }
    n = numbers
    tone = "-" if n["largest_weight"] > 0.8 else "+"
    said = (
        f"d = {d:,}, {'divided by root d' if scaled else 'not divided'}: scores spread by "
        f"{n['logit_sd']:.1f}, the largest "
        f"{'weight of a row' if masked else f'of {tokens} weights'} is {{{tone}"
        f"{n['largest_weight']:.2f}{tone}}}, softmax passes a slope of {n['slope']:.4f}.",
        f"Weight on later tokens: {n['future_weight']:.2f}. Shuffling the tokens "
        + ("only shuffles the outputs." if order < 1e-9 else "changes the outputs."),
    )
    names = tuple(f"{i + 1}" for i in range(tokens))
    views = (
        Bars("over thirty heads", (
            Bar("largest weight", n["largest_weight"], "fixed3"),
            Bar("entropy / max", n["entropy"], "fixed3"),
            Bar("slope / max", 4 * n["slope"], "fixed3", 1),
            Bar("on later tokens", n["future_weight"], "fixed3"),
        ), high=1.0),
        Plot("largest weight against d", _by_size(tokens, seed, masked=masked),
             Axis("d", log=True), Axis("", 0, 1), (Mark(d, n["largest_weight"], "now"),)),
        Plot("weight on a row's k largest", _on_largest(d, tokens, seed, masked=masked),
             Axis("k", 0, form="integer"), Axis("", 0, 1)),
        Matrix("one head: query down, key across", names, names,
               tuple(map(tuple, weights[0].tolist())), "fixed2", low=0.0, high=1.0),
    )  # fmt: skip
    return Result(numbers, views, said)


def _scores(d: int, seed: int) -> Any:
    """Dot products of the first `d` entries of each query and key, shape (heads, 32, 32)."""
    if d in SIZES:
        return _at_sizes(seed)[SIZES.index(d)]
    queries, keys = _drawn(LONGEST if d <= LONGEST else d, seed)
    return queries[..., :d] @ keys[..., :d].transpose(0, 2, 1)


@lru_cache(maxsize=1)  # 8 MB
def _drawn(longest: int, seed: int) -> Any:
    """Queries and keys for any number of tokens and any d, so that turning those draws none."""
    import numpy as np

    rng = np.random.default_rng([seed, longest])
    return rng.standard_normal((2, HEADS, MOST, longest), np.float32)


def _weights(scores: Any, *, masked: bool) -> Any:
    import numpy as np

    if masked:
        scores = np.where(np.tri(scores.shape[-1]) > 0, scores, -np.inf)
    return softmax(scores)


def _entropy(weights: Any) -> float:
    import numpy as np

    return float(-(weights * np.log(weights + 1e-30)).sum(-1).mean() / np.log(weights.shape[-1]))


def _future(weights: Any) -> float:
    """The mean weight that a token puts on those after it."""
    import numpy as np

    return float((weights * (1 - np.tri(weights.shape[-1]))).sum(-1).mean())


@lru_cache(maxsize=16)
def _by_size(tokens: int, seed: int, *, masked: bool) -> tuple[Line, Line]:
    plain, scaled = [], []
    for d, scores in zip(SIZES, _at_sizes(seed), strict=True):
        some = scores[:, :tokens, :tokens]
        plain.append(float(_weights(some, masked=masked).max(-1).mean()))
        scaled.append(float(_weights(some / d**0.5, masked=masked).max(-1).mean()))
    return Line(PLAIN, SIZES, plain), Line(DIVIDED, SIZES, scaled)


@lru_cache(maxsize=24)  # 1 MB each
def _at_sizes(seed: int) -> list[Any]:
    """The scores at each size, each the one before and the products of the entries it lacks."""
    queries, keys = _drawn(LONGEST, seed)
    out: list[Any] = []
    done = 0
    for d in SIZES:
        more = queries[..., done:d] @ keys[..., done:d].transpose(0, 2, 1)
        out.append(out[-1] + more if out else more)
        done = d
    return out


@lru_cache(maxsize=32)
def _on_largest(d: int, tokens: int, seed: int, *, masked: bool) -> tuple[Line, Line]:
    """What the largest weight of a row comes to on average, the largest two, and so on."""
    import numpy as np

    scores = _scores(d, seed)[:, :tokens, :tokens]
    lines = []
    for name, by in ((PLAIN, 1.0), (DIVIDED, d**0.5)):
        falling = np.sort(_weights(scores / by, masked=masked), -1)[..., ::-1]
        sums = falling.cumsum(-1).mean((0, 1)).tolist()
        lines.append(Line(name, range(tokens + 1), [0.0, *sums]))
    return lines[0], lines[1]


@lru_cache(maxsize=16)
def _order_matters(tokens: int, seed: int, *, positions: bool, masked: bool) -> float:
    """How far the outputs of shuffled tokens are from the shuffled outputs; 0 is equivariant."""
    import numpy as np

    rng = np.random.default_rng(seed)
    d = 8
    x = rng.standard_normal((tokens, d))
    q, k, v = rng.standard_normal((3, d, d)) / d**0.5
    place = rng.standard_normal((tokens, d)) if positions else np.zeros((tokens, d))

    def attend(words: Any) -> Any:
        seen = words + place
        return _weights(seen @ q @ (seen @ k).T / d**0.5, masked=masked) @ seen @ v

    shuffle = rng.permutation(tokens)
    return float(np.abs(attend(x[shuffle]) - attend(x)[shuffle]).max())


def _bracket(weight: float) -> str:
    return "below .3" if weight < 0.3 else ".3 to .8" if weight < 0.8 else "above .8"


DEMO = Demo(
    slug="attention",
    title="Scaled dot-product attention by hand",
    question="Why are attention scores divided by the square root of d?",
    topic="transformers",
    setting=(
        "Random queries and keys of length {d} with entries of variance 1, {tokens} tokens, thirty "
        "heads. Divided by the root of d: {scaled}; mask: {mask}; position vectors: {positions}."
    ),
    compute=compute,
    before={"scaled": "yes"},
    knobs=(
        integer("d", 1024, 2, 2048, "length of a query and a key", stops=SIZES,
                changes="logit_sd largest_weight"),
        choice("scaled", "no yes", "divide the scores by the root of d",
               changes="logit_sd largest_weight entropy slope"),
        choice("mask", "none causal", "hide the tokens to come", changes="future_weight"),
        choice("positions", "no yes", "add a vector for each place",
               changes="order_changes_outputs_by"),
        integer("tokens", TOKENS, 4, 32, "how many tokens", step=4, changes="largest_weight"),
    ),
    asks=(
        Ask("largest weight", "d is {d} and the scores are not divided. What is the largest of the "
            "{tokens} weights, on average?",
            lambda t: _bracket(t.at(scaled="no", mask="none")["largest_weight"]),
            "A sum of d products of variance 1 has standard deviation root d: the largest score "
            "runs away from the rest.", choices=("below .3", ".3 to .8", "above .8")),
        Ask("order", "No position vectors, no mask. Shuffle the tokens: do the outputs change other "
            "than being shuffled too?",
            lambda t: (
                "yes" if t.at(positions="no", mask="none")["order_changes_outputs_by"] > 1e-9
                else "no"
            ),
            "Attention is a weighted mean over a set: it is equivariant to the order.",
            choices=("yes", "no")),
    ),
    why=(
        "q and k with independent entries of mean 0 and variance 1 have a dot product of variance d. "
        "Without the division, scores of size root d push softmax into a corner: one weight near 1, "
        "the others near 0, and its slope a(1 - a) near 0, so hardly any gradient comes through. "
        "Dividing by root d brings the variance back to 1 whatever d is."
    ),
    say=(
        "The dot product of two d-dimensional vectors with unit-variance entries has variance d, so "
        "its scale grows with root d; softmax would saturate and its gradient vanish. Dividing by "
        "root d keeps the scores at variance 1. A causal mask puts minus infinity on later tokens "
        "before softmax, so their weight is exactly 0. Without positions and without a mask attention "
        "sees a set."
    ),
    trap=(
        "\"Divide by d.\" Then the scores have variance 1/d and the weights are nearly equal for "
        "large d. And zeroing weights after the softmax leaves later tokens in the "
        "denominator: the row no longer sums to 1."
    ),
    claims=(
        Claim("At d = 1024 undivided, the largest of 16 weights is above .9 on average.",
              lambda t: t["largest_weight"] > 0.9,
              knobs={"d": 1024, "scaled": "no", "tokens": 16, "mask": "none"}),
        Claim("Divided, it is below .35, at any d from 16 to 1024.",
              lambda t: all(t.at(scaled="yes", d=d)["largest_weight"] < 0.35 for d in SIZES[3:]),
              knobs={"tokens": 16, "mask": "none"}),
        Claim("At d = 1024 softmax passes more than five times the slope when divided.",
              lambda t: t.at(scaled="yes")["slope"] > 5 * t["slope"],
              knobs={"d": 1024, "scaled": "no"}),
        Claim("With a causal mask the weight on tokens to come is exactly 0.",
              lambda t: t.at(mask="causal")["future_weight"] == 0.0),
        Claim("Without positions the order of the tokens is not seen; a causal mask alone makes it seen.",
              lambda t: t["order_changes_outputs_by"] < 1e-9
              and t.at(mask="causal")["order_changes_outputs_by"] > 0.1,
              knobs={"positions": "no", "mask": "none"}),
    ),
    sources=(
        Source("Vaswani et al. 2017, Attention is all you need (section 3.2.1, footnote 4)",
               "https://arxiv.org/abs/1706.03762"),
    ),
    questions=("transformers/without-the-root", "transformers/spread-of-scores", "transformers/order-blind-encoder", "transformers/mask-after-softmax"),
)  # fmt: skip
