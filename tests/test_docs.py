"""The documentation tells the truth: every block of code in it is run, or read by what would run it.

``console`` is a session in a shell, ``pycon`` one in Python: both must print what they show.
``python`` and ``sh`` are for what must not run in a test, because it installs, fetches or needs a
cluster: the former must compile and import what there is, the latter name options and files that
there are. ``toml`` is a rule file, under the name in its first line. ``text`` is no code.
"""

from __future__ import annotations

import ast
import contextlib
import doctest
import importlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import warm
from cleantext.command.arguments import make_parser
from cleantext.rulebook import parse_rules

sys.path.append(str(Path(__file__).parents[1] / "docs"))

import run_notebook

ROOT = Path(__file__).parents[1]
OF_ROOT = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
PAGES = [*OF_ROOT, *sorted((ROOT / "docs").rglob("*.md"))]
# What needs more than the package: run with the engines, below and in adapters/test_cluster_examples.py.
WITH_ENGINES = {"columns.md"}
ENGINES = frozenset(("ray", "pyspark", "readability"))
# Other programs that the shell examples name; what they do is not ours to test.
OTHERS = frozenset(("curl", "zcat", "echo", "eval", "jq", "trafilatura", "find", "git", "xargs", "…"))
KNOWN = frozenset(("console", "pycon", "python", "sh", "toml", "text"))


def blocks(page: Path, *languages: str) -> list[str]:
    """The blocks of code of a page in some languages."""
    found = re.findall(r"(?ms)^```(\w*)\n(.*?)^```$", page.read_text(encoding="utf-8"))
    return [code for language, code in found if language in languages]


def pages_with(*languages: str) -> list[Path]:
    return [page for page in PAGES if blocks(page, *languages)]


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_block_says_what_it_is(page: Path) -> None:
    """So no block escapes the tests below."""
    fences = re.findall(r"(?m)^\s*```(.*)$", page.read_text(encoding="utf-8"))
    assert len(fences) % 2 == 0
    assert set(fences[::2]) <= KNOWN
    assert not any(fences[1::2])


def test_there_is_something_to_test() -> None:
    """The pages that new users read first, and enough of each language."""
    assert {"README.md", "docs/tour.md", "docs/why.md", "docs/rules.md"} <= {
        name(page) for page in pages_with("console")
    }
    assert sum(len(blocks(page, "pycon")) for page in PAGES) > 15


@pytest.mark.parametrize("page", [page for page in pages_with("pycon") if page.name not in WITH_ENGINES], ids=name)
def test_sessions_in_python_work(page: Path) -> None:
    """What a page shows is what happens."""
    code = "\n".join(blocks(page, "pycon"))
    test = doctest.DocTestParser().get_doctest(code, {}, name(page), str(page), 0)
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
    assert result.attempted > 0
    assert result.failed == 0


def test_the_notebook_works() -> None:
    """Each cell of code prints what the notebook shows below it."""
    names: dict[str, object] = {}
    cells = json.loads(run_notebook.PATH.read_text("utf-8"))["cells"]
    codes = [cell for cell in cells if cell["cell_type"] == "code"]
    assert sum(bool(cell["outputs"]) for cell in codes) > 5
    for cell in codes:
        assert run_notebook.outputs("".join(cell["source"]), names) == cell["outputs"], "python docs/run_notebook.py"


@pytest.mark.engine
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("package", ["pandas", "polars", "datasets"])
def test_examples_with_columns_work(package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each library's section of the page, behind the lines that all share."""
    pytest.importorskip(package)
    monkeypatch.chdir(tmp_path)  # a report is written
    shared, *sections = re.split(r"(?m)^## ", (ROOT / "docs" / "columns.md").read_text(encoding="utf-8"))
    section = next(text for text in sections if f"import {package}" in text)
    test = doctest.DocTestParser().get_doctest(shared + section, {}, package, "columns.md", 0)
    result = doctest.DocTestRunner().run(test)
    assert result.attempted > 5
    assert result.failed == 0


@pytest.fixture(scope="module")
def command(tmp_path_factory) -> Iterator[Path]:
    """A folder with the command in it, which has started already."""
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "cleantext"
    script.write_text(warm.client(folder / "socket"))
    script.chmod(0o755)
    with subprocess.Popen([sys.executable, warm.__file__, folder / "socket"], stdout=subprocess.PIPE) as server:
        assert server.stdout.readline() == b"ready\n"
        yield folder
        server.kill()


@pytest.mark.skipif(not shutil.which("bash"), reason="needs a shell")
@pytest.mark.parametrize("page", pages_with("console"), ids=name)
def test_sessions_in_a_shell_work(page: Path, command: Path, tmp_path: Path) -> None:
    """Each command of a page prints what the page shows, in a folder with the rule files that the page names."""
    environment = os.environ | {
        "PATH": f"{command}:{os.environ['PATH']}",
        "COLUMNS": "80",
        "LC_ALL": "C.UTF-8",
    }
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "fixtures").symlink_to(ROOT / "fixtures")
    for code in blocks(page, "toml"):
        if named := re.match(r"# (\w+\.toml)\n", code):
            (folder / named[1]).write_text(code)
    steps = [step for block in blocks(page, "console") for step in re.split(r"(?m)^\$ ", block) if step]
    for line, _, expected in (step.partition("\n") for step in steps):
        process = subprocess.run(
            ["bash", "-c", f"{{ {line}\n}} 2>&1"],
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        is_right = doctest.OutputChecker().check_output(expected, process.stdout, doctest.ELLIPSIS)
        assert is_right, f"$ {line}\n{process.stdout}"


@pytest.mark.parametrize("page", pages_with("sh"), ids=name)
def test_commands_for_readers_can_be_read(page: Path) -> None:
    """Of what is not run, options are options of the command, and programs and files are there."""
    tried = 0
    for code in blocks(page, "sh"):
        for command in _commands(code):
            tried += 1
            _check_command(command)
    assert tried


def _commands(code: str) -> list[list[str]]:
    """The commands of a shell script of the plain kind that documentation holds."""
    lexer = shlex.shlex(
        re.sub(r'"\$\((.*?)\)"', r"; \1 ;", re.sub(r"(?m)(\s#.*)?$", ";", code)), posix=True, punctuation_chars=";|&<>"
    )
    lexer.whitespace_split = True
    commands: list[list[str]] = [[]]
    for token in lexer:
        if set(token) <= set(";|&"):
            commands.append([])
        else:
            commands[-1].append(token)
    return [command for command in commands if command]


def _check_command(words: list[str]) -> None:
    words = [word for word in words if not re.fullmatch(r"[A-Z_]+=.*", word)]
    if ">" in words:
        words = words[: words.index(">")]
    program, *arguments = words
    program = Path(program).name
    if program == "cleantext":
        with contextlib.suppress(SystemExit):  # --version and --help end
            make_parser().parse_args(arguments)
            return
        pytest.fail(f"cleantext does not take {arguments}")
    elif program in ("python", "python3") and arguments[0] != "-m":
        assert (ROOT / arguments[0]).exists(), arguments[0]
    elif program in ("python", "python3"):
        assert arguments[1] in ("pytest", "venv"), arguments
        assert all((ROOT / word).exists() for word in arguments[2:] if word.startswith("tests/"))
    elif program == "pip":
        extras = re.findall(r"\[([a-z,]+)\]", " ".join(arguments))
        known = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
        assert set(",".join(extras).split(",")) - {""} <= set(known)
    elif program in ("ruff", "mypy", "lint-imports"):
        assert program in (ROOT / ".ci" / "run").read_text("utf-8")
    else:
        assert program in OTHERS, program


@pytest.mark.parametrize("page", pages_with("python"), ids=name)
def test_examples_for_engines_compile(page: Path) -> None:
    """They run with the engines; here they compile, and what they take from the package is there."""
    for code in blocks(page, "python"):
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] not in ENGINES:
                module = importlib.import_module(node.module)
                assert all(hasattr(module, alias.name) for alias in node.names)
        for dotted in re.findall(r'"(cleantext(?:\.\w+)+)"', code):
            home, _, last = dotted.rpartition(".")
            assert hasattr(importlib.import_module(home), last)


@pytest.mark.parametrize("page", pages_with("toml"), ids=name)
def test_rule_files_load(page: Path) -> None:
    """An example of a rule file is one."""
    for code in blocks(page, "toml"):
        assert parse_rules(tomllib.loads(code), "house", "any", name(page))


MADE = {"notebook.md", "index.md", "contributing.md", "security.md", "changelog.md", "command.md"}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page names a file that is there, or a page that the site makes."""
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        is_made = page.parent == ROOT / "docs" and (Path(target).name in MADE or target.startswith("kinds/"))
        assert is_made or (page.parent / target).exists() or target.startswith("../kinds/"), target


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_nothing_is_installed_by_a_name_that_no_index_knows(page: Path) -> None:
    """Readers have a clone."""
    assert not re.search("pip install [^`]*cleantext-web", page.read_text(encoding="utf-8"))


def test_readme_is_short() -> None:
    """A stranger reads it to the end."""
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) < 120
