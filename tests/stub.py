"""A network that thinks what a test tells it: what filters do with an answer does not depend on weights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from cleantext.judge.judgement import Judge
from cleantext.judge.lines import Lines
from cleantext.judge.network import STATE, Answers
from cleantext.judge.weights import Networks
from cleantext.kinds import KINDS, NUMBERS


@dataclass(frozen=True)
class Told:
    """For each visible line the probability that it is furniture and its kind; lines beyond are content."""

    furniture: tuple[float, ...]
    kinds: tuple[str, ...] = ()
    content: tuple[float, ...] = ()

    def __call__(self, lines: Lines) -> Answers:
        """What was told, as a network says it."""
        size = len(lines.widths)
        kinds = np.zeros((size, len(KINDS)), np.int64)
        for line, kind in zip(range(size), self.kinds, strict=False):
            kinds[line, NUMBERS[kind]] = STATE
        return Answers(_odds(self.content, size), _odds(self.furniture, size), kinds)


def told(furniture: dict[int, float], kind: str = "share", size: int = 40) -> Judge:
    """A judge that takes lines, by number among the visible, for furniture of one kind so surely."""
    return judge_by(Told(tuple(furniture.get(line, 0.0) for line in range(size)), (kind,) * size))


def judge_by(network: Any) -> Judge:
    """A judge that thinks what it was told, of texts and of HTML."""
    return Judge(Networks(network, network))


def _odds(chances: tuple[float, ...], size: int) -> np.ndarray:
    padded = [*chances[:size], *[0.0] * (size - len(chances))]
    return np.array([_one(min(max(chance, 1e-6), 1 - 1e-6)) for chance in padded], np.int64)


def _one(chance: float) -> int:
    return round(STATE * math.log(chance / (1 - chance)))
