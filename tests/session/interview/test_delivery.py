"""Length, pace, and words without a mechanism."""

from dlprep.session.interview.delivery import WORDS_A_MINUTE, delivery


def test_a_minute_and_a_half_without_buzzwords_gets_no_remark() -> None:
    text = "I trained a model on 900 images. " * 30
    measured = delivery(text)
    assert measured.words == 210 and measured.minutes == 1.5
    assert measured.remarks == ()


def test_too_short_and_too_long_are_told() -> None:
    assert "short of one minute" in delivery("I am a data scientist.").remarks[0]
    assert "over two" in delivery("word " * (3 * WORDS_A_MINUTE)).remarks[0]


def test_a_buzzword_is_named_only_where_its_sentence_explains_nothing() -> None:
    hollow = delivery("We built a cutting-edge robust platform.")
    assert hollow.buzzwords == ("cutting-edge", "robust")
    sound = delivery("It is robust because each batch is checked against 3 rules.")
    assert sound.buzzwords == ()
