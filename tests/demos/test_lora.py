"""lora: what is frozen stays, and the cut is the closest matrix of its rank."""

import pytest

from dlprep.demos import lora


def test_frozen_layer_stays_and_the_rest_is_tuned() -> None:
    base, tuned = lora._base(0), lora._frozen("turned", 0)
    assert (tuned[0] == base[0]).all()
    assert all((tuned[i] != base[i]).any() for i in (1, 2, 3))


def test_energy_is_what_the_closest_matrix_of_a_rank_keeps() -> None:
    import numpy as np

    base, full = lora._tuned("turned", 0)
    change = full[0] - base[0]
    _, vectors = np.linalg.eigh(change @ change.T)
    cut = vectors[:, -8:] @ vectors[:, -8:].T @ change
    kept = 1 - ((change - cut) ** 2).sum() / (change**2).sum()
    assert lora._energy(lora._parts("turned", 0)[1])[8] == pytest.approx(kept)


def test_inputs_and_errors_lie_mostly_in_eight_directions() -> None:
    import numpy as np

    from dlprep.demos.family import small_net

    x, y, order = lora._data("turned", 0)
    rows, layers = order[: lora.TRAIN], list(lora._base(0))
    wrong = small_net.softmax(small_net.scores(layers, x[rows])) - np.eye(10)[y[rows]]
    back = wrong @ layers[2].T * (small_net.hidden(layers, x[rows]) > 0)
    for matrix in (x[rows], back):
        assert lora._energy(np.linalg.svd(matrix, compute_uv=False))[8] > 0.8
