"""The example of docs/demos-writing.md is a demo that works as it stands there."""

import re
from pathlib import Path

from dlprep.demos.family.demo import Demo, Trial
from dlprep.screen.demo.board import board
from dlprep.screen.demo.look import dark

PAGE = Path(__file__).parents[2] / "docs" / "demos-writing.md"


def test_the_example_works() -> None:
    found = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    names: dict[str, object] = {}
    exec(found[1], names)
    demo = names["DEMO"]
    assert isinstance(demo, Demo)
    trials = [Trial(demo, demo.defaults(), seed) for seed in range(20)]
    for claim in demo.claims:
        held = [bool(claim.holds(trial)) for trial in trials]
        assert claim.often[0] <= sum(held) / len(held) <= claim.often[1]
    assert demo.asks[0].truth(trials[0]) == "under 20%"
    assert len(board(trials[0].result, 80, 20, dark())) == 20
