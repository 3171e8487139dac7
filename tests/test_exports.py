"""The public surface."""

import subprocess
import sys

import cleantext
from cleantext.filters import BUILT_IN


def test_all_names_are_there() -> None:
    """Everything in ``__all__`` can be imported, and ``dir`` shows it."""
    assert dir(cleantext) == sorted(cleantext.__all__)
    for name in cleantext.__all__:
        assert getattr(cleantext, name) is not None


def test_unknown_name_is_an_attribute_error() -> None:
    """A typo fails as it does in any module, with what may have been meant."""
    script = "import cleantext; cleantext.claen"
    process = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "has no attribute 'claen'. Did you mean: 'clean'?" in process.stderr


def test_built_in_filters_are_values() -> None:
    """Filters compare, print and hash by what they are."""
    for built_in in BUILT_IN:
        assert built_in.make() == built_in.make()
        assert hash(built_in.make()) == hash(built_in.make())
        assert type(built_in.make()).__name__ in repr(built_in.make())
    assert len({built_in.name for built_in in BUILT_IN}) == len(BUILT_IN)
