"""How the memory model's figures look: a replayed log, an evaluation, a fit; for people and as JSON."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from rich.console import Group
from rich.table import Table
from rich.text import Text

from dlprep.exchange.review_csv import ReviewFile
from dlprep.scheduling.fitting import Trial
from dlprep.scheduling.foretelling import Accuracy, Evaluation, Foretold
from dlprep.scheduling.memory import Model
from dlprep.screen.console import harmless
from dlprep.screen.wire import line

if TYPE_CHECKING:
    from dlprep.scheduling.fsrs6 import Integers

_CHUNK = 10_000
_RATINGS = {1: "again", 2: "hard", 3: "good", 4: "easy"}
_BASELINES = {
    "constant_rate": "constant rate",
    "sm2": "SM-2",
    "fsrs6_shipped": "FSRS-6, shipped weights",
}


def replay_json(
    file: ReviewFile, told: Foretold, intervals: "Integers", model: Model
) -> Iterator[str]:
    """`dlprep.replay/1` in pieces that are printed one after another, the file's rows in order."""
    head = line("dlprep.replay/1", model=model.name, reviews=[])
    yield head[: -len("]}")]
    first = True
    chunk: list[str] = []
    for row in _rows(file, told, intervals):
        chunk.append(("" if first else ",") + msgspec.json.encode(row).decode())
        first = False
        if len(chunk) == _CHUNK:
            yield "".join(chunk)
            chunk = []
    yield "".join(chunk) + "]}\n"


def replay_lines(file: ReviewFile, told: Foretold, intervals: "Integers") -> Iterator[str]:
    """A header and a line a review, in columns of fixed width."""
    width = max(4, min(14, max(map(len, file.card_ids))))
    yield f"{'card':<{width}}  {'time':<16}  rating   days  recall  stability   diff   next"
    for row in _rows(file, told, intervals):
        recall = row["retrievability"]
        yield (
            f"{_cut(harmless(row['card_id']), width):<{width}}  "
            f"{harmless(row['review_time'])[:16]:<16}  "
            f"{_RATINGS[row['review_rating']]:<6}  {row['elapsed_days']:>5}  "
            f"{'—' if recall is None else f'{recall:.1%}':>6}  {row['stability']:>9.2f}  "
            f"{row['difficulty']:>5.2f}  {row['interval_days']:>5}"
        )


def evaluation_line(evaluation: Evaluation, model: Model, test_share: float) -> str:
    """`dlprep.evaluate/1`: the model's figures, the baselines by name, the calibration."""
    return line(
        "dlprep.evaluate/1",
        model=model.name,
        test_share=test_share,
        n=evaluation.n,
        **_figures(evaluation.accuracy),
        baselines={name: _figures(a) for name, a in evaluation.baselines.items()},
        calibration=msgspec.to_builtins(evaluation.calibration),
    )


def evaluation_group(evaluation: Evaluation, model: Model, test_share: float) -> Group:
    """The model beside the baselines, then predictions beside what happened."""
    figures = _table("", "log loss", "RMSE in bins", "AUC")
    rows = {"this model": evaluation.accuracy}
    rows |= {_BASELINES[name]: a for name, a in evaluation.baselines.items()}
    for name, a in rows.items():
        auc = "—" if a.auc is None else f"{a.auc:.3f}"
        figures.add_row(name, f"{a.log_loss:.3f}", f"{a.rmse_bins:.3f}", auc)
    calibration = _table("foretold", "recalled", "reviews", "")
    for group in evaluation.calibration:
        calibration.add_row(
            f"{group.predicted:.1%}",
            f"{group.recalled:.1%}",
            f"{group.n:,}",
            "━" * round(20 * group.recalled),
        )
    return Group(
        Text(f"{model.name} on the last {test_share:.0%} of the log"),
        Text(f"Reviews on a later study day: {evaluation.n:,}. Lower is better, but for AUC.\n"),
        figures,
        Text("\nWhat was foretold, and the share that was recalled", style="bold"),
        calibration,
    )


def fit_line(trial: Trial, was: Model, model: Model, *, adopted: bool) -> str:
    """`dlprep.fit/1`: the trial, and the model in force after it."""
    fields = msgspec.to_builtins(trial)
    del fields["until"]
    return line(
        "dlprep.fit/1", adopted=adopted, model=model.name, was=was.name, wins=trial.wins, **fields
    )


def fit_group(trial: Trial, seconds: float, *, adopted: bool) -> Group:
    """What was fitted, how it did on later reviews, and what was done about it."""
    table = _table("on the later reviews", "log loss")
    table.add_row("weights in force", f"{trial.log_loss_in_force:.4f}")
    table.add_row("fitted weights", f"{trial.log_loss:.4f}")
    gain = f"Gain {trial.gain:+.4f} ± {trial.uncertainty:.4f} a review"
    if adopted:
        said = f"{gain}: adopted. `dlprep memory fit --revert` goes back."
    elif trial.wins:
        said = f"{gain}: these weights win; nothing was changed (--dry-run)."
    else:
        said = f"{gain}: no clear win, so the weights in force stay."
    return Group(
        Text(
            f"Fitted in {seconds:.1f} s to {trial.n_fit:,} reviews, "
            f"tried on {trial.n_test:,} later ones."
        ),
        Text(f"Beside ratings it uses: {_used(trial.signals)}.\n"),
        table,
        Text(),
        Text(said, style="bold"),
    )


def _rows(file: ReviewFile, told: Foretold, intervals: "Integers") -> Iterator[dict[str, Any]]:
    import numpy as np

    back = np.argsort(file.order)
    columns = (told.elapsed, told.recall, told.stability, told.difficulty, intervals)
    elapsed, recall, stability, difficulty, days = (c[back].tolist() for c in columns)
    ratings = file.answers.rating[back].tolist()
    for at, card_id in enumerate(file.card_ids):
        yield {
            "card_id": card_id,
            "review_time": file.times[at],
            "review_rating": ratings[at],
            "elapsed_days": int(elapsed[at]),
            "retrievability": None if recall[at] != recall[at] else recall[at],
            "stability": stability[at],
            "difficulty": difficulty[at],
            "interval_days": days[at],
        }


def _figures(accuracy: Accuracy) -> dict[str, float | None]:
    fields: dict[str, float | None] = msgspec.to_builtins(accuracy)
    return fields


def _used(signals: Sequence[str]) -> str:
    """The signals in words: `slow-right` and `slow-wrong` both tell of the time taken."""
    words = {"slow": "the time taken", "score": "the score", "sure": "the confidence"}
    return " and ".join(dict.fromkeys(words[s.split("-")[0]] for s in signals)) or "nothing"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _table(first: str, *numbers: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(first)
    for name in numbers:
        table.add_column(name, justify="right" if name else "left")
    return table
