"""Characters that make a text look like another one: what deserves a mark, and what news really holds and deserves none."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.text.spoofing import code_of, disguised, looks, oddities, pieces, shown, spelled_out, stands_in

RLO, LRO, RLE, LRE, PDF = "\u202e", "\u202d", "\u202b", "\u202a", "\u202c"
LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
ZWSP, ZWNJ, ZWJ, RLM, LRM, SHY, BOM = "\u200b", "\u200c", "\u200d", "\u200f", "\u200e", "\u00ad", "\ufeff"

MARKED = {
    "an override": (f"سقط {RLO}12{PDF} قتيلا", ["turning", "turning"]),
    "an override over Latin": (f"file{LRO}txt", ["turning"]),
    "an isolate left open": (f"العنوان {RLI}abc\nسطر", ["turning"]),
    "an embedding left open": (f"العنوان {LRE}abc", ["turning"]),
    "isolates inside each other": (f"{RLI}{LRI}a{PDI}{LRI}b{PDI}{PDI}", ["turning"] * 6),
    "nothing inside an Arabic word": (f"الر{ZWSP}ندي", ["hidden"]),
    "a direction mark inside an Arabic word": (f"الر{RLM}ندي", ["hidden"]),
    "a soft hyphen inside an Arabic word": (f"الر{SHY}ندي", ["hidden"]),
    "a joiner between Latin letters": (f"pay{ZWNJ}pal", ["hidden"]),
    "nothing inside a Latin word": (f"pay{ZWSP}pal", ["hidden"]),
    "a filler": ("قال\u3164الوزير", ["hidden"]),
    "a message in tags": ("نص\U000e0048\U000e0049", ["hidden"] * 2),
    "a long row of nothing": (f"قال {ZWSP * 9} الوزير", ["hidden"] * 9),
    "a selector on an Arabic letter": ("ا\ufe01لوزير", ["hidden"]),
    "Cyrillic in a Latin word": ("Re\u0443ters", ["other-letter"]),
    "Greek in a Latin word": ("BB\u0421 \u039dews", ["other-letter", "other-letter"]),
}
PLAIN = {
    "an editor's pair around a number": f"بلغ {LRE}2031-03-04{PDF} و{LRI}@user{PDI} قال",
    "a line wrapped whole": f"{RLE}قال الوزير في بيان{PDF}\n{RLE}وأضاف{PDF}",
    "what closes nothing": f"قال{PDF} الوزير{PDI}",
    "marks beside figures": f"في 12{RLM}-{LRM}13 آذار{RLM} (AFP){RLM}",
    "page leftovers at edges": f"{BOM}{ZWSP}قال{ZWSP} الوزير {ZWSP}{ZWSP}إن",
    "joiners in Persian and Arabic": f"می{ZWNJ}خواهم هـ{ZWJ} {ZWNJ}الـ{ZWNJ}BBC",
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467 ☀\ufe0f 1\ufe0f\u20e3 \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e007f",
    "Persian letters in Arabic words": "الامریکی وکالة بکین",
    "presentation forms": "ﻗﺎﻝ ﺍﻟﻮﺯﻳﺮ",
    "a hyphen in a Latin word": f"inter{SHY}national",
    "two languages side by side": "\u041f\u0440\u0430\u0432\u0434\u0430 and Reuters and \u0391\u0398\u0397\u039d\u0391",
    "units and science": "5 kΩ, 3 µm, TNFα, β-carotene",
    "Arabic and Latin glued": "وكالةReuters أعلنت",
    "vowel marks and tatweel": "قَالَ الـــوزيرُ إنَّ",
    "an ideograph with its selector": "葛\U000e0100城",
}


@pytest.mark.parametrize("name", MARKED)
def test_what_deserves_a_mark(name: str) -> None:
    text, kinds = MARKED[name]
    assert [o.kind for o in oddities(text)] == kinds
    assert all(o.code == code_of(text[o.at]) and f"[{o.code}]" in spelled_out(text) for o in oddities(text))


@pytest.mark.parametrize("name", PLAIN)
def test_what_news_really_holds(name: str) -> None:
    assert oddities(PLAIN[name]) == []


def test_what_is_shown_turns_nothing_and_loses_no_letter() -> None:
    assert spelled_out(f"سقط {RLO}12") == "سقط [U+202E]12"
    assert spelled_out("p\u0430ypal") == "p\u0430[U+0430]ypal"
    assert spelled_out(f"قال {LRI}@user{PDI}") == "قال @user"
    assert spelled_out("plain") == "plain"


@given(
    st.text(
        alphabet="ab \n\u0627\u0644\u0430\u043e" + RLO + RLE + PDF + LRI + FSI + PDI + ZWSP + ZWJ + RLM + "\ufe0f\U000e0041\u0300",
        max_size=60,
    )
)
def test_any_mixture_is_cut_without_loss(text: str) -> None:
    odd = oddities(text)
    assert [o.at for o in odd] == sorted({o.at for o in odd})
    turned = {o.at for o in odd if o.kind == "turning"}
    kept = "".join(c for n, c in enumerate(text) if n in turned or not ("\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069"))
    assert "".join(words for words, _ in pieces(text, odd)) == kept
    assert not set(spelled_out(text)) & set(RLO + RLE + PDF + LRI + FSI + PDI)


@pytest.mark.parametrize("unit", [RLE, RLO + PDI, LRI + RLE, RLE + PDI, ZWSP, "a\u0430", "a\u0300\u0430" + RLM, "\n" + RLE])
def test_it_costs_in_step_with_length(unit: str) -> None:
    begin = time.process_time()
    assert oddities(unit * (200_000 // len(unit)))
    assert time.process_time() - begin < 5  # the square would be minutes


def test_what_looks_alike() -> None:
    assert looks("\u0410\u0440\u0440le") == looks("apple") == looks("ApplE") == looks("app1e")
    assert looks("Reuters\u200b") == looks("reuters")
    assert looks("وکالة") == looks("وكالة")
    assert looks("aawsat") != looks("alsharq") and looks("سالم") != looks("سليم")


def test_words_of_another_alphabet() -> None:
    assert disguised("Re\u0443ters") and not disguised("Reuters") and not disguised("\u041f\u0440\u0430\u0432\u0434\u0430")
    assert stands_in("\u0430\u0440\u0440\u04cf\u0435") and not stands_in("\u043f\u0440\u0430\u0432\u0434\u0430") and not stands_in("apple")


@given(st.text())
def test_what_is_shown_moves_nothing(text: str) -> None:
    told = shown(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n" for c in told)
    assert not any(unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI") for c in told)
    assert shown("ESC \x1b[31m \u200fأ") == "ESC [31m أ"
