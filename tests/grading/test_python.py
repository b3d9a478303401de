"""Python answers: what passes, what the feedback says, and what cannot fake a pass."""

from pathlib import Path

import msgspec
import pytest

from dlprep.bank.kinds import PythonQuestion
from dlprep.bank.library import load
from dlprep.bank.templates import Variant, draw
from dlprep.errors import UnreadableAnswerError, UntrustedError
from dlprep.grading.marker import expected, grade, grade_any
from dlprep.grading.program_proof import disproofs

SOFTMAX = "activations/write-stable-softmax"


def variant(full_id: str = SOFTMAX) -> Variant:
    return draw(full_id, load().question(full_id), 0)


def test_the_solution_passes_and_an_empty_answer_scores_nothing() -> None:
    v = variant()
    assert grade(v, expected(v)).score == 1
    assert grade(v, "").score == 0


def test_the_first_failing_case_is_named_with_what_was_expected_and_got() -> None:
    answer = "import numpy as np\ndef softmax(x):\n    e = np.exp(x)\n    return e / e.sum(-1, keepdims=True)"
    result = grade(variant(), answer)
    assert result.verdict == "partial"
    assert 0 < result.score < 1
    call, wanted, got = "softmax(np.array([1000.0, 1000.0]))", "[0.5, 0.5]", "array([nan, nan])"
    for text in (call, wanted, got):
        assert text in result.feedback
    assert result.feedback.index(call) < result.feedback.index(wanted) < result.feedback.index(got)


def test_a_known_mistake_is_explained() -> None:
    question = variant().question
    assert isinstance(question, PythonQuestion)
    for wrong in question.wrong:
        assert wrong.why.strip() in grade(variant(), wrong.code).feedback


def test_an_error_is_told_with_its_line_and_what_was_printed() -> None:
    answer = "def softmax(x):\n    print('look', x.shape)\n    return x[99]"
    feedback = grade(variant(), answer).feedback
    assert "IndexError" in feedback
    assert "in line 3" in feedback
    assert "look (" in feedback


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("def softmax(x) return x", "line 1: expected ':'"),
        ("def soft_max(x):\n    return x", "it defines no function 'softmax'"),
        ("x = '\0'", "null bytes"),
        ("(" * 500, "line 1"),
    ],
)
def test_what_cannot_be_run_at_all_is_unreadable(answer: str, reason: str) -> None:
    with pytest.raises(UnreadableAnswerError) as told:
        grade(variant(), answer)
    assert reason in str(told.value)
    assert grade_any(variant(), answer).score == 0


FAKES = [
    # equal to everything, where it is
    "class Any(float):\n    def __eq__(self, o): return True\n    def __ne__(self, o): return False\n"
    "    def __sub__(self, o): return 0.0\n    __rsub__ = __sub__\n    def __abs__(self): return 0.0\n"
    "    def __le__(self, o): return True\n    __hash__ = float.__hash__\n"
    "def softmax(x): return Any(3)",
    # the comparison replaced, in every module at hand
    "import sys, builtins, math\n"
    "for m in list(sys.modules.values()):\n"
    "    for n in ('same', 'close', 'mark', 'judged', '_equal', 'isclose', 'allclose'):\n"
    "        if hasattr(m, n):\n            try: setattr(m, n, lambda *a, **k: True)\n"
    "            except Exception: pass\n"
    "def softmax(x): return 1",
    # results forged into every open file
    "import os, json\n"
    "for fd in range(3, 40):\n"
    "    for n in range(20):\n"
    "        try: os.write(fd, json.dumps({'n': n, 'v': True}).encode() + b'\\n')\n"
    "        except OSError: break\n"
    "def softmax(x): return True",
    # the harness told that it is over
    "import os\n"
    "for fd in range(3, 40):\n"
    "    try: os.write(fd, b'{\"end\": true}\\n{\"walls\": {}}\\n')\n"
    "    except OSError: pass\n"
    "os._exit(0)\n"
    "def softmax(x): return 1",
    # the encoder replaced
    "import sys, json, builtins\n"
    "json.dumps = lambda *a, **k: '{\"n\": 0, \"v\": true}'\n"
    "builtins.isinstance = lambda *a: True\n"
    "def softmax(x): return 1",
    # the key looked for in memory and on the disk
    "import gc\n"
    "def texts():\n"
    "    for o in gc.get_objects():\n"
    "        for v in (list(o.values()) if isinstance(o, dict) else o if isinstance(o, (list, tuple)) else ()):\n"
    "            if isinstance(v, str) and 'def softmax' in v and 'keepdims' in v and 'gc' not in v:\n"
    "                yield v\n"
    "found = list(texts())\n"
    "def softmax(x):\n"
    "    space = {}\n"
    "    exec(found[0], space)\n"
    "    return space['softmax'](x)",
    "import pathlib, glob\n"
    "text = open(BANK).read()\n"
    "def softmax(x): return 1",
]  # fmt: skip


@pytest.mark.parametrize("fake", FAKES)
def test_nothing_that_an_answer_does_to_its_own_process_makes_it_pass(fake: str) -> None:
    from dlprep import paths

    bank = repr(str(paths.built_in_bank() / "activations.yaml"))
    assert grade_any(variant(), fake.replace("BANK", bank)).score == 0


def question(**changes: object) -> PythonQuestion:
    fields = {
        "id": "double", "kind": "python", "difficulty": "easy", "concept": "c", "prompt": "p",
        "function": "double", "starter": "def double(x): ...", "cost": "O(1)",
        "solution": "def double(x): return 2 * x",
        "tests": [
            {"call": "double(2)", "expect": "4"},
            {"call": "double([1])", "hidden": True},
            {"call": "double(3)", "check": "result == double(3)", "hidden": True},
        ],
        "wrong": [
            {"code": "def double(x): return x + x + 1", "why": "One more."},
            {"code": "def double(x): return x ** 2", "why": "Right for 2 alone."},
        ],
    }  # fmt: skip
    return msgspec.convert({**fields, **changes}, PythonQuestion)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, ""),
        ({"solution": "def double(x): return x"}, "the solution fails 'double(2)'"),
        ({"solution": "def twice(x): return x"}, "it defines no function"),
        ({"starter": "def double(x): return x * 2"}, "the starter passes all tests"),
        ({"starter": "def double(x): return ("}, "the starter: this is no Python"),
        (
            {"wrong": [{"code": "def double(x): return x * 2", "why": "w"}] * 2},
            "wrong program 1 passes all tests",
        ),
        ({"tests": [{"call": "double(2)", "expect": "4"}] * 2}, "tests that are hidden"),
        ({"tests": [{"call": "double(2)"}, {"call": "double(3)", "hidden": True}]}, "is shown"),
    ],
)
def test_the_lint_holds_a_question_against_its_own_programs(
    changes: dict[str, object], problem: str
) -> None:
    found = " ".join(disproofs([question(**changes)]).get("double", []))
    assert problem in found if problem else not found


def test_programs_of_a_bank_that_is_not_allowed_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dlprep.bank.trust import distrust, trust

    bank = tmp_path / "bank"
    bank.mkdir()
    encoded = msgspec.json.encode([question()]).decode()
    (bank / "own.yaml").write_text(f"topic: own\ntitle: Own\nquestions: {encoded}\n")
    monkeypatch.setenv("DLPREP_BANK", str(bank))
    v = variant("own/double")
    with pytest.raises(UntrustedError, match="dlprep bank trust"):
        grade(v, "def double(x): return 2 * x")
    trust(bank)
    assert grade(v, "def double(x): return 2 * x").score == 1
    distrust(bank)
    with pytest.raises(UntrustedError):
        grade_any(v, "def double(x): return 2 * x")


def test_of_the_setup_what_a_call_needs_is_shown() -> None:
    from dlprep.grading.setup import needed

    setup = "import random\nfrom math import inf, pi\n\ndef one():\n    return two(pi)\n\n\ndef two(x):\n    return x\nLIMIT = 3\n"
    assert needed(setup, ["f(one())"]) == (
        "from math import inf, pi\n\ndef one():\n    return two(pi)\n\n\ndef two(x):\n    return x"
    )
    assert needed(setup, ["f(random.Random(1), LIMIT)"]) == "import random\nLIMIT = 3"
    assert needed(setup, ["f(3)"]) == needed("", ["f"]) == ""
