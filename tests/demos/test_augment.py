"""augment: what the copies are, and the reader against another route."""

import numpy as np

from dlprep.demos import augment
from dlprep.demos.family.data import digits


def test_a_moved_image_loses_an_edge_and_gains_zeros() -> None:
    images = np.arange(1.0, 129).reshape(2, 8, 8)
    moved = augment._moved(images, [1, 0], [0, -2])
    assert (moved[0, 1:] == images[0, :-1]).all() and (moved[0, 0] == 0).all()
    assert (moved[1, :, :6] == images[1, :, 2:]).all() and (moved[1, :, 6:] == 0).all()


def test_the_number_of_rows_is_that_of_the_copies() -> None:
    image = digits()[0][:1].reshape(1, 8, 8)
    for kind in augment.KINDS:
        made = augment._copies(image, kind, np.random.default_rng(0))
        assert 1 + len(made) == augment.COPIES[kind]


def test_scikit_learn_kernel_ridge_gives_the_same_accuracy() -> None:
    from sklearn.kernel_ridge import KernelRidge

    x, y = digits()
    order = np.random.default_rng(3).permutation(len(y))
    x, y = x[order] / 16, y[order]
    reader = KernelRidge(alpha=augment.RIDGE, kernel="rbf", gamma=augment.WIDTH)
    reader.fit(x[:200], np.eye(10)[y[:200]] - 0.1)
    right = reader.predict(x[-400:]).argmax(1) == y[-400:]
    assert (right == augment._right("none", 200, 3)[0][0]).all()
