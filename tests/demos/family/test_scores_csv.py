"""A learner's own CSV: what is read, and the one line for each thing that cannot be."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlprep.demos.family.scores_csv import read
from dlprep.errors import DlprepError, UnreadableError, UsageError


def file(folder: Path, text: str | bytes) -> Path:
    path = folder / "preds.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_reads_labels_and_scores(tmp_path: Path) -> None:
    scores = read(file(tmp_path, "id,label,score\na,1,0.9\nb,0,0.2\nc,1,.4\n"), "label", "score")
    assert scores.positives == (0.4, 0.9)
    assert scores.negatives == (0.2,)
    assert scores.words.positive == "label=1"
    assert scores.seed is None


@pytest.mark.parametrize(
    "text",
    [
        "label;score\n1;0.9\n0;0.2\n",
        "label\tscore\r\n1\t0.9\r\n0\t0.2\r\n",
        b"\xef\xbb\xbflabel,score\n1,0.9\n0,0.2\n",
        "label,score\n1.0,0.9\n\n0.0,0.2",
        ' "label" , score\n1, 0.9\n0, 0.2\n'.replace(' "label" ', '"label"'),
        "label,score\nTrue,0.9\nFalse,0.2\n",
        "label,score\n1,9e-1\n-1,0.2\n",
    ],
)
def test_reads_the_usual_dialects(tmp_path: Path, text: str | bytes) -> None:
    scores = read(file(tmp_path, text), "label", "score")
    assert (scores.positives, scores.negatives) == ((0.9,), (0.2,))


def test_says_which_label_is_positive(tmp_path: Path) -> None:
    path = file(tmp_path, "label,score\ncat,0.9\ndog,0.2\n")
    assert read(path, "label", "score", "cat").positives == (0.9,)
    with pytest.raises(UsageError, match="which label of 'label' is positive, 'cat' or 'dog'"):
        read(path, "label", "score")
    with pytest.raises(UsageError, match="did you mean 'cat'"):
        read(path, "label", "score", "cats")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "preds.csv: the file is empty"),
        ("\n \n", "preds.csv: the file is empty"),
        ("label,score\n", "preds.csv: a header but no rows"),
        ("lable,score\n1,0.9\n", "preds.csv:1: no column 'label' (did you mean 'lable'?)"),
        (
            "label,proba\n1,0.9\n",
            "no column 'score'; there is 'label', 'proba'; name it with --y-score",
        ),
        ("label,score,score\n1,0.9,1\n", "preds.csv:1: 2 columns are called 'score'"),
        ("label,score\n1,0.9\n0,1.5\n", "preds.csv:3: score '1.5' in 'score' is outside 0..1"),
        ("label,score\n1,73\n", "divide percentages by 100"),
        ("label,score\n1,-0.1\n", "preds.csv:2: score '-0.1' in 'score' is outside 0..1"),
        ("label,score\n1,inf\n", "preds.csv:2: score 'inf' in 'score' is outside 0..1"),
        ("label,score\n1,NaN\n", "preds.csv:2: score 'NaN' in 'score' is missing"),
        ("label,score\n1,\n", "preds.csv:2: score '' in 'score' is not a number"),
        ("label,score\n1,high\n", "preds.csv:2: score 'high' in 'score' is not a number"),
        ("label;score\n1;0,9\n", "write a point for the decimal comma"),
        ("label,score\n1,0.9\n,0.9\n", "preds.csv:3: no label ('') in 'label'"),
        ("label,score\nnan,0.9\n", "preds.csv:2: no label ('nan') in 'label'"),
        ("label,score\n1,0.9\n1,0.2\n", "every label in 'label' is '1'"),
        ("label,score\n1,0.9\n0,0.2\n2,0.1\n", "preds.csv:4: label '2' is a third value"),
        ("label,score\n1,0.9\n0\n", "preds.csv:3: 1 cells where the header has 2"),
        ('label,score\n1,"0.9\n', "preds.csv:2: "),
        (b"label,score\n1,0.9\n\xff,0.2\n", "preds.csv: not UTF-8 text (byte 18)"),
        ("label,score\n1,\x1b[31mred\n", r"score '\x1b[31mred'"),
    ],
)
def test_one_line_that_says_where_and_what(tmp_path: Path, text: str | bytes, says: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(file(tmp_path, text), "label", "score")
    message = str(caught.value)
    assert says in message
    assert message.isprintable()


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="No such file"):
        read(tmp_path / "none.csv", "label", "score")
    with pytest.raises(UnreadableError, match="Is a directory"):
        read(tmp_path, "label", "score")
    with pytest.raises(UnreadableError, match="check the path"):
        read(Path("a\0b"), "label", "score")


def test_the_same_column_twice(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="give two columns"):
        read(tmp_path / "x.csv", "score", "score")


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_file_is_read_or_refused_in_one_line(tmp_path_factory, content: bytes) -> None:  # type: ignore[no-untyped-def]
    path = file(tmp_path_factory.mktemp("any"), b"label,score\n" + content)
    try:
        read(path, "label", "score")
    except DlprepError as error:
        assert str(error).isprintable()
