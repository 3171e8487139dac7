"""From a trained network to whole numbers: the archive that the package reads."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from cleantext.model.furniture import KIND_BITS, KINDS
from cleantext.model.network import CEILING, EXACT, SIGNAL, STATE
from cleantext.model.shape import LIMIT
from model.kinds import KindNet
from model.learning import DISTANCES, POOLS, LineNet

Array = NDArray[np.generic]
_MOST_SCALE = 24


def arrays(net: LineNet) -> dict[str, Any]:
    """The weights as integers with the largest scale at which every sum is still exact.

    The kinds are those that the network learned on the side: :func:`with_kinds` puts better ones.
    """
    words, names = net.words.weight.shape[1], net.names.weight.shape[1]
    columns, marks = net.entry.in_features - 2 * words, net.markup.in_features - names
    found: dict[str, Any] = {
        "distances": np.array(DISTANCES, np.int32),
        "pools": np.array(POOLS, np.int32),
        **table_arrays("words", net.words),
        **table_arrays("names", net.names),
        **dense_arrays("entry", net.entry, [LIMIT] * columns + [CEILING] * 2 * words),
        **dense_arrays("markup", net.markup, [LIMIT] * marks + [CEILING] * names),
        **dense_arrays("exit", net.exit, [CEILING] * net.exit.in_features),
        **dense_arrays("kinds", net.kinds, [CEILING] * net.kinds.in_features),
        "kind_words.rows": np.zeros((1 << KIND_BITS, len(KINDS)), np.int8),
        "kind_words.scale": np.array(1.0),
    }
    for number, pool in net.overviews.items():
        found |= dense_arrays(f"pool{number}", pool, [CEILING] * pool.in_features)
    for number, block in enumerate(net.layers):
        taps = numbers_of(block.taps.weight)  # states out, states in, taps
        stacked = np.concatenate([taps[:, :, tap].T for tap in range(3)])
        found |= layer_arrays(f"block{number}", stacked, bias_of(block.taps), [CEILING] * len(stacked))
    return found


def with_kinds(found: dict[str, Any], net: KindNet) -> dict[str, Any]:
    """``found`` with what tells the kinds apart."""
    return {
        **found,
        **table_arrays("kind_words", net.table),
        **dense_arrays("kinds", net.states, [CEILING] * net.states.in_features),
    }


def numbers_of(weight: Tensor) -> NDArray[np.float64]:
    """A tensor as an array of doubles."""
    numbers: NDArray[np.float64] = weight.detach().numpy().astype(np.float64)
    return numbers


def bias_of(layer: nn.Linear | nn.Conv1d) -> NDArray[np.float64]:
    """The bias of a layer, zeros where it has none."""
    return numbers_of(layer.bias) if layer.bias is not None else np.zeros(len(layer.weight))


def table_arrays(name: str, table: nn.Embedding) -> dict[str, Array]:
    """A table of vectors as bytes and the scale that they share."""
    rows = numbers_of(table.weight)
    # A few outliers are clipped for the sake of the rest.
    scale = 2.0 ** np.floor(np.log2(127 / np.quantile(np.abs(rows), 0.9999)))
    return {
        f"{name}.rows": np.clip(np.rint(rows * scale), -127, 127).astype(np.int8),
        f"{name}.scale": np.array(scale),
    }


def dense_arrays(name: str, layer: nn.Linear, bounds: list[int]) -> dict[str, Array]:
    """:func:`layer_arrays` of a dense layer."""
    return layer_arrays(name, numbers_of(layer.weight).T, bias_of(layer), bounds)


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
