"""The choices that users have, as types: what is misspelt is seen before it runs."""

from __future__ import annotations

from typing import Literal

Profile = Literal["residue", "main"]
"""What is taken out: furniture only, or all that is not the main content of a page."""

Source = Literal["auto", "text", "html"]
"""What the input is. ``auto`` looks: text that begins as a page does is taken for HTML."""

Extractor = Literal["model", "trafilatura"]
"""Who finds the main text of HTML: the model that comes with this package, or trafilatura."""

Format = Literal["text", "markdown"]
"""What clean text is written as."""

ColorChoice = Literal["auto", "always", "never"]
"""When output is coloured: on a terminal whose owner does not refuse, or whatever it is."""
