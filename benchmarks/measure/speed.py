"""The speed of the whole call on extractors' texts, beside jusText on the same lines, in processor time."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from html import escape

import data
import rivals
from measure.base import FACTOR, Report, Row, chosen

PAGES = 100
"""Pages whose outputs are read; of a sample every tenth."""


def median(work: Callable[[Sequence[str]], object], inputs: Sequence[str], rounds: int = 3) -> float:
    """Processor time of ``work`` over all ``inputs``, the median of some rounds after a call to warm up."""
    work(inputs[:1])
    costs = []
    for _ in range(rounds):
        began = time.process_time()
        work(inputs)
        costs.append(time.process_time() - began)
    return statistics.median(costs)


def seconds(work: Callable[[str], object], inputs: Sequence[str]) -> float:
    """The same of ``work`` for one after the other."""
    return median(lambda texts: [work(text) for text in texts], inputs)


def texts(sample: int | None = None) -> list[str]:
    """The four extractors' outputs of ``PAGES`` pages, or of a tenth of ``sample``."""
    wanted = set(
        chosen((page for page, _ in data.all_extracted()), min(max(1, sample // 10), PAGES) if sample else PAGES)
    )
    return [text for (page, _), text in data.all_extracted().items() if page in wanted and text.strip()]


def report(clean: Callable[[str], str], sample: int | None = None) -> Report:
    """How many times as fast as jusText ``clean`` is, and both in MB/s.

    jusText is called as its users do, on the lines as paragraphs; its classes alone, without parsing, stand below.
    """
    from competitors import justext

    given = texts(sample)
    size = sum(len(text.encode()) for text in given) / 1e6
    pages = ["".join(f"<p>{escape(line)}</p>" for line in text.split("\n")) for text in given]
    ours, call, classes = seconds(clean, given), seconds(justext, pages), seconds(rivals.justext_lines, given)
    rows = [
        Row("**times as fast as jusText on the same lines**", len(given), {"cleantext": call / ours}, FACTOR),
        Row("times as fast as its classes alone", len(given), {"cleantext": classes / ours}, FACTOR),
        Row("MB/s", len(given), {"cleantext": size / ours}, FACTOR),
        Row("MB/s, jusText", len(given), {"cleantext": size / call}, FACTOR),
        Row("MB/s, its classes alone", len(given), {"cleantext": size / classes}, FACTOR),
    ]
    return Report("speed of clean(text)", rows)
