"""What makes the memory model foretell better on a review log, and what does not.

Run as `python -m benchmarks.forecasts FILE.csv [--utc-offset=-05:00]`; without a file, synthetic
learners show when fitted weights are adopted. docs/memory.md says what was found. Nothing here is
asserted by a test.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np

from dlprep.exchange.review_csv import offset, read
from dlprep.scheduling.answers import Answers
from dlprep.scheduling.fitting import fit, trial
from dlprep.scheduling.foretelling import accuracy, counted, foretold, losses, split
from dlprep.scheduling.memory import shipped
from tests.scheduling.learners import FORGETFUL, learner

SHARE = 0.2
TRIALS = 15


def ablation(log: Answers) -> None:
    """Print the last fifth's log loss and AUC for each way of foretelling."""
    begins = split(len(log), SHARE)
    earlier = log.rows(slice(0, begins))
    plain = foretold(log, shipped())
    test = counted(plain)
    test = test[test >= begins]
    right = log.rating > 1
    alike = foretold(log, fit(earlier, shipped(), oldest_counts=1.0)).recall
    fitted = foretold(log, fit(earlier, shipped())).recall
    knowing = foretold(log, fit(earlier, shipped(), with_signals=True)).recall
    ways = {
        "FSRS-6, shipped weights": plain.recall,
        "fitted, all reviews weigh alike": alike,
        "fitted, newer reviews weigh more": fitted,
        "  and what the answers tell (signals)": knowing,
        "  and the learner's recent form": _with_form(log, knowing, plain.elapsed, begins),
        "  and the card's count of lapses": _with_lapses(log, knowing, plain.elapsed, begins),
    }
    print(f"{len(test):,} reviews of the last fifth count\n{'':42}log loss    AUC   gain ± se")
    for name, recall in ways.items():
        a = accuracy(recall[test], right[test], np.zeros(len(test), np.int64))
        gain = losses(plain.recall[test], right[test]) - losses(recall[test], right[test])
        _, day = np.unique(log.day[test], return_inverse=True)
        se = np.sqrt(np.sum(np.bincount(day, gain - gain.mean()) ** 2)) / len(test)
        print(f"{name:42}{a.log_loss:8.4f}  {a.auc:.3f}  {gain.mean():+.4f} ± {se:.4f}")


def _with_form(log: Answers, recall: np.ndarray, elapsed: np.ndarray, begins: int) -> np.ndarray:
    """How much better than foretold the last answers were, the newest weighing most."""
    form, now = np.zeros(len(log)), 0.0
    for row in range(len(log)):
        form[row] = now
        if elapsed[row] >= 1:
            now += 0.02 * ((log.rating[row] > 1) - recall[row] - now)
    return _corrected(log, recall, elapsed, begins, form)


def _with_lapses(log: Answers, recall: np.ndarray, elapsed: np.ndarray, begins: int) -> np.ndarray:
    count: dict[int, int] = {}
    lapses = np.zeros(len(log))
    for row, card in enumerate(log.card.tolist()):
        lapses[row] = np.log1p(count.get(card, 0))
        count[card] = count.get(card, 0) + int(elapsed[row] >= 1 and log.rating[row] == 1)
    return _corrected(log, recall, elapsed, begins, lapses)


def _corrected(
    log: Answers, recall: np.ndarray, elapsed: np.ndarray, begins: int, feature: np.ndarray
) -> np.ndarray:
    """A logistic regression on the logit of recall and a feature, fitted to the first part."""
    from sklearn.linear_model import LogisticRegression

    logit = np.log(np.clip(np.nan_to_num(recall, nan=0.5), 1e-4, 1 - 1e-4))
    logit -= np.log1p(-np.clip(np.nan_to_num(recall, nan=0.5), 1e-4, 1 - 1e-4))
    columns = np.column_stack((logit, feature / max(1e-9, feature[:begins].std())))
    rows = np.flatnonzero(elapsed[:begins] >= 1)
    made = LogisticRegression(C=1.0).fit(columns[rows], log.rating[rows] > 1)
    return np.asarray(made.predict_proba(columns)[:, 1])


def adoptions() -> None:
    """Print how often fitted weights are adopted, and how often those are worse in truth."""
    print(f"{'learner':52}adopted  of these worse  signals used")
    planted = (-0.4, -0.2, 0.6, 0.3, 0.2)
    cases: dict[str, Callable[[int], Answers]] = {
        "like the shipped weights, 120 cards": lambda s: learner(shipped(), 120, 150, s),
        "like the shipped weights, 300 cards": lambda s: learner(shipped(), 300, 150, s),
        "another, 120 cards": lambda s: learner(FORGETFUL, 120, 150, s),
        "another, 300 cards": lambda s: learner(FORGETFUL, 300, 150, s),
        "another, 300 cards, answers tell more": lambda s: learner(FORGETFUL, 300, 150, s, planted),
    }
    for name, make in cases.items():
        adopted = worse = used = tried = 0
        unseen = make(999)
        for seed in range(100, 100 + TRIALS):
            found = trial(make(seed), shipped(), SHARE, shipped())
            tried += found is not None
            if found and found.wins:
                adopted += 1
                used += bool(found.signals)
                worse += _loss(unseen, found.weights) > _loss(unseen, shipped())
        print(f"{name:52}{adopted:3} of {tried:<3}{worse:9}{used:14}", flush=True)


def _loss(log: Answers, weights: tuple[float, ...]) -> float:
    told = foretold(log, weights)
    rows = counted(told)
    return float(losses(told.recall[rows], log.rating[rows] > 1).mean())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--utc-offset", default="+00:00")
    given = parser.parse_args()
    if given.file:
        ablation(read(given.file, 4, offset(given.utc_offset)).answers)
    else:
        adoptions()
