"""How a program or a query is asked for, and its reference solution, as Markdown."""

from dlprep.bank.kinds import Case, PythonQuestion, SqlQuestion, Table
from dlprep.grading.markdown import fenced, grid
from dlprep.grading.setup import needed


def given(question: PythonQuestion | SqlQuestion) -> str:
    """What the learner starts from: code and examples, or the tables with their rows."""
    if isinstance(question, SqlQuestion):
        return "\n\n".join(map(_table, question.tables))
    parts = []
    examples = [t for t in question.tests if not t.hidden]
    if already := needed(question.setup, [question.solution, *(t.call for t in examples)]):
        parts += ["There is already:", fenced(already, "python")]
    parts += ["Start from:", fenced(question.starter, "python")]
    parts += ["For example:", fenced("\n".join(map(_example, examples)), "python")]
    if question.allow:
        parts.append(f"You may import the standard library and {', '.join(question.allow)}.")
    return "\n\n".join(parts)


def _example(test: Case) -> str:
    call = test.call.strip().replace("\n", "\n... ")
    told = f"# of the result: {' '.join(test.check.split())}" if test.check else test.expect.strip()
    return f">>> {call}\n{told}"


def _table(table: Table) -> str:
    types = ", ".join(f"{name} {kind}" for name, kind in table.columns.items())
    return f"`{table.name}({types})`\n\n{grid(list(table.columns), table.rows)}"


def solved(question: PythonQuestion | SqlQuestion) -> str:
    """The reference solution and what it costs."""
    language = "sql" if isinstance(question, SqlQuestion) else "python"
    cost = f"\n\nCost: {question.cost}" if question.cost else ""
    return f"**A solution:**\n\n{fenced(question.solution, language)}{cost}"
