"""The package as cleaners, judged by networks that have not seen a text: those that ``train.py --folds DIR`` leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from cleantext import Pipeline
from cleantext.filters import KindFilter
from cleantext.judge.judgement import Judge
from cleantext.judge.weights import Networks, load
from cleantext.pipeline import profile_pipeline


def fold_of(key: str) -> int:
    """The fold of a text by its key: the address of a page, or a set and what of it (see ``measure.base``).

    A page whose address nobody knows has an empty key.
    """
    from training.sources import fold, fold_of_language, fold_of_page, fold_of_written

    if not key or "://" in key:
        return fold_of_page(key)
    group, _, rest = key.partition("/")
    if group in ("canon", "phrases", "subjects"):
        return fold_of_language(rest.split("/")[0])
    if group == "marked-pages":
        return fold_of_written(rest)
    return fold(rest.rstrip("m") if group == "lines" else rest)


@cache
def judge_of_fold(path: Path) -> Judge:
    """The judge of a file of weights."""
    return Judge(networks_of(path))


@cache
def networks_of(path: Path) -> Networks:
    """The networks of a file of weights."""
    with path.open("rb") as file:
        return load(file)


def judge_of(key: str, folds: Path | None) -> Judge:
    """The judge that has not seen the text of ``key``, or without ``folds`` the shipped one."""
    return Judge() if folds is None else judge_of_fold(folds / f"fold{fold_of(key)}.npz")


def judges(folds: Path) -> list[Judge]:
    """The judges of all folds, in their order."""
    return [judge_of_fold(path) for path in sorted(folds.glob("fold*.npz"))]


@cache
def pipeline_of(profile: str, judge: Judge, threshold: float | None) -> Pipeline:
    """The pipeline of a profile with some judge, and with one threshold for all kinds if there is one."""
    pipeline = profile_pipeline(profile, judge)
    if threshold is None:
        return pipeline
    filters = [replace(one, threshold=threshold) if isinstance(one, KindFilter) else one for one in pipeline.filters]
    return replace(pipeline, filters=tuple(filters))


def cleaner(
    profile: str = "residue", folds: Path | None = None, threshold: float | None = None
) -> Callable[[str, str], str]:
    """A profile as ``measure`` takes cleaners: (text, key) to clean text. Text is not repaired."""
    return lambda text, key: pipeline_of(profile, judge_of(key, folds), threshold)(text).text
