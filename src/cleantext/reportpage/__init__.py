"""What was cut, as a page: one HTML file that needs no network and no scripts.

Every line of the documents is there, what went is marked in the colour of its kind, and beside it
stands which rule asked for it and what was seen; so is what stays although a rule asked for it.
"""

from __future__ import annotations

from cleantext.reportpage.page import report_page

__all__ = ["report_page"]
