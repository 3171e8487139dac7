"""What was cleaned is gone when nobody holds it: memory stays flat, however large the documents are."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleantext
from cleantext.choices import Profile
from samples import FURNITURE, PROSE

TEXT = "\n".join((*PROSE, *FURNITURE))
PAGE = f"<html><body><nav><a href=x>Home</a></nav><h1>Ice</h1><p>{'</p><p>'.join(PROSE)}</p></body></html>"


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Objects that hold each other in a circle stay: they are found after so many objects, not so many bytes."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize("profile", ["residue", "main"])
@pytest.mark.parametrize(
    "source", [TEXT, "A sentence of a text in one line. " * 60, PAGE, PAGE.replace("html>", "div>")]
)
def test_nothing_is_left_of_a_document(source: str, profile: Profile) -> None:
    """Whoever asked for reasons, too."""
    result = cleantext.explain(source, profile)
    assert result.text
    assert isinstance(result.removals, tuple)
    document = weakref.ref(result.document)
    del result
    assert document() is None


@pytest.mark.usefixtures("uncollected")
def test_nothing_is_left_of_many() -> None:
    """Of texts that are judged together."""
    results = cleantext.Cleaner().many([TEXT, PROSE[0], TEXT])
    documents = [weakref.ref(result.document) for result in results]
    del results
    assert [document() for document in documents] == [None] * 3


LARGE = {
    "paragraphs": "\n".join(f"{n}. {paragraph}" for n in range(2500) for paragraph in PROSE[:4]),
    "one line": "An endless line without a stop " * 65_000,
    "sentences of one line": "It rained for three days in the valley. " * 50_000,
    "short lines": "Read more\n" * 50_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["residue", "main"])
@pytest.mark.parametrize("kind", LARGE)
def test_a_large_text_takes_a_few_times_its_size(kind: str, profile: Profile, tmp_path: Path) -> None:
    """Of short lines and sentences it is their number that counts."""
    text = LARGE[kind]
    (tmp_path / "large.txt").write_text(text)
    peak = (
        "import cleantext, pathlib, resource, sys\n"
        "unit = 1 if sys.platform == 'darwin' else 1024\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit\n"
        f"cleantext.clean('It rained.\\nShare on Facebook', {profile!r})\n"
        "before, text = peak(), pathlib.Path('large.txt').read_text()\n"
        f"cleantext.clean(text, {profile!r})\n"
        "print(peak() - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", peak], cwd=tmp_path, capture_output=True, text=True, check=True)
    units = text.count("\n") + text.count(". ")
    assert int(done.stdout) < 12 * len(text) + 1000 * units + 100 * 1024**2, done.stdout
