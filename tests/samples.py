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
LONG_PROSE = (
    "The harbour board met for three hours on Tuesday evening, and when its members came out into the rain "
    "none of them would say which of the two plans for the old ferry terminal they had chosen.",
    "Residents of the streets around the basin have waited nine years for that answer. Two earlier boards "
    "resigned before they gave one, and the second took the minutes of its last meetings with it.",
    "What is known is the price. The larger plan, with a market hall and ninety flats, would cost the city "
    "about forty million, most of it for the quay wall, which has moved by a hand's breadth since 1987.",
    "The smaller plan keeps the terminal as it is and mends its roof. Its friends call it honest, and its "
    "enemies point out that nobody has yet said what an empty terminal with a good roof would be for.",
    "A vote of the full council is expected in the spring, unless the board changes its mind again before "
    "the winter is over, which those who have watched it longest consider likely.",
)
"""Paragraphs of an article, each long enough to be told from furniture by how it reads."""
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


def wide_frame(data: bytes, log: int = 28) -> bytes:
    """A Zstandard frame that says it looks back as far as ``--long`` with ``log`` lets it, whatever is in it."""
    return b"\x28\xb5\x2f\xfd\x00" + bytes([log - 10 << 3]) + (len(data) << 3 | 1).to_bytes(3, "little") + data
