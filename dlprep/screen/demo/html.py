"""A run of a demo as one HTML file: text as text, figures as SVG in it, numbers to copy."""

from html import escape

from dlprep.demos.family.forms import toned
from dlprep.screen.console import harmless
from dlprep.screen.demo.card import Shown, next_step, setting, turned
from dlprep.screen.demo.draw import same
from dlprep.screen.demo.lines import said
from dlprep.screen.demo.page import COLORS, INNER, figure
from dlprep.screen.demo.svg import svg

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 800px; margin: 2em auto; padding: 0 1em;
       color: #1c1c1c; background: #ffffff; }
h1 { font-size: 1.4em; } h2 { font-size: 1.1em; margin: 1.6em 0 .3em; } svg { max-width: 100%; height: auto; }
.quiet { color: #636363; font-size: .9em; } .good { color: #00694d; } .bad { color: #a63c00; }
summary { color: #636363; font-size: .9em; cursor: pointer; }
"""


def html(shown: Shown) -> str:
    """The whole document; it needs nothing from the network."""
    demo = shown.demo
    body = [f"<h1>{_text(demo.question)}</h1>", f"<p>{_text(setting(shown))}</p>"]
    body.append(f'<p class="quiet">{_text(turned(shown))}</p>')
    for view in shown.result.views:
        before = same(view, shown.before.views) if shown.before else None
        shapes, height = figure(view, INNER, before)
        words = said(view, before)
        body.append(f"<h2>{_text(view.title)}</h2>")
        body.append(svg(shapes, INNER, height, COLORS, f"{view.title}: {'; '.join(words)}"))
        rows = "".join(f"<li>{_text(line)}</li>" for line in words)
        body.append(f"<details><summary>in words</summary><ul>{rows}</ul></details>")
    body.append("<h2>What came out</h2>")
    body += [f"<p>{_toned(sentence)}</p>" for sentence in shown.result.said]
    for p in shown.predictions:
        verdict = "right" if p.right else f"no: {p.truth or 'undefined'}"
        text = f"You said of {p.about}: {p.said} ({verdict}). {p.why}"
        body.append(f'<p class="{"good" if p.right else "bad"}">{_text(text)}</p>')
    for title, text in (("Why", demo.why), ("In the interview", demo.say), ("Trap", demo.trap)):
        body.append(f"<h2>{title}</h2><p>{_text(demo.filled(text, shown.knobs))}</p>")
    for source in demo.sources:
        named = _text(source.title)
        if source.url.startswith("https://"):
            named = f'<a href="{escape(source.url, quote=True)}">{named}</a>'
        body.append(f'<p class="quiet">{named}</p>')
    body.append(
        f'<p class="quiet"><code>dlprep demo {demo.slug}</code> {_text(next_step(demo))}</p>'
    )
    head = f'<meta charset="utf-8"><title>{_text(demo.title)}</title><style>{_STYLE}</style>'
    return (
        f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n'
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _text(text: str) -> str:
    return escape(harmless(text))


def _toned(sentence: str) -> str:
    return "".join(
        f'<strong class="{tone}">{_text(piece)}</strong>' if tone else _text(piece)
        for piece, tone in toned(sentence)
    )
