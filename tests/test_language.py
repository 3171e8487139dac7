"""Language hints in every spelling that corpora and people use."""

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleantext
from cleantext.language import known_language, language_code, no_language
from samples import PROSE, wild

GERMAN = (
    *(
        "de",
        "DE",
        "deu",
        "ger",
        "de-DE",
        "de_AT",
        "de_AT.UTF-8",
        "deu_Latn",
        "de-Latn-DE",
        "German",
        " german ",
        "Deutsch",
    ),
    *("deu,eng", "deu;eng", "de-AT,de;q=0.9", "de en", "und,de", "__label__de", "__label__deu_Latn"),
    *(["de", "en"], ("deu",), [None, "", "de"]),
)


@pytest.mark.parametrize("hint", GERMAN, ids=repr)
def test_german_is_german(hint: object) -> None:
    """Codes, tags, locales, names and lists of them: the first language named counts."""
    assert language_code(hint) == "de"


@pytest.mark.parametrize(
    ("hint", "code"),
    [
        *[("zh-Hans-CN", "zh"), ("zho", "zh"), ("cmn_Hans", "zh"), ("Chinese (Simplified)", "zh"), ("yue", "yue")],
        *[("nb", "nb"), ("nob", "nb"), ("no", "no"), ("iw", "he"), ("in", "id"), ("arb", "ar"), ("sr_RS@latin", "sr")],
        *[
            ("Greek", "el"),
            ("Farsi", "fa"),
            ("Español", "es"),
            ("日本語", "ja"),
            ("Malay", "ms"),
            ("haw", "haw"),
            ("tlh", "tlh"),
        ],
    ],
)
def test_codes_are_the_usual_ones(hint: str, code: str) -> None:
    """Two letters where there are two, the language that a member of a family is written as."""
    assert language_code(hint) == code


@pytest.mark.parametrize(
    "hint", [None, "", " ", "und", "zxx", "mul", "N/A", [], [""], 3, float("nan"), {"de": 0.9}.keys]
)
def test_no_language_is_no_hint_and_no_news(hint: object) -> None:
    """What says by itself that it names none is not complained about."""
    assert language_code(hint) is None
    if hint is None or isinstance(hint, str):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert known_language(hint) is None


@pytest.mark.parametrize("hint", ["germanish", "xx", "C.UTF-8", "12", "-", "de-"])
def test_unknown_language_is_said_and_ignored(hint: str) -> None:
    """The text is cleaned as it is without a hint."""
    dirty = f"{PROSE[0]}\nBild: J. Doe/dpa\n{PROSE[1]}\nAlle Cookies akzeptieren\n"
    with pytest.warns(UserWarning, match="no language is called"):
        assert cleantext.clean(dirty, lang=hint) == cleantext.clean(dirty)


@pytest.mark.parametrize(
    ("hint", "meant"),
    [
        *[("jp", "ja"), ("CN", "zh"), ("cz", "cs"), ("dk", "da"), ("gr", "el"), ("Portugese", "portuguese")],
        *[("xx", None), ("zz", None), ("us", None), ("qqq", None), ("12", None)],
    ],
)
def test_what_was_meant_is_said_where_it_can_be_known(hint: str, meant: str | None) -> None:
    """The code of a country for that of its language; nothing for a short word that is close to many names."""
    assert (f"did you mean {meant}?" in no_language(hint)) == (meant is not None)
    assert meant or "did you mean" not in no_language(hint)


def test_an_unknown_language_is_said_once() -> None:
    """As Python shows warnings by default: the same words once, whoever calls."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for _ in range(3):
            cleantext.clean("One.", lang="germanish")
        cleantext.clean("One.", lang="frenchish")
    assert [str(warning.message).split("'")[1] for warning in caught] == ["germanish", "frenchish"]


@given(st.one_of(wild, st.lists(wild, max_size=3), st.text("adeu-_,;@. ", max_size=12)))
def test_any_hint_is_read(hint: object) -> None:
    """Never an error, and what comes out is a code, which means itself."""
    code = language_code(hint)
    assert code is None or (code.islower() and code.isascii() and 2 <= len(code) <= 3)
    assert code is None or language_code(code) == code
