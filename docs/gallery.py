"""Makes the gallery of all demos from the demos themselves: `python docs/gallery.py`.

Writes `docs/demos.md` and, for each demo, one figure into `docs/demos/`.
"""

from pathlib import Path

from dlprep.demos.family.catalog import all_demos
from dlprep.demos.family.demo import Demo
from dlprep.demos.family.forms import plain
from dlprep.demos.family.views import Histogram, Plot
from dlprep.screen.demo.draw import same
from dlprep.screen.demo.page import COLORS, figure
from dlprep.screen.demo.svg import svg

HERE = Path(__file__).parent
FIGURES = HERE / "demos"
WIDTH = 620.0
HEAD = """# All demos

Made by `python docs/gallery.py`; how to write one is in [demos-writing.md](demos-writing.md).
Each opens on the full screen with `dlprep demo NAME`: it asks for a prediction first, then every
number follows the knobs.
"""


def picture(demo: Demo) -> tuple[str, str]:
    """The first plot (or the first view) as SVG, and the first sentence of what came out."""
    knobs = demo.defaults()
    result = demo.compute(knobs, demo.seed)
    drawn = [view for view in result.views if isinstance(view, Plot | Histogram)]
    view = (drawn or list(result.views))[0]
    before = None
    if demo.before:
        before = same(view, demo.compute({**knobs, **demo.before}, demo.seed).views)
    shapes, height = figure(view, WIDTH, before)
    said = plain(result.said[0])
    return svg(shapes, WIDTH, height, COLORS, f"{view.title}. {said}"), said


def page() -> str:
    """The whole page; the figures are written on the way."""
    FIGURES.mkdir(exist_ok=True)
    parts, topic = [HEAD], ""
    for demo in all_demos():
        if demo.topic != topic:
            topic = demo.topic
            parts.append(f"## {topic}\n")
        drawn, said = picture(demo)
        (FIGURES / f"{demo.slug}.svg").write_text(drawn, encoding="utf-8")
        parts.append(
            f"### {demo.question}\n\n`dlprep demo {demo.slug}`: {demo.title}.\n\n"
            f"![{demo.title}](demos/{demo.slug}.svg)\n\n{said}\n\n*Trap.* {demo.filled(demo.trap, demo.defaults())}\n"
        )
    return "\n".join(parts)


if __name__ == "__main__":
    (HERE / "demos.md").write_text(page(), encoding="utf-8")
