"""Spark: a function for ``mapInPandas`` that cleans a column where the data is.

::

    frame.mapInPandas(clean_frames(), frame.schema)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cleantext.adapters.batch import CleanBatch
from cleantext.values import check_type


def clean_frames(clean: CleanBatch | None = None) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """A function from an iterator of pandas frames to one of cleaned frames, of the same columns."""
    check_type("clean", clean, CleanBatch | None, "a CleanBatch")
    batch = clean or CleanBatch()

    def cleaned(frames: Iterator[Any]) -> Iterator[Any]:
        return map(batch, frames)

    return cleaned
