"""Weights as data: a NumPy archive without anything executable in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import IO, Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from cleantext.arrays import Arrays, packed, unpacked
from cleantext.cache import made
from cleantext.judge.network import Block, Ensemble, Floats, Layer, Network, Reader, Table

ARRAYS = "weights.npy"
_FILE = Path(__file__).with_name("weights.npz")
_PACKER = Path(__file__).parents[1] / "arrays.py"
Judged = Literal["text", "html"]
"""What networks judge, in the order of :class:`Networks`."""


class Networks(NamedTuple):
    """What judges. Of the lines of texts: whether they are furniture, or main content, by their looks and what rules
    say; of those of HTML pages: whether they are main content, by their looks and the markup.
    """

    text: Ensemble
    html: Ensemble


@cache
def shipped(judged: Judged) -> Ensemble:
    """The networks that come with the package for texts, or for HTML."""
    return _ensemble(unpacked(made(ARRAYS, parts, lambda: copies()[ARRAYS])), judged)


def parts() -> Sequence[bytes]:
    """What is made of the weights depends on: their file, and the code that packs them."""
    return _FILE.read_bytes(), _PACKER.read_bytes()


def copies() -> dict[str, bytes]:
    """The weights as a wheel holds them: inflating them takes longer than judging an article."""
    with _FILE.open("rb") as file:
        return {ARRAYS: packed(read_arrays(file))}


def load(file: IO[bytes]) -> Networks:
    """The networks of an archive that ``benchmarks/train.py`` writes: the name of an array says what the network
    judges, its number and what the array is, as in ``html/0/entry.bias``.
    """
    arrays = read_arrays(file)
    return Networks(*(_ensemble(arrays, judged) for judged in get_args(Judged)))


def _ensemble(arrays: Arrays, judged: Judged) -> Ensemble:
    members: dict[str, dict[str, NDArray[np.generic]]] = {}
    for name in arrays:
        of, member, rest = name.split("/")
        if of == judged:
            members.setdefault(member, {})[rest] = arrays[name]
    return Ensemble([network(members[one]) for one in sorted(members)])


def read_arrays(file: IO[bytes]) -> Arrays:
    """The arrays of an archive by name; nothing in it can be executed."""
    with np.load(file, allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def network(arrays: Arrays) -> Network:
    """A network from its arrays: integers, with the exponents of their scales."""
    distances = [int(distance) for distance in arrays["distances"]]
    return Network(
        words=table_of(arrays, "words"),
        pairs=table_of(arrays, "pairs"),
        entry=layer_of(arrays, "entry"),
        blocks=[_block(arrays, f"block{number}", distance) for number, distance in enumerate(distances)],
        pools={int(number): layer_of(arrays, f"pool{number}") for number in arrays["pools"]},
        exit=layer_of(arrays, "exit"),
        evidence=_reader(arrays, "evidence"),
        markup=_reader(arrays, "markup"),
    )


def _reader(arrays: Arrays, name: str) -> Reader | None:
    """The reader called ``name``, if there is one."""
    return Reader(table_of(arrays, name), layer_of(arrays, name)) if f"{name}.rows" in arrays else None


def table_of(arrays: Arrays, name: str) -> Table:
    """The table called ``name``."""
    return Table(arrays[f"{name}.rows"].astype(np.int8, copy=False), int(arrays[f"{name}.scale"]))


def layer_of(arrays: Arrays, name: str) -> Layer:
    """The layer called ``name``."""
    return Layer(*_numbers(arrays, name))


def _block(arrays: Arrays, name: str, distance: int) -> Block:
    return Block(layer_of(arrays, f"{name}.inner"), *_numbers(arrays, f"{name}.taps"), distance)


def _numbers(arrays: Arrays, name: str) -> tuple[Floats, Floats]:
    """Weights and bias of the layer called ``name``, each column in the units of the output."""
    weights, bias, exponents = (arrays[f"{name}.{part}"] for part in ("weights", "bias", "exponents"))
    downwards = -exponents.astype(np.int32)
    return np.ldexp(weights.astype(np.float32), downwards), np.ldexp(bias.astype(np.float32), downwards)
