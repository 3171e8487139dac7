"""Values that may be texts, of columns and callers, and what is said of those that are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from typing import Any

from cleantext.document import Document


def is_missing(value: Any) -> bool:
    """Does ``value`` stand for no value in a column: ``None``, NaN, NaT or pandas' NA?

    >>> [is_missing(value) for value in (None, float("nan"), "", 0, b"")]
    [True, True, False, False, False]
    """
    if isinstance(value, str | bytes):
        return False
    try:
        return value is None or bool(value != value)  # noqa: PLR0124 - only what is no number differs from itself
    except (TypeError, ValueError):  # NA says that it can not tell; an array has no one answer
        return type(value).__name__ == "NAType"


def no_text(value: object) -> str:
    """Why ``value`` is no text, in a line."""
    if is_missing(value):
        return f"{value!r} is no text; clean_many takes columns in which values are missing"
    if isinstance(value, bytes):
        return "bytes are no text yet; clean_html takes the bytes of a page, those of a text must be decoded"
    if isinstance(value, PathLike):
        return "a path is no text yet: what stands in its file must be read first"
    if isinstance(value, Document):
        return "a document is no text: a Cleaner takes it, and a Pipeline"
    many = "; clean_many takes a column of them" if isinstance(value, Iterable) else ""
    return f"a text is a str, not a {type(value).__name__}{many}"


def check_type(name: str, value: object, kind: Any, meaning: str) -> None:
    """Raises :class:`TypeError` unless ``value`` is of the type ``kind``: now, not on some machine with the first text.

    >>> check_type("repair", "no", bool, "True or False")
    Traceback (most recent call last):
    TypeError: repair is True or False, not 'no'
    """
    if not isinstance(value, kind):
        raise TypeError(f"{name} is {meaning}, not {value!r:.60}")


def text_of(value: object) -> str:
    """``value``, if it is a text; else raises :class:`TypeError`."""
    if not isinstance(value, str):
        raise TypeError(no_text(value))
    return value


def plain(value: Any) -> Any:
    """``value`` as Python has it: the columns of Arrow hold scalars that know it."""
    return value.as_py() if hasattr(value, "as_py") else value


def column(values: Iterable[Any]) -> Iterable[Any]:
    """``values``, if they are many. Raises :class:`TypeError` for one text, whose letters would be taken for texts,
    and for a table, whose names would be.
    """
    if isinstance(values, str | bytes):
        raise TypeError("many texts are a list or a column, not one text; clean takes one")
    if isinstance(values, Mapping) or hasattr(type(values), "columns"):
        raise TypeError('many texts are one column, such as table["text"], not a table')
    if not isinstance(values, Iterable):
        raise TypeError(f"many texts are a list of texts or a column, not {values!r:.60}")
    return values


def checked(values: Iterable[Any], kinds: tuple[type, ...]) -> Iterator[Any]:
    """``values``, of one of some ``kinds`` or missing. Raises :class:`TypeError` with the position of another."""
    for position, value in enumerate(values):
        if not isinstance(value, kinds) and not is_missing(value):
            raise TypeError(f"value {position}: {no_text(value)}")
        yield value
