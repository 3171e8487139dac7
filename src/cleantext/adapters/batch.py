"""One callable for batches of columns: Hugging Face ``datasets.map`` and Ray Data ``map_batches``.

It takes what these engines hand over (a dict of lists or of numpy arrays, a pandas or polars
frame, an Arrow table) and returns the same kind of thing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from cleantext.adapters.rows import with_hints
from cleantext.cleaner import Cleaner
from cleantext.extras import require
from cleantext.values import check_type, plain


@dataclass(frozen=True)
class CleanBatch:
    r"""Cleans the column ``column`` of a batch, with the help of the columns ``url`` and ``lang``
    if there are such. Missing values and all other columns stay as they are.

    >>> CleanBatch()({"id": [7], "text": ["It was over.\n\nPhoto: J. Doe/Getty Images"]})
    {'id': [7], 'text': ['It was over.\n']}
    """

    column: str = "text"
    url: str = "url"
    lang: str = "lang"
    cleaner: Cleaner = field(default_factory=partial(Cleaner, source="text"))

    def __post_init__(self) -> None:
        check_type("column", self.column, str, "the name of a column")
        check_type("cleaner", self.cleaner, Cleaner, "a Cleaner")

    def __call__(self, batch: Any) -> Any:
        """The batch with its texts cleaned.

        Raises :class:`KeyError` if it has no such column, :class:`TypeError` for a single row, :class:`ValueError`
        for columns of different lengths and for two of one name.
        """
        names = list(getattr(batch, "column_names", batch.columns if hasattr(batch, "columns") else batch))
        if self.column not in names:
            raise KeyError(f"no column {self.column!r}; there are {', '.join(map(str, names))}")
        if names.count(self.column) > 1:
            raise ValueError(f"there are two columns {self.column!r}")
        column = batch[self.column]
        if isinstance(column, str | bytes) or not hasattr(column, "__len__"):
            raise TypeError("a row is no batch: with datasets, map(CleanBatch(), batched=True)")
        cleaned = self._clean(batch, names)
        if hasattr(batch, "set_column"):  # an Arrow table
            at = batch.schema.get_field_index(self.column)
            field = batch.schema.field(at)
            return batch.set_column(at, field, require("pyarrow", "jobs").array(cleaned, field.type))
        if hasattr(batch, "with_columns"):  # a polars frame
            return batch.with_columns(type(column)(self.column, cleaned, dtype=column.dtype))
        if hasattr(batch, "assign"):  # a pandas frame
            dtype = object if hasattr(column, "cat") else column.dtype  # clean texts are no categories that there were
            return batch.assign(**{self.column: type(column)(cleaned, index=column.index, dtype=dtype)})
        if hasattr(column, "dtype"):  # numpy, which would make one width of all strings
            values, cleaned = cleaned, column.astype(object)
            cleaned[:] = values
        return {**batch, self.column: cleaned}

    def _clean(self, batch: Any, names: list[str]) -> Any:
        columns = [self.column, *(name for name in (self.url, self.lang) if name in names)]
        values = {name: [plain(value) for value in batch[name]] for name in columns}
        if len({len(column) for column in values.values()}) > 1:
            raise ValueError(f"columns {', '.join(columns)} have different lengths")
        nothing = [None] * len(values[self.column])
        rows = zip(values[self.column], *(values.get(name, nothing) for name in (self.url, self.lang)), strict=True)
        return list(self.cleaner.texts(with_hints(self.cleaner, *row) for row in rows))
