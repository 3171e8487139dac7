"""Why something went or stayed, in words for people: what the report and the table say beside a line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from cleantext.kinds import NUMBERS
from cleantext.removal import Removal

REASONS = {
    "gap": "The line ends and blank lines that removed lines would leave behind. Of the blank lines above and below "
    "a removed block the larger number stays.",
    "judge": "No rule spoke: the line looks like furniture to the trained network, by its words, its shape and its "
    "neighbours.",
    "not-main-content": "Profile main: the line is not part of what the page is about.",
    "on-many-pages": "The line stands on many pages of the same site, as counted with --learn.",
}
"""What stands in removals where no rule of a rule file asked, and what each means."""

_NO_RULE = {"judge": "no rule, but looks like it", "not-main-content": "not what the page is about"}
_SURE = 0.95
"""From this probability on there is no doubt worth a word."""


def reason(removal: Removal, *, kept: bool = False) -> str:
    """Why ``removal`` was proposed, and how sure that is; what was ``kept`` says so in its evidence.

    >>> reason(Removal(0, 9, "share", "judge", "short", 0.8))
    'no rule, but looks like it: short; 80 % sure'
    """
    said = ": ".join(filter(None, (_NO_RULE.get(removal.rule, ""), removal.evidence)))
    # The score of what repeats is a share of pages, which its evidence gives.
    is_doubtful = removal.score < _SURE and not kept and removal.rule != "on-many-pages"
    doubt = f"{int(100 * removal.score)} % sure" if is_doubtful else ""
    return "; ".join(filter(None, (said, doubt)))


def meaning(removal: Removal) -> str:
    """What the rule that a removal names is about; ``""`` for rules that do not ship with the package.

    >>> meaning(Removal(0, 9, "ads", "en/label"))
    'Labels of advertisements; nothing else is called this on a line of its own.'
    """
    language, _, name = removal.rule.rpartition("/")
    if not re.fullmatch(r"[a-z]{2,3}", language):
        return REASONS.get(removal.rule, "")
    kinds = [removal.filter, *NUMBERS] if removal.filter in NUMBERS else []
    return next((why for kind in kinds if (why := _reasons(language, kind).get(name))), "")


@lru_cache(maxsize=256)
def _reasons(language: str, kind: str) -> Mapping[str, str]:
    """For each rule of a file why it is there: quicker than to read, and check, all rules."""
    file = resources.files("cleantext").joinpath("rules", language, f"{kind}.toml")
    tables = tomllib.loads(file.read_text(encoding="utf-8"))["rule"] if file.is_file() else ()
    return {table["id"]: table["why"] for table in tables}
