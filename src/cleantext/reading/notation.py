"""How what browsers show by place, size and signs is written in a line, as XSLT: exponents, fractions, quotes.

Tests look at an element's children and neighbours alone, so that time stays linear however deep elements are nested.
"""

from __future__ import annotations

_DIGITS = "0123456789"
_PLAIN, _RAISED = f"{_DIGITS}+-−=()nkxyjpz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿᵏˣʸʲᵖᶻ"
_LEVEL, _LOWERED = f"{_DIGITS}+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"
_BETWEEN = ",;– &#160;&#9;&#10;&#13;"  # the numbers of notes
_QUOTES = "&quot;“”„«»‘’‚‹›「」『』"
_ALL = "<xsl:apply-templates/>"
_SPACE = "<xsl:text> </xsl:text>"


def _if(test: str, text: str) -> str:
    return f'<xsl:if test="{test}">{text}</xsl:if>'


def _either(test: str, text: str, otherwise: str) -> str:
    chosen = f'<xsl:when test="{test}">{text}</xsl:when><xsl:otherwise>{otherwise}</xsl:otherwise>'
    return f"<xsl:choose>{chosen}</xsl:choose>"


def _translated(what: str, plain: str, signs: str) -> str:
    return f"""<xsl:value-of select="translate({what}, '{plain}', '{signs}')"/>"""


def _child(number: int) -> str:
    return f'<xsl:apply-templates select="*[{number}]"/>'


def _operand(number: int) -> str:
    """A child, in brackets if it is more than one sign or number."""
    several = f"*[{number}][*[2] or */*[2]]"
    return f"{_if(several, '(')}{_child(number)}{_if(several, ')')}"


def _script(number: int, mark: str, plain: str, signs: str) -> str:
    """An exponent or index: in signs of its own, as it stands if it is an operator (a prime), or behind a mark."""
    own = f"*[{number}][not(*[2] or */*)][translate(normalize-space(.), '{plain}', '') = '']"
    marked = _either(f"*[{number}][self::mo]", _child(number), mark + _operand(number))
    return _either(own, _translated(f"normalize-space(*[{number}])", plain, signs), marked)


def _framed(test: str, before: str, after: str) -> str:
    return f"{_if(test, before)}{_ALL}{_if(test, after)}"


_INDEX = _child(1) + _script(2, "_", _LEVEL, _LOWERED)
_POWER = _child(1) + _script(2, "^", _PLAIN, _RAISED)
_BOTH = _INDEX + _script(3, "^", _PLAIN, _RAISED)
_BEFORE_IT = _script(4, "^", _PLAIN, _RAISED) + _script(3, "_", _LEVEL, _LOWERED) + _child(1)
_FRACTION = _operand(1) + _either("starts-with(@linethickness, '0')", _SPACE, "/") + _operand(2)
_UNQUOTED = (
    f"not(node()[1]/self::text()[contains('{_QUOTES}', substring(., 1, 1))] or preceding-sibling::node()[1]"
    f"/self::text()[contains('{_QUOTES}', substring(., string-length(.)))])"
)
# A link from a heading to itself, or from a note back to where it belongs, of which those of remark may be one of
# several (↩²). MediaWiki's, and those to its editor, have classes of their own.
_PERMALINK = (
    "starts-with(@href, '#') and (@data-footnote-backref or not(*) and normalize-space(text())"
    " and translate(normalize-space(text()), '¶#§🔗↩↑^&#x200b;&#xfe0e;&#xfe0f;', '') = '')"
)
# Pictures that stand for signs, by the names that forums and blogs give them.
_SIGN = (
    "contains(@class, 'emoji') or contains(@class, 'smiley') or @class='latex' or @class='tex'"
    r" or starts-with(@alt, '\begin{')"
    " or starts-with(@alt, '$') and substring(@alt, 3) and substring(@alt, string-length(@alt)) = '$'"
)
# A box that nobody can check is no part of a form: in lists of tasks and tables of features.
_OF_TASKS = "parent::*[contains(@class, 'task-list')]"
_FIXED = (
    "@type='checkbox' and (@disabled and (parent::td or parent::li or parent::*/parent::li)"
    f" or parent::li/{_OF_TASKS} or parent::*/parent::li/{_OF_TASKS})"
)
_BOXES = _either("@checked", "☑ ", "☐ ")
_AS_IT_IS = '<xsl:value-of select="."/>'
# One that there are no signs for, behind what it raises: −x/2 or 1/3, not the numerator of a fraction (1/).
_EXPONENT = (
    "not(a or */*) and string-length(.) &lt; 20 and translate(., '+−=/', '') != ."
    f" and translate(., '{_PLAIN}', '') != '' and translate(., ' [†‡*', '') = ."
    " and substring(., string-length(.)) != '/' and not(starts-with(., '/'))"
    " and preceding-sibling::node()[1]/self::node()"
    "[not(self::text()) or normalize-space(substring(., string-length(.)))]"
)
CONTENT = {
    "input": _if(_FIXED, _BOXES),
    "img": _if(_SIGN, '<xsl:value-of select="@alt"/>'),
    "a": _if(f"not({_PERMALINK})", _ALL),
    "q": _framed(_UNQUOTED, "“", "”"),
    "sup": _either(_EXPONENT, f"^({_AS_IT_IS})", _ALL),
    "rt": _framed("node() and not(preceding-sibling::*[1]/self::rp)", "(", ")"),
    "mfrac": _if("preceding-sibling::*[1]/self::mn", _SPACE) + _FRACTION,
    "msup": _POWER,
    "msub": _INDEX,
    "msubsup": _BOTH,
    "munder": _INDEX,
    "mmultiscripts": _either("*[2][self::mprescripts]", _BEFORE_IT, _either("*[4]", _ALL, _BOTH)),
    "munderover": _BOTH,
    "msqrt": "√" + _framed("*[2] or */*[2]", "(", ")"),
    "mtd": _if("preceding-sibling::*[1]", _SPACE) + _ALL,
    "mtr": _if("preceding-sibling::*[1]", "<xsl:text>; </xsl:text>") + _ALL,
    "mroot": _script(2, "", _PLAIN, _RAISED) + "√" + _operand(1),
}
"""What is written for the content of such elements."""

# In HTML digits of an index are written as they are (H2O) unless a number is beside them.
_BY_A_NUMBER = (
    "not(preceding-sibling::node()[1]) and (../preceding-sibling::node()[1]/self::text()"
    f"[contains('{_DIGITS}/⁄', substring(., string-length(.)))]"
    f" or ../following-sibling::node()[1]/self::text()[contains('{_DIGITS}', substring(., 1, 1))])"
)
# Those of notes that stand in brackets need no more.
_BARE = (
    "parent::sup or not(preceding-sibling::node()[1] or ../preceding-sibling::node()[1]/self::text()"
    "[contains('[(', substring(., string-length(.)))])"
)
# A link to a note that a style sheet raises. The first thing in its element it is the way back.
_TO_A_NOTE = (
    "starts-with(@href, '#') and preceding-sibling::node()[1]"
    " and (contains(@class, 'footnote') or contains(@class, 'noteref') or @role='doc-noteref'"
    " or @*[name()='epub:type']='noteref')"
)
_BEFORE, _AFTER = (f"number(substring-{side}(., '.')) &gt;= 0" for side in ("before", "after"))
_NO_INTEGER = f"parent::sup and {_BEFORE} and {_AFTER}"  # 0.5
_RAISE = _either(
    f"translate(., '{_PLAIN}{_BETWEEN}', '') = '' and ({_BARE})",
    _translated(".", _PLAIN, _RAISED),
    _either(_NO_INTEGER, f"^({_AS_IT_IS})", _either(". = 'TM'", "™", _AS_IT_IS)),
)
_LOWER = _either(
    f"translate(., '{_DIGITS}', '') = '' and {_BY_A_NUMBER}", _translated(".", _LEVEL, _LOWERED), _AS_IT_IS
)
# Formulas and words for screen readers have a copy for eyes beside them, formulas of scripts perhaps one made of them.
_MATH = " or ".join(
    f"{side}-sibling::*[1]/{math}" for side in ("preceding", "following") for math in ("self::math", "math")
)
_SAME = " or ".join(
    f"{side}-sibling::*[1]/self::*[not(* or @aria-hidden='true' or @hidden)] = normalize-space(.)"
    f" and not({side}-sibling::node()[1]/self::text()[normalize-space()])"
    for side in ("preceding", "following")
)
# Or one that is shorter, as units are: "mins" beside " minutes".
_FOR_READERS = "preceding-sibling::*[1]/span[contains(@class, 'sr-only') or contains(@class, 'screen-reader')]"
_SHORT = (
    f"not(*) and {_FOR_READERS} and substring(normalize-space(text()), 1, 1)"
    f" = substring(normalize-space({_FOR_READERS}/text()), 1, 1)"
    f" and string-length(text()) &lt;= string-length({_FOR_READERS}/text())"
)
_COPY = f"@aria-hidden='true' and ({_MATH} or not(*/*/*) and ({_SAME}) or {_SHORT})"
_MADE = "preceding-sibling::*[1]/self::*[starts-with(@class, 'MathJax')]/node()"
# A column of numbers beside one of code.
_LINE_NUMBERS = (
    "not(preceding-sibling::*[1] or {cell}/*[2]) and string-length(.) &lt; 50000"
    f" and translate(., '{_DIGITS} &#9;&#10;&#13;', '') = ''"
    " and {cell}/following-sibling::td[1]/descendant::pre"
)
# A number in front of a line of code.
_LINE_NUMBER = (
    "(@class='ln' or @class='lnt' or contains(@class, 'lineno') or contains(@class, 'linenumber')"
    " or @class='linenr'"
    f" or contains(@class, 'line-number')) and not(*/*) and translate(., '{_DIGITS}: &#160;&#9;&#10;&#13;', '') = ''"
)
# Highlighters that make elements of lines: SyntaxHighlighter, Crayon, GeSHi where it numbers them, GitHub and phpBB.
_LIST_OF_LINES = (
    "starts-with(@class, 'dp-') or *[1]/self::li/div[@class='de1' or @class='de2' or contains(@style, 'monospace')]"
)
CODE = (
    f"td[@class='crayon-code' or @class='code' and div[@class='container']]|div/ol[{_LIST_OF_LINES}]"
    "|dl[@class='codebox']/dd/code"
    "|table[*[1]/tr[1]/td[2][contains(@class, 'blob-code')]]"
)
"""Elements that are preformatted text."""
_GUTTER = "starts-with(@class, 'crayon-nums') or @class='gutter' and following-sibling::*[1]/div[@class='container']"
_PLAIN_COPY = "@class='crayon-plain-wrap' and following-sibling::*[1]/self::div[@class='crayon-main']"
_IN_CODE = " or ".join(f"{around}::pre or {around}::code" for around in ("parent", "parent::span/parent"))
_BESIDE_CODE = "parent::div[starts-with(@class, 'line-numbers')]"
BULLETS = "•◦▪‣∙·●○■▢"
# A bullet that an item has in place of its marker.
_BULLET = (
    f"not(*) and translate(text(), '{BULLETS} &#160;&#9;&#10;&#13;', '') = '' and normalize-space(text())"
    " and not(preceding-sibling::*[1] or preceding-sibling::node()[1]/self::text()[normalize-space()])"
)
# Notes that stand where they are made; LaTeXML's behind their numbers and these once more.
_NO_TEXT = " or ".join(f"@class='{name}'" for name in ("mw-editsection", "mw-cite-backlink", "pagenum"))
_NOTES = " or ".join(f"@class='{name}'" for name in ("sidenote", "marginnote", "modern-footnotes-footnote__note"))
_NOTE = "span/node()[not(@class='ltx_note_mark' or starts-with(@class, 'ltx_tag'))]"
_IN_BRACKETS = f""" (<xsl:apply-templates select="{_NOTE}"/>)"""
_NOTIONS = _either("contains(@class, 'checkbox-on')", "☑ ", "☐ ")
CASES = {
    "span": {
        f"@class and ({_NO_TEXT})": "",
        f"@class and ({_IN_CODE} or {_BESIDE_CODE}) and {_LINE_NUMBER}": "",
        f"@class and ({_NOTES}) and (text() or */text()) and not(p or div)": f" ({_ALL})",
        "@class='ltx_note_outer'": _IN_BRACKETS,
        f"(parent::li or parent::label) and {_BULLET}": "",
        _COPY: "",
    },
    "nobr": {_COPY: ""},
    "div": {
        _PLAIN_COPY: "",
        "parent::li and starts-with(@class, 'checkbox checkbox-o')": _NOTIONS,
    },
    "td": {_GUTTER: ""},
    "pre": {
        f"parent::td and {_LINE_NUMBERS.format(cell='..')}": "",
        f"../parent::td and {_LINE_NUMBERS.format(cell='../..')}": "",
    },
}
"""What is written in place of such elements where a test holds: nothing of copies and of numbers of lines of code.

Not as conditions of patterns, for which libxslt counts all siblings of an element.
"""
TEMPLATES = f"""
<xsl:template match="a/text()" priority="0.4">{_either(f"parent::a[{_TO_A_NOTE}]", _RAISE, _AS_IT_IS)}</xsl:template>
<xsl:template match="sup/text()|sup/*/text()|sup/*/*/text()">{_RAISE}</xsl:template>
<xsl:template match="sub/text()">{_LOWER}</xsl:template>
<xsl:template match="script[starts-with(@type, 'math/tex') and not({_MADE})]" priority="3">${_AS_IT_IS}$</xsl:template>
<xsl:template match="pre/button|pre/*/button" priority="3"/>
"""
"""How some text is written, and what in code copies it."""
