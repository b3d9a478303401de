"""Learns what word follows what from the bank's explanations, for the grader of prose.

    python -m benchmarks.word_order

writes `dlprep/grading/rubric/word_order.json`. Model answers are left out: they test it.
"""

import re
from collections.abc import Iterator

import msgspec

from dlprep.bank.kinds import AnyQuestion, Choice, Multi, TextQuestion
from dlprep.bank.library import load
from dlprep.grading.rubric.word_order import TABLE, learned
from dlprep.grading.rubric.words import FUNCTION, read

LEAST = 15
_APART = re.compile(r"\$\$?.+?\$\$?|```.*?```|`[^`\n]*`|\{[^{}\n]*\}|\*+", re.DOTALL)


def texts(question: AnyQuestion) -> Iterator[str]:
    """The prose of a question that is no model answer."""
    yield question.prompt
    yield question.explanation
    if isinstance(question, Choice | Multi):
        for option in question.options:
            yield option.why
    if isinstance(question, TextQuestion):
        for wrong in question.misconceptions:
            yield f"{wrong.claim}\n{wrong.why}"


def sentences() -> list[list[str]]:
    """The words of every sentence of the bank."""
    library = load()
    found = []
    for full_id in library.ids():
        for text in texts(library.question(full_id)):
            for sentence in read(_APART.sub(" x ", text)).sentences:
                found.append([t.word for t in sentence])
    return found


def main() -> None:
    body = sentences()
    many: dict[str, int] = {}
    for sentence in body:
        for word in sentence:
            many[word] = many.get(word, 0) + 1
    known = [w for w in sorted(FUNCTION) if many.get(w, 0) >= LEAST]
    table = learned(body, known)
    TABLE.write_bytes(msgspec.json.encode(table))
    print(f"{sum(many.values())} words, {len(known)} function words, {len(table.words)} classes")


if __name__ == "__main__":
    main()
