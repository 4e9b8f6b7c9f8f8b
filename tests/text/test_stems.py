"""Words without the particles written together with them."""

from __future__ import annotations

import pytest

from isnad.lang.pack import load_pack
from isnad.text.folding import fold_form
from isnad.text.stems import known_form

AFFIXES = load_pack("ar").affixes


@pytest.mark.parametrize(
    ("word", "known", "form"),
    [
        ("وضع", "وضع", "وضع"),
        ("والوضع", "وضع", "وضع"),
        ("وبالوضع", "وضع", "وضع"),
        ("للوضع", "وضع", "وضع"),
        ("لمحاولة", "محاولة", "محاولة"),
        ("الوعد", "الوعد", "الوعد"),
        ("مصحة", "صحة", "مصحة"),
        ("مشرق", "شرق", "مشرق"),
        ("ولد", "لد", "لد"),
        ("بلا", "لا", "بلا"),
        ("", "لا", ""),
    ],
)
def test_a_known_form_stands_behind_particles_only(word: str, known: str, form: str) -> None:
    assert known_form(fold_form(word), AFFIXES, {fold_form(known)}) == fold_form(form)
