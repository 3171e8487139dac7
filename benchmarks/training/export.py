"""From a trained network to whole numbers: the archive that the package reads."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from cleantext.judge.network import CEILING, EXACT, SIGNAL, STATE
from cleantext.judge.shape import LIMIT
from training.net import DISTANCES, POOLS, LineNet

Array = NDArray[np.generic]
_MOST_SCALE = 24
_LARGEST = 63  # number in a table: with twice as many steps files are an eighth larger, and nothing is found better


def arrays_of(net: LineNet, judged: str, number: int) -> dict[str, Any]:
    """The weights of a network, each array under what it judges and its number."""
    return {f"{judged}/{number}/{name}": array for name, array in arrays(net).items()}


def arrays(net: LineNet) -> dict[str, Any]:
    """The weights as integers with the largest scale at which every sum is still exact."""
    found: dict[str, Any] = {
        "distances": np.array(DISTANCES, np.int32),
        "pools": np.array(POOLS, np.int32),
        **table_arrays("words", net.words.weight),
        **table_arrays("pairs", net.pairs.weight),
        **_dense("entry", net.entry, 2 * net.words.embedding_dim),
        **_dense("exit", net.exit, net.exit.in_features),
    }
    for name, reader in net.readers.items():
        found |= table_arrays(name, reader.names.weight) | _dense(name, reader.layer, reader.names.embedding_dim)
    for number, layer in net.overviews.items():
        found |= _dense(f"pool{number}", layer, layer.in_features)
    for number, block in enumerate(net.layers):
        taps = numbers_of(block.taps), numbers_of(block.bias)
        found |= _dense(f"block{number}.inner", block.inner, block.inner.in_features)
        found |= layer_arrays(f"block{number}.taps", *taps, [CEILING] * 3)
    return found


def _dense(name: str, layer: nn.Linear, signals: int) -> dict[str, Array]:
    """A layer whose last inputs are so many signals, the others numbers about a line."""
    bounds = [LIMIT] * (layer.in_features - signals) + [CEILING] * signals
    return layer_arrays(name, numbers_of(layer.weight).T, numbers_of(layer.bias), bounds)


def numbers_of(weight: Tensor) -> NDArray[np.float64]:
    """A tensor as an array of doubles."""
    numbers: NDArray[np.float64] = weight.detach().numpy().astype(np.float64)
    return numbers


def table_arrays(name: str, vectors: Tensor) -> dict[str, Array]:
    """A table of vectors as small whole numbers and the scale that they share."""
    rows = numbers_of(vectors)
    # A few outliers are clipped for the sake of the rest.
    scale = 2.0 ** np.floor(np.log2(_LARGEST / np.quantile(np.abs(rows), 0.9999)))
    return {
        f"{name}.rows": np.clip(np.rint(rows * scale), -_LARGEST, _LARGEST).astype(np.int8),
        f"{name}.scale": np.array(scale),
    }


def layer_arrays(
    name: str, weights: NDArray[np.float64], bias: NDArray[np.float64], bounds: list[int]
) -> dict[str, Array]:
    """A layer as integers; ``bounds`` are the largest inputs, at which every sum must still be exact."""
    weights, bias = weights * (STATE / SIGNAL), bias * STATE
    largest = np.array(bounds) @ np.abs(weights) + np.abs(bias) + sum(bounds) / 2**_MOST_SCALE
    # One half for the rounding of each weight: sum(bounds) / 2 at most.
    exponents = np.floor(np.log2((EXACT - sum(bounds) / 2 - 1) / largest))
    exponents = np.clip(np.minimum(exponents, np.floor(np.log2(32767 / np.abs(weights).max(0)))), 0, _MOST_SCALE)
    scale = 2.0**exponents
    return {
        f"{name}.weights": np.rint(weights * scale).astype(np.int16),
        f"{name}.bias": np.rint(bias * scale).astype(np.int32),
        f"{name}.exponents": exponents.astype(np.int8),
    }
