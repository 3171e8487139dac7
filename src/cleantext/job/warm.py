"""What every worker needs and takes seconds to make, made once.

The process that workers are forked from imports this. Nothing is judged here: a library of linear
algebra that has run before a fork may not run behind it.
"""

from __future__ import annotations

from typing import get_args

from cleantext.judge.weights import Judged, shipped
from cleantext.matching import built_in_matcher

built_in_matcher()
for judged in get_args(Judged):
    shipped(judged)
