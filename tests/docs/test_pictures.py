"""The pictures in the documentation are those that the program draws today."""

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.usefixtures("own_folders")
def test_the_picture_of_the_quiz_is_current() -> None:
    spec = importlib.util.spec_from_file_location("pictures", DOCS / "pictures.py")
    assert spec is not None and spec.loader is not None
    pictures = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pictures)
    assert pictures.picture() == pictures.PICTURE.read_text(encoding="utf-8"), (
        "run: python docs/pictures.py"
    )
