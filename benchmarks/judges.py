"""The package as cleaners, and networks that have not seen a page: those that ``train.py --folds DIR`` leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from cleantext import Pipeline
from cleantext.filters import Leftovers
from cleantext.guard import ProseGuard
from cleantext.model.network import Network
from cleantext.model.weights import load, shipped
from cleantext.pipeline import profile_pipeline


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


def pipeline_of(url: str, folds: Path | None = None) -> Pipeline:
    """The ``residue`` profile, its network one that has not seen the site of ``url`` if there are ``folds``."""
    pipeline = profile_pipeline("residue")
    if folds is None:
        return pipeline
    network = judge_of(url, folds)
    filters = tuple(replace(f, network=network) if isinstance(f, Leftovers) else f for f in pipeline.filters)
    revisers = tuple(replace(r, network=network) if isinstance(r, ProseGuard) else r for r in pipeline.revisers)
    return replace(pipeline, filters=filters, revisers=revisers)


def cleaner(
    profile: str = "residue", folds: Path | None = None, threshold: float | None = None
) -> Callable[[str, str], str]:
    """A profile as ``measure`` takes cleaners: (text, key) to clean text. Text is not repaired.

    With ``folds`` pages (keys that are addresses) are judged by networks that have not seen their site.
    """

    def clean(text: str, key: str) -> str:
        is_page = folds is not None and profile == "residue" and "://" in key
        pipeline = pipeline_of(key, folds) if is_page else profile_pipeline(profile)
        if threshold is not None:
            filters: list[Any] = list(pipeline.filters)
            filters = [replace(f, threshold=threshold) if hasattr(f, "threshold") else f for f in filters]
            pipeline = replace(pipeline, filters=tuple(filters))
        return pipeline(text).text

    return clean
