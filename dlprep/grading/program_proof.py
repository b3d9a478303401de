"""Holds programs and queries against their own tests: the solution passes, all that is wrong fails."""

from collections.abc import Iterator, Sequence

from dlprep.bank.kinds import AnyQuestion, PythonQuestion, SqlQuestion
from dlprep.errors import UnreadableAnswerError
from dlprep.grading import python, sql
from dlprep.sandbox.run import Sandbox

_TYPES = ("INTEGER", "REAL", "TEXT", "NUMERIC", "DATE", "BLOB")


def disproofs(questions: Sequence[AnyQuestion]) -> dict[str, list[str]]:
    """What speaks against each `python` and `sql` question, by its id; runs all of their programs.

    One child serves them all: a worker is forked in milliseconds, NumPy takes a tenth of a second.
    """
    found: dict[str, list[str]] = {}
    with Sandbox(numpy=True) as with_numpy, Sandbox() as without:
        for question in questions:
            if isinstance(question, PythonQuestion):
                box = with_numpy if question.allow else without
                found[question.id] = list(_python(box, question))
            elif isinstance(question, SqlQuestion):
                found[question.id] = list(_unfit(question)) or list(_sql(without, question))
    return {name: problems for name, problems in found.items() if problems}


def _python(box: Sandbox, question: PythonQuestion) -> Iterator[str]:
    if question.params:
        yield "params are not filled into programs, expected none"
    for test in question.tests:
        if not test.hidden and not (test.expect or test.check):
            yield f"{test.call!r} is shown, expected an `expect` or a `check` to show with it"
    if all(t.hidden for t in question.tests) or not any(t.hidden for t in question.tests):
        yield "expected both tests that are shown and tests that are hidden"
    try:
        trial = python.tried(box, question, question.solution)
    except UnreadableAnswerError as error:
        yield f"the solution: {error}"
        return
    wanted = python.key(box, question)
    passed = python.judged(box, question, trial, wanted)
    if not all(passed):
        first = passed.index(False)
        got = trial.results[first] or {"stopped": trial.stopped}
        yield (
            f"the solution fails {question.tests[first].call!r}: got {got}, expected {wanted[first]}"
        )
        return
    programs = [("the starter", question.starter)]
    programs += [(f"wrong program {n}", w.code) for n, w in enumerate(question.wrong, start=1)]
    for name, code in programs:
        try:
            trial = python.tried(box, question, code)
        except UnreadableAnswerError as error:
            yield f"{name}: {error}"
            continue
        if trial.stopped:
            yield f"{name}: {trial.stopped}, expected it to come to an end"
        elif all(python.judged(box, question, trial, wanted)):
            yield f"{name} passes all tests, expected it to fail one"


def _unfit(question: SqlQuestion) -> Iterator[str]:
    widths = {t.name: len(t.columns) for t in question.tables}
    if question.params:
        yield "params are not filled into queries, expected none"
    for table in question.tables:
        for kind in table.columns.values():
            if kind not in _TYPES:
                yield f"table {table.name}: type {kind!r}, expected one of {', '.join(_TYPES)}"
    shown = {t.name: t.rows for t in question.tables}
    for place, rows in enumerate([shown, *question.hidden]):
        what = f"hidden set {place}" if place else "tables"
        for name, lines in rows.items():
            if name not in widths:
                yield f"{what}: no table {name!r}, expected one of {', '.join(widths)}"
            elif any(len(line) != widths[name] for line in lines):
                yield f"{what}, {name}: expected {widths[name]} values in every row"


def _sql(box: Sandbox, question: SqlQuestion) -> Iterator[str]:
    right = sql.results(box, question, question.solution)
    for place, result in enumerate(right):
        if result.error:
            yield f"the solution fails on set {place}: {result.error}"
            return
    if not right[0].rows:
        yield "the solution gives no row on the shown tables, expected some to show"
    for n, wrong in enumerate(question.wrong, start=1):
        given = sql.results(box, question, wrong.query)
        if error := next((r.error for r in given if r.error), ""):
            yield f"wrong query {n}: {error}, expected it to give rows"
        elif not any(sql.difference(question, g, r) for g, r in zip(given, right, strict=True)):
            yield f"wrong query {n} gives the right rows on every set, expected it to differ on one"
