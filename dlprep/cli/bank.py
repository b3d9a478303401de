"""`dlprep bank`: for people who write questions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dlprep.cli import bank_blind, bank_phrasings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dlprep.bank.kinds import AnyQuestion
    from dlprep.bank.overall import Overall

app = typer.Typer(no_args_is_help=True, help="For people who write questions.")
app.command()(bank_blind.blind)
app.command()(bank_blind.confirm)
app.command()(bank_phrasings.phrasings)


@app.command()
def check(
    places: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files or folders.")
    ] = None,
    need_confirmed: Annotated[
        bool,
        typer.Option("--confirmed", help="A question that nobody answered blind is a finding too."),
    ] = False,
) -> None:
    """Find every error and every doubtful thing in question files; without PATH, in all banks.

    dlprep bank check

    dlprep bank check my-questions/ metrics.yaml

    Where a folder holds a REVIEWS.csv, it also says which questions changed since they were
    confirmed by a blind answer.
    """
    import sys

    from dlprep import paths
    from dlprep.bank import own
    from dlprep.bank.lint import check as lint
    from dlprep.demos.family.catalog import slugs
    from dlprep.errors import UnreadableError
    from dlprep.grading.proof import disproof
    from dlprep.grading.rubric.lint import faults

    checked = places or [paths.built_in_bank(), *own.listed(), *paths.extra_banks()]
    for place in checked:
        if not place.exists():
            raise UnreadableError(f"{paths.shown(place)}: no such file or folder")
    demos = frozenset(slugs())
    report = lint(checked, demos, paths.built_in_bank(), disproof, _programs, faults)
    findings = [*report.findings, *(report.unconfirmed if need_confirmed else ())]
    for finding in findings:
        print(finding)
    what = f"{_counted(report.questions, 'question')} in {_counted(report.files, 'file')}"
    found = _counted(len(findings), "finding") if findings else "no findings"
    print(f"{what}: {found}", file=sys.stderr)
    _sum_up(report.overall)
    if report.unconfirmed and not need_confirmed:
        count = f"{len(report.unconfirmed)} not confirmed by a blind answer since they changed"
        print(f"{count}; `dlprep bank check --confirmed` names them", file=sys.stderr)
    if findings:
        raise typer.Exit(3)


def _counted(n: int, thing: str) -> str:
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def _sum_up(whole: "Overall") -> None:
    import sys

    if whole.choices:
        print(
            f"correct option the longest in {whole.longest / whole.choices:.0%} of {whole.choices} "
            f"choice questions (chance {whole.by_chance:.0%}); {whole.unnamed} of "
            f"{whole.wrong_options} wrong options without a misconception",
            file=sys.stderr,
        )
    print(
        f"prompts: reading ease {whole.reading_ease:.0f}, {whole.sentence_words:.0f} words a sentence",
        file=sys.stderr,
    )


def _programs(file: Path, questions: "Sequence[AnyQuestion]") -> dict[str, list[str]]:
    """What running a file's programs says against them; those of a stranger's file are not run."""
    import sys

    from dlprep import paths
    from dlprep.bank.trust import is_trusted
    from dlprep.grading.program_proof import disproofs

    if is_trusted(file):
        return disproofs(questions)
    place = paths.shown(file)
    print(
        f"dlprep: warning: {place}: {len(questions)} programs were not run; look at them, then "
        f"allow them: dlprep bank trust {place}",
        file=sys.stderr,
    )
    return {}


@app.command()
def schema() -> None:
    """Print the JSON Schema of a question file, for editors and other programs.

    dlprep bank schema > questions/schema.json
    """
    from dlprep.bank.schema import json_schema_text

    print(json_schema_text(), end="")


@app.command()
def new(
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="The topic's slug.")],
    to: Annotated[Path, typer.Option(help="The folder to write into.")] = Path(),
) -> None:
    """Write a commented question file to start from, `TOPIC.yaml`.

    dlprep bank new metrics --to my-questions/
    """
    from dlprep import paths
    from dlprep.bank.starter import write

    file = write(topic, to)
    print(f"wrote {paths.shown(file)}; edit it, then: dlprep bank check {paths.shown(file)}")


@app.command()
def coverage(
    topic: Annotated[
        list[str] | None, typer.Option(help="The concepts of this topic; may be given again.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Every concept as a Markdown page.")
    ] = False,
) -> None:
    """Show what the bank covers by topic, kind and difficulty, and where a topic is thin.

    dlprep bank coverage

    dlprep bank coverage --topic metrics
    """
    from dlprep.bank.coverage import coverage as covered
    from dlprep.cli.loaded import loaded
    from dlprep.screen import coverage as look
    from dlprep.screen.console import stdout_console
    from dlprep.screen.wire import line

    topics = covered(loaded(), tuple(topic or ()))
    if json:
        print(line("dlprep.coverage/1", topics=topics))
    elif markdown:
        print(look.page(topics))
    else:
        console = stdout_console()
        for one in topics if topic else ():
            console.print(look.concept_table(one))
            console.print()
        console.print(look.coverage_table(topics))
        console.print(look.thin_lines(topics))


@app.command()
def add(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Your folder of questions.")],
) -> None:
    """Ask your own questions too, beside the built-in ones, whose ids they cannot take.

    dlprep bank add ~/my-questions
    """
    import sys

    from dlprep import paths
    from dlprep.bank import own
    from dlprep.cli.loaded import loaded

    added = own.add(folder)
    print(f"added {paths.shown(added)}; `dlprep topics` lists what there is now")
    for sentence in loaded().shadowed:
        print(f"dlprep: warning: {sentence}", file=sys.stderr)


@app.command()
def remove(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that was added.")],
) -> None:
    """Ask the questions of a folder no longer; its files and what you answered stay.

    dlprep bank remove ~/my-questions
    """
    from dlprep import paths
    from dlprep.bank import own

    print(f"removed {paths.shown(own.remove(folder))}; its files are untouched")


@app.command("list")
def list_folders() -> None:
    """List the folders that questions come from.

    dlprep bank list
    """
    from dlprep import paths
    from dlprep.bank import own

    print(f"{paths.shown(paths.built_in_bank())}  (built in)")
    for folder in own.listed():
        print(f"{folder}  (added{'' if folder.exists() else ', not there now'})")
    for folder in paths.extra_banks():
        print(f"{folder}  (DLPREP_BANK{'' if folder.exists() else ', not there now'})")


@app.command()
def trust(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="A folder or file of questions.")
    ] = None,
    no: Annotated[bool, typer.Option("--no", help="Run its programs no longer.")] = False,
) -> None:
    """Allow the programs in a folder of questions to be run; without FOLDER, list those allowed.

    Python and SQL questions hold programs: solutions, tests, helpers. They run in the same sandbox
    as your answers (see `dlprep doctor`), but only after you allowed it once.

    dlprep bank trust ~/my-questions
    """
    from dlprep import paths
    from dlprep.bank import trust as trusted

    if folder is None:
        print(f"{paths.shown(paths.built_in_bank())}  (built in)")
        for place in trusted.trusted():
            print(place)
    elif no:
        print(f"programs of {paths.shown(trusted.distrust(folder))} are run no longer")
    else:
        print(f"programs of {paths.shown(trusted.trust(folder))} may be run now")
