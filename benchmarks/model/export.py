"""From a trained network to whole numbers: the archive that the package reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from cleantext.model.network import CEILING, EXACT, SIGNAL, STATE
from cleantext.model.shape import LIMIT
from model.learning import DISTANCES, POOLS, LineNet

Array = NDArray[np.generic]
_MOST_SCALE = 24


def arrays(net: LineNet) -> dict[str, Array]:
    """The weights as integers with the largest scale at which every sum is still exact."""
    words, names = net.words.weight.shape[1], net.names.weight.shape[1]
    columns, marks = net.entry.in_features - 2 * words, net.markup.in_features - names
    found: dict[str, Array] = {
        "distances": np.array(DISTANCES, np.int32),
        "pools": np.array(POOLS, np.int32),
        **_table("words", net.words),
        **_table("names", net.names),
        **_dense("entry", net.entry, [LIMIT] * columns + [CEILING] * 2 * words),
        **_dense("markup", net.markup, [LIMIT] * marks + [CEILING] * names),
        **_dense("exit", net.exit, [CEILING] * net.exit.in_features),
    }
    for number, pool in net.overviews.items():
        found |= _dense(f"pool{number}", pool, [CEILING] * pool.in_features)
    for number, block in enumerate(net.layers):
        taps = _numbers(block.taps.weight)  # states out, states in, taps
        stacked = np.concatenate([taps[:, :, tap].T for tap in range(3)])
        found |= _layer(f"block{number}", stacked, _bias(block.taps), [CEILING] * len(stacked))
    return found


def save(net: LineNet, path: Path) -> None:
    """Write the archive."""
    found: dict[str, Any] = arrays(net)
    np.savez_compressed(path, **found)


def _numbers(weight: Tensor) -> NDArray[np.float64]:
    numbers: NDArray[np.float64] = weight.detach().numpy().astype(np.float64)
    return numbers


def _bias(layer: nn.Linear | nn.Conv1d) -> NDArray[np.float64]:
    return _numbers(layer.bias) if layer.bias is not None else np.zeros(len(layer.weight))


def _table(name: str, table: nn.Embedding) -> dict[str, Array]:
    rows = _numbers(table.weight)
    # A few outliers are clipped for the sake of the rest.
    scale = 2.0 ** np.floor(np.log2(127 / np.quantile(np.abs(rows), 0.9999)))
    return {
        f"{name}.rows": np.clip(np.rint(rows * scale), -127, 127).astype(np.int8),
        f"{name}.scale": np.array(scale),
    }


def _dense(name: str, layer: nn.Linear, bounds: list[int]) -> dict[str, Array]:
    return _layer(name, _numbers(layer.weight).T, _bias(layer), bounds)


def _layer(name: str, weights: NDArray[np.float64], bias: NDArray[np.float64], bounds: list[int]) -> dict[str, Array]:
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
