"""What an introduction or a CV invites: the topics and questions its sentences bring up, by TF-IDF."""

import re
from collections.abc import Sequence

import msgspec

from dlprep.bank.kinds import AnyQuestion
from dlprep.bank.words import fields

LEAST = 0.08
"""Cosine similarity below which a sentence brings no question."""

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+|\s[-•*]\s")


class Invited(msgspec.Struct, frozen=True):
    """A question, how much a sentence of the text invites it (0..1), and that sentence."""

    question: str
    similarity: float
    sentence: str


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text that say something, in order."""
    parts = (" ".join(part.split()).strip("-•*#;, ") for part in _SENTENCE.split(text))
    return [part for part in parts if len(part.split()) >= 3]


def invited(text: str, questions: Sequence[tuple[str, AnyQuestion]]) -> list[Invited]:
    """The questions a text invites, the most first; none where nothing is alike.

    TF-IDF over words and word pairs of the bank's concepts, prompts and tags; a question's
    similarity is that of its nearest sentence.
    """
    said = sentences(text)
    if not said or not questions:
        return []
    from sklearn.feature_extraction.text import TfidfVectorizer  # 1 s: only with --about

    documents = [
        " ".join(
            (full_id.replace("/", " ").replace("-", " "), *fields(question)[:2], *question.tags)
        )
        for full_id, question in questions
    ]
    vectorizer = TfidfVectorizer(
        ngram_range=(1, 2), sublinear_tf=True, stop_words="english", max_df=0.2
    )
    bank = vectorizer.fit_transform(documents)
    alike = (bank @ vectorizer.transform(said).T).toarray()
    best, places = alike.max(axis=1), alike.argmax(axis=1)
    order = sorted(range(len(questions)), key=lambda n: (-best[n], questions[n][0]))
    return [
        Invited(questions[n][0], round(float(best[n]), 4), said[places[n]])
        for n in order
        if best[n] >= LEAST
    ]
