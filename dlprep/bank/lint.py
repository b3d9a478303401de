"""What a machine can check about questions beyond their schema: keys, draws, options, duplicates."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import msgspec

from dlprep import paths
from dlprep.bank import confirmed
from dlprep.bank.expressions import ExpressionError, number
from dlprep.bank.findings import Finding
from dlprep.bank.kinds import (
    PROGRAMS,
    AnyQuestion,
    Choice,
    Estimate,
    Multi,
    Numeric,
    TextQuestion,
    TopicFile,
    kind,
)
from dlprep.bank.library import files_in
from dlprep.bank.overall import Overall, overall
from dlprep.bank.reader import Reading, read_file
from dlprep.bank.templates import Variant, draw
from dlprep.bank.yaml12 import DocPath
from dlprep.errors import UnreadableError

DRAWS = 200
ALIKE = 0.9
MAX_HOLDERS = 50  # of one run of words: a phrase in every prompt tells nothing
MAX_ABSOLUTE = 1e18
_APART = re.compile(r"(?<!\\)\$\$?.+?(?<!\\)\$\$?|```.*?```|`[^`\n]*`", re.DOTALL)
_LEFT = re.compile(r"\{[^{}]+\}")
_ALL_OF_THE_ABOVE = re.compile(r"\b(?:all|none|both|neither) of (?:the )?above\b", re.IGNORECASE)


class Report(msgspec.Struct, frozen=True):
    """What a check found, in the files' order, and how much it looked at.

    `unconfirmed` are the questions of folders that keep a record of blind answers (`REVIEWS.csv`)
    for which it has none of the question as it is now. `overall` looks at all of them together.
    """

    findings: list[Finding]
    files: int
    questions: int
    unconfirmed: list[Finding]
    overall: Overall


Proof = Callable[[Variant], str]
"""What grading says against a drawing, or nothing: grading stands above the bank, so it is given."""

RubricLint = Callable[[TextQuestion], Iterable[tuple[DocPath, str]]]
"""What is wrong with a rubric, each at its path within the question; given for the same reason."""

Programs = Callable[[Path, Sequence[AnyQuestion]], dict[str, list[str]]]
"""What running a file's programs says against its questions, by id; given for the same reason."""


def check(
    places: list[Path],
    demos: frozenset[str],
    built_in: Path,
    proof: Proof,
    programs: Programs = lambda file, questions: {},
    rubrics: RubricLint = lambda question: (),
) -> Report:
    """Check the question files of some folders, or single files.

    `demos` are the slugs that exist; follow-ups may name questions of the checked files and of the
    `built_in` folder; `proof` grades each drawing's own key; `programs` runs those of a file,
    `rubrics` tries the rubrics of prose.
    """
    readings = [read_file(file) for place in places for file in files_in(place)]
    if not readings:
        names = ", ".join(map(paths.shown, places))
        raise UnreadableError(f"{names}: no question file (*.yaml) there")
    files = {reading.file.resolve() for reading in readings}
    beside = [read_file(f) for f in files_in(built_in) if f.resolve() not in files]
    ids = {
        f"{r.topic.topic}/{q.id}"
        for r in (*readings, *beside)
        if r.topic
        for q in r.topic.questions
    }
    findings: list[Finding] = []
    prompts = _Prompts()
    for reading in readings:
        if reading.topic is None:
            findings += reading.findings
            continue
        found = {
            reading.finding(path, what)
            for path, what in _file(reading.topic, demos, ids, prompts, proof)
        }
        for n, question in enumerate(reading.topic.questions):
            if isinstance(question, TextQuestion):
                found |= {
                    reading.finding(("questions", n, *path), what)
                    for path, what in rubrics(question)
                }
        findings += sorted(found | set(_name(reading)) | set(_programs(reading, programs)))
    places_of = {
        f"{r.topic.topic}/{q.id}": (r, n, q)
        for r in readings
        if r.topic
        for n, q in enumerate(r.topic.questions)
    }
    whole = overall([(full_id, question) for full_id, (_, _, question) in places_of.items()])
    for likeness, first, second in whole.alike:
        reading, n, _ = places_of[second]
        what = f"much like {first} (TF-IDF {likeness:.2f}), expected another situation"
        findings.append(reading.finding(("questions", n, "prompt"), what))
    return Report(findings, len(readings), len(places_of), list(_unconfirmed(readings)), whole)


def _unconfirmed(readings: list[Reading]) -> Iterator[Finding]:
    records = {folder: confirmed.read(folder) for folder in {r.file.parent for r in readings}}
    for reading in readings:
        record = records[reading.file.parent]
        if record is None or reading.topic is None:
            continue
        for n, question in enumerate(reading.topic.questions):
            if doubt := confirmed.doubt(
                question, record.get(f"{reading.topic.topic}/{question.id}")
            ):
                yield reading.finding(("questions", n), f"{doubt}, expected a confirmed key")


class _Prompts:
    """The prompts seen so far, by runs of four words, so that only alike ones are compared."""

    def __init__(self) -> None:
        self._plain: dict[str, str] = {}
        self._holders: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)

    def alike(self, full_id: str, prompt: str) -> str | None:
        """The id of an earlier prompt that is nearly this one; remembers this one."""
        words = re.findall(r"\w+", prompt.lower())
        plain = " ".join(words)
        runs = {tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))}
        shared = Counter(other for run in runs for other in self._holders[run][:MAX_HOLDERS])
        for run in runs:
            self._holders[run].append(full_id)
        self._plain[full_id] = plain
        for other, count in shared.items():
            if count > len(runs) / 3 and self._same(plain, self._plain[other]):
                return other
        return None

    @staticmethod
    def _same(one: str, other: str) -> bool:
        match = SequenceMatcher(None, one, other, autojunk=False)
        return match.real_quick_ratio() > ALIKE and match.ratio() > ALIKE


def _name(reading: Reading) -> Iterator[Finding]:
    assert reading.topic is not None
    if reading.file.stem != reading.topic.topic:
        what = f"{reading.topic.topic!r}, expected {reading.file.stem!r}, the file's own name"
        yield reading.finding(("topic",), what)


def _programs(reading: Reading, programs: Programs) -> Iterator[Finding]:
    assert reading.topic is not None
    questions = reading.topic.questions
    runnable = [q for q in questions if kind(q) in PROGRAMS]
    problems = programs(reading.file, runnable) if runnable else {}
    for n, question in enumerate(questions):
        for problem in problems.get(question.id, []):
            yield reading.finding(("questions", n), problem)


def _file(
    topic: TopicFile, demos: frozenset[str], ids: set[str], prompts: _Prompts, proof: Proof
) -> Iterator[tuple[DocPath, str]]:
    seen: set[str] = set()
    longest, choices = 0, 0
    for n, question in enumerate(topic.questions):
        path: DocPath = ("questions", n)
        full_id = f"{topic.topic}/{question.id}"
        if question.id in seen:
            yield (*path, "id"), f"{question.id!r} is used twice, expected an id of its own"
        seen.add(question.id)
        yield from _common(question, path, demos, ids)
        if other := prompts.alike(full_id, question.prompt):
            yield (*path, "prompt"), f"nearly the prompt of {other}, expected another question"
        unfit = [*_options(question, path), *_estimate(question, path)]
        yield from unfit
        if not unfit:
            yield from _draws(question, full_id, path, proof)
        if isinstance(question, Choice):
            choices += 1
            lengths = [len(o.text) for o in question.options]
            right = next((len(o.text) for o in question.options if o.correct), 0)
            longest += lengths.count(max(lengths)) == 1 and right == max(lengths)
    if choices >= 4 and longest > choices / 2:
        what = f"the correct option is the longest in {longest} of {choices} choice questions"
        yield ("questions",), f"{what}, expected half of them at most"


def _common(
    question: AnyQuestion, path: DocPath, demos: frozenset[str], ids: set[str]
) -> Iterator[tuple[DocPath, str]]:
    if not question.explanation.strip():
        yield path, "no explanation, expected one that says why"
    if question.demo is not None and question.demo not in demos:
        yield (
            (*path, "demo"),
            f"no demo {question.demo!r}, expected one of {', '.join(sorted(demos))}",
        )
    for i, source in enumerate(question.sources):
        if not re.match(r"https?://[^\s/]+\.[^\s]+$", source.url):
            yield (*path, "sources", i, "url"), f"{source.url!r}, expected an http(s) link"
    for i, follow_up in enumerate(question.follow_ups):
        if follow_up not in ids:
            yield (*path, "follow_ups", i), f"no question {follow_up!r}, expected an id that exists"


def _options(question: AnyQuestion, path: DocPath) -> Iterator[tuple[DocPath, str]]:
    if not isinstance(question, Choice | Multi):
        return
    correct = sum(o.correct for o in question.options)
    if correct != 1 if isinstance(question, Choice) else correct == 0:
        wanted = "exactly one" if isinstance(question, Choice) else "one or more"
        yield (*path, "options"), f"{correct} correct options, expected {wanted}"
    for i, option in enumerate(question.options):
        if not option.why.strip():
            yield (*path, "options", i), "no why, expected the reason for this very option"
        if _ALL_OF_THE_ABOVE.search(option.text):
            yield (*path, "options", i, "text"), f"{option.text!r}, expected an option of its own"


def _estimate(question: AnyQuestion, path: DocPath) -> Iterator[tuple[DocPath, str]]:
    if not isinstance(question, Estimate):
        return
    for i, f in enumerate(question.factors):
        if not f.low <= f.typical <= f.high:
            yield (*path, "factors", i), "not ordered, expected low <= typical <= high"
    try:
        value = number(question.formula, {f.name: f.typical for f in question.factors})
    except ExpressionError as error:
        yield (*path, "formula"), f"{error}, expected an expression over the factors"
        return
    if value <= 0:
        yield (*path, "formula"), f"gives {value:g}, expected a number above zero"
    p = question.published
    low = p.low if p and p.low is not None else None
    high = p.high if p and p.high is not None else None
    if (low is not None and value < low) or (high is not None and value > high):
        yield (*path, "formula"), f"gives {value:.4g}, expected the published {low:g} to {high:g}"


def _draws(
    question: AnyQuestion, full_id: str, path: DocPath, proof: Proof
) -> Iterator[tuple[DocPath, str]]:
    for name, p in question.params.items():
        if sum(way is not None for way in (p.int_, p.float_, p.choice)) != 1:
            yield (*path, "params", name), "expected exactly one of int, float, choice"
            return
        span = p.int_ or p.float_
        if span and span[0] > span[1]:
            yield (*path, "params", name), f"{span[0]:g} to {span[1]:g}, expected low before high"
            return
    for seed in range(DRAWS if question.params else 1):
        try:
            variant = draw(full_id, question, seed)
            problem = _drawn(variant) or (variant.kind not in PROGRAMS and proof(variant)) or ""
        except ExpressionError as error:
            problem = str(error)
        if problem:
            yield path, f"draw {seed}: {problem}, expected every draw to be sane"
            return


def _drawn(variant: Variant) -> str:
    question = variant.question
    if left := next(filter(None, (_LEFT.search(t) for t in _texts(variant))), None):
        return f"{left.group()} is left unfilled, no param or let has that name"
    if isinstance(question, Choice | Multi):
        texts = [o.text.strip() for o in variant.options]
        return "two options read the same" if len(set(texts)) < len(texts) else ""
    if not isinstance(question, Numeric):
        return ""
    value = number(question.answer, variant.values)
    low, high = question.bounds or (-MAX_ABSOLUTE, MAX_ABSOLUTE)
    if not low <= value <= high:
        return f"the key is {value:g}, outside {low:g} to {high:g}"
    for slip in question.slips:
        number(slip.answer, variant.values)
    return ""


def _texts(variant: Variant) -> Iterator[str]:
    """A template's texts outside mathematics and code, where a brace can only be a placeholder."""
    if not variant.values:
        return
    for text in (variant.prompt, variant.explanation, variant.hint, *variant.items):
        yield _APART.sub("", text)
    for option in variant.options:
        yield _APART.sub("", f"{option.text}\n{option.why}")
