"""Grades `text` against its rubric: which points were said, in words that match the patterns.

Matching is plain for now: terms within one clause and one window, stems by prefix, no synonyms.
"""

import re
from collections.abc import Sequence

from dlprep.bank.kinds import TextQuestion
from dlprep.bank.templates import Variant
from dlprep.grading.grade import PointMark

_CLAUSE = re.compile(r"[.!?;:,()\n]+|\b(?:but|while|whereas|so|because)\b")
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_NEGATORS = frozenset("not no never neither nor without cannot none hardly".split())
_STOP = frozenset(
    "a an the of to in on at is are was were be been it its this that these those and or for with"
    " by as from you your i we they their them he she has have had do does did will would can could"
    " should may might must there then than very just also only".split()
)
_ENDINGS = "ations ation ising izing ings ing edly ies ed es ly s e y".split()
_NEGATION_REACH = 4
_PENALTY = 0.25


def mark(variant: Variant, answer: str) -> tuple[float, str, tuple[PointMark, ...]]:
    """The share of the points' weight that was found, less a quarter for each misconception."""
    question = variant.question
    assert isinstance(question, TextQuestion)
    clauses = _clauses(answer)
    marks = tuple(_point(p.point, p.weight, p.accept, p.refute, clauses) for p in question.points)
    total = sum(m.weight for m in marks)
    score = sum(m.weight for m in marks if m.hit) / total
    voiced = [m for m in question.misconceptions if _found(m.accept, clauses)[0]]
    score = max(0.0, score - _PENALTY * len(voiced))
    if _copied(answer, variant.prompt):
        marks = tuple(PointMark(m.point, m.weight, False) for m in marks)
        score, voiced = 0.0, []
    return score, _feedback(marks, [(m.claim, m.why) for m in voiced]), marks


def expected(variant: Variant) -> str:
    """The model answer."""
    question = variant.question
    assert isinstance(question, TextQuestion)
    return question.model_answer.strip()


def _feedback(marks: Sequence[PointMark], voiced: Sequence[tuple[str, str]]) -> str:
    lines = []
    for m in marks:
        if m.hit:
            lines.append(f"- found: {m.point} (you said: {m.evidence})")
        else:
            lines.append(f"- {'contradicted' if m.contradicted else 'not found'}: {m.point}")
    for claim, why in voiced:
        lines.append(f"- not so: {claim} {why}")
    return "\n".join(lines)


def _clauses(text: str) -> list[list[str]]:
    plain = re.sub(r"n[o'’]t\b", " not", text.casefold().replace("can't", "cannot"))
    parts = [_WORD.findall(part) for part in _CLAUSE.split(plain)]
    return [[w for w in words if w not in _STOP] for words in parts if words]


def _copied(answer: str, prompt: str) -> bool:
    said = {w for clause in _clauses(answer) for w in clause}
    asked = {w for clause in _clauses(prompt) for w in clause}
    return bool(said) and len(said - asked) <= 0.1 * len(said)


def _point(
    point: str,
    weight: float,
    accept: Sequence[str],
    refute: Sequence[str],
    clauses: list[list[str]],
) -> PointMark:
    found, words, denied = _found(accept, clauses)
    refuted = _found(refute, clauses)[0]
    hit = found and not refuted
    return PointMark(point, weight, hit, words if hit else "", (denied or refuted) and not hit)


def _found(patterns: Sequence[str], clauses: list[list[str]]) -> tuple[bool, str, bool]:
    """Whether a pattern matches a clause that affirms it, its words, and whether one denied it."""
    denied = False
    for pattern in patterns:
        for clause in clauses:
            at = _match(pattern, clause)
            if at is None:
                continue
            first, last = at
            before = clause[max(0, first - _NEGATION_REACH) : last + 1]
            wanted = sum(term in _NEGATORS for term in re.split(r"[ |_>]+", pattern))
            if sum(w in _NEGATORS for w in before) % 2 and not wanted:
                denied = True
                continue
            return True, " ".join(clause[first : last + 1]), False
    return False, "", denied


def _match(pattern: str, clause: list[str]) -> tuple[int, int] | None:
    """First and last place of the pattern's terms in the clause, within 2 x terms + 2 words."""
    ordered = pattern.startswith(">")
    terms = pattern.lstrip("> ").split()
    spots: list[list[tuple[int, int]]] = [_spots(term, clause) for term in terms]
    if not all(spots):
        return None
    window = 2 * len(terms) + 2
    for anchor, _ in spots[0]:
        chosen, previous = [], -1
        for options in spots:
            near = [s for s in options if abs(s[0] - anchor) < window]
            if ordered:
                near = [s for s in near if s[0] > previous]
            if not near:
                break
            best = min(near, key=lambda s: abs(s[0] - anchor))
            chosen.append(best)
            previous = best[0]
        if len(chosen) == len(terms):
            first, last = min(s[0] for s in chosen), max(s[1] for s in chosen)
            if last - first < window:
                return first, last
    return None


def _spots(term: str, clause: list[str]) -> list[tuple[int, int]]:
    found = []
    for alternative in term.casefold().split("|"):
        words = [w for w in alternative.split("_") if w not in _STOP]
        for start in range(len(clause) - len(words) + 1):
            if words and all(_same(w, clause[start + n]) for n, w in enumerate(words)):
                found.append((start, start + len(words) - 1))
    return found


def _same(term: str, word: str) -> bool:
    if term == word:
        return True
    stem = _stem(term)
    return len(stem) >= 3 and stem == _stem(word)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word
