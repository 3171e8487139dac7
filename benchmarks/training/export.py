"""From a trained network to whole numbers: the archive that the package reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from cleantext.judge.network import CEILING, EXACT, SIGNAL, STATE
from cleantext.judge.shape import LIMIT
from training.net import DISTANCES, NAME_VECTOR, POOLS, RULE_VECTOR, STATES, VECTOR, LineNet

Array = NDArray[np.generic]
_MOST_SCALE = 24


def ensemble_arrays(nets: Sequence[LineNet]) -> dict[str, Any]:
    """The weights of networks that were trained apart, each array under the number of its network."""
    return {f"{number}/{name}": array for number, net in enumerate(nets) for name, array in arrays(net).items()}


def arrays(net: LineNet) -> dict[str, Any]:
    """The weights as integers with the largest scale at which every sum is still exact."""
    columns = net.entry.in_features - 2 * VECTOR - RULE_VECTOR
    marks = net.markup.in_features - NAME_VECTOR
    found: dict[str, Any] = {
        "distances": np.array(DISTANCES, np.int32),
        "pools": np.array(POOLS, np.int32),
        **table_arrays("words", net.words.weight),
        **table_arrays("pairs", net.pairs.weight),
        **table_arrays("rules", net.rules.weight),
        **table_arrays("names", net.names.weight),
        **_dense("entry", net.entry, [LIMIT] * columns + [CEILING] * (2 * VECTOR + RULE_VECTOR)),
        **_dense("markup", net.markup, [LIMIT] * marks + [CEILING] * NAME_VECTOR),
        **_dense("exit", net.exit, [CEILING] * STATES),
    }
    for number, layer in net.overviews.items():
        found |= _dense(f"pool{number}", layer, [CEILING] * (2 * STATES))
    for number, block in enumerate(net.layers):
        taps = numbers_of(block.taps), numbers_of(block.bias)
        found |= _dense(f"block{number}.inner", block.inner, [CEILING] * STATES)
        found |= layer_arrays(f"block{number}.taps", *taps, [CEILING] * 3)
    return found


def _dense(name: str, layer: nn.Linear, bounds: list[int]) -> dict[str, Array]:
    return layer_arrays(name, numbers_of(layer.weight).T, numbers_of(layer.bias), bounds)


def numbers_of(weight: Tensor) -> NDArray[np.float64]:
    """A tensor as an array of doubles."""
    numbers: NDArray[np.float64] = weight.detach().numpy().astype(np.float64)
    return numbers


def table_arrays(name: str, vectors: Tensor) -> dict[str, Array]:
    """A table of vectors as bytes and the scale that they share."""
    rows = numbers_of(vectors)
    # A few outliers are clipped for the sake of the rest.
    scale = 2.0 ** np.floor(np.log2(127 / np.quantile(np.abs(rows), 0.9999)))
    return {
        f"{name}.rows": np.clip(np.rint(rows * scale), -127, 127).astype(np.int8),
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
