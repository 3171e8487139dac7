"""The built-in filters: one for each kind of furniture, all of one shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from numbers import Real
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from cleantext.document import Document
from cleantext.filters.rules import quote
from cleantext.hits import ANY_LANGUAGE, Hit, Hits
from cleantext.judge.decision import least_odds
from cleantext.judge.judgement import Judge, Judgement
from cleantext.judge.traits import said
from cleantext.kinds import KINDS, NUMBERS
from cleantext.removal import Removal
from cleantext.rulebook import ROLES

_OF_THE_KIND = float("nan")  # this one only: another, which somebody computed, is no threshold
JUDGE = "judge"
"""The rule that removals name where no rule spoke."""

_ALONE, _AGAINST = ROLES.index("alone"), ROLES.index("against")
_WEIGHT = {"alone": 3, "anchor": 2, "hint": 1, "member": 0}
_WEIGHTS = [_WEIGHT.get(role, 0) for role in ROLES]
_PLACES = {"line": "line", "start": "beginning", "end": "ending", "within": "words"}


@dataclass(frozen=True)
class KindFilter:
    """Proposes the lines that the judge takes for one kind of furniture.

    ``threshold`` (above 0, below 1; by default that of the kind) is the probability from which a line of
    ten words goes; shorter lines go from a lower one, longer lines only from a higher one.
    """

    threshold: float = _OF_THE_KIND
    judge: Judge = field(default=Judge(), repr=False)
    name: ClassVar[str]

    def __post_init__(self) -> None:
        if getattr(self, "name", None) not in NUMBERS:
            raise TypeError(f"{type(self).__name__} names no kind that the judge knows; other filters are functions")
        if self.threshold is _OF_THE_KIND:
            object.__setattr__(self, "threshold", KINDS[NUMBERS[self.name]].threshold)
        if not isinstance(self.threshold, Real) or not 0 < self.threshold < 1:
            raise ValueError(f"threshold must be above 0 and below 1, not {self.threshold!r}")

    def __call__(self, document: Document) -> Iterable[Removal]:
        """The removals of this kind in ``document``."""
        judgement = document.view(self.judge)
        return [] if judgement is None else list(self._removals(judgement, self._taken(judgement)))

    def spans(self, document: Document) -> Iterable[tuple[int, int]]:
        """Where the removals of :meth:`__call__` are, without a word of why."""
        judgement = document.view(self.judge)
        return [] if judgement is None else [_whole(judgement, index) for index in self._taken(judgement)]

    def withheld(self, document: Document) -> Iterator[Removal]:
        """What rules of this kind asked for and this filter keeps: with the reason, for people."""
        judgement = document.view(self.judge)
        if judgement is None or not (asked := self._condemns(judgement.hits)).any():
            return
        goes, kinds = self._goes(judgement), judgement.kinds.tolist()
        place = {number: index for index, number in enumerate(judgement.numbers.tolist())}
        for unit, hit in sorted(_strongest(judgement, self.name, asked).items()):
            index = place.get(unit)
            if index is None or (goes[index] and kinds[index] == NUMBERS[self.name]):
                continue
            chance = judgement.chance(index)
            doubt = f"is not sure enough: {int(100 * chance)} %"
            why = f"takes it for {KINDS[kinds[index]].name}" if goes[index] else doubt
            reason = f"{self._said(judgement, hit)}, but the judge {why}"
            yield Removal(*_whole(judgement, index), self.name, hit.rule.name, reason, round(chance, 4))

    def _said(self, judgement: Judgement, hit: Hit) -> str:
        """What the rule saw, in words: how much it proves, where it stands, and a quotation if that is not all."""
        sureness = "known" if _WEIGHT[hit.rule.role] > _WEIGHT["hint"] else "typical"
        kind = "" if hit.rule.filter == self.name else f" of {hit.rule.filter}"
        text = judgement.units.texts[hit.unit]
        is_all = hit.end - hit.start >= len(text.strip())
        quoted = "" if is_all else f" {quote(text[hit.start : hit.end])}"
        return f"{sureness} {_PLACES[hit.rule.match]}{kind}{quoted}"

    def _condemns(self, hits: Hits) -> NDArray[np.bool_]:
        table = hits.table
        found: NDArray[np.bool_] = (table.kinds[hits.rules] == NUMBERS[self.name]) & (table.roles[hits.rules] == _ALONE)
        return found

    def _goes(self, judgement: Judgement) -> NDArray[np.bool_]:
        """Which visible units are furniture, of whatever kind."""
        result: NDArray[np.bool_] = judgement.weighed >= least_odds(self.threshold)
        return result

    def _taken(self, judgement: Judgement) -> list[int]:
        number = NUMBERS[self.name]
        if number not in judgement.present:
            return []
        taken: list[int] = np.flatnonzero((judgement.kinds == number) & self._goes(judgement)).tolist()
        return taken

    def _removals(self, judgement: Judgement, taken: list[int]) -> Iterator[Removal]:
        if not taken:
            return
        spoke = _strongest(judgement, self.name, np.isin(judgement.hits.units, judgement.numbers[taken]))
        for index in taken:
            chance = judgement.chance(index)
            hit = spoke.get(int(judgement.numbers[index]))
            if hit:
                rule, evidence = hit.rule.name, self._said(judgement, hit)
            else:
                rule, evidence = JUDGE, said(judgement.traits, index)
            yield Removal(*_whole(judgement, index), self.name, rule, evidence, round(chance, 4))


def _strongest(judgement: Judgement, name: str, which: NDArray[np.bool_]) -> dict[int, Hit]:
    """For each unit the rule that tells a reader most: of the kind, in the text's language, then the loudest.

    Of the hits only those count that ``which`` says, and none that speaks against furniture.
    """
    hits = judgement.hits
    languages = hits.table.languages[hits.rules]
    common = Counter(languages.tolist())
    near = {ANY_LANGUAGE, max(common, key=lambda language: common[language], default=ANY_LANGUAGE)}
    found: dict[int, tuple[tuple[bool, bool, int, int, int], int]] = {}
    for place in np.flatnonzero(which & (hits.table.roles[hits.rules] != _AGAINST)).tolist():
        rule, unit, language = int(hits.rules[place]), int(hits.units[place]), int(languages[place])
        is_own, weight = bool(hits.table.kinds[rule] == NUMBERS[name]), _WEIGHTS[hits.table.roles[rule]]
        is_near = language in near and weight > _WEIGHT["hint"]
        loudness = is_own, is_near, weight, int(hits.ends[place] - hits.starts[place]), common[language]
        if unit not in found or loudness > found[unit][0]:
            found[unit] = loudness, place
    return {unit: hits[place] for unit, (_, place) in found.items()}


def _whole(judgement: Judgement, index: int) -> tuple[int, int]:
    number = int(judgement.numbers[index])
    return judgement.units.starts[number], judgement.units.ends[number]


class CookieConsent(KindFilter):
    """Removes cookie banners and preference centres."""

    name = "consent"


class RecommendationWidgets(KindFilter):
    """Removes related, trending, sponsored and most-read blocks."""

    name = "recommendations"


class AuthorBios(KindFilter):
    """Removes author biographies and contributor lines."""

    name = "bios"


class NewsletterPrompts(KindFilter):
    """Removes newsletter prompts and sign-up forms."""

    name = "newsletter"


class ShareButtons(KindFilter):
    """Removes share and follow buttons."""

    name = "share"


class PaywallNotices(KindFilter):
    """Removes paywall, log-in and donation notices."""

    name = "paywall"


class AdLabels(KindFilter):
    """Removes advertisement labels and affiliate disclosures."""

    name = "ads"


class NavigationResidue(KindFilter):
    """Removes what is left of navigation."""

    name = "navigation"


class Bylines(KindFilter):
    """Removes by-lines, dates and reading times."""

    name = "bylines"


class FooterNotices(KindFilter):
    """Removes footers and legal notices."""

    name = "footer"


class ReaderComments(KindFilter):
    """Removes reader comments and their forms."""

    name = "comments"


class ForumChrome(KindFilter):
    """Removes the chrome of forum posts."""

    name = "forum"


class CallsToAction(KindFilter):
    """Removes a site's own marketing, and prompts to install an app."""

    name = "cta"


class AudioPlayers(KindFilter):
    """Removes lines of audio and video players."""

    name = "audio"


class EmbedChrome(KindFilter):
    """Removes what embedded posts and videos leave."""

    name = "embeds"
