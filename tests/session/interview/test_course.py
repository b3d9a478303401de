"""The course: hints, deeper and simpler questions, time, and that it always comes to an end."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlprep.bank.library import load
from dlprep.bank.templates import Variant
from dlprep.grading.grade import Grade
from dlprep.grading.marker import expected
from dlprep.grading.second.view import Second
from dlprep.session.interview.course import BREAKDOWN, LONGEST_CHAIN, Interview, Turn, next_turn
from dlprep.session.interview.planning import Item, Plan, StagePlan, planned
from dlprep.session.interview.record import Exchange, Record, save
from dlprep.session.interview.record import load as load_record
from dlprep.session.interview.scorecard import scorecard

LIBRARY = load()
STARTED = datetime(2026, 11, 24, 10, tzinfo=UTC)
LEVELS = ("easy", "medium", "hard")


def record(*stages: StagePlan) -> Record:
    return Record("2026-11-24-1", STARTED, Plan("data-scientist", 45, 1, stages))


def said(turn: Turn, score: float, seconds: float = 60) -> Exchange:
    return Exchange(
        turn.stage.stage, turn.variant.id, turn.variant.seed, "x", seconds, score,
        part=turn.part, follows=turn.follows, hinted=bool(turn.hint),
    )  # fmt: skip


def course(start: Record, scores: list[float], seconds: float) -> list[Turn]:
    turns, now = [], start
    for score in [*scores, *[0.5] * 200]:
        turn = next_turn(now, LIBRARY)
        if turn is None:
            return turns
        turns.append(turn)
        now = msgspec.structs.replace(now, exchanges=(*now.exchanges, said(turn, score, seconds)))
    raise AssertionError("the interview does not end")


@settings(deadline=None, max_examples=25)
@given(
    scores=st.lists(st.sampled_from([0.0, 0.3, 0.7, 1.0]), max_size=40),
    seconds=st.sampled_from([0.0, 45.0, 400.0]),
    seed=st.integers(0, 20),
)
def test_every_interview_begins_each_stage_asks_nothing_twice_and_ends(
    scores: list[float], seconds: float, seed: int
) -> None:
    plan = planned(LIBRARY, "ml-engineer", 30, seed)
    turns = course(Record("2026-11-24-1", STARTED, plan), scores, seconds)
    assert list(dict.fromkeys(t.stage.stage for t in turns)) == [s.stage for s in plan.stages]
    asked = [(t.variant.id, t.part, bool(t.hint)) for t in turns]
    assert len(asked) == len(set(asked))
    chain = 0
    for turn in turns:
        chain = chain if turn.hint else chain + 1 if turn.follows else 1
        assert chain <= LONGEST_CHAIN


def test_no_question_is_begun_after_the_time_but_every_stage_is(monkeypatch: object) -> None:
    plan = planned(LIBRARY, "data-scientist", 30, 1)
    turns = course(Record("2026-11-24-1", STARTED, plan), [0.7] * 50, 3600)
    firsts = [t for t in turns if t.part != BREAKDOWN]
    assert [t.stage.stage for t in firsts] == [s.stage for s in plan.stages]


def chained(level: str, fits: str) -> tuple[str, str]:
    """A question of the bank with a follow-up that is `deeper` or `simpler`."""
    for full_id in LIBRARY.ids(kind="choice", difficulty=level):
        own = LEVELS.index(level)
        for name in LIBRARY.question(full_id).follow_ups:
            other = LEVELS.index(LIBRARY.question(name).difficulty)
            if (other > own) if fits == "deeper" else (other < own):
                return full_id, name
    raise AssertionError("no such chain in the bank")


@pytest.mark.parametrize(("score", "fits"), [(1.0, "deeper"), (0.0, "simpler")])
def test_a_good_answer_leads_deeper_and_a_weak_one_to_something_simpler(
    score: float, fits: str
) -> None:
    first, _ = chained("medium", fits)
    start = record(StagePlan("technical", 900, (Item(first, 5),)))
    turn = next_turn(start, LIBRARY)
    assert turn is not None and turn.variant.id == first
    following = next_turn(msgspec.structs.replace(start, exchanges=(said(turn, score),)), LIBRARY)
    assert following is not None
    assert following.follows == first and following.deeper == (fits == "deeper")
    level = LEVELS.index(following.variant.question.difficulty)
    assert level >= 1 if fits == "deeper" else level <= 1


def test_a_weak_number_gets_a_hint_and_a_second_try_only() -> None:
    full_id = next(i for i in LIBRARY.ids(kind="numeric") if LIBRARY.question(i).hint)
    turns = course(record(StagePlan("technical", 900, (Item(full_id, 5),))), [0.0, 0.0, 0.7], 10)
    assert [(t.variant.id, bool(t.hint)) for t in turns[:2]] == [(full_id, False), (full_id, True)]
    assert turns[1].hint == turns[1].variant.hint != ""


def test_a_hint_of_an_interview_holds_the_numbers_that_were_drawn() -> None:
    full_id, name = next(
        (i, name)
        for i in LIBRARY.ids(kind="numeric")
        for name in getattr(LIBRARY.question(i), "params", {})
        if f"{{{name}}}" in LIBRARY.question(i).hint
    )
    turns = course(record(StagePlan("technical", 600, (Item(full_id, 5),))), [0.0, 0.0], 30)
    assert turns[1].hint
    assert f"{{{name}}}" not in turns[1].hint
    assert all(t.variant.id != full_id for t in turns[2:])


def test_an_estimate_is_taken_apart_first() -> None:
    start = record(StagePlan("estimation", 300, (Item("estimation/world-shampoo", 5),)))
    turns = course(start, [0.5, 0.7], 10)
    assert [t.part for t in turns] == [BREAKDOWN, ""]


def test_answers_are_graded_kept_and_summed_up() -> None:
    items = (Item("metrics/threshold-50-to-80", 1), Item("estimation/world-shampoo", 1))
    start = record(StagePlan("technical", 300, items[:1]), StagePlan("estimation", 300, items[1:]))
    interview = Interview(start, LIBRARY)
    assert interview.current is not None
    interview.answer(expected(interview.current.variant), 30)
    while interview.current is not None and interview.current.stage.stage == "technical":
        interview.answer("", 400)
    heard = interview.answer("people in the world: 8B\nwashes a week: 2..4", 20)
    assert heard.parts is not None and heard.grade is None
    assert load_record(start.name) == interview.record
    interview.answer("4e9", 20)
    assert interview.current is None
    interview.finish()
    card = scorecard(load_record(start.name), LIBRARY)
    by_name = {c.name: c for c in card.competencies}
    assert by_name["evaluation"].score is not None
    assert by_name["estimation"].score is not None and by_name["estimation"].score > 0.5
    assert by_name["coding"].score is None
    assert card.changes and all(c.command.startswith("dlprep ") for c in card.changes)
    assert card.remarks  # the technical stage ran over its time


def test_the_learners_own_mark_counts() -> None:
    start = record(StagePlan("introduction", 300, (Item("behavioural/tell-me-about-yourself", 1),)))
    save(start)
    interview = Interview(start, LIBRARY)
    interview.answer("I am a person.", 30)
    interview.mark_own(0, 1.0)
    card = scorecard(interview.record, LIBRARY)
    assert card.score == 1.0
    assert interview.record.exchanges[0].score < 1
    assert any("short of one minute" in remark for remark in card.remarks)


def test_a_models_mark_counts_for_stories_until_the_learner_gives_one() -> None:
    asked: list[str] = []

    def second(variant: Variant, answer: str, grade: Grade) -> Second:
        asked.append(variant.id)
        return (
            Second("small", (), 0.75) if len(asked) == 1 else Second("small", trouble="no answer")
        )

    start = record(
        StagePlan("introduction", 300, (Item("behavioural/tell-me-about-yourself", 1),)),
        StagePlan("technical", 300, (Item("metrics/threshold-50-to-80", 1),)),
    )
    save(start)
    interview = Interview(start, LIBRARY, None, second)
    interview.answer("I am a person.", 30)
    interview.answer("A", 30)
    assert asked == ["behavioural/tell-me-about-yourself"]  # nothing else is sent
    first = load_record(start.name).exchanges[0]
    assert (first.model_score, first.mark) == (0.75, 0.75)
    interview.mark_own(0, 0.5)
    assert interview.record.exchanges[0].mark == 0.5
