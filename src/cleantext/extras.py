"""Optional dependencies: loaded when they are needed, with an answer when they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class MissingExtraError(ImportError):
    """A package of an extra is not installed; the message is the line that installs it."""


def require(module: str, extra: str) -> Any:
    """The module ``module``, which comes with the extra ``extra``.

    >>> require("no_such_module", "jobs")
    Traceback (most recent call last):
    cleantext.extras.MissingExtraError: no_such_module is missing; install it with: pip install "cleantext-web[jobs]"
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        name = module.partition(".")[0]
        if error.name != name:
            raise
        raise MissingExtraError(f'{name} is missing; install it with: pip install "cleantext-web[{extra}]"') from None
