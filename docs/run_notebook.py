"""Runs the code of ``notebook.ipynb`` and keeps what it prints in there: ``python docs/run_notebook.py``.

A test runs it, too, and compares; so the notebook tells the truth without Jupyter being installed.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("notebook.ipynb")


def outputs(source: str, names: dict[str, Any]) -> list[dict[str, Any]]:
    """What a cell shows, as notebooks keep it: what it prints, then the value of its last expression."""
    body = ast.parse(source).body
    last = ast.Expression(body.pop().value) if isinstance(body[-1], ast.Expr) else None  # type: ignore[attr-defined]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(ast.Module(body, []), "cell", "exec"), names)  # noqa: S102 - our own notebook
        value = eval(compile(last, "cell", "eval"), names) if last else None  # noqa: S307
    found: list[dict[str, Any]] = []
    if printed.getvalue():
        found.append({"name": "stdout", "output_type": "stream", "text": _lines(printed.getvalue())})
    if value is not None:
        data = {"text/plain": _lines(repr(value))}
        found.append({"data": data, "execution_count": None, "metadata": {}, "output_type": "execute_result"})
    return found


def shown(output: Mapping[str, Any]) -> str:
    """An output as text."""
    return "".join(output.get("text") or output["data"]["text/plain"]).rstrip("\n")


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def main() -> None:
    """Writes the notebook anew."""
    notebook = json.loads(PATH.read_text(encoding="utf-8"))
    names: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = outputs("".join(cell["source"]), names)
    PATH.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
