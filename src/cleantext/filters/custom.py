"""Rules of one's own, from TOML files in the format of the built-in ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cleantext.document import Document
from cleantext.filters._rules import rule_removals
from cleantext.matching import Matcher
from cleantext.removal import Removal
from cleantext.rulebook import Rule, read_rule_file


@dataclass(frozen=True)
class CustomRules:
    r"""Removes what a user's own rules condemn; removals bear the names that the file gives.

    >>> from cleantext.rulebook import Rule
    >>> motto = Rule("motto", "house", "any", "alone", "line", "stands under every page", ("Read. Think.",))
    >>> from cleantext import Pipeline
    >>> Pipeline([CustomRules((motto,))])("The end.\nREAD. THINK.").text
    'The end.\n'
    """

    rules: tuple[Rule, ...]

    @classmethod
    def from_file(cls, path: str | Path) -> CustomRules:
        """The filter of a rule file. Raises :class:`~cleantext.RuleError` for any file that is not one."""
        return cls(read_rule_file(path))

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals that these rules propose for ``document``."""
        for name, hits in _matcher(self.rules)(document).items():
            yield from rule_removals(document, name, hits)


@lru_cache(maxsize=16)
def _matcher(rules: tuple[Rule, ...]) -> Matcher:
    return Matcher(rules)
