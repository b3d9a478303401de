import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlprep.bank.library import files_in
from dlprep.bank.reader import read_file
from dlprep.bank.templates import draw
from dlprep.paths import built_in_bank
from dlprep.screen.mathematics import in_unicode

FORMULA = re.compile(r"(?<![\\`])(\$\$?)(?=\S)(.+?)(?<=\S)(?<!\\)\1", re.DOTALL)
CODE = re.compile(r"(`{3,}).*?\1|(`+)[^`].*?\2", re.DOTALL)


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"\frac{TP}{TP+FP}", "TP / (TP + FP)"),
        (r"\frac{{35}}{{35} + {12}}", "35 / (35 + 12)"),
        (r"\frac{1}{2}x", "(1/2) x"),
        (r"\frac{2}{\frac{1}{p}+\frac{1}{r}}", "2 / (1/p + 1/r)"),
        (r"\frac{\frac{a}{b}}{c}", "(a/b) / c"),
        (r"\frac{a}{\frac{b}{c}}", "a / (b/c)"),
        (r"\frac{a}{b}^2", "(a/b)²"),
        (r"\frac12", "1 / 2"),
        (r"\frac{1}{2n}", "1 / (2n)"),
        (r"\frac{1}{xy}", "1 / (xy)"),
        (r"\frac{1}{p(1 - p)}", "1 / (p(1 - p))"),
        (r"\frac{1}{p(x)}", "1 / p(x)"),
        (r"\frac{1}{\max(1, a + b)}", "1 / max(1, a + b)"),
        (r"\frac{1}{|x|}", "1 / |x|"),
        (r"\frac{1}{n_{foo}}", "1 / n_(foo)"),
        (r"\frac{\partial L}{\partial w}", "∂L / ∂w"),
        (r"1 - \frac{FP}{FP+TN}", "1 - FP/(FP + TN)"),
        (r"\log \frac{a}{b}", "log (a/b)"),
        (r"a \div \frac{b}{c}", "a ÷ (b/c)"),
        (r"\frac{32 - 5 + 2 \cdot 2}{1} + 1", "(32 - 5 + 2 · 2)/1 + 1"),
        (r"\frac{\text{true positives}}{\text{all}}", "(true positives) / all"),
        (r"\sqrt{2}", "√2"),
        (r"\sqrt{d_k}", "√(dₖ)"),
        (r"\sqrt{x}^2", "(√x)²"),
        (r"\sqrt{2}x", "√2 x"),
        (r"\sqrt[3]{x}", "∛x"),
        (r"\sqrt[n]{x}", "ⁿ√x"),
    ],
)
def test_fractions_and_roots_keep_their_grouping(latex: str, shown: str) -> None:
    assert in_unicode(latex) == shown


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        ("e^{-x}", "e⁻ˣ"),
        ("x_{ij}^2", "xᵢⱼ²"),
        ("x^2_{ij}", "xᵢⱼ²"),
        ("x_{foo}", "x_(foo)"),
        ("x^{foo bar}", "x^(foo bar)"),
        ("x^{q}", "x^q"),
        ("W_Q x", "W_Q x"),
        ("W_Q^T", "W_(Q)ᵀ"),
        (r"x_{\text{max}}", "xₘₐₓ"),
        (r"d_{\text{model}}", "d_(model)"),
        ("a^{b^c}", "a^(bᶜ)"),
        ("x^{(i)}", "x⁽ⁱ⁾"),
        ("x^*", "x*"),
        ("f'(x)", "f′(x)"),
        ("(a+b)^2", "(a + b)²"),
        ("{a+b}^2", "(a + b)²"),
        ("(-x)^2", "(-x)²"),
        ("-x^2", "-x²"),
        ("{-3}^2", "(-3)²"),
        ("{35}^2", "35²"),
        (r"\left(a+b\right)^2", "(a + b)²"),
        (r"\mathbf{w}^\top \mathbf{x} + b", "wᵀx + b"),
        (r"\theta_{t+1}", "θₜ₊₁"),
        (r"2 \times 10^{-3}", "2 × 10⁻³"),
        (r"\log_2 x", "log₂ x"),
        (r"\log_2(x)", "log₂(x)"),
        (r"\sum_{i=1}^n x_i", "Σᵢ₌₁ⁿ xᵢ"),
        (r"\sum_{x \in X} p(x)", "Σ_(x ∈ X) p(x)"),
        (r"\lim_{n \to \infty} a_n", "lim_(n → ∞) aₙ"),
    ],
)
def test_scripts_bind_to_their_base(latex: str, shown: str) -> None:
    assert in_unicode(latex) == shown


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        ("a+b-c", "a + b - c"),
        ("a=-b", "a = -b"),
        ("5 - {-3}", "5 - -3"),
        ("2{-3}", "2 (-3)"),
        (r"x \times -1", "x × -1"),
        (r"-\sum p_i \log p_i", "-Σ pᵢ log pᵢ"),
        (r"a \le b \ge c \approx d", "a ≤ b ≥ c ≈ d"),
        (r"a <= b", "a <= b"),
        (r"\mu \pm 2\sigma", "μ ± 2σ"),
        (r"x \in \mathbb{R}^n", "x ∈ ℝⁿ"),
        (r"\nabla f \cdot \partial g \to \infty", "∇f · ∂g → ∞"),
        (r"X \sim \mathcal{N}(0,1)", "X ~ N(0, 1)"),
        (r"P(A|B)", "P(A | B)"),
        (r"P(A \mid B)", "P(A | B)"),
        (r"|x| + |y - 1|", "|x| + |y - 1|"),
        (r"\lVert x \rVert_2^2", "‖x‖₂²"),
        (r"\|x\|_1", "‖x‖₁"),
        (r"\left\lfloor \frac{n}{2} \right\rfloor", "⌊n / 2⌋"),
        (r"\hat{y}_i, \bar x, \tilde{x}", "ŷᵢ, x̄, x̃"),
        (r"\hat{y_i}", "ŷᵢ"),
        (r"\text{if } x > 0", "if x > 0"),
        (r"\mathrm{TP} + \operatorname{Var}(X)", "TP + Var(X)"),
        (r"\operatorname*{arg\,max}_x f(x)", "arg maxₓ f(x)"),
        (r"O(n \log n)", "O(n log n)"),
        (r"\int_0^1 f(x)\,dx", "∫₀¹ f(x) dx"),
        (r"a\!b", "ab"),
        (r"\binom{n}{k} p^k", "C(n, k) pᵏ"),
        (r"1{,}000", "1,000"),
        ("50%", "50%"),
        (r"50\%", "50%"),
        (r"\$5", "$5"),
        (r"a\_b", "a_b"),
        (r"y \in \{0, 1\}", "y ∈ {0, 1}"),
        (r"x \not= y", "x ≠ y"),
        (r"a \bmod b", "a mod b"),
        (r"x_1, \ldots, x_n", "x₁, …, xₙ"),
    ],
)
def test_operators_and_names_are_spaced(latex: str, shown: str) -> None:
    assert in_unicode(latex) == shown


def test_rows_and_cells_become_plain_text() -> None:
    cases = r"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}"
    assert in_unicode(cases) == "(1 if x > 0; 0 otherwise)"
    assert in_unicode(r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}") == "[1, 2; 3, 4]"
    assert in_unicode(r"\begin{aligned} a &= b \\ c &= d \end{aligned}") == "a = b; c = d"


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{a",
        r"\frac",
        "{a",
        "a}",
        "x^",
        "x^^2",
        r"\begin{cases} 1",
        r"\nosuchcommand{x}",
        r"\begin{nosuch} 1 \end{nosuch}",
        "\\",
        "{" * 3000,
        "x" * 5000,
    ],
)
def test_broken_latex_is_shown_as_it_is_written(latex: str) -> None:
    assert in_unicode(latex) == latex or latex == "\\"


def test_control_characters_are_shown_never_sent() -> None:
    assert in_unicode("x\x1b[31m") == r"x\u001b[31m"
    assert "\u202e" not in in_unicode("a\u202eb")


KNOWN = [
    *(r"\frac{a}{b}", r"\sqrt{x}", r"\hat{y}", r"\text{a b}", r"\mathbf{x}", r"\binom{n}{k}"),
    *(r"\le", r"\alpha", r"\sum", r"\log", r"\left(x\right)", r"\,", r"\quad", r"\%", r"\to"),
    *("x", "12", "0.5", "+", "-", "=", "(", ")", "|", ",", "/", "_i", "^2", "^{n+1}", "_{ab}"),
    *(
        " ",
        "'",
        "!",
        ":",
        "{",
        "}",
        "&",
        "~",
        "%",
        "<",
        "é",
        "語",
        r"\begin{matrix}1&2\end{matrix}",
    ),
]


@settings(deadline=None)
@given(st.text() | st.lists(st.sampled_from(KNOWN), max_size=15).map(" ".join))
def test_anything_gives_one_harmless_line(latex: str) -> None:
    shown = in_unicode(latex)
    assert not any(unicodedata.category(c) == "Cc" for c in shown)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown)


@settings(deadline=None)
@given(st.lists(st.sampled_from([k for k in KNOWN if k[0] not in "{}_^"]), max_size=15))
def test_known_commands_leave_no_backslash(parts: list[str]) -> None:
    shown = in_unicode(" ".join(parts))
    assert "\\" not in shown
    assert "{" not in shown


def texts_in(value: object) -> Iterator[str]:
    """Every text in a question, whatever field it stands in."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_in(part)


def formulas_in(text: str) -> Iterator[str]:
    for found in FORMULA.finditer(CODE.sub("", text)):
        yield found[2]


@pytest.mark.parametrize("file", files_in(built_in_bank()), ids=lambda file: file.stem)
def test_every_formula_of_the_bank_is_shown_without_leftovers(file: Path) -> None:
    topic = read_file(file).topic
    assert topic is not None
    left = []
    for question in topic.questions:
        variant = draw(question.id, question, seed=1)
        drawn = msgspec.to_builtins(variant)
        drawn.pop("question")
        as_written = {} if question.params else msgspec.to_builtins(question)
        for text in texts_in([drawn, as_written]):
            for latex in formulas_in(text):
                shown = in_unicode(latex)
                sets = r"\{" in latex
                if "\\" in shown or (not sets and re.search("[{}]", shown)):
                    left.append((question.id, latex, shown))
    assert not left
