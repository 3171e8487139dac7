"""The page that shows what was cut: complete, safe and well-formed."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document, Pipeline, Removal, Result, explain
from cleantext.reportpage import report_page
from samples import FIXTURES, PROSE

CREDIT = "Photo: J. Doe/Getty Images"
VOID = {"meta", "col", "br"}
EVIL = (
    "</td></table><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><style>body{display:none}",
    "<!-- ",
    "&lt;b&gt; &amp;",
    "\x00\x1b[2J\x9b",
    "\u202e\u2066\u2069",
    "\ud800 \udfff",
)


class Page(HTMLParser):
    """What is in a page: elements in order, text of the removed parts and of the lines."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.lines: list[str] = []
        self.gone: list[str] = []
        self._is_line = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        """Notes the element, and whether it is a line or a removed part."""
        self.tags.append(tag)
        self.attributes += attributes
        if tag not in VOID:
            self.open.append(tag)
        if tag == "td":
            self._is_line = ("class", "line") in attributes
            if self._is_line:
                self.lines.append("")
        if tag == "del":
            self.gone.append("")

    def handle_endtag(self, tag):
        """Elements end in the order in which they are nested."""
        assert self.open.pop() == tag
        self._is_line = self._is_line and tag != "td"

    def handle_data(self, data):
        """Text belongs to the line and the removed part that it stands in."""
        if self._is_line:
            self.lines[-1] += data
        if "del" in self.open:
            self.gone[-1] += data


def test_every_line_is_there_and_what_went_is_marked() -> None:
    """The lines of the document, the removed ones in ``del``, the reason beside them."""
    page = report_page({"story.txt": explain(f"{PROSE[0]}\n{CREDIT}\n\n{PROSE[1]}\n")})
    read = Page(page)
    assert read.lines == [PROSE[0], CREDIT, "", PROSE[1]]
    assert read.gone == [CREDIT]
    assert "en/photo-credit-line" in page
    assert "story.txt" in page


def test_golden_document_loses_what_the_page_says() -> None:
    """The marked parts are the united removals, line ends aside."""
    result = explain((FIXTURES / "golden" / "the-atlantic.raw.txt").read_text())
    read = Page(report_page({"a": result}))
    gone = "".join(result.document.text[start:end] for start, end in result.spans)
    assert re.sub(r"\s+", "", "".join(read.gone)) == re.sub(r"\s+", "", gone)


def test_page_needs_nothing_else() -> None:
    """No scripts, no addresses, and a policy under which only its own style counts."""
    page = report_page({"a": explain(f"{PROSE[0]}\n{CREDIT}"), "b": explain(PROSE[1])})
    read = Page(page)
    assert not {"script", "link", "img", "iframe"} & set(read.tags)
    assert all(name not in ("style", "src") and not name.startswith("on") for name, _ in read.attributes)
    assert all(value and value.startswith("#") for name, value in read.attributes if name == "href")
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in page
    assert "url(" not in style


def test_links_lead_somewhere() -> None:
    """Every link to a removal or a document has its target."""
    text = f"{PROSE[0]}\n{CREDIT}\n{PROSE[1]}\n{CREDIT}\n{PROSE[2]}\n"
    read = Page(report_page({"a": explain(text), "b": explain(text)}))
    targets = {value for name, value in read.attributes if name == "id"}
    links = {value[1:] for name, value in read.attributes if name == "href"}
    assert links
    assert links <= targets


@pytest.mark.parametrize("evil", EVIL)
def test_hostile_text_stays_text(evil: str) -> None:
    """In the kept text, the removed text, the evidence and the name, nothing becomes markup or steers."""
    text = f"{PROSE[0]}\n{evil}\n{evil} cut"
    start = text.rindex(evil)
    result = Result(Document(text), (Removal(start, len(text), evil, evil, evil),), (Removal(0, 9, evil, evil, evil),))
    page = report_page({evil: result})
    page.encode()
    assert not re.search(r"[\x00\x1b\x9b\u202e\u2066\u2069\ud800-\udfff]", page)
    read = Page(page)
    assert not read.open
    assert not {"script", "img"} & set(read.tags)
    assert read.tags.count("style") == 1
    if evil.isprintable():
        assert read.lines[1] == evil


@given(
    st.text(st.sampled_from("ab <>&\"'\n\r\u200f\u05d0\x00"), max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
)
def test_any_removals_can_be_shown(text: str, spans: list[tuple[int, int]]) -> None:
    """Overlapping, nested and empty removals, over any line ends: each line once, each part once."""
    size = len(text)
    removals = sorted(Removal(*sorted((min(a, size), min(b, size))), "f", "r") for a, b in spans)
    result = Pipeline([lambda document: removals if document.text == text else []], revisers=())(text)
    read = Page(report_page({"": result}))
    assert [line.replace("\\x00", "\x00") for line in read.lines] == [line.text for line in result.document.lines]
    gone = re.sub(r"[\r\n]", "", "".join(text[start:end] for start, end in result.spans))
    assert "".join(read.gone).replace("\\x00", "\x00") == gone


def test_a_long_page_takes_time_in_proportion() -> None:
    """Eight times the removals take about eight times as long, not sixty-four."""

    def seconds(number: int) -> float:
        text = "kept\ngone\n" * number
        result = Result(Document(text), tuple(Removal(n * 10 + 5, n * 10 + 9, "f", "r") for n in range(number)))
        start = time.process_time()
        report_page({"a": result})
        return time.process_time() - start

    small, large = (min(seconds(number) for _ in range(3)) for number in (4_000, 32_000))
    assert large / small < 8 * 3


def test_what_was_withheld_is_shown() -> None:
    """A filter that was not granted what it asked for is named, with what that was."""
    page = report_page({"a": Result(Document("The whole text."), (), (Removal(0, 15, "bios", "any/all"),))})
    assert "1 passage was withheld" in page
    assert "Filters proposed these; the second look turned them down." in page
    assert "any/all" in page


def test_command_writes_the_page_beside_its_output(tmp_path: Path) -> None:
    """``--report`` comes on top of what the command does otherwise."""
    story, page = tmp_path / "story.txt", tmp_path / "cut.html"
    story.write_text(f"{PROSE[0]}\n{CREDIT}\n")
    command = [sys.executable, "-m", "cleantext", str(story), "--report", str(page)]
    assert subprocess.run(command, capture_output=True, check=True).stdout.decode() == PROSE[0] + "\n"
    assert Page(page.read_text("utf-8")).gone == [CREDIT]
    check = subprocess.run([*command, "--check"], capture_output=True, check=False)
    assert (check.returncode, check.stdout.count(b"\n")) == (1, 1)
    refused = subprocess.run([*command[:-1], str(tmp_path / "no" / "x")], capture_output=True, check=False)
    assert refused.returncode == 2
    assert refused.stderr.decode().count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["a.txt", "--report", ""], "--report needs the name of a file"),
        (["a.txt", "--report", "-"], "--report needs the name of a file"),
        (["a.txt", "b.txt", "--report", "b.txt"], "--report would be written over b.txt"),
        (["a.txt", "-i", "--report", "./a.txt"], "--report would be written over a.txt"),
        (["a.txt", "--report", "link.txt"], "--report would be written over a.txt"),
        (["a.txt", "--report", "hard.txt"], "--report would be written over a.txt"),
        (["a.txt", "-o", "new.html", "--report", "./new.html"], "--report would be written over new.html"),
        (["a.txt", "--rules", "b.txt", "--report", "b.txt"], "--report would be written over b.txt"),
        (["a.txt", "--learn", "c.counts", "--report", "new.html"], "--report is for documents"),
        (
            ["--learn", "c.counts", "--repeats", "c.counts", "a.txt", "--report", "new.html"],
            "--report is for documents",
        ),
        (["--from", "jsonl", "--report", "new.html"], "--report is for documents"),
    ],
)
def test_report_that_could_do_harm_is_refused(tmp_path: Path, arguments: list[str], says: str) -> None:
    """One line says why, and no file has changed."""
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"{PROSE[0]}\n{CREDIT}\n")
    (tmp_path / "link.txt").symlink_to("a.txt")
    (tmp_path / "hard.txt").hardlink_to(tmp_path / "a.txt")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    process = command(tmp_path, *arguments)
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr.startswith(f"cleantext: {says}")
    assert process.stderr.count("\n") == 1
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_report_shows_what_was_done(tmp_path: Path) -> None:
    """A file that was refused is not in it, and one that was read twice is there twice."""
    (tmp_path / "page.html").write_text(f"<p>{PROSE[0]}</p>")
    (tmp_path / "a.txt").write_text(f"{PROSE[0]}\n{CREDIT}\n")
    assert command(tmp_path, "-i", "page.html", "a.txt", "a.txt", "--report", "cut.html").returncode == 2
    page = (tmp_path / "cut.html").read_text("utf-8")
    assert "page.html" not in page
    assert "a.txt (2)</h2>" in page
    assert Page(page).gone == [CREDIT]


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cleantext", *arguments],
        cwd=folder,
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
