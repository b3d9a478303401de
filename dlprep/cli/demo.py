"""`dlprep demo`: lists the live demos, or runs one on the full screen, as a card or as JSON."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

if TYPE_CHECKING:
    from dlprep.demos.family.demo import Demo

_TEXT = str  # knobs are read by the demo itself, so that an error can name the range


class DemoGroup(TyperGroup):
    """A group whose commands are the files of `dlprep/demos`; only the one named is imported."""

    def get_command(self, ctx: typer.Context, cmd_name: str) -> TyperCommand:  # type: ignore[override]
        """The command of a demo, its knobs as options."""
        from dlprep.demos.family.catalog import find
        from dlprep.screen.console import note

        demo = find(cmd_name)
        if demo.slug != cmd_name:
            note(f"no demo is called {cmd_name!r}; this is {demo.slug}")
        return command(demo, ctx)

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """Nothing: `dlprep demo` lists them with the question each answers."""
        return []


app = typer.Typer(cls=DemoGroup, invoke_without_command=True, subcommand_metavar="[NAME] [KNOBS]")


@app.callback()
def demo(
    context: typer.Context,
    json: Annotated[
        bool, typer.Option("--json", help="List the demos as one JSON object.")
    ] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours.")] = False,
) -> None:
    """Turn the knobs of a live demo: predict, look, explain.

    \b
    dlprep demo
    dlprep demo threshold
    dlprep demo threshold --help
    dlprep demo threshold --from 0.5 --to 0.8 --save card.svg
    dlprep demo threshold --csv preds.csv --y-true label --y-score score
    printf 'rises\\nfalls\\nstays\\n' | dlprep demo threshold --predict
    """
    context.obj = {"json": json, "no_color": no_color}
    if context.invoked_subcommand is None:
        from dlprep.cli.demo_run import list_demos

        list_demos(json=json, color=not no_color)


def command(demo: "Demo", group: typer.Context) -> TyperCommand:
    """`dlprep demo NAME`: every knob with its range and default, then what all demos have."""
    options = [
        TyperOption(
            param_decls=[
                f"knob_{knob.name}",
                knob.option,
                *([f"--{knob.alias}"] if knob.alias else []),
            ],
            type=_TEXT,
            metavar=_metavar(knob),
            help=_help(knob),
        )
        for knob in demo.knobs
    ]
    return TyperCommand(
        demo.slug,
        callback=_run(demo, group),
        params=[*options, *_common(demo)],
        help=f"{demo.title}: {demo.question}\n\n\b\n" + "\n".join(_examples(demo)),
        rich_markup_mode=None,
    )


def _metavar(knob: Any) -> str:
    if knob.choices:
        return "|".join(knob.choices)
    return {"number": "NUMBER", "integer": "N", "file": "FILE"}.get(knob.kind, "NAME")


def _help(knob: Any) -> str:
    """`The threshold to look at, 0..1.  [0.8]`."""
    text = knob.help[:1].upper() + knob.help[1:]
    if not knob.choices and (bounds := knob.range()):
        text += f", {bounds}"
    default = "" if knob.default is None else f"  [{_typed(knob.default)}]"
    return f"{text}.{default}"


def _typed(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _examples(demo: "Demo") -> list[str]:
    lines = [f"dlprep demo {demo.slug}"]
    turnable = [knob for knob in demo.knobs if knob.turns]
    if turnable:
        knob = turnable[0]
        lines.append(
            f"dlprep demo {demo.slug} {knob.option} {_typed(knob.turned(knob.default, -1))}"
        )
    lines += [f"dlprep demo {demo.slug} --explain", f"dlprep demo {demo.slug} --json"]
    return lines


def _common(demo: "Demo") -> list[TyperOption]:
    def flag(name: str, help: str) -> TyperOption:
        return TyperOption(
            param_decls=[name.replace("-", "_"), f"--{name}"], is_flag=True, help=help
        )

    return [
        TyperOption(
            param_decls=["seed", "--seed"],
            type=_TEXT,
            metavar="N",
            help=f"Which draw, 0 or more.  [{demo.seed}]",
        ),
        TyperOption(
            param_decls=["predict", "--predict/--no-predict"],
            is_flag=True,
            default=None,
            help="Ask first what you expect.",
        ),
        flag("explain", "Give the text without running anything."),
        flag("plain", "Plain lines, for a screen reader."),
        flag("json", "One JSON object."),
        TyperOption(
            param_decls=["save", "--save"],
            type=_TEXT,
            metavar="FILE",
            help="Write it to a file: .svg, .html, .png or .txt.",
        ),
        TyperOption(
            param_decls=["marks", "--marks"],
            type=_TEXT,
            metavar="braille|block|ascii",
            help="What curves are drawn with.  [braille]",
        ),
        TyperOption(
            param_decls=["theme", "--theme"],
            type=_TEXT,
            metavar="auto|dark|light",
            help="The ground of the full screen.  [auto]",
        ),
        flag("no-color", "No colours."),
    ]


def _run(demo: "Demo", group: typer.Context) -> Any:
    def run(**typed: Any) -> None:
        from dlprep.cli.demo_run import Wishes, run_demo

        before_name = group.obj or {}  # `dlprep demo --json threshold`
        knobs = {
            name.removeprefix("knob_"): typed.pop(name)
            for name in list(typed)
            if name.startswith("knob_")
        }
        for name in ("json", "no_color"):
            typed[name] = typed[name] or before_name.get(name, False)
        run_demo(demo, {k: v for k, v in knobs.items() if v is not None}, Wishes(**typed))

    return run
