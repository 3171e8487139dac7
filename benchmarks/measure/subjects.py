"""Pages about what furniture says elsewhere, such as a privacy policy or an author's profile: they must stay whole."""

from __future__ import annotations

import data
from measure.base import Cleaners, Report, chosen
from measure.gold import Score, Whole, fed_alone, rows_of


def measure(cleaners: Cleaners, sample: int | None = None) -> dict[str, Score]:
    """The scores of each cleaner, by what pages are about."""
    pages = {f"subjects/{page.id}": page for page in data.subject_pages()}
    some = [(key, pages[key]) for key in chosen(pages, sample)]
    return fed_alone(cleaners, (Whole(page.id, page.text, page.about.removeprefix("# "), key) for key, page in some))


def report(cleaners: Cleaners, sample: int | None = None) -> Report:
    """Words lost and pages that lose too much, by what they are about."""
    scores = measure(cleaners, sample)
    first = next(iter(scores.values()))
    rows = [*rows_of(scores, "**{}**", first.words)]
    rows += [rows_of(scores, f"{{}}, {about}", [about])[0] for about in sorted(first.words)]
    return Report("pages about what furniture says", rows, first.wrong)
