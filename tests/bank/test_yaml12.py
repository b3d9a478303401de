import pytest

from dlprep.bank.yaml12 import Document, Fault


def test_scalars_are_those_of_yaml_1_2() -> None:
    data = Document("a: 1e-3\nb: no\nc: 12:30\nd: 0o17\ne: true\nf: ~\ng: 010\nh: .5\n").data
    assert data["a"] == 1e-3
    assert data["b"] == "no"
    assert data["c"] == "12:30"
    assert data["e"] is True
    assert data["f"] is None
    assert data["h"] == 0.5


def test_a_key_used_twice_is_a_fault_at_its_second_place() -> None:
    faults = Document("a: 1\nb: 2\na: 3\n").faults
    assert [(place, "twice" in what) for _, place, what in faults] == [((3, 1), True)]


@pytest.mark.parametrize(
    "text",
    [
        "a: [1",
        "a: *nowhere\n",
        "\t- x",
        "a: !!python/object/apply:os.system [ls]\n",
        "--- 1\n--- 2\n",
    ],
)
def test_what_is_no_plain_document_is_a_fault_with_a_place(text: str) -> None:
    try:
        document = Document(text)
    except Fault as fault:
        assert fault.line >= 1 and fault.column >= 1
    else:
        assert document.faults


def test_places_are_those_an_editor_shows() -> None:
    document = Document("topic: x\nquestions:\n  - id: one\n    kind: choice\n")
    assert document.place(("questions", 0, "kind")) == (4, 11)
    assert document.key_place(("questions", 0, "kind")) == (4, 5)
