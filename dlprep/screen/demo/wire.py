"""A run of a demo as one JSON object."""

import math
from typing import Any

from dlprep.demos.family.forms import plain
from dlprep.screen.demo.card import Shown
from dlprep.screen.wire import line


def run_line(shown: Shown) -> str:
    """A `dlprep.demo/1` object: knobs, seed (null for the learner's own data), raw numbers.

    `said` are the sentences of the card; `predictions` stand there when some were made.
    """
    fields: dict[str, Any] = {
        "demo": shown.demo.slug,
        "knobs": dict(shown.knobs),
        "seed": None if shown.result.own else shown.seed,
        "result": _finite(shown.result.numbers),
        "said": [plain(sentence) for sentence in shown.result.said],
    }
    if shown.predictions:
        fields["predictions"] = shown.predictions
    return line("dlprep.demo/1", **fields)


def _finite(value: Any) -> Any:
    """JSON has no infinities: they are null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value
