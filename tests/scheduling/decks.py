"""Synthetic decks of questions: some seen, most not, as a bank and a learner might have them."""

import numpy as np

from dlprep.scheduling.rehearsal import Deck


def deck(questions: int, seen: int, seed: int = 0, topics: int = 12) -> Deck:
    """So many questions in topics of unlike weight; the first `seen` have cards."""
    rng = np.random.default_rng(seed)
    topic = np.arange(questions) % topics
    asked = rng.integers(20, 100, topics).astype(float)
    weight = asked[topic] / np.bincount(topic, minlength=topics)[topic]
    known = np.arange(questions) < seen
    stability = np.where(known, rng.lognormal(1.2, 1.0, questions), -1.0)
    age = np.where(known, rng.integers(0, 20, questions), 0).astype(float)
    return Deck(
        weight / weight.sum(),
        rng.choice([0.8, 1.0, 2.5, 4.0], questions, p=[0.5, 0.2, 0.2, 0.1]),
        rng.choice([0.8, 0.55, 0.3], questions),
        stability,
        np.where(known, rng.uniform(2, 9, questions), -1.0),
        age,
        np.where(known, np.rint(stability) - age, 0.0),
    )
