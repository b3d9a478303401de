"""What a worker does once the walls stand: call a program's functions, or run a query."""

import builtins
import json
import sys
from collections.abc import Callable
from typing import Any

from dlprep.sandbox.values import decoded, encoded

Emit = Callable[[dict[str, Any]], None]
MAX_ROWS = 5_000
QUERY_SECONDS = 2.0
ANSWER = "<answer>"

# Reading is all a query may do; what can build a huge text or reach outside is left out.
_FUNCTIONS = frozenset(
    "abs avg ceil ceiling changes char coalesce concat concat_ws count cume_dist current_date"
    " current_time current_timestamp date datetime dense_rank exp first_value floor glob"
    " group_concat hex ifnull iif instr json_array_length json_extract julianday lag last_value"
    " lead length like ln log log10 log2 lower ltrim max min mod ntile nth_value nullif"
    " percent_rank pi pow power rank replace round row_number rtrim sign sqrt strftime string_agg"
    " substr substring sum time timediff total trim trunc typeof unicode unixepoch upper".split()
)


def work(job: dict[str, Any], emit: Emit) -> None:
    """Do a job, and tell each result as soon as it is there."""
    (_python if job["do"] == "python" else _sql)(job, emit)


def line_writer(write: Callable[[bytes], object]) -> Emit:
    """An `Emit` that writes lines of JSON; it keeps its own hold of what it needs."""
    dumps = json.dumps

    def emit(result: dict[str, Any]) -> None:
        write(dumps(result).encode() + b"\n")

    return emit


def _python(job: dict[str, Any], emit: Emit) -> None:
    run, build, evaluate = builtins.exec, builtins.compile, builtins.eval
    encode, decode, told = encoded, decoded, _told
    space: dict[str, Any] = {"__name__": "answer", "__builtins__": builtins}
    if job["numpy"]:
        import numpy

        space["np"] = numpy
    try:
        code = build(job["code"], ANSWER, "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        emit({"syntax": f"line {line}: {getattr(error, 'msg', error)}" if line else str(error)})
        return
    try:
        run(code, space)
    except BaseException as error:  # whatever it is: it is the answer's
        emit({"load": told(error)})
        return
    if job["function"] not in space:
        emit({"missing": job["function"]})
        return
    run(build(job["setup"], "<setup>", "exec"), space)
    for n, call in enumerate(job["calls"]):
        names = {"result": decode(call["result"])} if "result" in call else {}
        try:
            result = evaluate(build(call["expr"].strip(), "<call>", "eval"), {**space, **names})
            emit({"n": n, "v": encode(result)})
        except BaseException as error:
            emit({"n": n, "e": told(error)})
    emit({"end": True})


def _told(error: BaseException) -> list[Any]:
    """An exception's type, message and the last line of the answer that it came through."""
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == ANSWER:
            line = trace.tb_lineno
        trace = trace.tb_next
    try:
        message = str(error)[:300]
    except BaseException:
        message = ""
    return [type(error).__name__[:80], message, line]


def _sql(job: dict[str, Any], emit: Emit) -> None:
    for n, tables in enumerate(job["sets"]):
        emit({"n": n, **_queried(job["query"], tables)})
    emit({"end": True})


def _queried(query: str, tables: list[dict[str, Any]]) -> dict[str, Any]:
    """What a query gives on some tables: `columns` and `rows`, or the reason `e` why nothing."""
    import sqlite3

    database = _filled(tables)
    refused: list[str] = []
    database.set_authorizer(_authorizer(refused))
    _limit(database)
    try:
        cursor = database.execute(query)
        rows = cursor.fetchmany(MAX_ROWS + 1)
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError, MemoryError) as error:
        what = str(error) or type(error).__name__
        if "interrupted" in what:
            what = f"it ran for more than {QUERY_SECONDS:g} seconds"
        elif refused:
            what = refused[0]
        elif "one statement at a time" in what:
            what = "give one statement only"
        return {"e": what[:300]}
    finally:
        database.set_progress_handler(None, 0)
    if cursor.description is None:
        return {"e": "the statement gives no rows; begin with SELECT or WITH"}
    if len(rows) > MAX_ROWS:
        return {"e": f"it gives more than {MAX_ROWS:,} rows"}
    plain = [[f"x'{c.hex()}'" if isinstance(c, bytes) else c for c in row] for row in rows]
    return {"columns": [d[0] for d in cursor.description], "rows": plain}


def _filled(tables: list[dict[str, Any]]) -> Any:
    import sqlite3

    database = sqlite3.connect(":memory:")
    for table in tables:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in table["columns"].items())
        database.execute(f'CREATE TABLE "{table["name"]}" ({columns})')
        marks = ", ".join("?" * len(table["columns"]))
        database.executemany(f'INSERT INTO "{table["name"]}" VALUES ({marks})', table["rows"])
    database.commit()
    return database


def _limit(database: Any) -> None:
    import sqlite3
    import time

    end = time.monotonic() + QUERY_SECONDS
    database.set_progress_handler(lambda: time.monotonic() > end, 1000)
    for what, most in (
        (sqlite3.SQLITE_LIMIT_LENGTH, 1_000_000),
        (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 50_000),
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
        (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200),
        (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200),
        (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 50),
        (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0),
    ):
        database.setlimit(what, most)


def _authorizer(refused: list[str]) -> Callable[..., int]:
    import sqlite3

    reading = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}

    def authorize(action: int, first: str | None, second: str | None, *_: object) -> int:
        if action in reading:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION:
            if (second or "").lower() in _FUNCTIONS:
                return sqlite3.SQLITE_OK
            refused.append(f"the function {second}() is not allowed here")
        else:
            refused.append("only reading is allowed: one SELECT, with or without WITH")
        return sqlite3.SQLITE_DENY

    return authorize


def forget_own_modules() -> None:
    """Take dlprep's modules away: an answer has no business in them."""
    for name in [n for n in sys.modules if n.split(".")[0] == "dlprep"]:
        del sys.modules[name]
