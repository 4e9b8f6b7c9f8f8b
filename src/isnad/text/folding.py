"""Folding: a second string in which spelling variants look alike, with the way back to the source.

What folds: alef with hamza, madda or wasla to bare alef; alef maqsura to ya; ta marbuta to ha; Persian and Urdu kaf, ya
and ha to Arabic ones; presentation forms to their letters; Arabic-Indic and Persian digits to ASCII; every kind of
space to a space. What falls out: short vowels, shadda, tanwin, dagger alef, tatweel, bidi controls, zero-width marks,
and all but the first of several spaces. What comes in: a space after a word that is glued to the next one, where its
spelling shows its end (pages lose the spaces around links). Line breaks stay. The text itself is never rewritten.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from functools import cache

from isnad.model.text import Folded
from isnad.text.memo import Memo

KNOWN = 50_000
"""Short forms whose folded form is remembered: names and reporting words are asked for again and again."""

# Letters are written as code points: vocabulary has no place in code, and right-to-left literals read badly in it.
_SAME = {
    0x0622: 0x0627, 0x0623: 0x0627, 0x0625: 0x0627, 0x0671: 0x0627,  # alef with madda, hamza above, below, wasla
    0x0649: 0x064A, 0x06CC: 0x064A, 0x06D0: 0x064A,  # alef maqsura, Farsi yeh, e
    0x0629: 0x0647, 0x06C1: 0x0647, 0x06C3: 0x0647, 0x06D5: 0x0647,  # ta marbuta, heh goal, ta marbuta goal, ae
    0x06A9: 0x0643, 0x06AA: 0x0643,  # keheh, swash kaf
    0x066B: 0x2E, 0x066C: 0x2C,  # Arabic decimal and thousands separators
}  # fmt: skip
_SPACES = (0x09, 0x0B, 0x0C, 0x0D, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
_DROPPED = (
    "\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\ufc5e-\ufc63\ufcf2-\ufcf4\ufe70-\ufe74\ufe76-\ufe7f"  # vowel marks drawn alone or over a lengthening stroke
)
_DROP = re.compile(f"(?<= )[ {_DROPPED}]+|[{_DROPPED}]+")
# The same where no two spaces stand together: a gap then begins with a mark, which is quicker to look for.
_DROP_MARKS = re.compile(f"[{_DROPPED}](?:(?<= .)[ {_DROPPED}]*|[{_DROPPED}]*)")


@cache
def _table() -> dict[int, int]:
    table = dict(_SAME)
    for zero in (0x0660, 0x06F0):
        table.update({zero + d: 0x30 + d for d in range(10)})
    table.update(dict.fromkeys(_SPACES, 0x20))
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table[code] = _SAME.get(ord(plain), ord(plain))
    return table


@cache
def _ligatures() -> dict[str, str]:
    """Presentation forms of several letters, which change the length when folded."""
    out = {}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) > 1:
            out[chr(code)] = re.sub(f"[{_DROPPED}]", "", plain.translate(_table())).strip()
    return out


_VOWELS = "[\u064b-\u0650\u0652]*"
_TA_MARBUTA, _SHADDA = "\u0629", "\u0651"
_GLUED_TA = f"{_TA_MARBUTA}{_VOWELS}(?=[\u0621-\u063a\u0641-\u064a])"
# Ta marbuta ends a word; so does "that" written with its shadda, unless the pronouns follow that are written to it.
_GLUED = re.compile(
    f"{_GLUED_TA}"
    f"|(?<![\u0621-\u064a])[\u0628\u0648\u0641\u0643]?[\u0623\u0625]\u0646{_SHADDA}{_VOWELS}"
    "(?=[\u0621-\u0626\u0628-\u0642\u0644-\u0646\u0648]|\u0627\u0644)(?!\u0646[\u0627\u064a]\\b|\u0645\u0627)"
)
"""Ends of words that another follows without a space."""
_ONLY_TA = re.compile(_GLUED_TA)


_USUAL = ("\u0623", "\u0629", "\u0625", "\u0649", "\u0622", "\u00a0")
"""What any page has of letters and spaces that become others: alef with hamza or madda, ta marbuta, alef maqsura, hard space."""


@cache
def _letters() -> tuple[dict[str, str], re.Pattern[str]]:
    """What becomes of single characters, and what finds all but the usual ones, ligatures too."""
    table = {chr(old): chr(new) for old, new in _table().items()}
    return table, re.compile("[" + "".join(sorted((table.keys() | _ligatures().keys()) - set(_USUAL))) + "]")


_COUNT = array("I", range(1 << 12))


def _range(begin: int, end: int) -> array[int]:
    """The numbers `[begin, end)`, copied rather than counted."""
    while len(_COUNT) < end:
        _COUNT.extend(range(len(_COUNT), 2 * len(_COUNT)))
    return _COUNT[begin:end]


def fold(text: str) -> Folded:
    """Fold a text of any length; linear. `Folded.source` leads back."""
    table, rare = _letters()
    flat, ligatures = text, {}
    # What letters become is no letter that becomes another one, so that their order does not matter.
    for letter in _USUAL:
        flat = flat.replace(letter, table[letter])
    if rare.search(flat):
        present = set(flat)
        for letter in present & table.keys():
            flat = flat.replace(letter, table[letter])
        ligatures = {} if present.isdisjoint(_ligatures()) else _ligatures()
    glued = [m.end() for m in (_GLUED if _SHADDA in text else _ONLY_TA).finditer(text)]
    gaps = [m.span() for m in (_DROP if "  " in flat else _DROP_MARKS).finditer(flat)]
    if not ligatures and not glued and not gaps:
        return Folded(flat, None, None)
    return _aligned(flat, ligatures, glued, gaps)


def _aligned(flat: str, ligatures: dict[str, str], glued: list[int], gaps: list[tuple[int, int]]) -> Folded:
    """The folded string with ligatures written out, spaces where words are glued, and without the gaps."""
    pieces: list[str] = []
    starts, ends = array("I"), array("I")
    joints = [*glued, len(flat) + 1][::-1]

    def keep(begin: int, end: int) -> None:
        while joints[-1] <= begin or joints[-1] < end:
            joint = max(begin, joints.pop())
            copy(begin, joint)
            pieces.append(" ")
            starts.append(joint)
            ends.append(joint)
            begin = joint
        copy(begin, end)

    def copy(begin: int, end: int) -> None:
        if not ligatures:
            pieces.append(flat[begin:end])
            starts.extend(_range(begin, end))
            ends.extend(_range(begin + 1, end + 1))
            return
        for at in range(begin, end):
            letters = ligatures.get(flat[at], flat[at])
            pieces.append(letters)
            starts.extend([at] * len(letters))
            ends.extend([at + 1] * len(letters))

    at = 0
    for start, end in gaps:
        keep(at, start)
        at = end
        # A dropped mark belongs to the letter before it; a dropped space to nothing.
        if len(ends) and flat[start] != " ":
            ends[-1] = at
    keep(at, len(flat))
    return Folded("".join(pieces), starts, ends)


_LETTERS = "\u0621-\u0628\u062a-\u063a\u0641-\u064a"
_SIMPLE = re.compile(f"[!-~\u00ab\u00bb\u060c\u061b\u061f{_LETTERS}]*")
# Forms of such characters alone, single spaces between, change in nothing but the usual letters.
_PLAIN = re.compile(f"{_SIMPLE.pattern}(?:(?: (?! )|{_TA_MARBUTA}(?![{_LETTERS}{_TA_MARBUTA}])){_SIMPLE.pattern})*")


def _fold_form(form: str) -> str:
    if not _PLAIN.fullmatch(form):
        return fold(form).text.strip()
    table, _ = _letters()
    for letter in _USUAL:
        form = form.replace(letter, table[letter])
    return form.strip()


_FORMS = Memo(_fold_form, KNOWN)


def fold_form(form: str) -> str:
    """The folded form of a word or phrase, ends trimmed: the key under which tables and texts meet."""
    return _FORMS[form]


def fold_forms(forms: Sequence[str]) -> list[str]:
    """`fold_form` of many forms of one line each, at once."""
    return [form.strip() for form in fold("\n".join(forms)).text.split("\n")] if forms else []
