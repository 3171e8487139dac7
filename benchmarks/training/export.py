"""From a trained network to whole numbers: the archive that the package reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from cleantext.judge.network import CEILING, EXACT, SIGNAL, STATE
from cleantext.judge.shape import LIMIT
from training.net import DISTANCES, NAME_VECTOR, POOLS, RULE_VECTOR, STATES, VECTOR, Block, LineNet

Array = NDArray[np.generic]
_MOST_SCALE = 24


def arrays(nets: Sequence[LineNet]) -> dict[str, Any]:
    """The weights of an ensemble as integers with the largest scale at which every sum is still exact.

    The members' tables and layers stand side by side.
    """
    columns = nets[0].entry.in_features - 2 * VECTOR - RULE_VECTOR
    marks = nets[0].markup.in_features - NAME_VECTOR
    found: dict[str, Any] = {
        "distances": np.array(DISTANCES, np.int32),
        "pools": np.array(POOLS, np.int32),
        **table_arrays("words", torch.cat([net.words.weight for net in nets], 1)),
        **table_arrays("rules", torch.cat([net.rules.weight for net in nets], 1)),
        **table_arrays("names", torch.cat([net.names.weight for net in nets], 1)),
        **_beside("entry", [net.entry for net in nets], [LIMIT] * columns, [VECTOR, VECTOR, RULE_VECTOR]),
        **_beside("markup", [net.markup for net in nets], [LIMIT] * marks, [NAME_VECTOR]),
        **_mean("exit", [net.exit for net in nets]),
    }
    for number in POOLS:
        found |= _beside(f"pool{number}", [net.overviews[number] for net in nets], [], [STATES] * 2)
    for number in range(len(DISTANCES)):
        found |= _block(f"block{number}", [net.layers[number] for net in nets])
    return found


def _beside(name: str, layers: Sequence[nn.Linear], shared: list[int], own: list[int]) -> dict[str, Array]:
    """Dense layers side by side: all see the ``shared`` inputs, whose bounds these are; then come parts
    of the input, each ``own`` wide for every layer, of which a layer sees its own.
    """
    weights = [layer.weight.T for layer in layers]
    parts = [torch.cat([one[: len(shared)] for one in weights], 1)]
    start = len(shared)
    for width in own:
        parts.append(torch.block_diag(*(one[start : start + width] for one in weights)))
        start += width
    bounds = shared + [CEILING] * sum(own) * len(layers)
    return layer_arrays(name, numbers_of(torch.cat(parts)), np.concatenate([bias_of(one) for one in layers]), bounds)


def _mean(name: str, layers: Sequence[nn.Linear]) -> dict[str, Array]:
    """The mean of dense layers, each over its own part of the signal."""
    weights = torch.cat([layer.weight for layer in layers], 1).T / len(layers)
    bias: NDArray[np.float64] = np.mean([bias_of(layer) for layer in layers], axis=0)
    return layer_arrays(name, numbers_of(weights), bias, [CEILING] * len(weights))


def _block(name: str, blocks: Sequence[Block]) -> dict[str, Array]:
    inner = [layer_arrays("inner", numbers_of(one.inner.weight).T, bias_of(one.inner), [CEILING] * STATES) for one in blocks]
    taps = [layer_arrays("taps", numbers_of(one.taps), numbers_of(one.bias), [CEILING] * 3) for one in blocks]
    return {
        f"{name}.inner.weights": np.stack([one["inner.weights"] for one in inner]),
        **{f"{name}.inner.{part}": np.concatenate([one[f"inner.{part}"] for one in inner]) for part in ("bias", "exponents")},
        **{f"{name}.taps.{part}": np.concatenate([one[f"taps.{part}"] for one in taps], -1) for part in ("weights", "bias", "exponents")},
    }


def numbers_of(weight: Tensor) -> NDArray[np.float64]:
    """A tensor as an array of doubles."""
    numbers: NDArray[np.float64] = weight.detach().numpy().astype(np.float64)
    return numbers


def bias_of(layer: nn.Linear) -> NDArray[np.float64]:
    """The bias of a layer, zeros where it has none."""
    return numbers_of(layer.bias) if layer.bias is not None else np.zeros(len(layer.weight))


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
