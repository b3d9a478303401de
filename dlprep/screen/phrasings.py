"""How candidate patterns for rubrics look."""

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from dlprep.screen.console import harmless
from dlprep.session.phrasings import Phrasing


def show(console: Console, phrasings: Sequence[Phrasing]) -> None:
    """Print the candidates under their questions and points, ready to be copied into YAML."""
    if not phrasings:
        console.print(Text("No mark was corrected yet."))
        return
    for question, of_question in groupby(phrasings, key=lambda p: p.question):
        console.print(Text(harmless(question), style="bold cyan"))
        for point, of_point in groupby(of_question, key=lambda p: p.point):
            console.print(Text(f"  {harmless(' '.join(point.split()))}"))
            for p in of_point:
                what = "accept" if p.said else "too loose"
                times = f"  × {p.answers}" if p.answers > 1 else ""
                console.print(Text(f'    {what}: "{harmless(p.pattern)}"{times}', style="bold"))
                console.print(Text(f"      {p.machine}: {harmless(p.words)}", style="dim"))
