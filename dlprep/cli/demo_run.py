"""What `dlprep demo NAME` does: reads the knobs, asks, computes, and hands the run to a face."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from dlprep.demos.family.catalog import all_demos, find
from dlprep.demos.family.demo import Demo, Trial
from dlprep.errors import UsageError
from dlprep.screen.demo.look import MARKS, Look, full_screen
from dlprep.spelling import one_of

_LARGE = 5_000_000  # bytes: less is read before anybody wonders
_THEMES = ("auto", "dark", "light")


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed besides the knobs."""

    seed: str | None = None
    predict: bool | None = None
    explain: bool = False
    plain: bool = False
    json: bool = False
    save: str | None = None
    marks: str | None = None
    theme: str | None = None
    no_color: bool = False


def list_demos(*, json: bool, color: bool) -> None:
    """Print every demo with the question it answers."""
    demos = all_demos()
    if json:
        from dlprep.screen.wire import line

        print(line("dlprep.demos/1", demos=[_listed(demo) for demo in demos]))
        return
    from dlprep.cli.demo_log import done
    from dlprep.screen.console import stdout_console
    from dlprep.screen.demo.explain import listing
    from dlprep.screen.demo.look import printed

    console = stdout_console(color=color)
    for text in listing(demos, done(), printed(), min(console.width, 100)):
        console.print(text, soft_wrap=True)


def _listed(demo: Demo) -> dict[str, Any]:
    knobs = [
        {name: getattr(knob, name) for name in ("name", "kind", "default", "min", "max", "choices")}
        for knob in demo.knobs
    ]
    return {
        "slug": demo.slug,
        "title": demo.title,
        "question": demo.question,
        "topic": demo.topic,
        "knobs": knobs,
    }


def open_demo(slug: str, numbers: Mapping[str, Any]) -> None:
    """Open a question's demo with the question's own numbers, where a knob of that name takes them."""
    demo = find(slug)
    fitting = {
        knob.name: str(numbers[knob.name])
        for knob in demo.knobs
        if knob.name in numbers and knob.fits(numbers[knob.name])
    }
    run_demo(demo, fitting, Wishes())


def run_demo(demo: Demo, typed: Mapping[str, str], wishes: Wishes) -> None:
    """Run a demo as it was asked for.

    Raises
    ------
    UsageError
        A value is out of range, or two options contradict each other.
    UnreadableError
        The learner's own file cannot be read, or the file to save to cannot be written.
    """
    by_name = {knob.name: knob for knob in demo.knobs}
    given = {name: by_name[name].read(text) for name, text in typed.items()}
    knobs = demo.defaults(**given)
    seed = _seed(demo, wishes.seed)
    marks = one_of("--marks", wishes.marks or "braille", MARKS)
    theme = one_of("--theme", wishes.theme or "auto", _THEMES)
    if wishes.explain:
        _explain(demo, wishes, marks)
        return
    if wishes.save:
        from dlprep.screen.picture import check

        check(Path(wishes.save))
    own = ""
    files = [knobs[knob.name] for knob in demo.knobs if knob.kind == "file"]
    if any(files):
        _say_reading(Path(str(name)) for name in files if name)
        own = demo.compute(knobs, seed).setting  # errors belong on a line, before the full screen
    if _full_screen(wishes):
        _play(demo, knobs, seed, wishes, own, full_screen(marks, theme))
    else:
        _print(demo, knobs, seed, wishes, marks)


def _say_reading(files: Iterable[Path]) -> None:
    from dlprep.screen.console import note

    for file in files:
        if sys.stderr.isatty() and file.is_file() and file.stat().st_size > _LARGE:
            note(f"reading {file} ...")


def _seed(demo: Demo, text: str | None) -> int:
    if text is None:
        return demo.seed
    if not text.isdecimal() or int(text) >= 2**31:
        raise UsageError(f"--seed {text!r} must be a whole number, 0..{2**31 - 1}")
    return int(text)


def _full_screen(wishes: Wishes) -> bool:
    """Whether there is a person at a terminal that can draw; a pipe would hang Textual."""
    both = sys.stdin.isatty() and sys.stdout.isatty()
    printed = wishes.plain or wishes.json or wishes.save
    return both and not printed and os.environ.get("TERM") != "dumb"


def _explain(demo: Demo, wishes: Wishes, marks: str) -> None:
    from dlprep.screen.console import stdout_console
    from dlprep.screen.demo.explain import explanation
    from dlprep.screen.demo.look import printed

    console = stdout_console(color=not wishes.no_color)
    for text in explanation(demo, printed(marks), min(80, console.width)):
        console.print(text, soft_wrap=True)


def _play(
    demo: Demo, knobs: dict[str, Any], seed: int, wishes: Wishes, setting: str, look: Look
) -> None:
    from dlprep.cli.demo_log import keep
    from dlprep.screen.demo.app import DemoApp

    if wishes.no_color:
        os.environ["NO_COLOR"] = "1"  # Textual reads it from there
    app = DemoApp(
        demo,
        knobs,
        seed,
        look,
        setting=setting,
        ask=wishes.predict is not False,
        keep=lambda predictions: keep(demo, knobs, seed, predictions),
    )
    app.run()
    if app.return_code:
        raise SystemExit(app.return_code)


def _print(demo: Demo, knobs: dict[str, Any], seed: int, wishes: Wishes, marks: str) -> None:
    from dlprep.demos.family.prediction import judge
    from dlprep.screen.demo.card import Shown

    said = _ask(demo, knobs) if wishes.predict else {}
    trial = Trial(demo, knobs, seed)
    result = trial.result
    before = None
    if demo.before and not result.own:
        before = demo.compute({**knobs, **demo.before}, seed)
    predictions = tuple(judge(demo, said, trial))
    if predictions:
        from dlprep.cli.demo_log import keep

        keep(demo, knobs, seed, predictions)
    run = Shown(demo, knobs, seed, result, before, predictions)
    if wishes.save:
        from dlprep.screen.demo.save import save

        save(Path(wishes.save), run, marks)
        print(f"wrote {wishes.save}", file=sys.stderr if wishes.json else sys.stdout)
    if wishes.json:
        from dlprep.screen.demo.wire import run_line

        print(run_line(run))
    elif not wishes.save:
        _show(run, wishes, marks)


def _show(run: Any, wishes: Wishes, marks: str) -> None:
    from dlprep.screen.console import stdout_console

    if wishes.plain or (marks != "ascii" and not _can_draw()):
        from dlprep.screen.demo.lines import plain_lines

        print(plain_lines(run), end="")
        return
    from dlprep.screen.demo.card import card
    from dlprep.screen.demo.look import printed

    console = stdout_console(color=not wishes.no_color)
    for text in card(run, printed(marks)):
        console.print(text, soft_wrap=True)


def _can_draw() -> bool:
    """Whether stdout's encoding has the card's blocks and frames."""
    try:
        "▁▔█━╋▲→⠿".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _ask(demo: Demo, knobs: Mapping[str, Any]) -> dict[str, str]:
    """One expectation a line from stdin; blank: none."""
    from dlprep.demos.family.prediction import read
    from dlprep.screen.console import harmless

    said: dict[str, str] = {}
    for ask in demo.asked(knobs):
        if sys.stdin.isatty():
            choices = ", ".join(f"{i + 1} {choice}" for i, choice in enumerate(ask.choices))
            print(
                f"{demo.filled(ask.text, knobs)}\n{choices}? ", end="", file=sys.stderr, flush=True
            )
        line = sys.stdin.readline()
        if choice := read(ask, line):
            said[ask.about] = choice
        elif line.strip():
            heard = harmless(line.strip())[:40]
            print(
                f"dlprep: warning: {heard!r} for {ask.about} is not "
                f"{', '.join(ask.choices[:-1])} or {ask.choices[-1]}; counted as no prediction",
                file=sys.stderr,
            )
    return said
