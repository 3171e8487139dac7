"""The page that shows what was cut: complete, safe and well-formed."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calling import call
from cleantext import Document, Removal, Result
from cleantext.gaps import close_gaps
from cleantext.kinds import colour, rgb
from cleantext.reportpage import report_page
from payloads import PAYLOADS
from samples import PROSE

CREDIT = "Photo: J. Doe/Getty Images"
SHARE = "Share on Facebook"
VOID = {"meta", "br", "input"}
UNSEEN = re.compile(r"[\x00\x1b\x9b\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Page(HTMLParser):
    """What is in a page: elements and attributes in order, the text of lines and of their parts that went."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.open: list[tuple[str, str]] = []
        self.lines: list[str] = []
        self.gone: list[str] = []
        self.kept: list[str] = []
        self.feed(page)
        self.close()

    @property
    def attributes(self):
        """All attributes of all elements."""
        return [pair for _, attributes in self.elements for pair in attributes]

    def handle_starttag(self, tag, attributes):
        """Notes the element, and whether it is a line or a part of one."""
        kind = dict(attributes).get("class") or ""
        self.elements.append((tag, tuple(attributes)))
        is_line = kind == "line"
        if is_line:
            self.lines.append("")
        if tag in ("del", "mark") and self._is_inside("line") and not self._is_inside(tag=tag):
            (self.gone if tag == "del" else self.kept).append("")
        if tag not in VOID:
            self.open.append((tag, kind))

    def handle_startendtag(self, tag, attributes):
        """An element of a drawing."""
        self.elements.append((tag, tuple(attributes)))

    def handle_endtag(self, tag):
        """Elements end in the order in which they are nested."""
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        """Text belongs to the line and the part that it stands in."""
        if self._is_inside("line"):
            self.lines[-1] += data
            if self._is_inside(tag="del"):
                self.gone[-1] += data
            elif self._is_inside(tag="mark"):
                self.kept[-1] += data

    def _is_inside(self, kind=None, tag=None):
        return any(kind in (None, k) and tag in (None, t) for t, k in self.open)


def result(text: str, gone: dict[str, str], kept: dict[str, str] | None = None) -> Result:
    """``text`` with the first of each of these strings removed, or kept, by the filter beside it."""

    def spans(found: dict[str, str]) -> tuple[Removal, ...]:
        return tuple(
            Removal(text.index(part), text.index(part) + len(part), name, f"en/{name}-rule", f"“{part[:9]}”")
            for part, name in found.items()
        )

    document = Document(text)
    return Result(document, tuple(sorted(close_gaps(document, spans(gone)))), spans(kept or {}))


STORY = result(
    f"{PROSE[0]}\n{CREDIT}\n\n{PROSE[1]} {SHARE}\nAbout us\n",
    {CREDIT: "captions", SHARE: "share"},
    {"About us": "footer"},
)


def test_every_line_is_there_and_what_went_is_marked() -> None:
    """The lines of the document, removed and withheld parts marked, the reasons beside them."""
    page = report_page({"story.txt": STORY})
    read = Page(page)
    assert read.lines == [PROSE[0], CREDIT, "", f"{PROSE[1]} {SHARE}", "About us"]
    assert (read.gone, read.kept) == ([CREDIT, SHARE], ["About us"])
    quoted = '<bdi dir="ltr">“<bdi>{}</bdi>”</bdi> <code dir="ltr">{}</code>'
    assert quoted.format("Photo: J.", "en/captions-rule") in page
    assert f"stays: {quoted.format('About us', 'en/footer-rule')}" in page
    assert "1 passage stays although a rule asked" in page
    assert "story.txt" in page


def test_rules_of_the_package_are_explained_once() -> None:
    """Each name leads to what the rule is about; rules of others and reasons that are none have no entry."""
    label = Removal(0, 2, "ads", "en/label", "known line", 0.8)
    other = Removal(6, 8, "ads", "judge", "short", 0.96)
    page = report_page({name: Result(Document("Ad\nor\nAd"), (label, other)) for name in "ab"})
    (entry,) = re.findall(r'<dt id="(r\d+)"><code>en/label</code> \(ads\)</dt><dd>Labels of adv', page)
    assert page.count("<dt") == 1
    assert page.count(f'80 % sure</bdi> <a href="#{entry}"><code dir="ltr">en/label</code></a>') == 2
    assert page.count('<bdi dir="ltr">no rule, but looks like it: short</bdi></p>') == 2


def test_kinds_have_their_colours() -> None:
    """Those of the one table, and a switch each."""
    page = report_page({"a": STORY})
    kinds = ("captions", "share", "footer")
    for number, name in enumerate(kinds):
        assert ".k{}{{--k:#{:02x}{:02x}{:02x}}}".format(number, *rgb(colour(name))) in page
        assert f'id="s{number}" checked><label for="s{number}"><span class="chip k{number}">{name}<' in page
    assert '<del class="k0">Photo' in page


def test_documents_of_which_most_went_come_first() -> None:
    """In the table and in the page, with the totals of all above them."""
    results = {"whole.txt": result("All stays.", {}), "story.txt": STORY, "gone": result("Ad", {"Ad": "ads"})}
    page = report_page(results)
    ranked = [("1", "gone"), ("2", "story.txt"), ("3", "whole.txt")]
    assert re.findall(r'<a href="#d(\d)">([\w.]+)</a>', page) == ranked
    assert re.findall(r'<h2 id="d(\d)" dir="auto">([\w.]+)</h2>', page) == ranked
    size = sum(len(result.document.text) for result in results.values())
    left = sum(len(result.text) for result in results.values())
    assert f"of 3 documents was removed: {size - left:,} of {size:,} characters" in page


def test_page_needs_nothing_else() -> None:
    """No addresses, and a policy under which only its own style and its own script count."""
    page = report_page({"a": STORY, "b": STORY})
    read = Page(page)
    tags = Counter(tag for tag, _ in read.elements)
    assert not {"link", "img", "iframe", "base", "form"} & set(tags)
    assert (tags["script"], tags["style"]) == (1, 1)
    assert all(name not in ("style", "src") and not name.startswith("on") for name, _ in read.attributes)
    assert all(value and value.startswith("#") for name, value in read.attributes if name == "href")
    policy = re.search(r'Policy" content="(.*?)"', page)[1]
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        own = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
        assert "url(" not in own
        assert "//x" not in own
    assert "unsafe" not in policy


def test_links_go_through_all_marks() -> None:
    """From the first stretch over the others, of all documents, to the last, and back."""
    text = "\n".join(f"{PROSE[0]}\n{CREDIT} {n}" for n in range(3))
    one = result(text, {f"{CREDIT} {n}": "captions" for n in range(3)})
    page = report_page({"a": one, "b": one})
    ids = [value for name, value in Page(page).attributes if name == "id"]
    assert len(set(ids)) == len(ids)
    marks = re.findall(r'class="row" id="(d\dl\d+)"', page)
    assert marks == [f"d{document}l{line}" for document in (1, 2) for line in (2, 4, 6)]
    assert re.findall(r'href="#(\w+)">next', page) == marks[1:]
    assert re.findall(r'href="#(\w+)">↑ previous', page) == marks[:-1]
    assert re.findall(r'href="#(\w+)" tabindex', page) == marks  # the map


def test_long_unchanged_stretches_are_folded() -> None:
    """All but the two lines beside a mark; short ones, and what is marked, never."""
    lines = [f"Line {n} stays." for n in range(60)]
    lines[30:31], lines[36:37] = [CREDIT], [SHARE]
    page = report_page({"a": result("\n".join(lines), {CREDIT: "captions", SHARE: "share"})})
    folds = re.findall(r'<details class="fold"><summary>(.*?)</summary>(.*?)</details>', page, re.DOTALL)
    assert [summary for summary, _ in folds] == ["28 lines unchanged", "21 lines unchanged"]
    assert all("<del" not in inside and "id=" not in inside for _, inside in folds)
    assert Page(page).lines == lines


def test_filters_that_overlap_are_nested() -> None:
    """A part that two filters took is left out until both are switched off."""
    removals = (Removal(0, 6, "ads", "r"), Removal(3, 9, "share", "r"))
    page = report_page({"a": Result(Document("abcdefghi"), removals)})
    line = re.search(r'<div class="line" dir="auto">(.*?)</div>', page)[1]
    share, ads = "k0", "k1"
    assert line == (
        f'<del class="{ads}">abc</del><del class="{ads}"><del class="{share}">def</del></del>'
        f'<del class="{share}">ghi</del>'
    )


def test_there_are_sixty_payloads() -> None:
    """Each once, and all of them say something in HTML or to a terminal."""
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60


def hostile(evil: str) -> dict[str, Result]:
    """``evil`` as the text that stays, goes and was withheld, as name, filter, rule and evidence."""
    line = re.sub(r"[\r\n]", " ", evil)
    text = f"{PROSE[0]}\n{line}\n{line} cut\n{line} kept"
    cut, kept = text.index(f"{line} cut"), text.index(f"{line} kept")
    removals = (Removal(cut, cut + len(line) + 4, evil, evil, evil, 0.5),)
    return {
        evil: Result(Document(text), removals, (Removal(kept, len(text), evil, evil, evil),)),
        "b": result("All stays.", {}),
    }


@pytest.mark.parametrize("evil", PAYLOADS)
def test_hostile_text_stays_text(evil: str) -> None:
    """In text, name, filter, rule and evidence: the page has the elements that it has with any other word."""
    page = report_page(hostile(evil))
    page.encode()
    assert not UNSEEN.search(page)
    read, tame = Page(page), Page(report_page(hostile("x" * len(evil))))
    assert not read.open
    plain = [element for element in read.elements if element != ("span", (("class", "control"),))]
    # Places on the map and shares depend on lengths, which are the same here, but for line ends.
    assert [(tag, attributes) for tag, attributes in plain if tag not in ("rect", "meta")] == [
        (tag, attributes) for tag, attributes in tame.elements if tag not in ("rect", "meta")
    ]
    assert len(plain) == len(tame.elements)
    if evil.isprintable():
        assert read.lines[1] == evil


@given(
    st.text(st.sampled_from("ab <>&\"'\n\r\u200f\u05d0\x00"), max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from("fg")), max_size=6),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=3),
)
def test_any_removals_can_be_shown(
    text: str, spans: list[tuple[int, int, str]], withheld: list[tuple[int, int]]
) -> None:
    """Overlapping, nested and empty removals, over any line ends: each line once, each part once."""
    size = len(text)
    removals = [Removal(*sorted((min(a, size), min(b, size))), name, "r") for a, b, name in spans]
    kept = [Removal(*sorted((min(a, size), min(b, size))), "h", "r") for a, b in withheld]
    shown = Result(Document(text), tuple(sorted(removals)), tuple(sorted(kept)))
    read = Page(report_page({"": shown}))
    assert [line.replace("\\x00", "\x00") for line in read.lines] == [line.text for line in shown.document.lines]
    gone = re.sub(r"[\r\n]", "", "".join(text[start:end] for start, end in shown.spans))
    assert "".join(read.gone).replace("\\x00", "\x00") == gone


def test_report_of_many_documents_is_quick() -> None:
    """Two hundred of sixty lines each, a third of them marked; and small: a few times the texts."""
    text = f"{PROSE[0]}\n{CREDIT}\n{PROSE[1]}\n" * 20
    size = len(PROSE[0]) + 1
    step = len(text) // 20
    removals = tuple(Removal(n * step + size, n * step + size + len(CREDIT), "captions", "r", "“x”") for n in range(20))
    results = {f"{n}.txt": Result(Document(text), removals) for n in range(200)}
    start = time.process_time()
    page = report_page(results)
    assert time.process_time() - start < 10
    assert len(page) < 12 * len(text) * 200


def test_a_long_page_takes_time_in_proportion() -> None:
    """Eight times the removals take about eight times as long, not sixty-four."""

    def seconds(number: int) -> float:
        text = "kept\ngone\n" * number
        result = Result(Document(text), tuple(Removal(n * 10 + 5, n * 10 + 9, "f", "r") for n in range(number)))
        start = time.process_time()
        report_page({"a": result})
        return time.process_time() - start

    small, large = (min(seconds(number) for _ in range(3)) for number in (1_000, 8_000))
    assert large / small < 8 * 3


def test_command_writes_the_page_beside_its_output(tmp_path: Path) -> None:
    """``--report`` comes on top of what the command does otherwise."""
    story, page = tmp_path / "story.txt", tmp_path / "cut.html"
    story.write_text(f"{PROSE[0]}\n{CREDIT}\n")
    assert call(story, "--report", page).stdout.decode() == PROSE[0] + "\n"
    assert Page(page.read_text("utf-8")).gone == [CREDIT]
    check = call(story, "--report", page, "--check")
    assert (check.returncode, check.stdout.count(b"\n")) == (1, 1)
    refused = call(story, "--report", tmp_path / "no" / "x")
    assert refused.returncode == 2
    assert refused.stderr.decode().count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["a", "--report", ""], "--report needs the name of a file"),
        (["a", "--report", "-"], "--report needs the name of a file"),
        (["a", "b", "--report", "b"], "would be written over b"),
        (["a", "--report", "b"], "b is there and was not written by --report"),
        (["a", "-i", "--report", "./a"], "would be written over a"),
        (["a", "--report", "link"], "would be written over a"),
        (["a", "--report", "hard"], "would be written over a"),
        (["a", "-o", "new", "--report", "./new"], "would be written over new"),
        (["a", "--rules", "c.toml", "--report", "c.toml"], "would be written over c.toml"),
        (["a", "--learn", "c.counts", "--report", "new.html"], "--report is for documents"),
        (
            ["--learn", "c.counts", "--repeats", "c.counts", "a", "--report", "new.html"],
            "--report is for documents",
        ),
        (["--from", "jsonl", "--report", "new.html"], "--report is for documents"),
    ],
)
def test_report_that_could_do_harm_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    """One line says why, and no file has changed."""
    for name in "ab":
        (tmp_path / name).write_text(f"{PROSE[0]}\n{CREDIT}\n")
    (tmp_path / "c.toml").write_text('[[rule]]\nid = "motto"\nwhy = "Ours."\nphrases = ["Read. Think."]\n')
    (tmp_path / "link").symlink_to("a")
    (tmp_path / "hard").hardlink_to(tmp_path / "a")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.chdir(tmp_path)
    process = call(*arguments)
    assert (process.returncode, process.stdout) == (2, b"")
    assert says in process.stderr.decode()
    assert process.stderr.count(b"\n") == 1
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_report_shows_what_was_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was refused is not in it, and one that was read twice is there twice."""
    (tmp_path / "page.html").write_text(f"<p>{PROSE[0]}</p>")
    (tmp_path / "a.txt").write_text(f"{PROSE[0]}\n{CREDIT}\n")
    monkeypatch.chdir(tmp_path)
    assert call("-i", "page.html", "a.txt", "a.txt", "--report", "cut.html").returncode == 2
    page = (tmp_path / "cut.html").read_text("utf-8")
    assert "page.html" not in page
    assert "a.txt (2)</h2>" in page
    assert Page(page).gone == [CREDIT]
