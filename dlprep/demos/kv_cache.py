"""kv_cache: the same tokens for far less work, and the memory that it costs."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result

WIDTH = 32
LENGTHS = (16, 32, 64, 128, 160)
CONTEXTS = (1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072)
LAYERS, HEADS, HEAD_SIZE = 32, 32, 128
SHARED = {"MHA": 32, "GQA-8": 8, "GQA-4": 4, "MQA": 1}
BYTES = {"fp16": 2, "int8": 1}
WEIGHTS = 6.7e9 * 2 / 2**30
"""GiB of weights in fp16 of a model of this shape: LLaMA 7B has 6.7 billion of them."""


def compute(knobs: Knobs, seed: int) -> Result:
    """Decode with and without a cache, and work out the cache of a model of 32 layers."""
    tokens, context = int(knobs["tokens"]), int(knobs["context"])
    heads, kind = knobs["heads"], knobs["numbers"]
    plain_rows, cached_rows, difference = _decoded(tokens, seed)
    size = cache_gib(SHARED[heads], context, BYTES[kind])
    numbers = {
        "rows_plain": plain_rows,
        "rows_cached": cached_rows,
        "saved": plain_rows / cached_rows,
        "difference": difference,
        "gib": size,
        "gib_mha": cache_gib(SHARED["MHA"], context, BYTES[kind]),
        "int8_change": _int8_change(tokens, seed),
    }
    said: tuple[str, ...] = (
        f"{plain_rows:,} key and value rows without a cache, {{+{cached_rows:,} with it+}}: "
        f"{numbers['saved']:.3g} times fewer; the outputs differ by at most {difference:.0e}.",
        f"The price: {{-{size:.3g} GiB-}} for one sequence of {context:,} tokens, {heads} in {kind}.",
    )
    if kind == "int8":
        said += (
            f"Keys and values in int8 change the last output by {numbers['int8_change']:.1%}.",
        )
    return Result(numbers, _views(tokens, context, heads, kind, seed), said)


def _views(tokens: int, context: int, heads: str, kind: str, seed: int) -> tuple[Any, ...]:
    size = cache_gib(SHARED[heads], context, BYTES[kind])
    return (
        Plot("key and value rows computed", _rows(seed), Axis("tokens", log=True, form="integer"),
             Axis("", log=True, form="integer"), (Mark(x=tokens, label="now"),)),
        Plot("cache of one sequence, GiB", _sizes(kind),
             Axis("tokens", log=True, form="integer"), Axis("", 0.005, 100, log=True),
             (Mark(context, size, "now"), Mark(y=WEIGHTS, label="weights, fp16", base=True))),
        Bars("cache now, GiB",
             tuple(Bar(name, cache_gib(n, context, BYTES[kind]), "number", -1)
                   for name, n in SHARED.items())),
    )  # fmt: skip


@lru_cache(maxsize=64)
def _rows(seed: int) -> tuple[Line, ...]:
    done = [_decoded(n, seed) for n in LENGTHS]
    return tuple(
        Line(name, LENGTHS, [d[i] for d in done]) for i, name in enumerate(("no cache", "cache"))
    )


@lru_cache(maxsize=4)
def _sizes(kind: str) -> tuple[Line, ...]:
    return tuple(
        Line(name, CONTEXTS, [cache_gib(n, c, BYTES[kind]) for c in CONTEXTS])
        for name, n in SHARED.items()
    )


def cache_gib(heads: int, tokens: int, size: int) -> float:
    """GiB of keys and values: 2 x layers x heads x head size x tokens x bytes."""
    return 2 * LAYERS * heads * HEAD_SIZE * tokens * size / 2**30


@lru_cache(maxsize=64)
def _decoded(tokens: int, seed: int) -> tuple[int, int, float]:
    """Rows computed without and with a cache, and the largest difference of the outputs."""
    import numpy as np

    x, (to_q, to_k, to_v) = _model(tokens, seed)
    keys, values = np.empty((tokens, WIDTH)), np.empty((tokens, WIDTH))
    plain_rows = cached_rows = 0
    difference = 0.0
    for t in range(tokens):
        seen = x[: t + 1]
        plain = _attend(x[t] @ to_q, seen @ to_k, seen @ to_v)  # everything once more
        plain_rows += 2 * (t + 1)
        keys[t], values[t] = x[t] @ to_k, x[t] @ to_v
        cached = _attend(x[t] @ to_q, keys[: t + 1], values[: t + 1])
        cached_rows += 2
        difference = max(difference, float(np.abs(plain - cached).max()))
    return plain_rows, cached_rows, difference


def _int8_change(tokens: int, seed: int) -> float:
    """Relative change of the last output when keys and values are kept as int8, a scale a token."""
    import numpy as np

    x, (to_q, to_k, to_v) = _model(tokens, seed)
    keys, values, query = x @ to_k, x @ to_v, x[-1] @ to_q
    exact = _attend(query, keys, values)
    rounded = _attend(query, _int8(keys), _int8(values))
    return float(np.linalg.norm(rounded - exact) / np.linalg.norm(exact))


def _int8(rows: Any) -> Any:
    import numpy as np

    scale = np.abs(rows).max(1, keepdims=True) / 127
    return np.round(rows / scale) * scale


def _model(tokens: int, seed: int) -> tuple[Any, Any]:
    import numpy as np

    rng = np.random.default_rng(seed)
    return rng.normal(size=(tokens, WIDTH)), rng.normal(size=(3, WIDTH, WIDTH)) / WIDTH**0.5


def _attend(query: Any, keys: Any, values: Any) -> Any:
    import numpy as np

    scores = keys @ query / WIDTH**0.5
    weights = np.exp(scores - scores.max())
    return weights @ values / weights.sum()


DEMO = Demo(
    slug="kv_cache",
    title="What a KV cache saves and costs",
    question="What does the KV cache save in decoding, and what does it cost?",
    topic="llm-inference",
    setting="One attention layer decodes {tokens} tokens, with all keys and values worked out anew for "
    "each token, and with a cache. Beside it the cache of a model of the shape of LLaMA 7B, 32 layers of "
    "32 heads of 128: {heads}, {numbers}, {context} tokens.",
    compute=compute,
    knobs=(
        integer("tokens", 160, 16, 160, "tokens decoded here", stops=LENGTHS,
                changes="rows_plain saved"),
        integer("context", 8192, 1024, 131_072, "tokens in the cache of the large model",
                stops=CONTEXTS, changes="gib"),
        choice("heads", "MHA GQA-8 GQA-4 MQA", "key and value heads: 32, 8, 4 or 1",
               changes="gib"),
        choice("numbers", "fp16 int8", "how each number is kept; int8 without its scales",
               changes="gib"),
    ),
    asks=(
        Ask("the output", "Are the outputs with the cache the same?",
            lambda t: "the same" if t["difference"] < 1e-9 else "a little different",
            "Under a causal mask a token's keys and values never depend on later tokens.",
            choices=("the same", "a little different", "clearly different")),
        Ask("rows", "{tokens} tokens: how many times fewer key and value rows does the cache compute?",
            lambda t: (
                "under 10" if t["saved"] < 10 else "10-100" if t["saved"] < 100 else "over 100"
            ),
            "Without it, step t computes t rows: n (n + 1) / 2 instead of n, that is (n + 1) / 2 "
            "times as many.", choices=("under 10", "10-100", "over 100")),
        Ask("sharing heads", "From 32 key-value heads to 8 shared ones (GQA): the cache becomes ...",
            lambda t: {4.0: "a quarter", 2.0: "half"}.get(
                round(t.at(heads="MHA")["gib"] / t.at(heads="GQA-8")["gib"], 3), "another size"),
            "Query heads are not cached; only key and value heads count.",
            choices=("a quarter", "half", "another size")),
    ),
    why="A token's key and value depend on that token and what came before, so they are the same at "
    "every later step. Keep them, and each step puts only the new token through the model; what came "
    "before is not worked out again. Attention itself still reads the "
    "whole cache at each step, so decoding is mostly bound by memory bandwidth, and the cache of long or "
    "many sequences can be larger than the weights.",
    say="It saves recomputing keys and values of the past: linear instead of quadratic projections, "
    "same output. It costs 2 x layers x KV heads x head size x tokens x bytes a sequence: 4 GiB at "
    "8,192 tokens for 32 layers of 32 heads of 128 in fp16, 1 GiB with 8 shared heads. Hence GQA, "
    "paging, and quantised caches.",
    trap='"The cache makes attention linear." The projections, yes; each new token still attends to all '
    "earlier ones. And queries are not cached: no later step asks with an old one.",
    claims=(
        Claim("The outputs are equal to rounding.", lambda t: t["difference"] < 1e-12),
        Claim("160 tokens: 25,760 rows without and 320 with the cache, 80.5 times fewer.",
              lambda t: (t["rows_plain"], t["rows_cached"]) == (25_760, 320)),
        Claim("8,192 tokens in fp16: 4 GiB with 32 heads and 1 GiB with 8.",
              lambda t: t["gib"] == 4.0 and t.at(heads="GQA-8")["gib"] == 1.0),
        Claim("In fp16 the cache of one sequence of 32,768 tokens outweighs the model with 32 heads, "
              "and with 8 it does not.",
              lambda t: t["gib"] > WEIGHTS > t.at(heads="GQA-8")["gib"],
              knobs={"context": 32_768, "heads": "MHA", "numbers": "fp16"}),
        Claim("Kept as int8 with a scale for each token, the output changes by less than 3%.",
              lambda t: t["int8_change"] < 0.03),
    ),
    sources=(
        Source("Ainslie et al. (2023): GQA, training generalized multi-query transformer models",
               "https://arxiv.org/abs/2305.13245"),
        Source("Touvron et al. (2023): LLaMA, open and efficient foundation language models",
               "https://arxiv.org/abs/2302.13971"),
        Source("Pope et al. (2022): Efficiently scaling transformer inference",
               "https://arxiv.org/abs/2211.05102"),
    ),
    questions=("llm-inference/kv-cache-of-one-request", "llm-inference/which-tensors-are-cached"),
)  # fmt: skip
