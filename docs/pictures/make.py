"""Makes the pictures of the report page and of the terminal: needs Chromium and the extra ``browser``.

Run: python docs/pictures/make.py
"""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from cleantext import explain
from cleantext.paint import Paint
from cleantext.report import diff_lines
from cleantext.reportpage import report_page
from cleantext.table import table

HERE = Path(__file__).parent
PICTURES: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("light", "english", {"viewport": {"width": 1200, "height": 1000}}, "marked"),
    ("dark", "english", {"viewport": {"width": 1200, "height": 700}, "color_scheme": "dark"}, "sides"),
    ("phone", "english", {"viewport": {"width": 360, "height": 740}}, "marked"),
    ("right-to-left", "arabic", {"viewport": {"width": 1000, "height": 620}}, "marked"),
)


def main() -> None:
    """Writes a picture for each row of the table."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, story, window, view in PICTURES:
            path = Path(folder) / "report.html"
            names = (f"{story}.txt", "plain.txt") if story == "english" else (f"{story}.txt",)
            results = {name: explain((HERE / name).read_text("utf-8")) for name in names}
            path.write_text(report_page(results), "utf-8")
            page = browser.new_page(**window)
            page.goto(path.as_uri())
            page.check(f"#{view}")
            if name != "light":
                page.evaluate("document.querySelector('#d1').scrollIntoView()")
            _keep(page, f"report-{name}.webp")
            page.close()
        _terminal(browser, Path(folder) / "terminal.html")
        browser.close()


def _terminal(browser: Browser, path: Path) -> None:
    """What ``--explain`` and the end of ``--diff`` look like."""
    result = explain((HERE / "english.txt").read_text("utf-8"))
    shown = table(result, withheld=True, width=104, paint=Paint(True))
    diff = Paint(True).diff(diff_lines(result, "english.txt")).splitlines()
    console = Console(record=True, width=104, file=io.StringIO(), color_system="256")
    for line in (*shown.splitlines(), "", *diff[-9:]):
        console.print(Text.from_ansi(line), no_wrap=True, crop=True, overflow="crop")
    console.save_html(str(path), inline_styles=True, theme=MONOKAI)
    page = browser.new_page(viewport={"width": 1020, "height": 560})
    page.goto(path.as_uri())
    _keep(page, "terminal.webp")
    page.close()


def _keep(page: Page, name: str) -> None:
    """A picture of ``page``, in half of the room that the browser's own takes."""
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(HERE / name, lossless=True, quality=100, method=6)


if __name__ == "__main__":
    main()
