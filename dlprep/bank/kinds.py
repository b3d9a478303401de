"""The kinds of question, as frozen tagged structs: what a YAML file may hold and nothing else."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Slug = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
DemoSlug = Annotated[str, Meta(pattern="^[a-z0-9]+([-_][a-z0-9]+)*$")]
Line = Annotated[str, Meta(min_length=1, pattern=r"^[^\n]*\S[^\n]*$")]
Text = Annotated[str, Meta(min_length=1, pattern=r"\S")]
QuestionId = Annotated[str, Meta(pattern="^[a-z0-9-]+/[a-z0-9-]+$")]
Identifier = Annotated[str, Meta(pattern="^[A-Za-z][A-Za-z0-9_]*$")]
Expression = str | int | float
Number = int | float
Difficulty = Literal["easy", "medium", "hard"]
Group = Literal["classic ML", "deep learning", "LLM", "mathematics", "applied"]


class Model(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What every part of a question file has in common: frozen, and no unknown keys."""


class Source(Model, frozen=True, kw_only=True):
    """Where a reader can check the answer: a page that opens."""

    title: Line
    url: Line


class Param(Model, frozen=True, kw_only=True, rename={"int_": "int", "float_": "float"}):
    """How one number of a template is drawn: exactly one of `int`, `float` and `choice`.

    `int` and `float` are inclusive ranges; `step` spaces the former, `decimals` rounds the latter.
    """

    int_: Annotated[list[int], Meta(min_length=2, max_length=2)] | None = None
    float_: Annotated[list[float], Meta(min_length=2, max_length=2)] | None = None
    choice: Annotated[list[Number | str], Meta(min_length=1)] | None = None
    step: Annotated[int, Meta(ge=1)] = 1
    decimals: Annotated[int, Meta(ge=0, le=12)] = 2


class Option(Model, frozen=True, kw_only=True):
    """One option of a `choice` or `multi` question; `misconception` names the belief it stands for."""

    text: Text
    correct: bool = False
    why: str = ""
    misconception: Slug | None = None


class Tolerance(Model, frozen=True, kw_only=True):
    """How far a number may lie from the key: exactly one of the two, both in the key's unit."""

    absolute: Annotated[float, Meta(ge=0)] | None = None
    relative: Annotated[float, Meta(ge=0)] | None = None


class Slip(Model, frozen=True, kw_only=True):
    """A wrong result that people get (`answer`, evaluated like the key) and how they got it."""

    answer: Expression
    why: Text


class Factor(Model, frozen=True, kw_only=True):
    """One branch of an estimate's tree, with the range in which it plausibly lies."""

    name: Identifier
    what: Text
    low: float
    typical: float
    high: float
    unit: str
    source: Text


class Published(Model, frozen=True, kw_only=True):
    """A published figure that an estimate's reference is checked against."""

    value: float
    low: float | None = None
    high: float | None = None
    source: Text


class Point(Model, frozen=True, kw_only=True):
    """One thing a good answer says; the pattern syntax is described in docs/grading.md."""

    point: Text
    weight: Annotated[float, Meta(gt=0)] = 1
    accept: Annotated[list[Line], Meta(min_length=1)]
    refute: list[Line] = []


class Misconception(Model, frozen=True, kw_only=True):
    """A wrong claim that costs marks when it is voiced, and the rebuttal."""

    claim: Text
    accept: Annotated[list[Line], Meta(min_length=1)]
    why: Text


class Question(Model, frozen=True, kw_only=True, tag_field="kind"):
    """What every question has; `params`, `let` and `where` make it a template."""

    id: Slug
    difficulty: Difficulty
    concept: Line
    prompt: Text
    explanation: str = ""
    hint: str = ""
    demo: DemoSlug | None = None
    sources: list[Source] = []
    tags: list[Line] = []
    follow_ups: list[QuestionId] = []
    params: dict[Identifier, Param] = {}
    let: dict[Identifier, Expression] = {}
    where: list[str] = []


class Choice(Question, frozen=True, kw_only=True, tag="choice"):
    """One correct option of three to five; the learner gives its letter."""

    options: Annotated[list[Option], Meta(min_length=3, max_length=5)]


class Multi(Question, frozen=True, kw_only=True, tag="multi"):
    """One or more correct options; the learner gives their letters."""

    options: Annotated[list[Option], Meta(min_length=3, max_length=5)]


class Numeric(Question, frozen=True, kw_only=True, tag="numeric"):
    """A number, computed from the question's own numbers; `bounds` are the sane limits of the key."""

    answer: Expression
    tolerance: Tolerance | float = Tolerance(relative=0.01)
    unit: str = ""
    bounds: Annotated[list[float], Meta(min_length=2, max_length=2)] | None = None
    slips: list[Slip] = []


class Estimate(Question, frozen=True, kw_only=True, tag="estimate"):
    """A Fermi estimate: the reference is `formula` at the factors' typical values."""

    unit: str
    factors: Annotated[list[Factor], Meta(min_length=1)]
    formula: str
    published: Published | None = None
    oddities: list[Text] = []


class Order(Question, frozen=True, kw_only=True, tag="order"):
    """Things to be put into a sequence; `items` stand in the right order."""

    items: Annotated[list[Text], Meta(min_length=3, max_length=7)]


class TextQuestion(Question, frozen=True, kw_only=True, tag="text"):
    """Prose, marked against a rubric."""

    points: Annotated[list[Point], Meta(min_length=1, max_length=8)]
    misconceptions: list[Misconception] = []
    roles: list[Line] = []
    model_answer: Text


class Case(Model, frozen=True, kw_only=True):
    """One test of a program: what is called, and what must come out.

    `call` is an expression over the answer's function, `setup` and `np`. The value must equal
    `expect` (an expression too; without it, what the solution gives), or, with `check`, that
    expression over `result` must be true. What is not `hidden` is shown with the question.
    """

    call: Text
    expect: str = ""
    check: str = ""
    hidden: bool = False
    tolerance: Annotated[float, Meta(ge=0)] = 1e-6


class WrongProgram(Model, frozen=True, kw_only=True):
    """A wrong program as people write it, which must fail a test, and what is wrong with it."""

    code: Text
    why: Text


class PythonQuestion(Question, frozen=True, kw_only=True, tag="python"):
    """A function to be written, marked by tests; `cost` is the solution's time and memory order.

    `setup` is code that calls may use. The standard library may be imported, and what `allow` names.
    """

    function: Identifier
    starter: Text
    solution: Text
    cost: Line
    setup: str = ""
    allow: list[Literal["numpy"]] = []
    tests: Annotated[list[Case], Meta(min_length=2, max_length=30)]
    wrong: Annotated[list[WrongProgram], Meta(min_length=2, max_length=8)]


Cell = str | int | float | None
Rows = list[list[Cell]]


class Table(Model, frozen=True, kw_only=True):
    """A table of a query's database: its columns with their types in order, and its rows."""

    name: Identifier
    columns: Annotated[dict[Identifier, Identifier], Meta(min_length=1)]
    rows: Rows


class WrongQuery(Model, frozen=True, kw_only=True):
    """A wrong query as people write it, which must give other rows somewhere, and why."""

    query: Text
    why: Text


class SqlQuestion(Question, frozen=True, kw_only=True, tag="sql"):
    """A query to be written for SQLite, marked on the shown rows and on `hidden` sets of rows.

    A hidden set holds the rows of each table by its name; a table that is not named keeps its own.
    The order of rows counts where the question asks for it (`ordered`), so do names (`names`).
    """

    tables: Annotated[list[Table], Meta(min_length=1, max_length=6)]
    hidden: Annotated[list[dict[Identifier, Rows]], Meta(min_length=1, max_length=8)]
    solution: Text
    cost: Line | None = None
    ordered: bool = False
    names: bool = False
    tolerance: Annotated[float, Meta(ge=0)] = 1e-6
    wrong: Annotated[list[WrongQuery], Meta(min_length=2, max_length=8)]


AnyQuestion = (
    Choice | Multi | Numeric | Estimate | Order | TextQuestion | PythonQuestion | SqlQuestion
)
KINDS: tuple[str, ...] = (
    "choice", "multi", "numeric", "estimate", "order", "text", "python", "sql"
)  # fmt: skip
PROGRAMS = ("python", "sql")
"""Kinds whose answer is run."""


def kind(question: AnyQuestion) -> str:
    """The kind's name, as the file has it."""
    return str(question.__struct_config__.tag)


class TopicFile(Model, frozen=True, kw_only=True):
    """One YAML file: a topic and its questions."""

    topic: Slug
    title: Line
    group: Group | None = None
    about: str = ""
    also_known_as: list[Slug] = []
    questions: list[AnyQuestion]
