"""Every error of a file at once, each at its place."""

import random
from pathlib import Path

import pytest

from dlprep.bank.reader import read_file

GOOD = (Path(__file__).parents[1] / "data" / "sample.yaml").read_text()


def findings(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "sample.yaml"
    file.write_text(text)
    return [str(f) for f in read_file(file).findings]


def test_a_good_file_gives_typed_questions(tmp_path: Path) -> None:
    file = tmp_path / "sample.yaml"
    file.write_text(GOOD)
    topic = read_file(file).topic
    assert topic is not None
    assert [q.id for q in topic.questions] == [
        "pick-one", "pick-some", "compute", "guess", "sort", "say",
    ]  # fmt: skip


def test_every_error_is_reported_with_line_and_column(tmp_path: Path) -> None:
    bad = GOOD.replace("difficulty: easy", "difficulty: simple", 1).replace(
        "concept:", "conecpt:", 1
    )
    bad = bad.replace("kind: order", "kind: ordering")
    found = findings(tmp_path, bad)
    assert any(":7:17: questions[0].difficulty: 'simple', expected one of easy" in f for f in found)
    assert any(":8:5: " in f and "did you mean 'concept'" in f for f in found)
    assert any("'concept' is missing" in f for f in found)
    assert any("kind 'ordering' is unknown (did you mean 'order'?)" in f for f in found)


@pytest.mark.parametrize("text", ["", "- 1", "topic: x", "null", "\ufeff", "a: b: c", "\x00"])
def test_what_is_no_question_file_has_a_finding(tmp_path: Path, text: str) -> None:
    assert findings(tmp_path, text)


def test_bytes_that_are_not_utf8_and_missing_files_have_a_finding(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"topic: \xff\xfe")
    assert "not UTF-8" in str(read_file(file).findings[0])
    assert "cannot be read" in str(read_file(tmp_path / "none.yaml").findings[0])


def mutated(text: str, rng: random.Random) -> bytes:
    """The text with a few slips: bytes flipped, pieces dropped, doubled, or moved."""
    data = bytearray(text.encode())
    for _ in range(rng.randint(1, 4)):
        at, length = rng.randrange(len(data)), rng.randint(1, 30)
        piece = data[at : at + length]
        match rng.randrange(5):
            case 0:
                data[at] = rng.randrange(256)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = piece
            case 3:
                to = rng.randrange(len(data))
                data[to:to] = piece
            case 4:
                data[at:at] = rng.choice(
                    [b"{", "\u202e".encode(), b"\t", b"- ", b": ", b"&a ", b"!!x "]
                )
    return bytes(data)


def test_a_thousand_mutated_files_are_read_or_refused_without_a_traceback(tmp_path: Path) -> None:
    rng = random.Random(7)
    file = tmp_path / "sample.yaml"
    refused = 0
    for _ in range(1000):
        file.write_bytes(mutated(GOOD, rng))
        reading = read_file(file)
        assert (reading.topic is None) == bool(reading.findings)
        refused += bool(reading.findings)
        for finding in reading.findings:
            assert finding.line >= 1 and finding.column >= 1 and finding.what
    assert 100 < refused < 1000
