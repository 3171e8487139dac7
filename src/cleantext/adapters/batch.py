"""One callable for batches of columns: Hugging Face ``datasets.map`` and Ray Data ``map_batches``.

It takes what these engines hand over (a dict of lists or of numpy arrays, a pandas frame, an
Arrow table) and returns the same kind of thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from typing import Any

from cleantext.adapters.rows import with_hints
from cleantext.cleaner import Cleaner
from cleantext.extras import require


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

    def __call__(self, batch: Any) -> Any:
        """The batch with its texts cleaned. Raises :class:`KeyError` if it has no such column."""
        names = list(getattr(batch, "column_names", batch))
        if self.column not in names:
            raise KeyError(f"no column {self.column!r}; there are {', '.join(map(str, names))}")
        if hasattr(batch, "set_column"):  # an Arrow table
            values = {name: batch[name].to_pylist() for name in (self.column, self.url, self.lang) if name in names}
            at = batch.schema.get_field_index(self.column)
            column = batch.schema.field(at)
            return batch.set_column(at, column, require("pyarrow", "jobs").array(self._clean(values), column.type))
        if hasattr(batch, "assign"):  # a pandas frame
            return batch.assign(**{self.column: self._clean(batch)})
        column = batch[self.column]
        cleaned: Any = self._clean(batch)
        if hasattr(column, "dtype"):  # numpy, which would make one width of all strings
            values, cleaned = cleaned, column.astype(object)
            cleaned[:] = values
        return {**batch, self.column: cleaned}

    def _clean(self, batch: Any) -> list[Any]:
        others: list[Iterable[Any]] = [batch[name] if name in batch else repeat(None) for name in (self.url, self.lang)]
        rows = zip(batch[self.column], *others, strict=False)
        return list(self.cleaner.texts(with_hints(self.cleaner, *row) for row in rows))
