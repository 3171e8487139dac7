"""Names that stand in removals where no rule of a rule file asked, and what each means."""

from __future__ import annotations

REASONS = {
    "gap": "The line ends and blank lines that removed lines would leave behind. Of the blank lines above and below "
    "a removed block the larger number stays.",
    "judge": "No rule spoke: the line looks like furniture to the trained network, by its words, its shape and its "
    "neighbours.",
    "not-main-content": "Profile main: the line is not part of what the page is about.",
    "on-many-pages": "The line stands on many pages of the same site, as counted with --learn.",
}
"""What each reason means, for people."""
