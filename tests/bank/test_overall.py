"""A bank as a whole: what is counted, and what the built-in bank holds itself to."""

import pytest

from dlprep.bank.kinds import Choice, Numeric, Option, kind
from dlprep.bank.library import Library, load
from dlprep.bank.overall import overall, reading_ease


@pytest.fixture(scope="module")
def library() -> Library:
    return load()


def choice(name: str, prompt: str, *texts: str) -> tuple[str, Choice]:
    options = [
        Option(text=t, correct=i == 0, misconception="m" if i == 1 else None)
        for i, t in enumerate(texts)
    ]
    return f"t/{name}", Choice(
        id=name, difficulty="easy", concept=name, prompt=prompt, options=options
    )


def test_lengths_names_and_likeness_are_counted() -> None:
    one = choice(
        "one", "Which threshold gives the highest recall on this set?", "the very lowest", "a", "b"
    )
    two = choice(
        "two", "Which threshold gives the highest recall on this set?", "low", "longer", "b"
    )
    far = choice("far", "What does a pooling layer do to small shifts?", "x", "yy", "zzz")
    whole = overall([one, two, far])
    assert (whole.choices, whole.longest) == (3, 1)
    assert whole.by_chance == pytest.approx(1 / 3)
    assert (whole.unnamed, whole.wrong_options) == (3, 6)
    assert [(a, b) for _, a, b in whole.alike] == [("t/one", "t/two")]


def test_short_words_in_short_sentences_read_more_easily() -> None:
    easy = [["the", "cat", "sat"], ["it", "was", "glad"]]
    hard = [["regularisation", "considerably", "ameliorates", "generalisation", "capability"] * 6]
    assert reading_ease(easy) > 90 > 30 > reading_ease(hard)


def test_the_built_in_bank_keeps_its_promises(library: Library) -> None:
    questions = [(i, library.question(i)) for i in library.ids()]
    whole = overall(questions)
    assert whole.longest / whole.choices <= whole.by_chance
    assert whole.unnamed == 0 and whole.alike == ()
    kinds = [kind(q) for _, q in questions]
    total = len(kinds)
    assert total >= 600
    assert kinds.count("choice") + kinds.count("multi") <= total / 2
    templates = [q for _, q in questions if isinstance(q, Numeric) and q.params]
    assert len(templates) >= 0.15 * total and kinds.count("text") >= 0.15 * total
    assert kinds.count("python") >= 30 and kinds.count("sql") >= 20
    counts = {t.slug: t.questions for t in library.topics()}
    assert (
        counts["system-design"] >= 20 and counts["behavioural"] >= 15 and counts["estimation"] >= 25
    )
    for level, share in (("easy", 0.3), ("medium", 0.45), ("hard", 0.25)):
        assert sum(q.difficulty == level for _, q in questions) / total == pytest.approx(
            share, abs=0.08
        )
    assert all(q.sources and q.explanation.strip() for _, q in questions)
