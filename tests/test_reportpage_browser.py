"""The report page in a browser: Debian's Chromium, driven by Playwright; both may be missing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleantext import Document, Removal, Result
from cleantext.gaps import close_gaps
from cleantext.reportpage import report_page
from payloads import PAYLOADS
from samples import PROSE

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium")

LINES = [
    PROSE[0],
    "Photo: J. Doe/Getty",
    "",
    *(f"Line {n} stays." for n in range(20)),
    "",
    "Share on X",
    "",
    "About us",
]


def story() -> Result:
    """A caption and a share button go with the blank lines beside them, a footer stays, twenty lines are folded."""
    text = "\n".join(LINES) + "\n"

    def removal(part: str, name: str) -> Removal:
        start = text.index(part)
        return Removal(start, start + len(part), name, f"en/{name}", "“x”")

    document = Document(text)
    gone = close_gaps(document, [removal(LINES[1], "captions"), removal("Share on X", "share")])
    return Result(document, tuple(sorted(gone)), (removal("About us", "footer"),))


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opened(browser, tmp_path: Path):
    """Opens the page of some results in a window of some sort."""
    contexts = []

    def open_page(results: dict[str, Result], **options):
        path = tmp_path / "report.html"
        path.write_text(report_page(results), "utf-8")
        contexts.append(browser.new_context(**options))
        contexts[-1].set_default_timeout(300_000)  # a busy machine is no failure
        page = contexts[-1].new_page()
        page.noise = []
        page.on("console", lambda message: page.noise.append(message.text))
        page.on("pageerror", lambda error: page.noise.append(str(error)))
        page.on("dialog", lambda dialog: (page.noise.append("dialog"), dialog.dismiss()))
        page.on("request", lambda request: page.noise.append(request.url) if request.url != path.as_uri() else None)
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def seen(page, column: str = "line") -> list[str]:
    """The lines of text that are to be seen, blank ones left out."""
    return [text for text in page.locator(f".{column}").all_inner_texts() if text.strip()]


def test_views_and_switches_need_no_scripts(opened) -> None:
    """Marked, clean, side by side; a kind that is switched off is back in the text."""
    page = opened({"story.txt": story()}, java_script_enabled=False)
    left = [line for line in story().text.splitlines() if line]
    assert page.locator("del:visible").count() == 2
    assert len(seen(page)) == len([line for line in LINES if line]) - 16  # in the fold
    page.check("#unfold")
    assert seen(page) == [line for line in LINES if line]
    page.uncheck("#unfold")
    page.check("#clean")
    assert seen(page) == left
    assert page.locator(".why:visible").count() == 0
    page.uncheck("#s1")
    assert seen(page) == [*left[:-1], "Share on X", left[-1]]
    page.check("#sides")
    assert seen(page) == [line for line in LINES if line]
    assert seen(page, "after") == [*left[:-1], "Share on X", left[-1]]
    assert page.noise == []


def test_keys_go_to_marks_and_choose_views(opened) -> None:
    """The policy lets the script run; n and p go on and back, over documents, and stop at the ends."""
    page = opened({"a": story(), "b": story()}, viewport={"width": 1000, "height": 500})
    visited = []
    for key in "nnnnnpp":
        page.keyboard.press(key)
        visited.append(page.evaluate("location.hash"))
    assert visited == [f"#{mark}" for mark in ("d1l2", "d1l25", "d2l2", "d2l25", "d2l25", "d2l2", "d1l25")]
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.press("n")
    assert page.evaluate("location.hash") == "#d1l2"
    page.keyboard.press("2")
    assert page.is_checked("#clean")
    assert page.noise == []


def test_nothing_of_the_payloads_runs(opened) -> None:
    """No script, no request, no word of the policy about something that it had to stop."""
    results = {}
    for evil in PAYLOADS:
        line = evil.replace("\n", " ")
        text = f"{line}\n{line}\n{line}\n"
        size = len(line)
        removals = (Removal(size + 1, 2 * size + 1, evil, evil, evil),)
        results[evil] = Result(Document(text), removals, (Removal(2 * size + 2, 3 * size + 2, evil, evil, evil),))
    page = opened(results)
    page.check("#clean")
    page.check("#sides")
    page.keyboard.press("n")
    assert page.noise == []
    assert page.locator("section").count() == len(PAYLOADS)
    assert page.locator("script, style").count() == 2
    assert page.locator("img, iframe, object, embed, form, video, audio, base, link").count() == 0


@pytest.mark.parametrize("view", ["marked", "clean", "sides"])
def test_small_screens_need_no_scrolling_sideways(opened, view: str) -> None:
    """Whatever is in the text, at 360 pixels."""
    long = Result(Document("x" * 500 + "\n" + "y" * 500), (Removal(501, 1001, "z" * 80, "r" * 200, "e" * 300),))
    page = opened({"story.txt": story(), "n" * 300: long}, viewport={"width": 360, "height": 740})
    page.check(f"#{view}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_kinds_are_a_line_each_on_small_screens(opened) -> None:
    """What does not fit beside them is scrolled to, and does not push the text down."""
    page = opened({"story.txt": story()}, viewport={"width": 360, "height": 740})
    heights = page.locator(".kinds tbody tr").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert max(heights) < 40


def test_the_map_is_no_higher_than_the_text_and_the_window(opened) -> None:
    """A short document takes the room of its lines only, a long one has the whole map beside it."""
    lines = "\n".join("It was over." for _ in range(60))
    long = Result(Document(lines), tuple(Removal(13 * n, 13 * n + 12, "ads", "r") for n in range(60)))
    page = opened({"a": long, "b": story()}, viewport={"width": 1000, "height": 700})
    of_long, of_short = page.locator(".map svg").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    text = page.locator(".text").nth(1).evaluate("e => e.getBoundingClientRect().height")
    assert of_short <= text < 620
    assert of_long == 700 - 5 * 16


def test_rules_lead_to_what_they_are_about(opened) -> None:
    """Without scripts, too."""
    label = Removal(0, 2, "ads", "en/label", "known line")
    page = opened({"a": Result(Document("Ad\nIt was over."), (label,))}, java_script_enabled=False)
    page.click(".why a:has(code)")
    assert "Labels of advertisements" in page.locator("dt:target + dd").inner_text()


def test_dark_light_and_paper(opened) -> None:
    """The page follows the reader's choice; on paper there is nothing to click."""
    light, dark = (opened({"a": story()}, color_scheme=scheme) for scheme in ("light", "dark"))
    colours = [page.evaluate("getComputedStyle(document.body).backgroundColor") for page in (light, dark)]
    assert colours == ["rgb(255, 255, 255)", "rgb(23, 25, 30)"]
    light.emulate_media(media="print")
    assert light.locator(".bar:visible, .map:visible, .steps:visible").count() == 0
    assert light.locator("del:visible").count() == 2


def test_lines_have_the_direction_of_their_text(opened) -> None:
    """Hebrew begins at the right although the page is English."""
    text = "It was over.\nצילום: דנה לוי\n"
    page = opened({"a": Result(Document(text), (Removal(13, len(text) - 1, "captions", "he/x"),))})
    assert [page.locator(".line").nth(n).evaluate("e => getComputedStyle(e).direction") for n in (0, 1)] == [
        "ltr",
        "rtl",
    ]
