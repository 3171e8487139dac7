"""What is said when an optional package is missing."""

from importlib.metadata import PackageNotFoundError

import pytest

import data
from cleantext.extras import MissingExtraError, install_line, require

REQUIRES = ["numpy>=1.26", 'pyarrow>=16; extra == "jobs"', "tqdm>=4.60 ; extra=='jobs'", 'pytest>=8; extra == "test"']


@pytest.fixture
def installed(monkeypatch):
    """As if these were the requirements of the distribution, or as if it were not installed."""

    def set_to(entries):
        def answer(_):
            if entries is None:
                raise PackageNotFoundError
            return entries

        monkeypatch.setattr("importlib.metadata.requires", answer)

    return set_to


def test_the_hint_names_the_packages(installed) -> None:
    """So it works for a clone and for a wheel."""
    installed(REQUIRES)
    assert install_line("jobs") == 'pip install "pyarrow>=16" "tqdm>=4.60"'
    with pytest.raises(MissingExtraError) as error:
        require("no_such_module.inside", "jobs")
    assert str(error.value) == f"no_such_module is missing; install it with: {install_line('jobs')}"


@pytest.mark.parametrize("entries", [None, [], ["numpy"]])
def test_without_an_installation_the_clone_is_named(installed, entries) -> None:
    """Nothing else is known then."""
    installed(entries)
    assert install_line("jobs") == "pip install '.[jobs]' (in the clone)"


def test_an_error_inside_a_package_is_not_hidden(tmp_path, monkeypatch) -> None:
    """A package that is there and broken is not said to be missing."""
    (tmp_path / "broken_package.py").write_text("import no_such_module")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        require("broken_package", "jobs")
    assert require("json", "jobs").loads("1") == 1


def test_the_extras_are_those_of_the_project() -> None:
    """An installed copy knows what each needs."""
    assert "pyarrow" in install_line("jobs")


def test_benchmarks_name_what_is_missing() -> None:
    """In one line, whichever package it is that they import."""

    def main() -> None:
        raise ModuleNotFoundError("No module named 'torch'", name="torch")

    with pytest.raises(SystemExit) as end:
        data.run(main)
    assert str(end.value) == f"torch is missing; install it with: {install_line('train')}"
