"""A demo's text without running it, and the list of all demos."""

from collections.abc import Iterable, Mapping

from rich.text import Text

from dlprep.demos.family.demo import Demo
from dlprep.screen.console import harmless
from dlprep.screen.demo.blocks import wrapped
from dlprep.screen.demo.card import next_step
from dlprep.screen.demo.look import Look

Done = Mapping[str, tuple[int, int]]
"""For each slug, how many predictions were made and how many were right."""


def explanation(demo: Demo, look: Look, width: int) -> list[Text]:
    """Question, setting, why, the answer for the interview, the trap, what was found, sources."""
    knobs = demo.defaults()
    out = [Text(line.plain, "bold") for line in wrapped(demo.question, width, look)]
    out += wrapped(demo.filled(demo.setting, knobs), width, look)
    parts = [("Why", demo.why), ("In the interview", demo.say), ("Trap", demo.trap)]
    for title, text in parts:
        out += [Text(), Text(title, f"bold {look['title']}".strip())]
        out += wrapped(demo.filled(text, knobs), width, look)
    if demo.claims:
        out += [Text(), Text("Found", f"bold {look['title']}".strip())]
        for claim in demo.claims:
            out += wrapped(f"• {claim.text}", width, look, indent="  ")
    out.append(Text())
    for source in demo.sources:
        out += [Text(x.plain, look["quiet"]) for x in wrapped(_named(source), width, look)]
    out += [Text(line.plain, look["quiet"]) for line in wrapped(next_step(demo), width, look)]
    return out


def _named(source: object) -> str:
    return f"{getattr(source, 'title', '')} {getattr(source, 'url', '')}".strip()


def listing(demos: Iterable[Demo], done: Done, look: Look, width: int) -> list[Text]:
    """By topic: each demo with the question it answers, and what the learner predicted there."""
    out: list[Text] = []
    topic, last = "", None
    for demo in demos:
        if demo.topic != topic:
            topic = demo.topic
            out += [Text()] * bool(out) + [Text(topic, f"bold {look['title']}".strip())]
        made, right = done.get(demo.slug, (0, 0))
        told = f"{right} of {made} predicted right" if made else ""
        if not made and last is None:
            last = demo
        head = Text.assemble("  ", (f"{demo.slug:<18}", "bold"), " ")
        for i, line in enumerate(wrapped(harmless(demo.question), width - 21, look)):
            out.append((head if i == 0 else Text(" " * 21)).append_text(line))
        if told:
            out.append(Text(f"{'':21}{told}", look["quiet"]))
    if out:
        first = last.slug if last else "threshold"
        out += [
            Text(),
            Text(f"next: dlprep demo {first}    dlprep demo {first} --help", look["quiet"]),
        ]
    return out
