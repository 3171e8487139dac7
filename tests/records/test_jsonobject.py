"""JSON objects changed in one place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.records.jsonobject import BadObjectError, parse_object, to_bytes

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.text(), VALUES, max_size=6)


@given(OBJECTS, st.text(), st.text(), st.sampled_from([None, 2]), st.booleans())
def test_only_one_value_changes(record, key, value, indent, is_ascii):
    """Replacing a value gives the same object but for that value, whatever the spelling."""
    changed = parse_object(json.dumps(record, indent=indent, ensure_ascii=is_ascii)).replaced(key, value)
    assert json.loads(changed) == record | {key: value}
    assert list(json.loads(changed)) == list(record | {key: value})


@pytest.mark.parametrize("number", ["12345678901234567890123", "9" * 5000, "1e400", "-0.0", "1.10", "1E+2", "0.1e-7"])
def test_numbers_keep_their_spelling(number):
    """Numbers that Python or JavaScript can not hold come out as they went in."""
    source = f'{{"a":{number} ,"text":"x", "b":[ {number}]}}'
    assert parse_object(source).replaced("text", "y") == source.replace('"x"', '"y"')


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('{"a": 1', "} is missing|, is missing"),
        ("", "something else"),
        ("[1, 2, 3]", "an array"),
        ("123", "a number"),
        ("null", "null"),
        ('"x"', "a string"),
        ('{"a": NaN}', "NaN is not JSON"),
        ('{"a": [Infinity]}', "Infinity is not JSON"),
        ('{"a": 1, "a": 2}', "the key 'a' stands twice"),
        ('{"a": 1} {"b": 2}', "something stands after the object"),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
        ('{"a": }', "a value is missing"),
        ("{'a': 1}", '" is missing'),
        ('{"a": 1,}', '" is missing'),
        ('{"a" 1}', ": is missing"),
        ('{"a": "\t"}', "control character"),
        ('{"a": "x', "Unterminated string"),
    ],
)
def test_what_is_no_object(source, reason):
    """What is not one JSON object is refused with a reason, never with another error."""
    with pytest.raises(BadObjectError, match=reason):
        parse_object(source)


@given(st.text(st.characters(codec=None), max_size=20))
def test_any_text_can_be_written(text):
    """Any string, lone surrogates too, survives being written as UTF-8 JSON."""
    written = to_bytes(parse_object("{}").replaced("text", text))
    # Two lone surrogates that stand together read back as the character they spell.
    assert json.loads(written)["text"].encode("utf-16", "surrogatepass") == text.encode("utf-16", "surrogatepass")


@given(st.from_regex(r'\{"[a-z"\\{}\[\],:0-9. ]*\}', fullmatch=True))
def test_same_verdict_as_the_standard_library(source):
    """What we take for an object ``json`` does too; what we refuse it refuses, but for doubled keys."""
    try:
        ours = parse_object(source)
    except BadObjectError as error:
        if "stands twice" not in str(error):
            with pytest.raises(json.JSONDecodeError):
                json.loads(source)
    else:
        assert set(json.loads(source)) == set(ours.spans)
