"""The list of mistakes that tests are to notice fits the code."""

from __future__ import annotations

from collections import Counter

import pytest

from mutations import PACKAGE, ROOT, Mutation, mutations


@pytest.mark.parametrize("mutation", mutations(), ids=lambda one: f"{one.file}: {one.breaks}")
def test_a_mutation_fits_the_code(mutation: Mutation) -> None:
    assert (ROOT / PACKAGE / mutation.file).read_text("utf-8").count(mutation.old) == 1
    assert mutation.new != mutation.old
    assert all((ROOT / "tests" / name.partition("::")[0]).exists() for name in mutation.tests)


def test_each_mutation_is_another() -> None:
    assert max(Counter((one.file, one.old, one.new) for one in mutations()).values()) == 1
