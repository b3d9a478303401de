"""The day's queue as properties: limits, siblings, order, and the same seed the same queue."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dlprep.scheduling.backlog import days_to_clear
from dlprep.scheduling.card import Card, retrievability
from dlprep.scheduling.memory import model
from dlprep.scheduling.queue import Counts, cram_queue, most_known, todays_queue

TODAY = date(2026, 6, 1)
BY = model()


def card(number: int, stability: float, ago: int, overdue: int) -> Card:
    last, due = TODAY - timedelta(days=ago), TODAY - timedelta(days=overdue)
    return Card(f"t/q{number}", stability, 5.0, last, last, due, 3, 0, BY.name)


CARDS = st.lists(
    st.tuples(st.floats(0.5, 200), st.integers(0, 300), st.integers(-30, 60)), max_size=40
).map(lambda rows: [card(i, *row) for i, row in enumerate(rows)])
NEW = st.lists(st.integers(100, 140), unique=True).map(lambda ns: [f"t/q{n}" for n in ns])
LIMITS = st.builds(Counts, st.integers(0, 12), st.integers(0, 12))
GROUPS = st.dictionaries(
    st.integers(0, 140).map(lambda n: f"t/q{n}"), st.sampled_from("abcdef"), max_size=80
)


def split(queue: Iterable[str], cards: list[Card]) -> tuple[list[str], list[str]]:
    """The known and the new questions of a queue."""
    known = {c.question for c in cards}
    return [q for q in queue if q in known], [q for q in queue if q not in known]


@given(CARDS, NEW, LIMITS, LIMITS, GROUPS, st.none() | st.integers())
def test_never_over_the_limits_and_siblings_on_different_days(
    cards: list[Card],
    new: list[str],
    limits: Counts,
    done: Counts,
    groups: dict[str, str],
    seed: int | None,
) -> None:
    queue = todays_queue(
        cards, new, TODAY, limits=limits, done_today=done, groups=groups, seed=seed
    )
    known, fresh = split(queue, cards)
    assert len(known) <= max(0, limits.due - done.due)
    assert len(fresh) <= max(0, limits.new - done.new)
    assert len(set(queue)) == len(queue)
    shown = [groups[q] for q in queue if q in groups]
    assert len(set(shown)) == len(shown)
    assert all(c.due_day and c.due_day <= TODAY for c in cards if c.question in known)
    assert queue == known + fresh


@given(CARDS, NEW, st.integers(), st.randoms(use_true_random=False))
def test_the_same_day_and_seed_give_the_same_queue(
    cards: list[Card], new: list[str], seed: int, chance: object
) -> None:
    limits = Counts(10, 10)
    queue = todays_queue(cards, new, TODAY, limits=limits, seed=seed)
    chance.shuffle(cards)  # type: ignore[attr-defined]
    chance.shuffle(new)  # type: ignore[attr-defined]
    assert queue == todays_queue(cards, new, TODAY, limits=limits, seed=seed)


@given(CARDS, st.integers(0, 40))
def test_a_backlog_begins_with_what_is_most_likely_still_known(
    cards: list[Card], limit: int
) -> None:
    recall = {c.question: retrievability(c, TODAY) for c in cards}
    queue = todays_queue(cards, [], TODAY, limits=Counts(0, limit))
    asked = [recall[q] for q in queue]
    assert asked == sorted(asked, reverse=True)
    due = [c.question for c in cards if c.due_day and c.due_day <= TODAY]
    assert len(queue) == min(limit, len(due))
    left = [recall[q] for q in due if q not in queue]
    assert not left or not asked or min(asked) >= max(left)


@given(CARDS, GROUPS)
def test_what_was_seen_today_buries_its_siblings(cards: list[Card], groups: dict[str, str]) -> None:
    seen = [q for q in groups if int(q[3:]) % 3 == 0]
    queue = todays_queue(
        cards, [], TODAY, limits=Counts(9, 99), groups=groups, seen_today=seen, ahead=True
    )
    buried = {groups[q] for q in seen}
    assert all(q in seen or groups.get(q) not in buried for q in queue)


@given(CARDS)
def test_ahead_adds_what_is_not_due_most_faded_first(cards: list[Card]) -> None:
    limits = Counts(0, 99)
    plain = todays_queue(cards, [], TODAY, limits=limits)
    ahead = todays_queue(cards, [], TODAY, limits=limits, ahead=True)
    assert ahead[: len(plain)] == plain
    assert sorted(ahead) == sorted(c.question for c in cards)
    recall = {c.question: retrievability(c, TODAY) for c in cards}
    later = [recall[q] for q in ahead[len(plain) :]]
    assert later == sorted(later)


@given(CARDS, GROUPS)
def test_a_cram_asks_everything_once_and_keeps_siblings_apart(
    cards: list[Card], groups: dict[str, str]
) -> None:
    queue = cram_queue(cards, TODAY, groups=groups)
    assert sorted(queue) == sorted(c.question for c in cards)
    assert queue == cram_queue(cards[::-1], TODAY, groups=groups)
    of = [groups.get(q) for q in queue]
    beside = sum(a is not None and a == b for a, b in pairwise(of))
    most = max((of.count(g) for g in set(of) if g is not None), default=0)
    assert beside <= max(0, 2 * most - len(queue) - 1)  # fewer there cannot be in any order


def test_a_curve_that_bends_otherwise_is_reckoned_with() -> None:
    one, other = card(1, 10, 40, 5), card(2, 10.5, 40, 5)
    flat = {"flat": 0.1}
    other = Card(**{f: getattr(other, f) for f in other.__struct_fields__} | {"model": "steep"})
    one = Card(**{f: getattr(one, f) for f in one.__struct_fields__} | {"model": "flat"})
    assert most_known([one, other], TODAY)[0] == other
    assert most_known([one, other], TODAY, {**flat, "steep": 0.8})[0] == one


def test_how_long_a_backlog_takes() -> None:
    cards = [card(i, 5 + i % 40, 60, 20) for i in range(100)]
    assert days_to_clear(cards, TODAY, 100, BY) == 0
    assert days_to_clear(cards[:40], TODAY, 40, BY) == 0
    few, many = (days_to_clear(cards, TODAY, a_day, BY) for a_day in (25, 60))
    assert few is not None and many is not None
    assert few > many >= 1
    assert few >= 3  # 100 by 25 a day, and some come back meanwhile
    assert few == days_to_clear(cards[::-1], TODAY, 25, BY)
    assert days_to_clear(cards, TODAY, 0, BY) is None
    assert days_to_clear(cards, TODAY, 99, BY, left_today=0) == 2


@settings(deadline=None, max_examples=20)
@given(CARDS, st.integers(1, 20))
def test_a_higher_limit_never_takes_much_longer(cards: list[Card], a_day: int) -> None:
    slow, fast = (days_to_clear(cards, TODAY, n, BY) for n in (a_day, 2 * a_day))
    assert fast is not None
    assert slow is None or fast <= slow + 2
