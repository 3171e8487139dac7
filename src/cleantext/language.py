"""Languages, however they are written. The only module that knows langcodes.

A hint never decides which rules are read; it is said in results, counted in jobs and checked here.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import lru_cache

from cleantext.choices import suggest

# What says by itself that it names no language, or more than one.
_NONE = frozenset({"", "und", "zxx", "mul", "mis", "unknown", "none", "null", "n/a"})
# Between the entries of a list: a WET header has "deu,eng", a browser "de-AT,de;q=0.9".
_SEPARATORS = re.compile(r"[,;|/\s]+")
# Names in daily use that the registry of language tags does not have, and what languages call themselves.
_DAILY = {"farsi": "fa", "greek": "el", "mandarin": "zh", "slovene": "sl", "bokmål": "nb", "nynorsk": "nn"}
_OWN = {
    "català": "ca", "dansk": "da", "deutsch": "de", "eesti": "et", "español": "es", "français": "fr", "hrvatski": "hr",
    "italiano": "it", "latviešu": "lv", "lietuvių": "lt", "magyar": "hu", "nederlands": "nl", "norsk": "no",
    "polski": "pl", "português": "pt", "română": "ro", "slovenčina": "sk", "slovenščina": "sl", "suomi": "fi",
    "svenska": "sv", "türkçe": "tr", "čeština": "cs", "ελληνικά": "el", "български": "bg", "русский": "ru",
    "српски": "sr", "українська": "uk", "עברית": "he", "العربية": "ar", "فارسی": "fa", "हिन्दी": "hi", "ไทย": "th",
    "中文": "zh", "日本語": "ja", "한국어": "ko",
}  # fmt: skip


def language_code(hint: object) -> str | None:
    """The code of the first language that ``hint`` names, ``None`` if it names none. Takes any value.

    Reads codes of ISO 639-1, -2 and -3, BCP 47 tags with hyphens or underscores, names of locales,
    names of languages, English or their own, and lists of all these. The code is that of ISO 639-1, or that of
    639-3 where there is none.

    >>> [language_code(hint) for hint in ("de", "deu", "deu_Latn", "German", "zh-Hans-CN", "deu,eng", "de_AT.UTF-8")]
    ['de', 'de', 'de', 'de', 'zh', 'de', 'de']
    >>> [language_code(hint) for hint in (None, "", "und", "Germanish", ["", "fr"])]
    [None, None, None, None, 'fr']
    """
    if isinstance(hint, str):
        return _code(hint)
    if not isinstance(hint, Iterable):
        return None
    return next((code for entry in hint if isinstance(entry, str) and (code := _code(entry))), None)


def known_language(hint: object) -> str | None:
    """:func:`language_code`, with a ``UserWarning`` for a hint that means to name a language and does not.

    Python shows a warning of the same words once.
    """
    code = language_code(hint)
    if code is None and not says_none(hint):
        # The same place each time, so that the same words are said once wherever they come from.
        warnings.warn(no_language(hint), UserWarning, stacklevel=1)
    return code


def no_language(hint: object) -> str:
    """What is said of a hint that means to name a language and does not.

    >>> no_language("Germn")
    "no language is called 'Germn', did you mean german?: the text is read without a hint"
    >>> no_language("jp")
    "no language is called 'jp', did you mean ja?: the text is read without a hint"
    """
    meant = _meant(hint.strip().casefold()) if isinstance(hint, str) else ""
    return f"no language is called {hint!r}{meant}: the text is read without a hint"


def _meant(word: str) -> str:
    """The name that was meant, of two letters the language of that country, as the end of a sentence.

    Among thousands of names any short word is close to one.
    """
    if len(word) > 3:
        return suggest(word, _names())
    if not re.fullmatch("[a-z]{2}", word):
        return ""
    from langcodes import Language

    country = Language.make(territory=word.upper())
    # English is what is said of no country, too.
    code = country.maximize().language if country.is_valid() else "en"
    return "" if code in (None, "en") else f", did you mean {code}?"


def says_none(hint: object) -> bool:
    """Does ``hint`` say by itself that it names no language, or more than one?

    >>> says_none("und"), says_none(""), says_none(None), says_none("Germanish")
    (True, True, True, False)
    """
    return hint is None or (isinstance(hint, str) and hint.strip().casefold() in _NONE)


@lru_cache(maxsize=1024)
def _code(hint: str) -> str | None:
    whole = hint.strip().casefold().removeprefix("__label__")  # as fastText writes it
    if whole in _NONE:
        return None
    found = _code_of_one(whole)
    if found is None:
        parts = _SEPARATORS.split(whole)
        found = next((code for part in parts if part not in _NONE and (code := _code_of_one(part))), None)
    return found


def _code_of_one(word: str) -> str | None:
    from langcodes import Language
    from langcodes.tag_parser import LanguageTagError

    try:
        # Without the encoding and the variant of a locale: de_AT.UTF-8, sr_RS@latin.
        tag = Language.get(re.split(r"[.@]", word, maxsplit=1)[0])
    except LanguageTagError:
        return _names().get(word)
    if tag.language is None or not re.fullmatch("[a-z]{2,3}", tag.language) or not tag.is_valid():
        return _names().get(word)
    return tag.prefer_macrolanguage().language


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Names of languages: English ones, from the registry that comes with langcodes, and their own."""
    from langcodes.registry_parser import parse_registry

    names: dict[str, str] = {}
    for entry in parse_registry():  # type: ignore[no-untyped-call]
        if entry.get("Type") == "language":
            for name in entry["Description"]:
                names.setdefault(re.sub(r" \(.*\)", "", name).casefold(), entry["Subtag"])
    return names | _DAILY | _OWN
