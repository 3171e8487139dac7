"""From a trained network to whole numbers: the archive that the package reads."""

from __future__ import annotations

from typing import Any

import numpy as np

from cleantext.model.furniture import KIND_BITS, KINDS
from cleantext.model.network import CEILING
from cleantext.model.shape import LIMIT
from leftovers.kinds import KindNet
from leftovers.learning import DISTANCES, POOLS, VECTOR, FurnitureNet
from leftovers.training import NAMES
from model.export import bias_of, dense_arrays, layer_arrays, numbers_of, table_arrays


def arrays(net: FurnitureNet) -> dict[str, Any]:
    """The weights as integers with the largest scale at which every sum is still exact.

    The kinds are those that the network learned on the side: :func:`with_kinds` puts better ones.
    """
    found: dict[str, Any] = {
        "columns": np.array(" ".join(NAMES)),
        "distances": np.array(DISTANCES, np.int32),
        "pools": np.array(POOLS, np.int32),
        **table_arrays("words", net.words),
        **dense_arrays("entry", net.entry, [LIMIT] * len(NAMES) + [CEILING] * 2 * VECTOR),
        **dense_arrays("exit", net.exit, [CEILING] * net.exit.in_features),
        **dense_arrays("kinds", net.kinds, [CEILING] * net.kinds.in_features),
        "kind_words.rows": np.zeros((1 << KIND_BITS, len(KINDS)), np.int8),
        "kind_words.scale": np.array(1.0),
    }
    for name, pool in net.pools.items():
        found |= dense_arrays(f"pool{name}", pool, [CEILING] * pool.in_features)
    for number, block in enumerate(net.blocks):
        taps = numbers_of(block.weight)  # states out, states in, taps
        stacked = np.concatenate([taps[:, :, tap].T for tap in range(3)])
        found |= layer_arrays(f"block{number}", stacked, bias_of(block), [CEILING] * len(stacked))
    return found


def with_kinds(found: dict[str, Any], net: KindNet) -> dict[str, Any]:
    """``found`` with what tells the kinds apart."""
    return {
        **found,
        **table_arrays("kind_words", net.table),
        **dense_arrays("kinds", net.states, [CEILING] * net.states.in_features),
    }
