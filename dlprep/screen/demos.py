"""How the list of demos looks."""

from collections.abc import Iterable

from rich.console import Group
from rich.text import Text

from dlprep.demos.catalog import Demo


def listing(demos: Iterable[Demo]) -> Group:
    """Each demo with the interview question it answers and what can be turned."""
    lines: list[Text] = []
    for demo in demos:
        lines.append(Text.assemble((demo.slug, "bold cyan"), f"  {demo.title}  ({demo.topic})"))
        lines.append(Text(f"  {demo.question}"))
        knobs = ", ".join("--" + knob.name.replace("_", "-") for knob in demo.knobs)
        lines.append(Text(f"  knobs: {knobs}", style="dim"))
    first = next(iter(demos)).slug
    lines.append(Text(f"next: dlprep demo {first}"))
    return Group(*lines)
