"""datatrove: a step that cleans the text of every document, for all its executors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from cleantext.adapters.rows import with_hints
from cleantext.cleaner import Cleaner


@dataclass(frozen=True)
class CleanText:
    """Cleans ``document.text``. Documents of which nothing is left are dropped, as filters do.

    With ``explain`` the removals are put into ``document.metadata["cleantext"]``. A pipeline takes
    any callable of this shape, so there is nothing to inherit from.
    """

    cleaner: Cleaner = field(default_factory=partial(Cleaner, source="text"))
    explain: bool = False

    def __call__(self, data: Iterable[Any], rank: int = 0, world_size: int = 1) -> Iterator[Any]:  # noqa: ARG002
        """The documents, cleaned."""
        for document in data:
            metadata = document.metadata
            source = with_hints(self.cleaner, document.text, metadata.get("url"), metadata.get("language"))
            result = self.cleaner(source)
            document.text = self.cleaner.written(result)
            if self.explain:
                metadata["cleantext"] = [result.record(removal) for removal in result.removals]
            if document.text.strip():
                yield document
