import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from dlprep.screen.markdown import plain, renderable


def shown(markdown: str, width: int = 60, *, colour: bool = False) -> str:
    console = Console(
        width=width,
        highlight=False,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
    )
    with console.capture() as capture:
        console.print(renderable(markdown))
    return capture.get()


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("one **bold** and *slanted* and __so__ _on_", "one bold and slanted and so on"),
        ("***both*** and **bold *and* more**", "both and bold and more"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("not **closed and `open", "not **closed and `open"),
        (r"\*stars\* and \_lines\_ and \`ticks\`", "*stars* and _lines_ and `ticks`"),
        ("[the docs](https://x.org/a_(b)) say", "the docs (https://x.org/a_(b)) say"),
        ("<https://x.org/a_b_c>", "https://x.org/a_b_c"),
        ("[https://x.org](https://x.org)", "https://x.org"),
        (r"$\frac{TP}{TP+FP}$ is precision", "TP / (TP + FP) is precision"),
        ("$a_1 * b$ and $c * d_2$", "a₁ * b and c * d₂"),
        ("**bold $x_1$ end**", "bold x₁ end"),
        (r"from \$5 to \$6", "from $5 to $6"),
        ("from $5 to $ 6", "from $5 to $ 6"),
        ("`$x$ and **y**`", "$x$ and **y**"),
        ("``a ` b``", "a ` b"),
        ("[red]alarm[/red] :smile:", "[red]alarm[/red] :smile:"),
        ("# A title", "A title"),
        ("one\ntwo", "one two"),
        ("$$\n\\frac{a}{b}\n$$", "a / b"),
    ],
)
def test_a_paragraph_reads_the_same_on_screen_and_in_one_line(markdown: str, text: str) -> None:
    assert shown(markdown).strip() == text
    assert plain(markdown) == text


def test_emphasis_and_code_have_a_look_of_their_own() -> None:
    assert (
        shown("**b** *i* `c`", colour=True) == "\x1b[1mb\x1b[0m \x1b[3mi\x1b[0m \x1b[36mc\x1b[0m\n"
    )


def test_lists_hang_behind_their_marks() -> None:
    markdown = "Do:\n\n- first which is long\n  enough\n  - inner\n- second\n\n1. one\n2. two\n"
    assert [line.rstrip() for line in shown(markdown, width=20).splitlines()] == [
        "Do:",
        "",
        " • first which is",
        "   long enough",
        "    • inner",
        " • second",
        "",
        " 1. one",
        " 2. two",
    ]


def test_a_number_at_the_start_of_a_wrapped_line_is_no_list() -> None:
    assert shown("The year was\n2019. It rained.").strip() == "The year was 2019. It rained."


def test_fences_are_left_as_they_are() -> None:
    markdown = "Look:\n\n```python\nx = '$a$'  # **not** bold\n\nif x:\n    y\n```\nafter"
    lines = ["Look:", "", "  x = '$a$'  # **not** bold", "", "  if x:", "      y", "", "after"]
    assert [line.rstrip() for line in shown(markdown).splitlines()] == lines
    assert "\x1b[" in shown(markdown, colour=True).split("x")[0]


def test_a_language_nobody_knows_is_plain_text() -> None:
    assert shown("```nosuchlanguage\na = 1\n```").strip() == "a = 1"


def test_tables_are_drawn_with_their_cells_rendered() -> None:
    markdown = "| name | value |\n|:--|--:|\n| **p** | $\\frac{1}{2}$ |\n| `a|b` | 10 |\n"
    assert [line.rstrip() for line in shown(markdown).splitlines()] == [
        "name   value",
        "────────────",
        "p      1 / 2",
        "a|b       10",
    ]
    assert plain(markdown) == "name | value p | 1 / 2 a|b | 10"


@pytest.mark.parametrize(
    "markdown", ["{}", "`{}`", "${}$", "```py\n{}\n```", "- {}", "|a|\n|-|\n|{}|"]
)
@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x9b31m", "\u202eabc", "\u2066x", "\x07", "\r"])
def test_terminal_codes_are_shown_never_sent(markdown: str, hostile: str) -> None:
    text = markdown.replace("{}", f"a{hostile}b")
    code = f"u{ord(hostile[0]):04x}"
    for out in (shown(text), plain(text)):
        assert hostile[0] not in out
        assert code in out


PARTS = [
    *(
        "- ",
        "1. ",
        "> ",
        "# ",
        "```",
        "```python\n",
        "~~~",
        "| a | b |\n|---|---|\n",
        "---",
        "$",
        "$$",
    ),
    *(
        "**",
        "*",
        "_",
        "`",
        "\\",
        "[a](b)",
        "[",
        "](",
        "<",
        "\n",
        "\n\n",
        "  ",
        "word",
        r"\frac",
        "{",
    ),
    *("\t", "\x1b[31m", "\u202e", "\u2028", "[bold]", "é", "語"),
]


@settings(deadline=None)
@given(st.text() | st.lists(st.sampled_from(PARTS), max_size=25).map("".join), st.integers(1, 80))
def test_anything_is_drawn_harmlessly(markdown: str, width: int) -> None:
    for out in (shown(markdown, width), plain(markdown)):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["word", "two", "x1", "\n", "\n\n", " "]), max_size=20).map(" ".join)
)
def test_plain_words_are_all_there(text: str) -> None:
    assert plain(text).split() == text.split()
    assert shown(text).split() == text.split()


def test_text_alone_needs_neither_a_parser_nor_a_highlighter() -> None:
    program = (
        "import sys; from dlprep.screen.markdown import plain, renderable;"
        "renderable('**a** `b`\\n\\n- c'); plain('a');"
        "print([m for m in ('pylatexenc', 'pygments', 'markdown_it', 'rich.table')"
        " if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
