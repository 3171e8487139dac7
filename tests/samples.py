"""What all tests share: where fixtures lie, and the strategies that make hostile text."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

FIXTURES = Path(__file__).parents[1] / "fixtures"

PROSE = (
    "The harbour froze in the second week of January, and the ferries stopped for the first time in forty years.",
    "People walked out on the ice with sledges and flasks, and somebody opened a stall that sold soup to them all.",
    "When the thaw came in March, the stall was gone within a night, and the ferries blew their horns until noon.",
)
FURNITURE = (
    "X",
    "Accept All Cookies",
    "Cookie Settings",
    "Strictly Necessary Cookies - Always Active",
    "These cookies are necessary for the website to function and cannot be switched off in our systems.",
    "Trending Now Sponsored Links by Taboola",
    "Ten Tricks Doctors Hate",
    "More from Foreign Policy",
    "Read MoreUndo",
    "Photo: J. Doe/Getty Images",
    "A square in March. (Jane Roe/AFP/Getty Images)",
    "About the Author",
    "Jane Roe is a staff writer and the author of three books. Twitter: @janeroe",
)
ENDS = ("\n", "\n\n", "\r\n", "\r", "\u2028", "\x0b", " ", "")

wild = st.text(st.characters(codec=None), max_size=40)
"""Any code points at all, surrogates and controls included."""

pages = st.lists(
    st.tuples(st.one_of(st.sampled_from(PROSE), st.sampled_from(FURNITURE), wild), st.sampled_from(ENDS)), max_size=24
).map(lambda parts: "".join(text + end for text, end in parts))
"""Texts in which prose, furniture and noise follow each other in any order."""
