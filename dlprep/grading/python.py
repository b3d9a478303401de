"""Grades `python`: runs the answer on every test in the sandbox and compares what came out.

The answer never shares a process with the key: it is given calls and gives back values, which are
compared here. What is to come out is computed by the solution in a worker of its own, afterwards.
"""

from typing import Any

import msgspec

from dlprep.bank.kinds import Case, PythonQuestion
from dlprep.bank.templates import Variant
from dlprep.errors import UnreadableAnswerError
from dlprep.grading.grade import PointMark
from dlprep.grading.markdown import fenced
from dlprep.grading.origin import demand
from dlprep.grading.setup import needed
from dlprep.sandbox.run import Outcome, Sandbox
from dlprep.sandbox.values import same, shown

_STOPPED = {
    "time": "it ran for more than 3 seconds and was stopped",
    "printed": "it printed more than 1 MB and was stopped",
    "result": "its results were larger than 8 MB and it was stopped",
    "lost": "the process that ran it was gone",
    "ended": "it ended the whole program (`os._exit`?) instead of returning",
}


class Trial(msgspec.Struct, frozen=True):
    """What a program gave: for each test an encoded value `{"v": ...}`, an error `{"e": ...}`, or None.

    `stopped` says why there is nothing for the tests from the first None on.
    """

    results: list[dict[str, Any] | None]
    stopped: str = ""
    printed: str = ""


def mark(variant: Variant, answer: str) -> tuple[float, str, tuple[PointMark, ...]]:
    """The share of tests passed; the first that failed, with its call, what it gave and should give.

    Raises
    ------
    UnreadableAnswerError
        The answer is no Python, or does not define the function.
    UntrustedError
        The question is of a bank whose programs may not be run.
    """
    question = variant.question
    assert isinstance(question, PythonQuestion)
    demand(variant.id)
    with sandbox(question) as box:
        trial = tried(box, question, answer)
        wanted = key(box, question)
        passed = judged(box, question, trial, wanted)
        score = sum(passed) / len(passed)
        known = "" if all(passed) else _known_mistake(box, question, trial)
    return score, _feedback(question, trial, wanted, passed, known), ()


def expected(variant: Variant) -> str:
    """The reference solution."""
    question = variant.question
    assert isinstance(question, PythonQuestion)
    return question.solution.strip()


def sandbox(question: PythonQuestion) -> Sandbox:
    """A sandbox with what the question allows."""
    return Sandbox(numpy="numpy" in question.allow)


def tried(box: Sandbox, question: PythonQuestion, code: str) -> Trial:
    """Run a program on every test of a question.

    Raises
    ------
    UnreadableAnswerError
        It is no Python, or does not define the function.
    """
    outcome = box.run(_job(question, code, [{"expr": test.call} for test in question.tests]))
    first = outcome.results[0] if outcome.results else {}
    if "syntax" in first:
        raise UnreadableAnswerError(f"this is no Python: {first['syntax']}")
    if "missing" in first:
        raise UnreadableAnswerError(f"it defines no function {question.function!r}")
    return _trial(outcome, len(question.tests))


def key(box: Sandbox, question: PythonQuestion) -> list[dict[str, Any] | None]:
    """What each test is to give, by the solution; nothing for tests with a `check`."""
    calls = [
        {"expr": "None" if test.check else test.expect or test.call} for test in question.tests
    ]
    return _trial(box.run(_job(question, question.solution, calls)), len(calls)).results


def judged(
    box: Sandbox, question: PythonQuestion, trial: Trial, wanted: list[dict[str, Any] | None]
) -> list[bool]:
    """Which tests were passed. Checks are run beside the solution, on the values alone."""
    tests = list(zip(question.tests, trial.results, wanted, strict=True))
    calls = [
        {"expr": test.check, "result": result["v"]}
        for test, result, _ in tests
        if test.check and result and "v" in result
    ]
    checks: list[dict[str, Any] | None] = []
    if calls:
        checks = _trial(box.run(_job(question, question.solution, calls)), len(calls)).results
    passed = []
    for test, result, right in tests:
        if not result or "v" not in result:
            passed.append(False)
        elif test.check:
            passed.append((checks.pop(0) or {}).get("v") is True)
        else:
            passed.append(right is not None and "v" in right and _equal(result, right, test))
    return passed


def _equal(result: dict[str, Any], right: dict[str, Any], test: Case) -> bool:
    try:
        return same(result["v"], right["v"], test.tolerance)
    except (KeyError, TypeError, IndexError, ValueError, RecursionError):  # a forged value
        return False


def _job(question: PythonQuestion, code: str, calls: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "do": "python",
        "code": code,
        "setup": question.setup,
        "function": question.function,
        "numpy": "numpy" in question.allow,
        "calls": calls,
    }


def _trial(outcome: Outcome, count: int) -> Trial:
    results: list[dict[str, Any] | None] = [None] * count
    stopped = _STOPPED.get(outcome.how) or f"the interpreter crashed ({outcome.how})"
    for line in outcome.results:
        place = line.get("n")
        if isinstance(place, int) and 0 <= place < count and ("v" in line or "e" in line):
            results[place] = line
        elif "load" in line:
            stopped = f"it raised {_raised(line['load'])} when it was loaded"
        elif "end" in line and outcome.how == "ended":
            stopped = ""
        elif "broken" in line:
            stopped = f"the sandbox failed: {line['broken']}"
    return Trial(results, stopped, outcome.printed)


def _known_mistake(box: Sandbox, question: PythonQuestion, trial: Trial) -> str:
    """Why the listed wrong program is wrong that gives just what the answer gave, if one does."""
    if trial.stopped:
        return ""
    for wrong in question.wrong:
        other = tried(box, question, wrong.code)
        if not other.stopped and all(map(_alike, trial.results, other.results)):
            return wrong.why
    return ""


def _alike(one: dict[str, Any] | None, other: dict[str, Any] | None) -> bool:
    if not one or not other:
        return False
    if "e" in one or "e" in other:
        return "e" in one and "e" in other and one["e"][:1] == other["e"][:1]
    return _equal(one, other, Case(call="."))


def _feedback(
    question: PythonQuestion,
    trial: Trial,
    wanted: list[dict[str, Any] | None],
    passed: list[bool],
    known: str,
) -> str:
    if all(passed):
        return f"All {len(passed)} tests passed."
    first = passed.index(False)
    test, result = question.tests[first], trial.results[first]
    parts = [
        f"{sum(passed)} of {len(passed)} tests passed. The first that did not:",
        fenced(test.call, "python"),
    ]
    if test.hidden and (helpers := needed(question.setup, [test.call])):
        parts += ["where", fenced(helpers, "python")]
    if test.check:
        parts += ["For its `result` this must hold:", fenced(test.check, "python")]
    elif (right := wanted[first]) and "v" in right:
        parts += ["Expected:", fenced(shown(right["v"]))]
    if result is None:
        parts.append(f"Got nothing: {trial.stopped or 'no result'}.")
    elif "e" in result:
        parts.append(f"Got an error: {_raised(result['e'])}.")
    else:
        parts += ["Got:", fenced(_shown(result["v"]))]
    if trial.printed.strip():
        parts += ["Printed:", fenced("\n".join(trial.printed.strip().splitlines()[-8:]))]
    if known:
        parts.append(f"A known mistake: {known.strip()}")
    return "\n\n".join(parts)


def _shown(tree: Any) -> str:
    try:
        return shown(tree)
    except (KeyError, TypeError, IndexError, ValueError, RecursionError):
        return "a value of no known form"


def _raised(error: Any) -> str:
    """An error of the worker, `[type, message, line]`, which it may have forged."""
    if not (isinstance(error, list) and len(error) == 3):
        return "an unknown error"
    name, message, line = error
    said = " ".join(f"{name}: {message}".rstrip(": ").split())[:300].replace("`", "'")
    where = f" in line {line}" if isinstance(line, int) else ""
    meant = " (it asked for more memory than it may have)" if name == "MemoryError" else ""
    return f"`{said}`{where}{meant}"
