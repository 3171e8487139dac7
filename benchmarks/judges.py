"""Networks that have not seen a page: those that ``train.py --folds DIR`` leaves in a folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cleantext.model.network import Network
from cleantext.model.weights import load, shipped


def judge_of(url: str, folds: Path | None) -> Network:
    """The network that has not seen the site of ``url``, or without ``folds`` the shipped one."""
    if folds is None:
        return shipped()
    from model.pages import domain, fold  # needs what training needs

    return _network(folds / f"fold{fold(domain(url))}.npz")


def networks(folds: Path) -> list[Network]:
    """The networks of all folds, in their order."""
    return [_network(path) for path in sorted(folds.glob("fold*.npz"))]


@cache
def _network(path: Path) -> Network:
    with path.open("rb") as file:
        return load(file)
