"""A network of one hidden ReLU layer in plain NumPy, for the demos that train one."""

from typing import Any

Layers = list[Any]
"""Weights (inputs, hidden), biases (hidden,), weights (hidden, classes), biases (classes,)."""


def drawn(rng: Any, inputs: int, hidden: int, classes: int) -> Layers:
    """He's start (2015) for the hidden layer, small weights for the output, biases of 0."""
    import numpy as np

    return [
        rng.normal(0, (2 / inputs) ** 0.5, (inputs, hidden)),
        np.zeros(hidden),
        rng.normal(0, 0.1, (hidden, classes)),
        np.zeros(classes),
    ]


def hidden(layers: Layers, x: Any) -> Any:
    """The hidden units' outputs (rows, hidden)."""
    import numpy as np

    return np.maximum(x @ layers[0] + layers[1], 0)


def scores(layers: Layers, x: Any, mask: Any = 1.0) -> Any:
    """Logits (rows, classes); `mask` multiplies the hidden units, as dropout does."""
    return (hidden(layers, x) * mask) @ layers[2] + layers[3]


def slopes(layers: Layers, x: Any, wanted: Any, mask: Any = 1.0) -> Layers:
    """The gradient of the mean cross-entropy to the one-hot rows `wanted`, shaped like the layers."""
    active = hidden(layers, x)
    masked = active * mask
    error = (softmax(masked @ layers[2] + layers[3]) - wanted) / len(x)
    back = error @ layers[2].T * mask * (active > 0)
    return [x.T @ back, back.sum(0), masked.T @ error, error.sum(0)]


def step(layers: Layers, speed: Layers, gradient: Layers, rate: float) -> None:
    """One step of momentum 0.9, in place; `speed` starts as zeros shaped like the layers."""
    for weights, moving, slope in zip(layers, speed, gradient, strict=True):
        moving *= 0.9
        moving -= rate * slope
        weights += moving


def still(layers: Layers) -> Layers:
    """Zeros shaped like the layers: the speed at the start."""
    import numpy as np

    return [np.zeros_like(weights) for weights in layers]


def softmax(logits: Any) -> Any:
    """Probabilities over the last axis."""
    import numpy as np

    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def loss(probabilities: Any, labels: Any) -> float:
    """Mean cross-entropy in nats, no probability taken as less than 1e-12."""
    import numpy as np

    return float(-np.log(probabilities[np.arange(len(labels)), labels] + 1e-12).mean())


def accuracy(outputs: Any, labels: Any) -> float:
    """The share of rows whose largest output is the label's."""
    return float((outputs.argmax(-1) == labels).mean())
