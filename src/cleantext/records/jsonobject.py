"""One JSON object, changed in one place and otherwise left as it was written, byte for byte.

Parsing and writing a record again rounds big numbers, reorders or drops duplicate keys and
turns ``1e400`` into ``Infinity``. Here the text is only looked through: values keep the
spelling they came with.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from json import decoder
from typing import Any, NoReturn

_SPACE = re.compile(r"[ \t\n\r]*")


class BadObjectError(ValueError):
    """The text is not one JSON object; the message says why."""


def _refuse(name: str) -> NoReturn:
    raise BadObjectError(f"{name} is not JSON")


# Numbers are passed over, not read: reading one of 5,000 digits fails, and nobody asked for it.
_decoder: Any = json.JSONDecoder(parse_int=len, parse_float=len, parse_constant=_refuse)
_scan: Callable[[str, int], tuple[Any, int]] = _decoder.scan_once
# Not in the type stubs, but documented by its docstring and unchanged for many years.
_string: Callable[[str, int, bool], tuple[str, int]] = decoder.scanstring  # type: ignore[attr-defined]


@dataclass(frozen=True)
class JsonObject:
    """A JSON object as text, and where in it the value of each key stands."""

    source: str
    spans: dict[str, tuple[int, int]]
    strings: dict[str, str]

    def spelling(self, key: str) -> str | None:
        """The value of ``key`` as it is written, if the object has the key and it is not null."""
        start, end = self.spans.get(key, (0, 0))
        return None if self.source[start:end] in ("", "null") else self.source[start:end]

    def replaced(self, key: str, value: object) -> str:
        """The object's text with ``value`` as the value of ``key``, added at the end if it is new.

        >>> parse_object('{"n": 1e400, "text": "a"}').replaced("text", "b")
        '{"n": 1e400, "text": "b"}'
        """
        written = write_json(value)
        if key in self.spans:
            start, end = self.spans[key]
            return f"{self.source[:start]}{written}{self.source[end:]}"
        close = self.source.rindex("}")
        comma = ", " if self.spans else ""
        return f"{self.source[:close].rstrip()}{comma}{write_json(key)}: {written}{self.source[close:]}"


def write_json(value: object) -> str:
    """``value`` as JSON on one line; never ``NaN`` or ``Infinity``, which raise :class:`ValueError`."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def to_bytes(text: str) -> bytes:
    r"""JSON ``text`` as UTF-8; a lone surrogate, which UTF-8 can not hold, becomes its JSON escape.

    >>> to_bytes('"\ud800"')
    b'"\\ud800"'
    """
    return text.encode("utf-8", "backslashreplace")


def to_utf8(text: str) -> bytes:
    """``text`` as UTF-8; a lone surrogate, which it can not hold, becomes U+FFFD."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def parse_object(source: str) -> JsonObject:
    """Where everything stands in a JSON object. Raises :class:`BadObjectError`.

    A key that stands twice is an error: which of the two values counts, readers disagree on.

    >>> parse_object('{"id": 12345678901234567890123, "text": "a"}').spans["id"]
    (7, 30)
    """
    try:
        return _parse(source)
    except BadObjectError:
        raise
    except RecursionError:
        raise BadObjectError("nested too deeply") from None
    except (ValueError, StopIteration) as error:
        raise BadObjectError(f"not JSON: {error}" if str(error) else "not JSON") from None


def _parse(source: str) -> JsonObject:
    at = _skip(source, 0)
    if not source.startswith("{", at):
        raise BadObjectError(f"not a JSON object but {_kind(source, at)}")
    spans: dict[str, tuple[int, int]] = {}
    strings: dict[str, str] = {}
    at = _skip(source, at + 1)
    while not source.startswith("}", at):
        if spans:
            at = _skip(source, _expect(source, at, ","))
        key, at = _string(source, _expect(source, at, '"'), True)
        start = _skip(source, _expect(source, _skip(source, at), ":"))
        value, end = _value(source, start)
        if key in spans:
            raise BadObjectError(f"the key {key!r} stands twice")
        spans[key] = start, end
        if isinstance(value, str):
            strings[key] = value
        at = _skip(source, end)
    if _skip(source, at + 1) != len(source):
        raise BadObjectError(f"something stands after the object (character {at + 2})")
    return JsonObject(source, spans, strings)


def _value(source: str, at: int) -> tuple[Any, int]:
    try:
        return _scan(source, at)
    except StopIteration:
        raise BadObjectError(f"not JSON: a value is missing (character {at + 1})") from None


def _skip(source: str, at: int) -> int:
    match = _SPACE.match(source, at)
    return match.end() if match else at


def _expect(source: str, at: int, character: str) -> int:
    if not source.startswith(character, at):
        raise BadObjectError(f"not JSON: {character} is missing (character {at + 1})")
    return at + 1


def _kind(source: str, at: int) -> str:
    try:
        value = json.loads(source[at : at + 1000], parse_int=len)
    except (ValueError, RecursionError):
        return "something else"
    return {list: "an array", str: "a string", bool: "true or false", type(None): "null"}.get(type(value), "a number")
