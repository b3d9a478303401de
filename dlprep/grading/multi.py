"""Grades `multi`: letters, scored (hits - false picks) / correct, not below 0."""

from dlprep.bank.templates import LETTERS, Variant
from dlprep.grading.grade import PointMark
from dlprep.grading.letters import places


def mark(variant: Variant, answer: str) -> tuple[float, str, tuple[PointMark, ...]]:
    """The share of correct options picked, less the false picks; a reason for each slip."""
    picked = set(places(answer, [o.text for o in variant.options]))
    correct = {n for n, o in enumerate(variant.options) if o.correct}
    score = max(0, len(picked & correct) - len(picked - correct)) / len(correct)
    lines = []
    for n, option in enumerate(variant.options):
        if n in picked and not option.correct:
            lines.append(f"- **{LETTERS[n]} does not belong.** {option.why}")
        elif n not in picked and option.correct:
            lines.append(f"- **{LETTERS[n]} was missing.** {option.why}")
        elif n in picked:
            lines.append(f"- **{LETTERS[n]} is right.** {option.why}")
    return score, "\n".join(lines), ()


def key(variant: Variant) -> str:
    """Which options are right and why, in Markdown."""
    return "\n".join(
        f"- **{LETTERS[n]} is right.** {option.why}"
        for n, option in enumerate(variant.options)
        if option.correct
    )


def expected(variant: Variant) -> str:
    """The letters of the correct options in this variant."""
    return "".join(LETTERS[n] for n, o in enumerate(variant.options) if o.correct)
