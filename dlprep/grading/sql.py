"""Grades `sql`: runs the query on the shown and on hidden rows, and compares the results."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from dlprep.bank.kinds import Cell, SqlQuestion
from dlprep.bank.templates import Variant
from dlprep.errors import UnreadableAnswerError
from dlprep.grading.grade import PointMark
from dlprep.grading.markdown import grid
from dlprep.grading.origin import demand
from dlprep.sandbox.run import Outcome, Sandbox
from dlprep.sandbox.values import close

Row = tuple[Cell, ...]
_SMALL = 14
_STOPPED = {
    "time": "it ran for more than 3 seconds",
    "result": "its result is larger than 8 MB",
    "lost": "the process that ran it was gone",
}


class Result(msgspec.Struct, frozen=True):
    """What a query gave on one set of rows, or the reason `error` why it gave nothing."""

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    error: str = ""


def mark(variant: Variant, answer: str) -> tuple[float, str, tuple[PointMark, ...]]:
    """1 when the query gives what the reference gives on every set of rows, else 0 and the difference.

    Raises
    ------
    UnreadableAnswerError
        SQLite cannot read it: a mistake of syntax, or a name that there is not.
    UntrustedError
        The question is of a bank whose queries may not be run.
    """
    question = variant.question
    assert isinstance(question, SqlQuestion)
    demand(variant.id)
    with Sandbox() as box:
        given = results(box, question, answer)
        if any(word in given[0].error for word in ("syntax error", "no such", "incomplete input")):
            raise UnreadableAnswerError(f"SQLite says: {given[0].error}")
        right = results(box, question, question.solution)
        told = [difference(question, g, r) for g, r in zip(given, right, strict=True)]
        if not any(told):
            return 1.0, f"The same rows as the reference on all {len(told)} sets of rows.", ()
        known = _known_mistake(box, question, given)
    place = next(n for n, text in enumerate(told) if text)
    parts = [_where(question, place, told), told[place]]
    if known:
        parts.append(f"A known mistake: {known.strip()}")
    return 0.0, "\n\n".join(parts), ()


def expected(variant: Variant) -> str:
    """The reference query."""
    question = variant.question
    assert isinstance(question, SqlQuestion)
    return question.solution.strip()


def results(box: Sandbox, question: SqlQuestion, query: str) -> list[Result]:
    """What a query gives on the shown rows, then on each hidden set."""
    data = sets(question)
    outcome = box.run({"do": "sql", "query": query, "sets": data})
    return _results(outcome, len(data))


def sets(question: SqlQuestion) -> list[list[dict[str, Any]]]:
    """The tables with their shown rows, then with each hidden set of rows."""
    return [
        [
            {"name": t.name, "columns": t.columns, "rows": rows.get(t.name, t.rows)}
            for t in question.tables
        ]
        for rows in ({}, *question.hidden)
    ]


def difference(question: SqlQuestion, given: Result, right: Result) -> str:
    """What is wrong with a result, as Markdown; nothing when it is right."""
    if given.error:
        return f"The query gave nothing: {given.error}."
    if len(given.columns) != len(right.columns):
        return (
            f"It gives {len(given.columns)} columns ({', '.join(given.columns)}), expected "
            f"{len(right.columns)} ({', '.join(right.columns)})."
        )
    if question.names and [c.lower() for c in given.columns] != [c.lower() for c in right.columns]:
        return f"Its columns are called {', '.join(given.columns)}, expected {', '.join(right.columns)}."
    if question.ordered:
        return _by_place(question, given, right)
    spare, missing = unmatched(given.rows, right.rows, question.tolerance)
    parts = []
    if missing:
        parts += ["Expected, and not in your result:", grid(right.columns, missing)]
    if spare:
        parts += ["In your result, and not expected:", grid(given.columns, spare)]
    return "\n\n".join(parts)


def unmatched(
    given: Sequence[Row], right: Sequence[Row], tolerance: float
) -> tuple[list[Row], list[Row]]:
    """The rows of each side that the other has not, as multisets, numbers within `tolerance`."""
    exact = Counter(map(_typed, given)) & Counter(map(_typed, right))
    spare, missing = _without(given, exact), _without(right, exact)
    for row in list(missing):
        found = next((n for n, other in enumerate(spare) if _equal(other, row, tolerance)), None)
        if found is not None:
            spare.pop(found)
            missing.remove(row)
    return spare, missing


def _without(rows: Sequence[Row], exact: Counter[tuple[Any, ...]]) -> list[Row]:
    left = Counter(exact)
    kept = []
    for row in rows:
        if left[_typed(row)]:
            left[_typed(row)] -= 1
        else:
            kept.append(row)
    return kept


def _typed(row: Row) -> tuple[Any, ...]:
    return tuple((isinstance(cell, str), cell) for cell in row)


def _equal(one: Row, other: Row, tolerance: float) -> bool:
    for a, b in zip(one, other, strict=True):
        if isinstance(a, int | float) and isinstance(b, int | float):
            if not close(a, b, tolerance):
                return False
        elif a != b:
            return False
    return True


def _by_place(question: SqlQuestion, given: Result, right: Result) -> str:
    for n in range(max(len(given.rows), len(right.rows))):
        mine, theirs = given.rows[n : n + 1], right.rows[n : n + 1]
        if mine and theirs and _equal(mine[0], theirs[0], question.tolerance):
            continue
        spare, missing = unmatched(given.rows, right.rows, question.tolerance)
        order = "" if spare or missing else " The rows are right, their order is not."
        return "\n\n".join(
            [
                f"Row {n + 1} differs.{order} Expected:",
                grid(right.columns, theirs) if theirs else "no further row",
                "Got:",
                grid(given.columns, mine) if mine else "no further row",
            ]
        )
    return ""


def _where(question: SqlQuestion, place: int, told: list[str]) -> str:
    if place == 0:
        return "On the rows shown, the result is not the reference's."
    text = f"Right on the rows shown, but not on {sum(map(bool, told))} of {len(told) - 1} hidden sets."
    tables = sets(question)[place]
    if sum(len(t["rows"]) for t in tables) > _SMALL:
        return text
    named = "\n\n".join(f"`{t['name']}`\n\n{grid(list(t['columns']), t['rows'])}" for t in tables)
    return f"{text} With these rows:\n\n{named}"


def _known_mistake(box: Sandbox, question: SqlQuestion, given: list[Result]) -> str:
    """Why the listed wrong query is wrong that gives just these results, if one does."""
    for wrong in question.wrong:
        other = results(box, question, wrong.query)
        if not any(r.error for r in (*given, *other)) and not any(
            difference(question, g, o) for g, o in zip(given, other, strict=True)
        ):
            return wrong.why
    return ""


def _results(outcome: Outcome, count: int) -> list[Result]:
    stopped = _STOPPED.get(outcome.how, f"SQLite crashed ({outcome.how})")
    found = [Result(error=stopped)] * count
    for line in outcome.results:
        place = line.get("n")
        if isinstance(place, int) and 0 <= place < count:
            rows = tuple(tuple(row) for row in line.get("rows", ()))
            found[place] = Result(tuple(line.get("columns", ())), rows, line.get("e", ""))
    return found
