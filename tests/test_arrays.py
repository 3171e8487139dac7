"""Arrays that are one record in a file come out as they went in, whatever they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from cleantext.arrays import packed, unpacked

KINDS = ("<u1", "<i1", "<u2", "<i4", "<i8", "<f4", "<f8", "?")
ARRAYS = st.dictionaries(
    st.text("abc.09/", min_size=1, max_size=12),
    st.tuples(st.sampled_from(KINDS), st.sampled_from([(), (0,), (3,), (2, 5), (0, 4)])),
    max_size=12,
)


@given(ARRAYS)
def test_arrays_come_out_as_they_went_in(kinds: dict[str, tuple[str, tuple[int, ...]]]) -> None:
    arrays: dict[str, NDArray[np.generic]] = {
        name: np.arange(int(np.prod(shape))).reshape(shape).astype(kind) for name, (kind, shape) in kinds.items()
    }
    found = unpacked(packed(arrays))
    assert list(found) == list(arrays)
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype
        assert np.array_equal(found[name], array)


def test_a_file_is_looked_at_where_it_lies(tmp_path: Path) -> None:
    """Nothing of it is copied, and nobody can change it."""
    path = tmp_path / "arrays.npy"
    path.write_bytes(packed({"a": np.arange(5), "b": np.ones(3)}))
    found = unpacked(path)
    assert found["a"].tolist() == [0, 1, 2, 3, 4]
    base = found["b"]
    while not isinstance(base, np.memmap):
        assert isinstance(base.base, np.ndarray)
        base = base.base
    assert base.mode == "c"  # as libraries are mapped, which works wherever Python does
    with pytest.raises(ValueError, match="read-only"):
        found["b"][0] = 2
