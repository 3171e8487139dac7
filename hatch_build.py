"""Puts rules and weights into the wheel as they are used: making that of their files takes seconds."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Made(BuildHookInterface):
    """Runs when a wheel is built; an editable install reads the rule files themselves."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the copy to what goes into the wheel."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from cleantext import compiled
        from cleantext.cache import INSTALLED
        from cleantext.judge import weights

        self._folder = tempfile.TemporaryDirectory()
        for name, data in {**compiled.copies(), **weights.copies()}.items():
            copy = Path(self._folder.name, name)
            copy.write_bytes(data)
            build_data["force_include"][str(copy)] = f"cleantext/{INSTALLED}/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Removes the temporary copy."""
        if version != "editable":
            self._folder.cleanup()
