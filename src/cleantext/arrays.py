"""Many arrays as one: a file of NumPy that holds a single record, each of whose fields is an array.

An archive reads, checks and copies one array after the other, which takes longer than to clean an article. Of a record
that lies in a file only what is looked at is read, once for all processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
_LONGEST_HEADER = 1 << 20


def packed(arrays: Arrays) -> bytes:
    """``arrays`` by name as the contents of a file.

    >>> unpacked(packed({"a": np.array([1, 2]), "b": np.array(0.5)}))["a"].tolist()
    [1, 2]
    """
    kind = np.dtype([(name, array.dtype, array.shape) for name, array in arrays.items()], align=True)
    record = np.zeros((), kind)
    for name, array in arrays.items():
        record[name] = array
    file = BytesIO()
    np.save(file, record, allow_pickle=False)
    return file.getvalue()


def unpacked(source: Path | bytes) -> Arrays:
    """The arrays that :func:`packed` made the contents of a file of, which can not be written to."""
    if isinstance(source, Path):
        # Mapped as libraries are, for writing to a copy: some file systems map in no other way.
        found = np.load(source, mmap_mode="c", allow_pickle=False, max_header_size=_LONGEST_HEADER)
    else:
        found = np.load(BytesIO(source), allow_pickle=False, max_header_size=_LONGEST_HEADER)
    record = np.asarray(found)
    record.flags.writeable = False
    return {name: record[name] for name in record.dtype.names or ()}
