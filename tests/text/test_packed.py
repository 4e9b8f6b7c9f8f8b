"""Packed tokens are the tokens."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from isnad.text.folding import fold
from isnad.text.packed import PackedTokens
from isnad.text.tokens import tokenize


@given(st.text(alphabet="اأبةىـًَ ٣3.,\n«»()-a@", max_size=60))
def test_packing_loses_nothing(text: str) -> None:
    tokens = tokenize(fold(text))
    packed = PackedTokens.of(tokens)
    assert packed == tokens and tuple(packed) == tokens and len(packed) == len(tokens)
    assert pickle.loads(pickle.dumps(packed)) == packed == PackedTokens.of(packed)


def test_parts_are_tuples_and_other_tokens_are_not_equal() -> None:
    tokens = tokenize(fold("وصل الوفد إلى المرفأ"))
    packed = PackedTokens.of(tokens)
    assert packed[1] == tokens[1] and packed[-2:] == tokens[-2:] and packed[1:3] == tokens[1:3]
    assert packed != PackedTokens.of(tokens[1:]) and packed != tokens[1:]
