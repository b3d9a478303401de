"""`dlprep bank blind` and `confirm`: questions without their keys go out, answers come back."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

SEED = 1
NEAR = 0.8
"""An estimate within a factor of four of the reference agrees with it."""


def blind(
    topic: Annotated[
        list[str] | None, typer.Option(help="Only this topic; may be given again.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--every", help="Also those that are confirmed already.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Which drawing of templates.")] = SEED,
) -> None:
    """Print questions that nobody has confirmed, without their keys, one JSON object a line.

    dlprep bank blind > prompts.jsonl

    Give the lines to someone who does not know the keys; `dlprep bank confirm` takes the answers.
    """
    from dlprep import paths
    from dlprep.bank import confirmed
    from dlprep.bank.templates import draw
    from dlprep.cli.loaded import loaded
    from dlprep.screen.wire import blind_line

    library = loaded()
    record = confirmed.read(paths.built_in_bank()) or {}
    for name in topic or [t.slug for t in library.topics()]:
        for full_id in library.ids(name):
            question = library.question(full_id)
            if every or confirmed.doubt(question, record.get(full_id)):
                print(blind_line(draw(full_id, question, seed), confirmed.key_hash(question)))


def confirm(
    file: Annotated[Path, typer.Argument(help="JSON Lines: question, seed, answer; see below.")],
    checked: Annotated[str, typer.Option(help="How it was checked.")] = "blind answer",
    to: Annotated[
        Path | None, typer.Option(help="The folder whose REVIEWS.csv is written.")
    ] = None,
) -> None:
    """Grade blind answers, keep in REVIEWS.csv what they confirm, print where they differ.

    dlprep bank confirm answers.jsonl

    A line is {"question": NAME, "seed": N, "answer": TEXT}, name and seed as they went out. An "objection" says what is ambiguous or
    wrong. Prose is not graded: its line says whether the answerer, shown the model answer
    afterwards, "agrees": true or false.
    """
    import msgspec

    from dlprep import clock, paths
    from dlprep.bank import confirmed
    from dlprep.cli.loaded import loaded
    from dlprep.errors import UnreadableError

    if not file.is_file():
        raise UnreadableError(f"{file}: no such file")
    library = loaded()
    names = {confirmed.key_hash(library.question(full_id)): full_id for full_id in library.ids()}
    rows, differing = [], 0
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            given = msgspec.json.decode(line)
            full_id, seed = names.get(given["question"], given["question"]), int(given["seed"])
            question = library.question(full_id)
        except (msgspec.DecodeError, KeyError, TypeError, ValueError) as error:
            raise UnreadableError(f"{file}:{number}: no blind answer: {error!r}") from error
        difference = _difference(full_id, question, seed, given)
        outcome = "differs" if difference else "confirmed"
        rows.append(
            confirmed.Row(
                full_id, confirmed.key_hash(question), checked, outcome, clock.now().date()
            )
        )
        if difference:
            differing += 1
            print(f"{full_id}: {difference}")
    confirmed.add(to or paths.built_in_bank(), rows)
    print(f"{len(rows) - differing} confirmed, {differing} differ", file=sys.stderr)


def _difference(full_id: str, question: Any, seed: int, given: dict[str, Any]) -> str:
    from dlprep.bank.templates import draw
    from dlprep.grading.marker import grade_any

    if objection := given.get("objection"):
        return f"objection: {objection}"
    variant = draw(full_id, question, seed)
    if variant.kind == "text":
        return "" if given.get("agrees") is True else "the answerer does not agree with the key"
    result = grade_any(variant, str(given.get("answer", "")))
    if result.score >= (NEAR if variant.kind == "estimate" else 1):
        return ""
    return f"answered {given.get('answer')!r}, the key is {result.expected!r}"
