"""What is asked for which role: the stages, their shares of the time, and the topics that count."""

from typing import Literal

import msgspec

Stage = Literal["introduction", "projects", "technical", "hands-on", "estimation", "closing"]
STAGES: tuple[Stage, ...] = (
    "introduction", "projects", "technical", "hands-on", "estimation", "closing",
)  # fmt: skip
STORIES = ("introduction", "projects", "closing")
"""Stages in which one tells of oneself: marked by the learner, or by a model where one is set up."""

TITLES: dict[str, str] = {
    "introduction": "About you",
    "projects": "Your projects",
    "technical": "Technical questions",
    "hands-on": "Hands on: Python or SQL",
    "estimation": "An estimate, thinking aloud",
    "closing": "Your questions to us",
}
MINUTES_A_QUESTION: dict[str, float] = {
    "introduction": 3, "projects": 4, "technical": 2.5, "hands-on": 10, "estimation": 6,
    "closing": 3,
}  # fmt: skip


class Role(msgspec.Struct, frozen=True):
    """A role: the share of the time each stage gets (they add up to 1), and topics by weight."""

    name: str
    shares: dict[str, float]
    topics: dict[str, float]


_CLASSIC = {
    "metrics": 3.0, "overfitting": 2.0, "validation": 2.0, "regularization": 1.5, "classic-ml": 2.0,
    "trees": 1.5, "unsupervised": 1.0, "data-prep": 1.5, "statistics": 1.5, "probability": 1.0,
}  # fmt: skip
_DEEP = {
    "activations": 2.0, "optimization": 2.0, "normalization": 1.0, "regularization": 1.0,
    "vision": 1.0, "transfer-learning": 1.0, "nlp": 1.0, "transformers": 1.5,
}  # fmt: skip
_LANGUAGE = {
    "transformers": 3.0, "llm-training": 2.0, "llm-inference": 3.0, "rag-agents": 3.0,
    "llm-evaluation": 2.0, "nlp": 1.0,
}  # fmt: skip

ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role(
            "data-scientist",
            {"introduction": 0.07, "projects": 0.18, "technical": 0.37, "hands-on": 0.2,
             "estimation": 0.13, "closing": 0.05},
            {**_CLASSIC, "recsys": 1.0, "activations": 1.0, "optimization": 0.5, "mlops": 0.5},
        ),
        Role(
            "ml-engineer",
            {"introduction": 0.06, "projects": 0.16, "technical": 0.4, "hands-on": 0.24,
             "estimation": 0.09, "closing": 0.05},
            {**_DEEP, "metrics": 1.5, "overfitting": 1.5, "validation": 1.0, "trees": 1.0,
             "mlops": 2.0, "system-design": 2.0, "llm-inference": 0.5},
        ),
        Role(
            "research",
            {"introduction": 0.06, "projects": 0.22, "technical": 0.44, "hands-on": 0.16,
             "estimation": 0.07, "closing": 0.05},
            {**_DEEP, "maths": 2.0, "probability": 1.5, "statistics": 1.0, "generative": 1.5,
             "transformers": 2.0, "llm-training": 1.0, "overfitting": 1.0},
        ),
        Role(
            "llm-engineer",
            {"introduction": 0.06, "projects": 0.16, "technical": 0.43, "hands-on": 0.2,
             "estimation": 0.1, "closing": 0.05},
            {**_LANGUAGE, "metrics": 1.0, "overfitting": 0.5, "system-design": 1.0, "mlops": 0.5},
        ),
    )
}  # fmt: skip
