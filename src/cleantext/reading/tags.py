"""The elements of HTML as small numbers, and what browsers do with each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Browsers show nothing of these, or something else than what stands in them.
_NOT_SHOWN = (
    "script style template iframe canvas datalist video audio noframes noembed frameset annotation annotation-xml"
    " mphantom"
)
_WITHIN_LINES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp"
    " small span strike strong sub sup time tt u var wbr button input noscript picture source map select math semantics"
    " mrow mi mo mn ms mtext msup msub msubsup mfrac msqrt mroot munder mover munderover mstyle mpadded mspace menclose"
    " mfenced mtable mtr mlabeledtr mtd mmultiscripts mprescripts none maligngroup malignmark maction merror"
    " output meter progress slot tspan textpath rb rtc"
)
_AROUND = (
    "nav footer header aside main article form table ul ol li section figure dialog button a blockquote pre dl details"
    " noscript tr td p h1 h2 h3 h4 h5 h6 label center font dd th figcaption select"
)
_ITSELF = (
    "p div li h1 h2 h3 h4 h5 h6 a span td th pre code blockquote dt dd figcaption button label strong b em time br"
    " section article small summary cite option i"
)
_MORE = (
    "html head body address hgroup hr caption colgroup col thead tbody tfoot fieldset legend menu optgroup textarea"
    " listing xmp plaintext search text foreignobject"
)
HINTS = ("#title", "#data", "#about", "#base")
"""No elements: what a page says about itself out of sight stands in marks like theirs."""

SKIPPED = frozenset(_NOT_SHOWN.split())
TAGS = ("", *dict.fromkeys(f"{_AROUND} {_ITSELF} {_WITHIN_LINES} {_MORE}".split()), *HINTS)
"""Known elements; the first stands for all others."""
NUMBER = {tag: number for number, tag in enumerate(TAGS)}
AROUND = tuple(NUMBER[tag] for tag in _AROUND.split())
ITSELF = tuple(NUMBER[tag] for tag in _ITSELF.split())


def among(tags: str) -> NDArray[np.bool_]:
    """For each number, whether its element is one of ``tags``."""
    return np.isin(np.arange(len(TAGS)), [NUMBER[tag] for tag in tags.split()])


BLOCK = ~among(f"{_WITHIN_LINES} {' '.join(HINTS)}")
"""What starts and ends a line of its own."""
PREFORMATTED = among("pre listing xmp plaintext textarea")
HEADING = among("h1 h2 h3 h4 h5 h6")
