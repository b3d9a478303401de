"""SQL answers: multisets, order, NULL, tolerance, hidden rows, and what a query may not do."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlprep.bank.kinds import SqlQuestion
from dlprep.bank.library import load
from dlprep.bank.templates import Variant, draw
from dlprep.errors import UnreadableAnswerError
from dlprep.grading.marker import expected, grade, grade_any
from dlprep.grading.program_proof import disproofs
from dlprep.grading.sql import Result, difference, results, unmatched
from dlprep.sandbox.run import Sandbox

CELLS = st.none() | st.integers(-3, 3) | st.sampled_from(["a", "b", "1"]) | st.just(0.1)
ROWS = st.lists(st.tuples(CELLS, CELLS), max_size=8)


def variant(name: str) -> Variant:
    return draw(f"tools/{name}", load().question(f"tools/{name}"), 0)


@given(ROWS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_rows_does_not_matter(pair: tuple[list, list]) -> None:  # type: ignore[type-arg]
    assert unmatched(*pair, 1e-6) == ([], [])


@given(ROWS, st.tuples(CELLS, CELLS))
def test_one_row_too_many_is_found(rows: list, extra: tuple) -> None:  # type: ignore[type-arg]
    spare, missing = unmatched([*rows, extra], rows, 1e-6)
    assert (len(spare), missing) == (1, [])
    spare, missing = unmatched(rows, [*rows, extra], 1e-6)
    assert (spare, len(missing)) == ([], 1)


def test_null_is_not_zero_and_numbers_are_compared_within_the_tolerance() -> None:
    assert unmatched([(None,)], [(0,)], 1e-6) == ([(None,)], [(0,)])
    assert unmatched([("1",)], [(1,)], 1e-6) == ([("1",)], [(1,)])
    assert unmatched([(1.0,), (1 / 3,)], [(0.33333333,), (1,)], 1e-6) == ([], [])


def test_names_of_columns_count_only_where_they_are_asked_for() -> None:
    question = variant("sql-share-of-total").question
    assert isinstance(question, SqlQuestion)
    given_, right = Result(("a", "b"), ((1, 2),)), Result(("x", "y"), ((1, 2),))
    assert difference(question, given_, right) == ""
    asked = msgspec.structs.replace(question, names=True)
    assert "expected x, y" in difference(asked, given_, right)
    fewer = difference(question, Result(("a",), ((1,),)), right)
    assert "1 columns (a), expected 2" in fewer


def test_the_reference_is_right_and_another_way_too() -> None:
    v = variant("sql-second-highest")
    assert grade(v, expected(v)).score == 1
    other = "SELECT (SELECT DISTINCT score FROM results WHERE score IS NOT NULL ORDER BY 1 DESC LIMIT 1 OFFSET 1);"
    assert grade(v, other).score == 1


def test_right_on_the_shown_rows_alone_is_wrong_and_shows_the_hidden_ones() -> None:
    result = grade(variant("sql-anti-join-null"), "select id, name from customers where id > 1")
    assert result.score == 0
    assert "Right on the rows shown" in result.feedback
    assert "`orders`" in result.feedback
    assert "| 1 | ann |" in result.feedback


def test_a_known_mistake_is_explained() -> None:
    question = variant("sql-anti-join-null").question
    assert isinstance(question, SqlQuestion)
    for wrong in question.wrong:
        assert wrong.why.strip() in grade(variant("sql-anti-join-null"), wrong.query).feedback


def test_order_counts_where_it_is_asked_for() -> None:
    v = variant("sql-running-total")
    backwards = expected(v).replace("ORDER BY day", "ORDER BY day DESC")
    backwards = backwards.replace("(ORDER BY day DESC)", "(ORDER BY day)")
    result = grade(v, backwards)
    assert result.score == 0
    assert "their order is not" in result.feedback


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT none_such FROM results", "no such column"),
        ("SELECT score FROM elsewhere", "no such table"),
        ("SELECT score FROM", "incomplete input"),
    ],
)
def test_what_sqlite_cannot_read_is_unreadable(query: str, reason: str) -> None:
    with pytest.raises(UnreadableAnswerError, match=reason):
        grade(variant("sql-second-highest"), query)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("INSERT INTO results VALUES (9, 9.0) RETURNING score", "only reading is allowed"),
        ("DELETE FROM results", "only reading is allowed"),
        ("ATTACH 'x.db' AS x", "only reading is allowed"),
        ("PRAGMA database_list", "only reading is allowed"),
        ("CREATE TABLE t (a)", "only reading is allowed"),
        ("VACUUM INTO 'x.db'", "gave nothing"),
        ("SELECT load_extension('x')", "load_extension"),
        ("SELECT printf('%.*c', 900000000, 'x')", "printf() is not allowed"),
        ("SELECT hex(randomblob(900000000))", "randomblob() is not allowed"),
        ("SELECT readfile('/etc/passwd')", "no such function"),
        ("SELECT 1; SELECT 2", "one statement"),
        ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n", "2 seconds"),
        ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n", "5,000 rows"),
        ("WITH RECURSIVE n(i, t) AS (SELECT 1, 'xxxx' UNION ALL SELECT i + 1, t || t FROM n) SELECT length(t) FROM n", "too big"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_a_query_may_not_do_is_refused_with_a_reason(query: str, reason: str) -> None:
    result = grade_any(variant("sql-second-highest"), query)
    assert result.score == 0
    assert reason in result.feedback + result.unreadable


def test_queries_as_people_write_them() -> None:
    question = variant("sql-share-of-total").question
    assert isinstance(question, SqlQuestion)
    query = """
        -- a comment; with a semicolon
        with counted as (select class, count(*) n, group_concat(id, '/') ids from labels group by 1)
        select upper(substr(coalesce(class, '?'), 1, 1)) as "First", round(n * 100.0 / 4, 1) pct,
               lag(n) over (order by n, class) before, dense_rank() over (order by n desc) place,
               strftime('%Y', '2026-03-01') + 0, iif(n > 1, 'many', 'one'), cast(n as text)
        from counted order by n;
    """
    with Sandbox() as box:
        result = results(box, question, query)[0]
    assert result.error == ""
    assert result.columns[0] == "First"
    assert ("C", 50.0, 1, 1, 2026, "many", "2") in result.rows


def question(**changes: object) -> SqlQuestion:
    fields = {
        "id": "all", "kind": "sql", "difficulty": "easy", "concept": "c", "prompt": "p",
        "tables": [{"name": "t", "columns": {"a": "INTEGER"}, "rows": [[1], [2]]}],
        "hidden": [{"t": [[None], [3]]}],
        "solution": "SELECT a FROM t",
        "wrong": [
            {"query": "SELECT a FROM t WHERE a > 0", "why": "NULL is lost."},
            {"query": "SELECT max(a) FROM t", "why": "One."},
        ],
    }  # fmt: skip
    return msgspec.convert({**fields, **changes}, SqlQuestion)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, ""),
        ({"solution": "SELECT b FROM t"}, "the solution fails on set 0: no such column"),
        ({"hidden": [{"u": [[1]]}]}, "no table 'u'"),
        ({"hidden": [{"t": [[1, 2]]}]}, "expected 1 values in every row"),
        ({"solution": "SELECT a FROM t WHERE a > 9"}, "gives no row on the shown tables"),
        ({"wrong": [{"query": "SELECT a AS b FROM t", "why": "w"}] * 2}, "gives the right rows"),
        (
            {"wrong": [{"query": "SELECT b FROM t", "why": "w"}] * 2},
            "wrong query 1: no such column",
        ),
        ({"tables": [{"name": "t", "columns": {"a": "INT"}, "rows": [[1]]}]}, "type 'INT'"),
    ],
)
def test_the_lint_holds_a_question_against_its_own_queries(
    changes: dict[str, object], problem: str
) -> None:
    found = " ".join(disproofs([question(**changes)]).get("all", []))
    assert problem in found if problem else not found


def test_hostile_text_in_rows_is_shown_and_not_obeyed() -> None:
    text = "a|b `c` $d$ *e* \x1b[31m [f](http://g) \n h"
    own = question(tables=[{"name": "t", "columns": {"a": "TEXT"}, "rows": [[text]]}])
    with Sandbox() as box:
        right = results(box, own, own.solution)[0]
        told = difference(own, Result(("a",), (("x",),)), right)
    from rich.console import Console

    from dlprep.screen.markdown import renderable

    console = Console(width=100, force_terminal=False)
    with console.capture() as shown:
        console.print(renderable(told))
    assert "\x1b[31m" not in shown.get()
    assert "a|b `c` $d$ *e*" in shown.get()
