"""The figures that benchmarks print: a perfect cleaner gets full marks, a bad one what it deserves."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("rapidfuzz")
import data
import score
from cleantext.kinds import KINDS
from measure import canon, consent, flattened, gold, lines, marked, residue, subjects
from measure.base import chosen
from training.thresholds import Answered, thresholds

_ROOT = Path(__file__).parents[1]
LINES = [
    "The ferry left at noon.",
    "Share this",
    "By Ann Lee",
    "Nobody waved, and the band went home.",
    "Advertisement",
]


def identity(text: str, _: str) -> str:
    return text


def nothing(_: str, __: str) -> str:
    return ""


def without(*furniture: str):
    return lambda text, _: "\n".join(line for line in text.split("\n") if line.strip() not in furniture)


@given(st.lists(st.sampled_from(LINES), unique=True), st.data())
def test_lines_that_go_and_no_others_are_gone(every: list[str], draw: st.DataObject) -> None:
    going = draw.draw(st.sets(st.sampled_from(every or [""])))
    left = score.what_is_left("\n".join(every), "\n\n".join(line for line in every if line not in going))
    assert left == ["" if line in going else line for line in every]


@given(st.lists(st.sampled_from(LINES), min_size=1), st.data())
def test_what_is_cut_inside_a_line_costs_no_other_line(every: list[str], draw: st.DataObject) -> None:
    number = draw.draw(st.integers(0, len(every) - 1))
    start = draw.draw(st.integers(0, len(every[number]) - 2))
    end = draw.draw(st.integers(start + 1, len(every[number]) - 1))
    kept = [*every[:number], every[number][:start] + every[number][end:], *every[number + 1 :]]
    left = score.what_is_left("\n".join(every), "\n".join(kept))
    assert all(left)
    assert sum(rest != line for rest, line in zip(left, every, strict=True)) == 1


@given(st.sets(st.text()), st.integers(0, 9), st.integers(0, 9))
def test_a_larger_sample_holds_a_smaller_one(keys: set[str], one: int, other: int) -> None:
    small, large = sorted((one, other))
    assert set(chosen(keys, small)) <= set(chosen(keys, large)) <= keys
    assert len(chosen(keys, large)) == min(large, len(keys))


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> None:
    """One page whose output has lost a sentence and holds three labelled lines and one that is not."""
    article = "The share of the band fell by the sea. Nobody waved at the ferry.\nThe band went home."
    output = "Share by the sea\nNobody waved at the ferry.\nThe band went home.\nUnknown words\nMore by Ann\nA note"
    labels = {("1", "tool"): {0: "share", 4: "bio", 5: "content"}}
    monkeypatch.setattr(data, "labels", lambda _="": labels)
    monkeypatch.setattr(data, "all_pages", lambda: {"1": data.Page("1", "https://a.example/", "a", "article", article)})
    monkeypatch.setattr(data, "all_extracted", lambda: {("1", "tool"): output})


@pytest.mark.usefixtures("page")
def test_residue_that_goes_costs_nothing_when_aligned() -> None:
    scores = residue.measure({"perfect": without("Share by the sea", "More by Ann"), "none": identity, "all": nothing})
    assert [scores[name].removed_share() for name in scores] == [1, 0, 1]
    assert scores["perfect"].removed_share(["content"]) == 0
    assert [scores[name].lost_share() for name in scores] == [0, 0, 1]
    assert scores["perfect"].lost_share(residue.MULTISET) > 0


@pytest.mark.usefixtures("page")
def test_gold_words_that_go_are_counted() -> None:
    found = residue.measure({"half": without("The band went home.")})["half"]
    assert found.gold() == (4, 9)
    assert any(line.startswith("lost 4 1/tool 2/6") for line in found.wrong)


def test_subject_pages_lose_words_by_what_they_are_about(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [
        data.SubjectPage("en/0", "en", "# privacy", "Privacy\nWe keep nothing."),
        data.SubjectPage("en/1", "en", "# terms", "Terms\nAll is allowed."),
    ]
    monkeypatch.setattr(data, "subject_pages", lambda: iter(pages))
    found = subjects.measure({"half": without("We keep nothing.")})["half"]
    assert (found.lost, found.words, found.over) == (
        {"privacy": 3, "terms": 0}, {"privacy": 4, "terms": 4}, {"privacy": ["en/0"]},
    )  # fmt: skip
    assert found.wrong == ["lost en/0 privacy 1 | We keep nothing."]


def _at(removed: int, lost: int) -> residue.Score:
    found = residue.Score()
    found.lines["wcxb", "ad"], found.removed["wcxb", "ad"] = 100, removed
    found.words["wcxb", residue.ALIGNED], found.lost["wcxb", residue.ALIGNED] = 1000, lost
    return found


def test_the_curve_is_read_between_thresholds_only() -> None:
    scores = [_at(80, 4), _at(40, 2)]
    assert residue.at_loss(scores, 0.003) == pytest.approx(0.6)
    assert residue.at_loss(scores, 0.004) == pytest.approx(0.8)
    assert residue.at_loss(scores, 0.001) != residue.at_loss(scores, 0.001)  # nan
    assert residue.at_loss(scores, 0.005) != residue.at_loss(scores, 0.005)


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A language with nine blocks of two lines, two look-alikes and two articles."""
    kinds = ("nav", "consent", "caption", "recommend", "bio", "share", "audio", "forum", "ad")
    blocks = [f"{kind}\t1\t{kind} {number}" for kind in kinds for number in (1, 2)]
    folder = tmp_path / "canon"
    folder.mkdir()
    (folder / "xx.blocks.tsv").write_text("\n".join(blocks) + "\n", "utf-8")
    (folder / "xx.keep.tsv").write_text("quote\tNo.\nauthor\tThe author slept.\n", "utf-8")
    articles = ["\n".join(f"{name} paragraph {n} of the article." for n in range(5)) for name in ("First", "Second")]
    (folder / "xx.articles.txt").write_text("\n=====\n".join(articles) + "\n", "utf-8")
    monkeypatch.setattr(data, "folder", lambda: tmp_path)
    for cached in (canon.languages, canon._by_id):
        cached.cache_clear()
    yield tmp_path
    for cached in (canon.languages, canon._by_id):
        cached.cache_clear()


@pytest.mark.usefixtures("written")
def test_canon_sets_every_block_once_in_each_company() -> None:
    pages = [page for page in canon.pages() if "keep" not in page.id]
    for size in canon.SIZES:
        stand = [line for page in pages if page.id.split("/")[1] == str(size) for line in score.text_lines(page.text)]
        assert sorted(line for line in stand if "paragraph" not in line) == sorted(
            line for block in canon.languages()["xx"].blocks for line in block.lines
        )
    assert {"\n\n" in page.text for page in pages} == {True, False}


@pytest.mark.usefixtures("written")
def test_canon_marks() -> None:
    furniture = [line for block in canon.languages()["xx"].blocks for line in block.lines]
    cleaners = {"perfect": without(*furniture), "none": identity, "keen": without(*furniture, "No.")}
    scores = canon.measure(cleaners)
    figures = {
        name: (s.removed.total() / s.lines.total(), s.gone.total(), s.lost.total(), s.keep_lost[0], s.keep_lost[3])
        for name, s in scores.items()
    }
    assert figures == {"perfect": (1, 9, 0, 0, 0), "none": (0, 0, 0, 0, 0), "keen": (1, 9, 0, 1, 1)}
    assert [page.key for page in canon.pages() if page.id == "xx/keep/0/1"] == ["canon/xx"]
    half = canon.measure({"half": without("bio 1")})["half"]
    assert (half.removed.total(), half.gone.total()) == (
        3 + sum(p.text.count("bio 1") for p in canon.pages() if "keep/3" in p.id),
        0,
    )


def _records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, *records: dict[str, object]) -> None:
    monkeypatch.setattr(data, "folder", lambda: tmp_path)
    (tmp_path / name).write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")


def test_marks_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dirty = {"id": "1", "text": "One fish.\nShare\nTwo fish.\nThree. (AP)", "leftovers": {"1": "share"}, "mixed": [3]}
    clean = {"id": "2", "text": "Four fish.\nFive fish.", "leftovers": {}, "mixed": []}
    _records(tmp_path, monkeypatch, marked.FILES["new"], dirty, clean)
    cleaners = {"perfect": without("Share"), "none": identity, "keen": without("Share", "Two fish.", "Four fish.")}
    figures = {
        name: (s.removed.total(), s.lost, s.words, s.right["clean"], s.right["dirty"])
        for name, s in marked.measure(cleaners).items()
    }
    assert figures == {"perfect": (1, 0, 8, 1, 1), "none": (0, 0, 8, 1, 0), "keen": (1, 4, 8, 0, 0)}


def test_flattened_words_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    news = {"id": "1", "text": "One fish.\nShare this story\nTwo fish.", "leftovers": {"1": "share"}, "mixed": []}
    _records(tmp_path, monkeypatch, marked.FILES["new"], news)
    _records(tmp_path, monkeypatch, marked.FILES["old"])
    found = flattened.measure({"some": lambda text, _: text.replace("Share this story Two ", "")})["some"]
    assert (found.gone["raw news", "leftover"], found.words["raw news", "leftover"]) == (3, 3)
    assert (found.gone["raw news", "article"], found.words["raw news", "article"]) == (1, 4)
    assert found.gone["documents", "article"] == found.gone["documents", "leftover"] == 0
    assert found.words["documents", "leftover"] > 1000


def test_single_lines_are_exact_and_blocks_forgive_blank_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [
        {
            "id": f"{group}1",
            "kind": "ad",
            "profile": "residue",
            "language": "en",
            "input": "A\n\nAd\n",
            "expected": "A\n",
        }
        for group in "FB"
    ]
    _records(tmp_path, monkeypatch, "lines-dev.jsonl", *cases, {**cases[0], "profile": "main"})
    scores = lines.measure({"exact": lambda *_: "A\n", "loose": lambda *_: "A\n\n", "none": identity})
    assert {name: dict(s.right) for name, s in scores.items()} == {
        "exact": {("F", "ad"): 1, ("B", "ad"): 1},
        "loose": {("F", "ad"): 0, ("B", "ad"): 1},
        "none": {("F", "ad"): 0, ("B", "ad"): 0},
    }


def test_gold_that_is_partial_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {
        name: data.Page(name, f"https://{name}.example/", name, "article", "One fish.\nTwo fish.", source)
        for name, source in (("a", "wcxb"), ("b", "recipes-partial"))
    }
    monkeypatch.setattr(data, "all_pages", lambda: pages)
    found = gold.measure({"half": without("Two fish.")})["half"]
    assert (found.lost.total(), found.words.total(), dict(found.over)) == (2, 4, {"wcxb article": ["a"]})


def test_consent_lines_count_below_the_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    strings = [f"String {number} of a dialog" for number in range(consent.LEAST)]
    rows = [f"xx\tcookie_consent\ttool\tsource\tMIT\t{number % 2}\t{text}" for number, text in enumerate(strings)]
    (tmp_path / "phrases").mkdir()
    (tmp_path / "phrases" / "cookie_consent.tsv").write_text("\n".join(["header", *rows]) + "\n", "utf-8")
    monkeypatch.setattr(data, "folder", lambda: tmp_path)
    consent.dialogs.cache_clear()
    found = consent.measure({"some": without(*strings[:4])})["some"]
    consent.dialogs.cache_clear()
    assert (found.share(), found.share("xx", is_generic=True), found.lines.total()) == (0.4, 0.4, 10)


def test_missing_data_is_one_clear_line(tmp_path: Path) -> None:
    command = [sys.executable, "benchmarks/judge.py", "--only", "canon"]
    for folder in (tmp_path, tmp_path / "nowhere"):
        environment = {**os.environ, "CLEANTEXT_DATA": str(folder)}
        ended = subprocess.run(command, cwd=_ROOT, env=environment, capture_output=True, text=True, check=False)
        assert ended.returncode == 1
        assert ended.stdout == ""
        assert ended.stderr.count("\n") == 1
        assert str(folder) in ended.stderr


def test_thresholds_take_what_is_worth_its_words() -> None:
    """Of two kinds, the one whose lines are told apart goes from a lower probability; the loss stays as asked."""
    dice = np.random.default_rng(3)
    kinds = np.repeat([0, 1], 4000)
    wanted = (dice.random(8000) < 0.5).astype(float)
    margins = np.where(wanted > 0, 1.0, -1.0) * np.where(kinds == 0, 4, 1) + dice.normal(0, 1.5, 8000)
    lines = Answered(margins, np.full(8000, 10.0), wanted, kinds)
    found = thresholds(lines, 0.02)
    first, second = (found[kind.name] for kind in KINDS[:2])
    assert first < second
    gone = margins >= np.log([chance / (1 - chance) for chance in (first, second)])[kinds]
    lost = (gone * (1 - wanted)).sum() / (1 - wanted).sum()
    assert 0.01 < lost <= 0.025
    one = margins >= np.sort(margins[wanted == 0])[-int(lost * (1 - wanted).sum())]
    assert (gone * wanted).sum() > (one * wanted).sum()
