"""The line model: which lines of a page are its main content.

A small network reads the lines of a page in order. It sees their shape, hashed words, place and
repetition, and the markup where there is any; see ``docs/model-card.md`` for what it was trained
on, how well it does and where it fails.
"""

from __future__ import annotations

from cleantext.model.filter import MainContent, judged_html
from cleantext.model.judge import all_lines, main_lines

__all__ = ["MainContent", "all_lines", "judged_html", "main_lines"]
