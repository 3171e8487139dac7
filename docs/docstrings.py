"""Makes Markdown of what docstrings say in the words of Sphinx: an extension of the reference's reader."""

from __future__ import annotations

import re
from typing import Any

from griffe import Docstring, Extension, Object

import cleantext

_ROLE = re.compile(r":(?:class|func|meth|data|mod|attr):`~?([\w.]+)`")
_CODE = re.compile(r"``([^`]+)``")


def _name(match: re.Match[str]) -> str:
    name = match[1].rsplit(".", 1)[-1]
    return f"[`{name}`][cleantext.{name}]" if name in cleantext.__all__ else f"`{name}`"


def _markdown(text: str) -> str:
    r"""A docstring as Markdown; its examples become blocks of code.

    >>> _markdown("See :class:`~cleantext.Result`, ``x``.\n\n>>> 1\n1")
    'See [`Result`][cleantext.Result], `x`.\n\n```pycon\n>>> 1\n1\n```'
    """
    blocks = []
    for block in text.split("\n\n"):
        if block.lstrip().startswith(">>> "):
            blocks.append(f"```pycon\n{block}\n```")
        else:
            blocks.append(_CODE.sub(r"`\1`", _ROLE.sub(_name, block)))
    return "\n\n".join(blocks)


class Markdown(Extension):
    """Reads each docstring once, before it is shown."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Changes the docstring of whatever has one."""
        if isinstance(obj.docstring, Docstring):
            obj.docstring.value = _markdown(obj.docstring.value)
