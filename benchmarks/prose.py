"""How far marks of prose can be trusted, on the labelled answers of `tests/data`.

    python -m benchmarks prose

Every answer was written and labelled before any pattern was tuned; the questions marked `held_out`
were never looked at when patterns were mended. See docs/grading.md for what the figures mean.
"""

import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from benchmarks.table import Row
from dlprep.bank.library import load
from dlprep.bank.templates import draw
from dlprep.grading.grade import Grade
from dlprep.grading.marker import grade

LABELLED = Path(__file__).parents[1] / "tests" / "data" / "labelled_answers.jsonl"
HONEST = ("right", "partly right", "wrong")
HIGH = 0.8


class Labelled(msgspec.Struct, frozen=True):
    """An answer; `label` is a person's mark (0, 0.5, 1), `said` has a 1 for each point it makes."""

    question: str
    kind: str
    label: float
    said: str
    held_out: bool
    answer: str


class Judged(msgspec.Struct, frozen=True):
    """A labelled answer, its grade, and how long that took in milliseconds."""

    labelled: Labelled
    grade: Grade
    milliseconds: float

    @property
    def honest(self) -> bool:
        """Whether it was meant as an answer."""
        return self.labelled.kind in HONEST


def judged() -> list[Judged]:
    """Every labelled answer, graded."""
    decoder = msgspec.json.Decoder(Labelled)
    library = load()
    found = []
    for line in LABELLED.read_bytes().splitlines():
        labelled = decoder.decode(line)
        variant = draw(labelled.question, library.question(labelled.question), 0)
        started = time.perf_counter()
        result = grade(variant, labelled.answer)
        found.append(Judged(labelled, result, 1000 * (time.perf_counter() - started)))
    return found


def correlation(answers: Sequence[Judged]) -> float:
    """Pearson's r of score and label over the honest answers."""
    honest = [a for a in answers if a.honest]
    scores, labels = [a.grade.score for a in honest], [a.labelled.label for a in honest]
    return statistics.correlation(scores, labels)


def beaten(answers: Sequence[Judged]) -> list[Judged]:
    """The answers that were not meant honestly and score no less than the paraphrase."""
    best = {a.labelled.question: a.grade.score for a in answers if a.labelled.kind == "right"}
    return [a for a in answers if not a.honest and a.grade.score >= best[a.labelled.question]]


def points(answers: Sequence[Judged]) -> tuple[float, float]:
    """Of the points found, the share that was said; of those said, the share that was found."""
    pairs = [
        (said == "1", p.hit)
        for a in answers
        if a.labelled.kind != "stuffed"  # whether a keyword says a point is a matter of taste
        for said, p in zip(a.labelled.said, a.grade.points, strict=True)
    ]
    both = sum(said and hit for said, hit in pairs)
    return both / sum(hit for _, hit in pairs), both / sum(said for said, _ in pairs)


def rows() -> Iterator[Row]:
    """The figures of docs/grading.md."""
    first = judged()
    again = judged()  # patterns are ready now, as from the second answer of a session on
    for name, held_out in (("tuned on", False), ("held out", True)):
        part = [a for a in first if a.labelled.held_out == held_out]
        questions = len({a.labelled.question for a in part})
        yield Row(f"{name}: answers over {questions} questions", len(part), "")
        yield Row(f"{name}: correlation with the labels", correlation(part), "r")
        high = [a.labelled.label for a in part if a.honest and a.grade.score >= HIGH]
        yield Row(
            f"{name}: of {len(high)} at {HIGH} or more, fully right", high.count(1) / len(high), ""
        )
        precision, recall = points(part)
        yield Row(f"{name}: points found that were said", precision, "")
        yield Row(f"{name}: points said that were found", recall, "")
        for kind in dict.fromkeys(a.labelled.kind for a in part):
            scores = [a.grade.score for a in part if a.labelled.kind == kind]
            yield Row(f"{name}: mean score, {kind} ({len(scores)})", statistics.mean(scores), "")
        yield Row(f"{name}: tricks that score as a paraphrase", len(beaten(part)), "", 0)
    slow = statistics.quantiles([a.milliseconds for a in again], n=100)
    yield Row("an answer, median", slow[49], "ms")
    yield Row("an answer, 99th percentile", slow[98], "ms", 10)
    yield Row("the first of all, with the stemmer's import", first[0].milliseconds, "ms")
