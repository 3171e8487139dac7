"""Optional dependencies: loaded when they are needed, with an answer when they are missing."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

_DISTRIBUTION = "cleantext-web"


class MissingExtraError(ImportError):
    """A package of an extra is not installed; the message is the line that installs it."""


def require(module: str, extra: str) -> Any:
    """The module ``module``, which comes with the extra ``extra``. Raises :class:`MissingExtraError`."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        name = module.partition(".")[0]
        if error.name != name:
            raise
        raise MissingExtraError(f"{name} is missing; install it with: {install_line(extra)}") from None


def install_line(extra: str) -> str:
    """The command that installs what the extra ``extra`` needs.

    It names the packages themselves, so it works wherever this package came from: a clone, a wheel
    or an index. Where it runs without being installed, the clone is all that there is.
    """
    packages = _packages(extra)
    return f"pip install {' '.join(packages)}" if packages else f"pip install '.[{extra}]' (in the clone)"


def _packages(extra: str) -> list[str]:
    from importlib.metadata import PackageNotFoundError, requires  # takes long to load

    try:
        entries = [entry.partition(";") for entry in requires(_DISTRIBUTION) or ()]
    except PackageNotFoundError:
        return []
    marker = re.compile(rf"\bextra\s*==\s*['\"]{re.escape(extra)}['\"]")
    return [f'"{requirement.strip()}"' for requirement, _, condition in entries if marker.search(condition)]
