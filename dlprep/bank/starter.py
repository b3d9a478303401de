"""The question file that `dlprep bank new` starts a writer with."""

import re
from pathlib import Path

from dlprep import paths
from dlprep.errors import UnreadableError, UsageError

_STARTER = """\
# dlprep questions; `dlprep bank check {topic}.yaml` checks them, `dlprep bank schema` describes them.
topic: {topic}
title: {title}
questions:
  - id: my-first-question         # never changes: the learner's history hangs on it
    kind: choice                  # {kinds}
    difficulty: medium            # easy, medium, hard
    concept: The share of predicted positives that are positive
    prompt: |
      A filter marks 40 mails as spam. 30 of them are spam; 10 other spam mails got through.
      What is its precision, with spam as the positive class?
    options:                      # three to five, one of them correct, each with a reason
      - text: "0.75"
        correct: true
        why: 30 of the 40 marked mails are spam.
      - text: "0.60"
        why: That divides by all 50 mails that are spam or marked as spam.
        misconception: precision-over-the-union
      - text: "0.30"
        why: That divides by 100, which is no number of this story.
        misconception: counts-are-percentages
    explanation: |
      Precision is $\\frac{{TP}}{{TP + FP}} = \\frac{{30}}{{30 + 10}} = 0.75$.
    sources:
      - title: scikit-learn user guide, precision, recall and F-measures
        url: https://scikit-learn.org/stable/modules/model_evaluation.html
"""


def write(topic: str, folder: Path) -> Path:
    """Write `<topic>.yaml` into a folder, which is made where needed; never overwrites.

    Raises
    ------
    UsageError
        The slug is none, or the file exists.
    UnreadableError
        The folder cannot be written.
    """
    from dlprep.bank.kinds import KINDS

    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", topic):
        raise UsageError(
            f"{topic!r} is no slug: use lower case, digits and hyphens, as in time-series"
        )
    file = folder / f"{topic}.yaml"
    title = topic.replace("-", " ").capitalize()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as stream:
            stream.write(_STARTER.format(topic=topic, title=title, kinds=", ".join(KINDS)))
    except FileExistsError:
        raise UsageError(f"{paths.shown(file)} is there already: add questions to it") from None
    except OSError as error:
        raise UnreadableError(f"{paths.shown(file)} cannot be written: {error.strerror}") from None
    return file
