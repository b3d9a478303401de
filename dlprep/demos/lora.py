"""lora: how much of a fine-tuning update fits into a few ranks."""

from functools import lru_cache
from typing import Any

from dlprep.demos.family import small_net
from dlprep.demos.family.data import digits
from dlprep.demos.family.demo import Ask, Claim, Demo, Knobs, Source
from dlprep.demos.family.turnable import choice, integer
from dlprep.demos.family.views import Axis, Bar, Bars, Line, Mark, Plot, Result, Table

RANKS = (0, 1, 2, 4, 8, 16, 32, 64)
TRAIN, WIDTH, EPOCHS = 800, 64, 8


def compute(knobs: Knobs, seed: int) -> Result:
    """Fine-tune a digit reader on turned or mirrored digits; cut the first layer's update to a rank."""
    rank, task = int(knobs["rank"]), knobs["task"]
    base, full = _tuned(task, seed)
    parts = _parts(task, seed)
    energy = _energy(parts[1])
    noise, first = _energy(_noise(seed)), _energy(_first(seed))
    numbers = {
        "base": _accuracy(base, task, seed),
        "full": _accuracy(full, task, seed),
        "accuracy": _at_rank(rank, task, seed),
        "energy": energy[rank],
        "energy_noise": noise[rank],
        "energy_first": first[rank],
        "frozen": _accuracy(_frozen(task, seed), task, seed),
        "old": _accuracy(base, "upright", seed),
        "upright": _accuracy(full, "upright", seed),
        "parameters": rank * 2 * WIDTH,
        "all": WIDTH * WIDTH,
    }
    short = numbers["full"] - numbers["accuracy"] > 0.05
    reached = f"{{-{numbers['accuracy']:.1%}-}}" if short else f"{{+{numbers['accuracy']:.1%}+}}"
    said = (
        f"Rank {rank} ({energy[rank]:.1%} of the energy) reads {reached} of {task} digits, all {WIDTH} "
        f"read {numbers['full']:.1%}.",
        f"Tuned in full, the network reads {{-{numbers['upright']:.1%}-}} of upright digits "
        f"({numbers['old']:.1%} before).",
        f"With the first layer frozen, the rest alone is tuned to {numbers['frozen']:.1%}.",
        f"Rank {rank} takes {numbers['parameters']:,} numbers instead of {WIDTH * WIDTH:,}; in a layer "
        "of 4,096 x 4,096 rank 8 would be 65,536 of 16.8 million (0.39%).",
    )
    return Result(numbers, _views(rank, task, (energy, first, noise), numbers, seed), said)


def _views(
    rank: int, task: str, energies: tuple[list[float], ...], n: dict[str, Any], seed: int
) -> tuple[Any, ...]:
    energy = energies[0]
    accuracies = [_at_rank(r, task, seed) for r in RANKS]
    ranks = list(range(1, WIDTH + 1))  # 0 has no place on a log axis; the table has it
    rows = tuple((r, r * 2 * WIDTH, energy[r], a) for r, a in zip(RANKS, accuracies, strict=True))
    reached = Mark(rank or None, n["accuracy"], f"rank {rank}")
    return (
        Plot("accuracy on the new task", (Line("rank kept", RANKS[1:], accuracies[1:]),),
             Axis("rank", 1, WIDTH, log=True, form="integer"), Axis("", 0, 1, form="percent0"),
             (reached, Mark(y=n["full"], label="whole update", base=True))),
        Plot("energy in the first ranks",
             tuple(Line(name, ranks, e[1:]) for name, e in
                   zip(("update", "first training", "random matrix"), energies, strict=True)),
             Axis("rank", 1, WIDTH, log=True, form="integer"), Axis("", 0, 1, form="percent0"),
             (Mark(rank, label=f"rank {rank}"),) if rank else ()),
        Bars("accuracy, old and new task",
             (Bar("upright, before", n["old"], "percent", 1),
              Bar("upright, whole update", n["upright"], "percent", 1),
              Bar("new, at this rank", n["accuracy"], "percent", 1),
              Bar("new, whole update", n["full"], "percent", 1),
              Bar("new, layer frozen", n["frozen"], "percent", 1)), high=1.0),
        Table("by rank", ("rank", "numbers", "energy", "accuracy"), rows,
              ("integer", "integer", "percent", "percent"),
              now=RANKS.index(rank) if rank in RANKS else None),
    )  # fmt: skip


def _energy(singular: Any) -> list[float]:
    """The share of the squared singular values in the first 0, 1, 2, ... of them."""
    squares = (singular**2).cumsum() / (singular**2).sum()
    return [0.0, *squares.tolist()]


@lru_cache(maxsize=32)
def _noise(seed: int) -> Any:
    import numpy as np

    random = np.random.default_rng(seed + 7).normal(size=(WIDTH, WIDTH))
    return np.linalg.svd(random, compute_uv=False)


@lru_cache(maxsize=32)
def _first(seed: int) -> Any:
    """Singular values of what the training from random weights, on upright digits, changed."""
    import numpy as np

    return np.linalg.svd(_base(seed)[0] - _start(seed)[0], compute_uv=False)


@lru_cache(maxsize=64)
def _parts(task: str, seed: int) -> tuple[Any, Any, Any]:
    import numpy as np

    base, full = _tuned(task, seed)
    return np.linalg.svd(full[0] - base[0])


@lru_cache(maxsize=512)
def _at_rank(rank: int, task: str, seed: int) -> float:
    """Accuracy with the first layer's update cut to a rank, all else as it was tuned along with it."""
    base, full = _tuned(task, seed)
    u, s, v = _parts(task, seed)
    first = base[0] + (u[:, :rank] * s[:rank]) @ v[:rank]
    return _accuracy((first, *full[1:]), task, seed)


def _accuracy(layers: Any, task: str, seed: int) -> float:
    import numpy as np

    x, y, order = _data(task, seed)
    held_out = order[TRAIN:]
    hidden = np.maximum(x[held_out] @ layers[0] + layers[1], 0)
    return float(((hidden @ layers[2] + layers[3]).argmax(1) == y[held_out]).mean())


@lru_cache(maxsize=96)
def _data(task: str, seed: int) -> tuple[Any, Any, Any]:
    import numpy as np

    x, y = digits()
    images = x.reshape(-1, 8, 8) / 16
    if task == "turned":
        images = np.rot90(images, 1, (1, 2))
    elif task == "mirrored":
        images = images[:, :, ::-1]
    order = np.random.default_rng(seed).permutation(len(y))
    return images.reshape(len(y), -1), y, order


@lru_cache(maxsize=64)
def _tuned(task: str, seed: int) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The layers after training on upright digits, and after further training on the task."""
    base = _base(seed)
    return base, _train(base, task, 0.1, seed)


@lru_cache(maxsize=64)
def _base(seed: int) -> tuple[Any, ...]:
    return _train(_start(seed), "upright", 0.2, seed)


def _start(seed: int) -> tuple[Any, ...]:
    import numpy as np

    return tuple(small_net.drawn(np.random.default_rng(seed + 1), 64, WIDTH, 10))


@lru_cache(maxsize=64)
def _frozen(task: str, seed: int) -> tuple[Any, ...]:
    """The layers after tuning biases and output layer alone, as long and at the same rate."""
    return _train(_base(seed), task, 0.1, seed, frozen=True)


def _train(
    layers: tuple[Any, ...], task: str, rate: float, seed: int, *, frozen: bool = False
) -> tuple[Any, ...]:
    """SGD with momentum on softmax regression over one hidden ReLU layer, its weights perhaps frozen."""
    import numpy as np

    x, y, order = _data(task, seed)
    rng = np.random.default_rng(seed + 2)
    weights = [w.copy() for w in layers]
    speed = small_net.still(weights)
    wanted = np.eye(10)[y]
    for _ in range(EPOCHS):
        for rows in np.array_split(rng.permutation(order[:TRAIN]), TRAIN // 50):
            gradient = small_net.slopes(weights, x[rows], wanted[rows])
            if frozen:
                gradient[0][:] = 0
            small_net.step(weights, speed, gradient, rate)
    return tuple(weights)


DEMO = Demo(
    slug="lora",
    title="A low-rank update",
    question="Why is a low rank enough for fine-tuning, and what does LoRA save?",
    topic="llm-training",
    setting="A network that reads upright digits is fine-tuned on {task} ones. Its first layer's update "
    "(64 x 64) is cut to rank {rank} (its largest singular values); biases and output layer stay as they "
    "were tuned with it.",
    compute=compute,
    knobs=(
        integer("rank", 8, 0, 64, "ranks of the update that are kept", stops=RANKS,
                changes="accuracy energy parameters"),
        choice("task", "turned mirrored", "the new task: digits turned by 90 degrees, or mirrored",
               changes="base full"),
    ),
    asks=(
        Ask("rank 8", "Rank 8 of 64 is a quarter of the layer's numbers. How far below the whole "
            "update does accuracy end?",
            lambda t: (
                "under 5 points" if t["full"] - t.at(rank=8)["accuracy"] < 0.05
                else "5-20 points" if t["full"] - t.at(rank=8)["accuracy"] < 0.2 else "more"
            ),
            "The update points mostly into a few directions; a random matrix does not.",
            choices=("under 5 points", "5-20 points", "more")),
        Ask("the old task", "After the full fine-tuning, accuracy on upright digits ...",
            lambda t: "falls" if t["upright"] < 0.85 else "stays",
            "The same weights serve both tasks. With an adapter the old weights are still there: "
            "take the adapter off.", choices=("stays", "falls")),
    ),
    why="A layer's gradient is a sum of products, input times error sent back. The inputs lie mostly in "
    "few directions (neighbouring pixels are alike) and the errors come from ten classes, so the update's "
    "singular values fall fast. LoRA trains a product of two thin matrices instead, with the old weights "
    "frozen: fewer gradients and optimiser states, and one base model can carry many adapters.",
    say="W + B A with rank r (times alpha / r): r (in + out) trained numbers instead of in x out, 0.4% for rank 8 at 4,096. "
    "It saves gradients and optimiser states, not the base weights or activations. B starts at zero, so "
    "training starts from the base model. After merging there is no cost at inference.",
    trap='"Only fine-tuning has low rank." Here rank 8 holds nine tenths of what the first '
    'training, from random weights, changed. "Rank 0 shows what a frozen layer can do." It cuts afterwards, from parts that '
    "were tuned together; tuned alone, the others reach about 90%. And the cut shown is the closest of its "
    "rank (SVD), not what LoRA would find by training.",
    claims=(
        Claim("Rank 8 holds more than 90% of the update's energy; of a random matrix under 45%.",
              lambda t: t["energy"] > 0.9 and t["energy_noise"] < 0.45, knobs={"rank": 8}),
        Claim("Rank 8 ends within 5 points of the whole update.",
              lambda t: t["full"] - t["accuracy"] < 0.05, knobs={"rank": 8}),
        Claim("In the first training, from random weights, rank 8 holds more than 85% of the change.",
              lambda t: t["energy_first"] > 0.85, knobs={"rank": 8}),
        Claim("Rank 0, the rest of the update without the first layer's, loses more than 40 points on "
              "turned digits.",
              lambda t: t["full"] - t.at(rank=0)["accuracy"] > 0.4, knobs={"task": "turned"}),
        Claim("With the first layer frozen, biases and output layer alone are tuned to within 10 points "
              "of the whole update, and stay below it.",
              lambda t: 0 < t["full"] - t["frozen"] < 0.1, knobs={"task": "turned"}),
        Claim("Tuned in full on turned digits, the network reads under 60% of the upright ones.",
              lambda t: t["upright"] < 0.6, knobs={"task": "turned"}),
    ),
    sources=(
        Source("Hu et al. (2021): LoRA, low-rank adaptation of large language models",
               "https://arxiv.org/abs/2106.09685"),
    ),
    questions=("llm-training/lora-parameter-count", "llm-training/lora-saves-which-memory",
               "llm-training/lora-both-factors-zero"),
)  # fmt: skip
