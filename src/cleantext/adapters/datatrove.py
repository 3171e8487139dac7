"""datatrove: a step that cleans the text of every document, for all its executors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from cleantext.adapters.rows import with_hints
from cleantext.cleaner import Cleaner
from cleantext.values import check_type

_TOGETHER = 64


@dataclass(frozen=True)
class CleanText:
    """Cleans ``document.text``. Documents of which nothing is left are dropped, as filters do.

    With ``explain`` the removals are put into ``document.metadata["cleantext"]``. A pipeline takes
    any callable of this shape, so there is nothing to inherit from.
    """

    cleaner: Cleaner = field(default_factory=partial(Cleaner, source="text"))
    explain: bool = False

    def __post_init__(self) -> None:
        check_type("cleaner", self.cleaner, Cleaner, "a Cleaner")

    def __call__(self, data: Iterable[Any], rank: int = 0, world_size: int = 1) -> Iterator[Any]:  # noqa: ARG002
        """The documents, cleaned; short ones are judged together."""
        remaining = iter(data)
        while documents := list(islice(remaining, _TOGETHER)):
            for document, result in zip(documents, self.cleaner.many(map(self._source, documents)), strict=True):
                document.text = self.cleaner.written(result)
                if self.explain:
                    document.metadata["cleantext"] = [result.record(removal) for removal in result.removals]
                if document.text.strip():
                    yield document

    def _source(self, document: Any) -> Any:
        metadata = document.metadata
        return with_hints(self.cleaner, document.text, metadata.get("url"), metadata.get("language"))
