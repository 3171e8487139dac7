"""Pages cleaned: one account, the headline once, metadata, Markdown. The judge is a stand-in."""

import pickle
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from cleantext.document import Document
from cleantext.judge.evidence import NAMES as EVIDENCE
from cleantext.judge.network import STATE
from cleantext.kinds import KINDS, NUMBERS
from cleantext.pipeline import Pipeline, profile_pipeline
from cleantext.removal import Removal, left_of, union
from cleantext.webpage import PageResult, clean_page
from samples import PROSE
from stub import judge_by

SHARE = EVIDENCE.index("rule_share_alone")
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>The bridge is gone | Example</title>
<meta name="author" content="Ada Meyer"><meta property="og:site_name" content="Example"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>The bridge is gone</h1>
<p>{PROSE[0]}</p><p>{PROSE[1]} See <a href="/more">the map</a>.</p><p>Share this long line on every network there is</p>
<h2>The bridge is gone</h2><p>{PROSE[2]}</p></article><footer>Copyright 2026</footer></body></html>"""


def network(lines: Any) -> Any:
    """Long lines are main content; short lines for which a rule holds are furniture."""
    furniture = lines.widths < 60
    furniture &= False if lines.evidence is None else lines.evidence.numbers[:, SHARE] > 0
    kinds = np.zeros((len(lines.widths), len(KINDS)), np.int64)
    kinds[:, NUMBERS["share"]] = 1
    return SimpleNamespace(
        content=np.where(lines.widths > 30, 4 * STATE, -4 * STATE),
        furniture=np.where(furniture, 9 * STATE, -9 * STATE),
        kinds=kinds,
    )


def cleaned(html: str = PAGE, profile: str = "residue", **options: Any) -> PageResult:
    pipeline = profile_pipeline(profile, judge_by(network))
    return clean_page(Document(html, "en", "https://example.org/a"), pipeline, **options)


@pytest.mark.parametrize("profile", ["residue", "main"])
def test_headline_comes_first_and_once(profile: str) -> None:
    with_it, without = cleaned(profile=profile).text, cleaned(profile=profile, headline=False).text
    assert with_it.startswith(f"The bridge is gone\n{PROSE[0]}")
    assert with_it.count("The bridge is gone") == 1
    assert "The bridge is gone" not in without
    assert all(paragraph in with_it and paragraph in without for paragraph in PROSE)


@pytest.mark.parametrize("profile", ["residue", "main"])
def test_a_headline_of_several_lines_is_one(profile: str) -> None:
    """However its copies are split: all of it comes first, or goes."""
    page = PAGE.replace("<h1>The bridge is gone", "<h1><div>The bridge</div><div>is gone</div>")
    with_it, without = cleaned(page, profile=profile).text, cleaned(page, profile=profile, headline=False).text
    assert with_it.startswith(f"The bridge\nis gone\n{PROSE[0]}")
    assert with_it.count("is gone") == 1
    assert "is gone" not in without
    split = PAGE.replace("<h2>The bridge is gone", "<h2>The bridge<br>is gone")
    assert cleaned(split, profile=profile).text == cleaned(profile=profile).text


def test_one_account_of_all_that_went() -> None:
    result = cleaned()
    shown = result.document.text
    assert shown.startswith("Home News\n")
    assert shown.endswith("Copyright 2026")
    gone = {shown[r.start : r.end] for r in result.by_filter()["main"]}
    assert {"Home News", "Copyright 2026"} <= gone
    assert result.document.url == "https://example.org/a"


@pytest.mark.parametrize(("evidence", "says"), [("", "kept: the headline"), ("“gone”", "“gone”; kept: the headline")])
def test_who_asked_for_the_headline_is_told_why_it_stays(evidence: str, says: str) -> None:
    def all_of_it(document: Document) -> list[Removal]:
        return [Removal(line.start, line.end, "own", "all", evidence) for line in document.lines]

    result = clean_page(Document(PAGE), Pipeline([profile_pipeline(judge=judge_by(network)), all_of_it]))
    assert result.text.strip() == "The bridge is gone"
    (kept,) = [removal for removal in result.withheld if removal.filter == "own"]
    assert kept.evidence == f"{says} of the page"


@pytest.mark.parametrize("profile", ["residue", "main"])
@pytest.mark.parametrize("headline", [True, False])
def test_text_and_reasons_agree(profile: str, headline: bool) -> None:
    """The text is there before anybody asks why; what is then said accounts for all that went."""
    result = cleaned(profile=profile, headline=headline)
    text = result.text
    assert union(result.removals) == result.spans
    whole = result.document.text
    assert left_of(whole, 0, len(whole), union(result.removals)) == text != whole


def test_what_the_second_step_cuts_has_its_place_in_the_page() -> None:
    html = PAGE.replace(
        "Share this long line on every network there is", "Share on Facebook, Share on Twitter, Share on LinkedIn"
    )
    result = cleaned(html)
    found = [result.document.text[r.start : r.end] for r in result.by_filter().get("share", ())]
    assert "Share on Facebook" in "".join(found)
    assert "Facebook" not in result.text


PRICES = "<table><tr><th>Day<th>Price</tr><tr><td>Herring<td>4.50</tr><tr><td>Cod<td>ten</tr></table>"
FRAMED = f"<h2>The map</h2><p>{PROSE[1]}</p>{PRICES}<p>{PROSE[2]}</p><h3>Share on Facebook</h3><h3>Thaw it</h3>"
PARTS = (
    f"<!DOCTYPE html><title>Ice</title><p>{PROSE[0]}</p>{FRAMED}<p>{PROSE[0]} Again.</p><h2>More</h2><p>Ads</p>{PRICES}"
)


def of_six(lines: Any) -> Any:
    """As ``network``, but lines of six characters look a little like furniture."""
    answers = network(lines)
    answers.furniture[lines.widths == 6] = 2 * STATE
    return answers


def test_headings_and_rows_go_with_what_they_belong_to() -> None:
    """Short as they are: those of what stays stay, unless they are furniture for sure, and at the end both go."""
    for judge in (network, of_six):
        result = clean_page(Document(PARTS), profile_pipeline("residue", judge_by(judge)))  # type: ignore[arg-type]
        rows = ["Day\tPrice", "Herring\t4.50", "Cod\tten"]
        kept = [PROSE[0], "The map", PROSE[1], *rows, PROSE[2], "Thaw it", f"{PROSE[0]} Again."]
        assert result.text.splitlines() == kept


def test_markdown_and_metadata() -> None:
    result = cleaned()
    assert result.markdown.startswith(f"# The bridge is gone\n\n{PROSE[0]}\n\n")
    assert "[the map](https://example.org/more)" in result.markdown
    assert result.metadata.author == "Ada Meyer"
    assert (result.metadata.title, result.metadata.site) == ("The bridge is gone", "Example")
    assert result.metadata.to_dict()["language"] == "en"
    again = pickle.loads(pickle.dumps(result))
    assert (again.text, again.markdown) == (result.text, result.markdown)


def test_markdown_is_mended_as_its_text_is() -> None:
    html = "<p>Itâ€™s <b>cold</b> in the <a href='/cafÃ©'>cafÃ©</a>.</p><pre>cafÃ©</pre><p>Fine</p>"
    assert (
        cleaned(html).markdown == "It’s **cold** in the [café](https://example.org/cafÃ©).\n\n```\ncafÃ©\n```\n\nFine"
    )
    assert cleaned(html, repair=False).markdown.startswith("Itâ€™s **cold** in the [cafÃ©]")


def test_pieces_keep_all_and_text_comes_back() -> None:
    assert cleaned("<p>One.</p><ul><li>Two</ul>").text == "One.\n- Two"
    assert cleaned("Bare, a < b.").text == "Bare, a < b."
    assert cleaned("").text == ""
    assert cleaned("<html><body></body></html>").text == ""


@pytest.mark.parametrize(
    ("html", "text", "markdown"),
    [
        ("<p>Write &amp;amp; for an ampersand.", "Write &amp; for an ampersand.", "Write \\&amp; for an ampersand."),
        ("<pre>s = 'Ã©' &amp;amp; t</pre>", "s = 'Ã©' &amp; t", "```\ns = 'Ã©' &amp; t\n```"),
        ("<p>Itâ€™s <b>cold</b> in the cafÃ©.", "It’s cold in the café.", "It’s **cold** in the café."),
        (
            "<table><tr><th>Ort<th>m<tr><td>KÃ¶ln<td>9</table>",
            "Ort\tm\nKöln\t9",
            "| Ort | m |\n| --- | --- |\n| Köln | 9 |",
        ),
        # Soft hyphens go when damage of which they may be a part is mended.
        (
            "<p>Mar\xc3\xada zog die <b>Donau&shy;dampf</b>&#173;schiffe.<pre>a\xadb</pre>",
            "María zog die Donaudampfschiffe.\na\xadb",
            "María zog die **Donaudampf**schiffe.\n\n```\na\xadb\n```",
        ),
    ],
)
def test_damage_is_mended_once_and_not_in_code(html: str, text: str, markdown: str) -> None:
    """Alike in text and Markdown; entities are read by the parser alone."""
    result = cleaned(html)
    again = pickle.loads(pickle.dumps(result))
    assert (result.text, result.markdown, again.markdown) == (text, markdown, markdown)


def test_unmended_stays_unmended_in_markdown() -> None:
    assert cleaned("<p>Itâ€™s <b>cold</b>", repair=False).markdown == "Itâ€™s **cold**"


def test_trafilatura_is_given_the_headline_too() -> None:
    page = PAGE.replace("<h2>The bridge is gone</h2>", "")
    assert cleaned(page, extractor="trafilatura").text.startswith("The bridge is gone\n")
    assert cleaned(page, extractor="trafilatura").text.count("The bridge is gone") == 1
