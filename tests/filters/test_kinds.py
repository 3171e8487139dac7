"""Filters of kinds: what they make of what the judge thinks. A stub thinks, so no weights matter here."""

from __future__ import annotations

import math
import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from cleantext import Document, Pipeline
from cleantext.filters import BUILT_IN, CookieConsent, KindFilter, PhotoCaptions, ShareButtons, residue_filters
from cleantext.filters.kinds import _strongest
from cleantext.hits import Hit, Hits
from cleantext.judge.lines import LONGEST
from cleantext.judge.traits import traits
from cleantext.judge.weights import shipped
from cleantext.kinds import KINDS, NUMBERS
from cleantext.pipeline import profile_pipeline, select_filters
from cleantext.rulebook import Rule
from samples import PROSE
from stub import Told, judge_by, told

TEN = "one two three four five six seven eight nine ten"
CAPTION = "Skaters cross the frozen harbour at dusk on Friday, January 12."
CREDIT = "(Jane Roe/AFP/Getty Images)"


def taken(one: KindFilter, *lines: str, end: str = "\n") -> list[str]:
    document = Document(end.join(lines))
    return [document.text[removal.start : removal.end] for removal in one(document)]


def test_tables_agree() -> None:
    """Kinds, classes and what the network answers are the same, in the same order."""
    assert [built_in.make.name for built_in in BUILT_IN] == [kind.name for kind in KINDS]
    assert len({kind.name for kind in KINDS}) == len({built_in.make for built_in in BUILT_IN}) == len(KINDS)
    assert [type(one) for one in residue_filters()] == [built_in.make for built_in in BUILT_IN]


def test_the_network_answers_for_every_kind() -> None:
    """Of a text it is asked two questions about each line, and for its kind; of a page one question."""
    assert {len(member.exit.bias) for member in shipped("text").members} == {2 + len(KINDS)}
    assert {len(member.exit.bias) for member in shipped("html").members} == {1}


@pytest.mark.parametrize("name", list(NUMBERS))
def test_each_filter_takes_its_kind_and_no_other(name: str) -> None:
    other = KINDS[NUMBERS[name] - 1].name
    judge = judge_by(Told((0.0, 0.9, 0.9), (name, name, other)))
    one = BUILT_IN[NUMBERS[name]].make(judge=judge)
    assert taken(one, "Zero zero", "Qq one", "Qq two") == ["Qq one"]
    (removal,) = one(Document("Zero zero\nQq one\nQq two"))
    assert removal.filter == name


def test_blank_lines_move_nothing() -> None:
    assert taken(ShareButtons(judge=told({1: 0.9})), "Zero zero", "", "\u200b", "Qq one", "Qq two") == ["Qq one"]


def test_all_filters_share_one_judgement() -> None:
    asked = []

    class Counting(Told):
        def __call__(self, lines):
            asked.append(len(lines.widths))
            return super().__call__(lines)

    result = Pipeline(residue_filters(judge_by(Counting((0.0, 0.9), ("ads", "ads")))))("Zero zero\nQq one")
    assert result.text == "Zero zero\n"
    assert asked == [2]


def test_what_lines_look_like_is_found_once_for_all_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    monkeypatch.setattr("cleantext.judge.judgement.traits", lambda page: looked.append(page) or traits(page))
    judge = judge_by(Told((0.0, 0.9, 0.9), ("ads", "ads", "share")))
    result = Pipeline(residue_filters(judge))("Zero zero\nQq one\nQq two")
    assert [removal.evidence for removal in result.removals if removal.filter != "gaps"] == ["short, no full stop"] * 2
    assert len(looked) == 1


def test_the_threshold_is_for_a_line_of_ten_words() -> None:
    for chance, threshold, goes in ((0.61, 0.6, True), (0.59, 0.6, False), (0.31, 0.3, True), (0.29, 0.3, False)):
        assert bool(taken(ShareButtons(threshold=threshold, judge=told({0: chance})), TEN)) is goes


def test_a_long_line_must_be_surer_than_a_short_one() -> None:
    lines = ("one two", TEN, " ".join([TEN] * 6))
    sure = {
        chance: taken(ShareButtons(0.5, judge=told(dict.fromkeys(range(3), chance))), *lines)
        for chance in (0.4, 0.55, 0.9)
    }
    assert list(sure.values()) == [[lines[0]], list(lines[:2]), list(lines)]


@pytest.mark.parametrize("threshold", [0, 1, -1, 2, float("nan"), math.nan, "0.9", None])
def test_thresholds_are_between_0_and_1(threshold: Any) -> None:
    with pytest.raises(ValueError, match="threshold must be above 0 and below 1"):
        CookieConsent(threshold=threshold)
    with pytest.raises(ValueError, match="threshold must be above 0 and below 1"):
        PhotoCaptions(threshold=threshold)


def test_a_kind_that_the_judge_does_not_know_is_refused() -> None:
    class Weather(KindFilter):
        name = "weather"

    for make in (Weather, KindFilter):
        with pytest.raises(TypeError, match=f"{make.__name__} names no kind that the judge knows"):
            make()


def test_what_is_judged_is_not_judged_again() -> None:
    """Whoever compares thresholds pays for the judgement once."""
    judge = judge_by(Told((0.0, 0.9, 0.9), ("ads", "ads", "share")))
    document = Document("Zero zero\nQq one\nQq two")
    for threshold in (0.3, 0.6):
        Pipeline([ShareButtons(threshold=threshold, judge=judge)]).many([document, Document("Zero zero")])
        found = document.view(judge)
        assert Pipeline([ShareButtons(judge=judge)]).many([document])
        assert document.view(judge) is found


def test_filters_are_values() -> None:
    for one in residue_filters():
        assert pickle.loads(pickle.dumps(one)) == one
        assert "judge" not in repr(one)
    assert repr(ShareButtons(threshold=0.3)) == "ShareButtons(threshold=0.3)"
    assert ShareButtons() != CookieConsent()


def test_only_and_skip_are_by_name() -> None:
    judge = judge_by(Told((0.0, 0.9, 0.9), ("ads", "ads", "share")))
    pipeline = profile_pipeline(judge=judge)
    text = "Zero zero\nQq one\nQq two"
    assert pipeline(text).text == "Zero zero\n"
    assert select_filters(pipeline, only=["ads"])(text).text == "Zero zero\nQq two"
    assert select_filters(pipeline, skip=["ads"])(text).text == "Zero zero\nQq one\n"
    assert select_filters(pipeline, only=["ads", "share"], skip=["ads"])(text).text == "Zero zero\nQq one\n"


def test_removals_say_what_rules_saw_or_a_reader_sees() -> None:
    document = Document("Share on Facebook\nQq one")
    ruled, unruled = ShareButtons(judge=told(dict.fromkeys(range(2), 0.9)))(document)
    assert "share" in ruled.rule
    assert ruled.evidence == "known line"
    assert ruled.score == pytest.approx(0.9, abs=0.01)
    assert unruled.rule == "judge"
    assert unruled.evidence == "short, no full stop"


def test_the_loudest_rule_of_the_kind_is_named() -> None:
    """One of the kind before any other, then what condemns before hints, then the longest; never one against."""

    def hit(name: str, role: str, end: int, kind: str = "share") -> Hit:
        return Hit(0, 0, end, Rule(name, kind, "en", role, "line"))

    ordered = [hit("a", "alone", 5), hit("b", "alone", 3), hit("c", "hint", 9), hit("d", "alone", 9, "ads")]
    against = hit("e", "against", 9)
    judgement = Document("Qq one two").view(told({}))
    for first in range(len(ordered)):
        for hits in ((against, *ordered[first:]), (*ordered[:first:-1], ordered[first], against)):
            told_by = replace(judgement, hits=Hits.of(hits))
            assert _strongest(told_by, "share", np.ones(len(hits), bool)) == {0: ordered[first]}
            assert _strongest(told_by, "share", np.zeros(len(hits), bool)) == {}
    assert _strongest(replace(judgement, hits=Hits.of([against])), "share", np.ones(1, bool)) == {}


def test_a_rule_in_the_language_of_the_text_is_named_before_a_louder_one() -> None:
    """A reader of English learns nothing from the Indonesian rule that has the same phrase."""

    def hit(language: str, role: str) -> Hit:
        return Hit(0, 0, 9, Rule("a", "share", language, role, "line"))

    judgement = Document("Qq one two").view(told({}))
    loud, near, hint, other = hit("id", "alone"), hit("en", "anchor"), hit("en", "hint"), hit("en", "against")
    every = np.ones(3, bool)
    assert _strongest(replace(judgement, hits=Hits.of((loud, near, hint))), "share", every) == {0: near}
    assert _strongest(replace(judgement, hits=Hits.of((loud, hint, other))), "share", every) == {0: loud}


@pytest.mark.parametrize(
    ("role", "match", "end", "kind", "said"),
    [
        ("alone", "line", 10, "share", "known line"),
        ("anchor", "start", 2, "share", "known beginning “Qq”"),
        ("alone", "end", 6, "ads", "known ending of ads “Qq one”"),
        ("hint", "within", 6, "share", "typical words “Qq one”"),
    ],
)
def test_evidence_says_what_was_seen_and_where(role: str, match: str, end: int, kind: str, said: str) -> None:
    """In words, and quoted if it is not all that stands there."""
    judgement = Document("Qq one two").view(told({}))
    assert ShareButtons()._said(judgement, Hit(0, 0, end, Rule("a", kind, "en", role, match))) == said


def test_what_a_rule_condemned_and_the_judge_kept_is_withheld_with_the_reason() -> None:
    text = f"{PROSE[0]}\nShare on Facebook\n{PROSE[1]}"
    result = profile_pipeline(judge=told({1: 0.12}))(text)
    assert result.text == text
    (kept,) = [removal for removal in result.withheld if removal.filter == "share"]  # whatever rules know the line
    assert text[kept.start : kept.end] == "Share on Facebook"
    assert kept.evidence == "known line, but the judge is not sure enough: 12 %"
    assert kept.score == pytest.approx(0.12, abs=0.01)


def test_what_goes_is_not_withheld_and_what_no_rule_condemned_is_not_either() -> None:
    text = f"{PROSE[0]}\nShare on Facebook\nQq one"
    result = profile_pipeline(judge=told({1: 0.9, 2: 0.2}))(text)
    assert result.text == f"{PROSE[0]}\nQq one"
    assert not result.withheld
    assert not list(ShareButtons(judge=told({1: 0.9})).withheld(Document(text)))
    # Another kind took it: nothing is kept, so nothing is withheld, unless that filter is not asked.
    (kept,) = select_filters(profile_pipeline(judge=told({1: 0.9}, "ads")), only=["share"])(text).withheld
    assert kept.evidence.endswith(", but the judge takes it for ads")
    assert not profile_pipeline(judge=told({1: 0.9}, "ads"))(text).withheld


def test_a_skipped_filter_withholds_nothing() -> None:
    text = f"{PROSE[0]}\nShare on Facebook"
    assert profile_pipeline(judge=told({}))(text).withheld
    assert not select_filters(profile_pipeline(judge=told({})), skip=["share"])(text).withheld


def test_an_end_that_the_judge_did_not_read_up_to_is_none() -> None:
    """Of a line as long as a book the beginning is read; what ends there ends nothing."""
    sentence, credit = "The ferry left the harbour, and nobody saw it go. ", "Photo: Jane Roe/AFP/Getty Images"
    line = (sentence * (LONGEST // len(sentence) + 1))[len(credit) - LONGEST :] + credit
    goes_on = f"{line} went down with the ship. The inquiry found nothing."
    captions = PhotoCaptions(judge=told({}))
    assert taken(captions, goes_on, goes_on) == []
    assert len(taken(captions, sentence * 99 + credit, sentence * 99 + credit)) == 2


def test_a_sentence_that_goes_on_in_the_next_line_keeps_its_end() -> None:
    """Lines may be broken at some width: then a label at the end of one may stand within a sentence."""
    line = "In the first years photographers came to the village every summer. Photo: Jane Roe"
    captions = PhotoCaptions(judge=told({}))
    assert taken(captions, line, "had written below each, and the children learned the word.") == []
    assert taken(captions, line, "The children learned the word.") == ["Photo: Jane Roe"]
    assert taken(captions, line, "", "the children learned the word.") == ["Photo: Jane Roe"]


@pytest.mark.parametrize("second", [CAPTION, f"{CAPTION} Jane Roe/AP", f"{CAPTION} (Jane Roe / The Courier)"])
def test_first_copy_of_a_caption_can_be_kept(second: str) -> None:
    """``keep="first"`` leaves the first of lines that begin alike."""
    judge = told(dict.fromkeys((1, 2, 3), 0.99), "captions")
    lines = (PROSE[0], CAPTION, second, "Boats, seen from afar.")
    assert taken(PhotoCaptions(judge=judge), *lines) == [CAPTION, second, "Boats, seen from afar."]
    assert taken(PhotoCaptions(keep="first", judge=judge), *lines) == [second]
    assert taken(PhotoCaptions(keep="first", judge=judge), PROSE[0], second, CAPTION) == [CAPTION]


def test_the_first_of_each_of_many_captions_is_kept() -> None:
    """A line of signs alone is no copy, and none are copies of it."""
    every = [
        "...",
        "Boats at sea, one of them far away.",
        "An empty quay.",
        "Boats at sea",
        "An empty quay. Lee/AP",
        "...",
    ]
    judge = told(dict.fromkeys(range(len(every)), 0.99), "captions")
    assert taken(PhotoCaptions(keep="first", judge=judge), *every) == ["Boats at sea", "An empty quay. Lee/AP"]


def test_unknown_keep_is_refused() -> None:
    with pytest.raises(ValueError, match="must be 'none' or 'first'"):
        PhotoCaptions(keep="last")


def test_a_credit_at_the_end_of_a_paragraph_goes_alone() -> None:
    paragraph = " ".join(PROSE[:2])
    document = Document(f"{paragraph} {CREDIT}\n{PROSE[2]}")
    removals = list(PhotoCaptions(judge=told({}))(document))
    assert CREDIT in {document.text[removal.start : removal.end] for removal in removals}
    assert all(removal.evidence.endswith("” of a paragraph") for removal in removals)
    assert Pipeline([PhotoCaptions(judge=told({}))])(document).text == f"{paragraph} \n{PROSE[2]}"


def test_a_credit_in_markdown_goes_with_its_marks() -> None:
    paragraph = "**It** was over. " + " ".join(PROSE[:2])
    document = Document(f"> {paragraph} **(Jane Roe/[AFP](https://afp.example/)/Getty Images)**\n{PROSE[2]}")
    assert Pipeline([PhotoCaptions(judge=told({}))])(document).text == f"> {paragraph} \n{PROSE[2]}"


def test_no_credit_is_cut_from_a_paragraph_that_goes_or_is_little_else() -> None:
    paragraph = " ".join(PROSE[:2])
    assert taken(PhotoCaptions(judge=told({0: 0.999}, "ads")), f"{paragraph} {CREDIT}") == []
    assert taken(PhotoCaptions(judge=told({})), "Ice. Photo: Jane Roe", PROSE[2]) == []
    assert taken(PhotoCaptions(judge=told({})), "Photo: Jane Roe", PROSE[2]) == []


@pytest.mark.parametrize(
    "text",
    [
        "He sold the picture to Getty Images.",
        "He had worked for twenty years for a single company, and that was Getty Images.",
        "子どものころから変わらない彼の髪型は、誰もが一度は振り返るほど大きなアフロ。",
        "그 회사가 20년 동안 거래해 온 사진 회사는 게티이미지.",
        "The town keeps its old records, and the picture (Photo: town archive) hangs in the hall.",
        "Unter dem Titel steht der Name des Fotografen, und das Bild (Foto: privat) hängt im Rathaus.",
        'cleaner = Cleaner(source="text")',
        'img = load(photo="a.jpg")',
    ],
)
def test_sentences_and_code_keep_an_end_that_reads_like_a_credit(text: str) -> None:
    """A credit stands behind the end of a sentence, behind a label, or in brackets that close at the end."""
    document = Document(text)
    assert not list(PhotoCaptions().spans(document))


def test_what_a_credit_was_cut_from_is_not_withheld() -> None:
    document = Document("The ferry sank in the night, and nobody was hurt. Photo: Ann Lee/Getty Images")
    assert [removal.end for removal in PhotoCaptions()(document)] == [len(document.text)]
    assert not list(PhotoCaptions().withheld(document))
    quoted = Document("> The ferry sank in the night, and nobody was hurt. Photo: Ann Lee/Getty Images  ")
    assert list(PhotoCaptions().spans(quoted))
    assert not list(PhotoCaptions().withheld(quoted))


def test_a_credit_is_never_cut_in_two() -> None:
    assert taken(PhotoCaptions(judge=told({})), f"Ice. {CREDIT}", PROSE[2]) == []


@pytest.mark.parametrize("agency", ["AP", "AFP", "Bernama"])
def test_an_agency_that_is_quoted_stays(agency: str) -> None:
    assert (
        taken(PhotoCaptions(judge=told({})), f"The ferries will not sail before noon, the captain told {agency}.") == []
    )


def test_sentences_of_a_text_without_line_breaks_go_alone() -> None:
    sentences = [f"Sentence number {n} of a text that has no line breaks and says little." for n in range(30)]
    text = " ".join(sentences)
    result = Pipeline([ShareButtons(judge=told({3: 0.99, 4: 0.99}))])(text)
    assert result.text == " ".join(sentences[:3] + sentences[5:])


def test_a_judge_of_ones_own_is_used() -> None:
    assert not taken(ShareButtons(judge=told({})), PROSE[0], "Share on Facebook")
    assert (
        profile_pipeline("main", judge_by(Told((), (), (0.9, 0.1, 0.9))))("One.\nTwo.\nThree.").text == "One.\nThree."
    )
