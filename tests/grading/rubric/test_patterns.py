"""What a pattern may say, and what its reader refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlprep.grading.rubric.patterns import PatternError, parse

WORDS = st.sampled_from(
    "gradient vanishes layers early stopping variance l1 cross-entropy 0.5 test".split()
)
PHRASES = st.lists(WORDS, min_size=1, max_size=3).map("_".join)
TERMS = st.lists(PHRASES, min_size=1, max_size=3).map("|".join)
PATTERNS = st.lists(TERMS, min_size=1, max_size=4)


@given(PATTERNS, st.booleans())
def test_what_is_written_is_what_is_read(terms: list[str], ordered: bool) -> None:
    pattern = parse((">" if ordered else "") + " ".join(terms))
    assert len(pattern.terms) == len(terms)
    assert pattern.ordered == ordered
    assert pattern.window == 2 * len(terms) + 2
    for term, read in zip(terms, pattern.terms, strict=True):
        assert len(read) <= 2 * len(term.split("|"))


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    try:
        pattern = parse(text)
    except PatternError as error:
        assert "pattern" in str(error)
    else:
        assert all(phrase and all(phrase) for term in pattern.terms for phrase in term)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "no terms"),
        (">", "no terms"),
        ("a||b gradient", "an empty alternative in 'a||b'"),
        ("gradient|", "an empty alternative"),
        ("early_ stopping", "no word in 'early_'"),
        ("train > test", "`>` not in front"),
        ("& gradient", "no word in '&'"),
        ("is of the", "stop words alone"),
    ],
)
def test_a_malformed_pattern_is_refused(pattern: str, said: str) -> None:
    with pytest.raises(PatternError) as refused:
        parse(pattern)
    assert said in str(refused.value)
