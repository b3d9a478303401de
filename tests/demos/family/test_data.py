"""The files read by NumPy are what scikit-learn's own loaders give, and there is a way without."""

import importlib

import pytest

from dlprep.demos.family import data

LOADERS = ("digits", "wine", "breast_cancer", "diabetes")


@pytest.mark.parametrize("name", LOADERS)
@pytest.mark.parametrize("there", [True, False])
def test_as_scikit_learn_gives_them(
    name: str, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    import numpy as np

    if not there:
        monkeypatch.setattr(data, "_folder", lambda: None)
    x, y = getattr(data, name).__wrapped__()
    expected = getattr(importlib.import_module("sklearn.datasets"), f"load_{name}")()
    target = 1 - expected.target if name == "breast_cancer" else expected.target
    assert np.allclose(x, expected.data)
    assert np.array_equal(y, target)
