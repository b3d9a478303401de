"""Keeps what was predicted in demos in the learner's log, and reads how many came true."""

from collections.abc import Mapping, Sequence
from typing import Any

from dlprep.demos.family.demo import Demo
from dlprep.demos.family.prediction import Prediction


def keep(
    demo: Demo, knobs: Mapping[str, Any], seed: int, predictions: Sequence[Prediction]
) -> None:
    """Commit each prediction, asked by `demo`."""
    from dlprep import clock
    from dlprep.cli.opened import opened, study_day
    from dlprep.reviews.predictions import Predicted

    with opened(writing=True) as log:
        for p in predictions:
            now = clock.now()
            log.predict(
                Predicted(
                    id=log.new_id(now),
                    learner=log.learner,
                    device=log.device(),
                    demo=demo.slug,
                    about=p.about,
                    said=p.said,
                    truth=p.truth,
                    correct=p.right,
                    knobs=dict(knobs),
                    seed=seed,
                    questions=demo.questions,
                    at=now,
                    study_day=study_day(),
                )
            )


def done() -> dict[str, tuple[int, int]]:
    """For each demo, how many predictions were made and how many were right."""
    from dlprep.cli.opened import opened

    with opened() as log:
        return log.predicted()
