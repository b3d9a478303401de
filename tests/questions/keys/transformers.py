"""Keys of `transformers`, by NumPy on real shapes, by loops over pairs and by simulation."""

Shape = tuple[int, ...]


def numbers(shapes: list[Shape]) -> int:
    """How many numbers arrays of these shapes hold; nothing is allocated."""
    import numpy as np

    return sum(np.broadcast_to(np.int8(0), shape).size for shape in shapes)


def attention(sa: int, sb: int, dim: int, va: int, vb: int) -> float:
    import numpy as np
    from scipy.special import softmax

    query = np.zeros(dim)
    query[0] = 1
    keys = np.zeros((2, dim))
    keys[:, 0] = sa, sb
    return float(softmax(keys @ query / np.sqrt(dim)) @ np.array([va, vb]))


def spread(dim: int, sq: float, sk: float) -> float:
    import numpy as np

    rng = np.random.default_rng(dim)
    queries = rng.normal(0, sq, (20_000, dim))
    keys = rng.normal(0, sk, (20_000, dim))
    return float((queries * keys).sum(axis=1).std())


def window_share(length: int, window: int) -> float:
    seen = sum(min(token + 1, window) for token in range(length))
    return 100 * seen / sum(range(1, length + 1))


def full_turn(dim: int, base: int, pair: int) -> float:
    import numpy as np

    speeds = 1 / base ** (np.arange(0, dim, 2) / dim)
    return float(360 / np.degrees(speeds[pair]))


def gpt(layers: int, dim: int) -> float:
    block: list[Shape] = [(dim, dim)] * 4 + [(dim, 4 * dim), (4 * dim, dim)]
    return numbers([*block * layers, (50_000, dim)]) / 1e6


def llama_block(heads: int, groups: int, ffn: int) -> float:
    dim = heads * 128
    attends: list[Shape] = [(dim, heads, 128), (dim, groups, 128), (dim, groups, 128), (dim, dim)]
    return numbers([*attends, (dim, ffn), (dim, ffn), (ffn, dim)]) / 1e6


def flops_share(dim: int, ctx: int) -> float:
    def product(rows: int, inner: int, columns: int) -> int:
        return rows * columns * 2 * inner

    weights = 4 * product(1, dim, dim) + product(1, dim, 4 * dim) + product(1, 4 * dim, dim)
    return 100 * (product(1, dim, ctx) + product(1, ctx, dim)) / weights


def slower(share: int, factor: int) -> float:
    """Timed as work: pairs of tokens and tokens, before and after."""
    tokens = 10
    per_pair = share / tokens**2
    per_token = (100 - share) / tokens
    longer = tokens * factor
    pairs = sum(1 for _ in range(longer) for _ in range(longer))
    return (per_pair * pairs + per_token * longer) / 100


def cache_saving(layers: int, heads: int, groups: int, ctx: int) -> float:
    def gib(kept: int) -> float:
        return numbers([(layers, kept, ctx, 128)] * 2) * 16 / 8 / 1024**3

    return gib(heads) - gib(groups)


def weights_memory(batch: int, heads: int, length: int) -> float:
    import numpy as np

    return np.broadcast_to(np.float16(0), (batch, heads, length, length)).nbytes / 1024**3


def shared_part(shared: float, expert: float, count: int, used: int) -> float:
    import numpy as np

    total = shared + sum(expert for _ in range(count))
    active = shared + sum(expert for _ in range(used))
    return float(np.linalg.solve([[1, count], [1, used]], [total, active])[0])


def latent_ratio(heads: int, latent: int, groups: int) -> float:
    queries_share = heads // groups
    kept_heads = {head // queries_share for head in range(heads)}  # A: heads that share a key
    grouped = numbers([(128,)] * len(kept_heads)) + numbers([(128,)] * len(kept_heads))
    return grouped / numbers([(latent,), (64,)])


CHECKS = {
    "attention-by-hand": attention,
    "spread-of-scores": (spread, 0.03),
    "sliding-window-pairs": window_share,
    "rope-wavelength": full_turn,
    "gpt-parameters": gpt,
    "llama-block-parameters": llama_block,
    "attention-flops-share": flops_share,
    "longer-texts-slower-steps": slower,
    "gqa-cache-saving": cache_saving,
    "score-matrix-memory": weights_memory,
    "moe-shared-part": shared_part,
    "latent-attention-cache": latent_ratio,
}
