"""The words that conclusions look for: code and tables name the same kinds, senses, measures and groups."""

from __future__ import annotations

from pathlib import Path

import pytest

from isnad.derive import conflicts_figures, conflicts_outcomes, conflicts_times, figures_linking
from isnad.derive.tellings import Reader
from isnad.lang.pack import load_pack
from isnad.model.account import Links
from isnad.text.folding import fold_form

PACK = load_pack("ar")
SOURCE = "\n".join(p.read_text(encoding="utf-8") for p in Path(conflicts_times.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("table", ["conflict_words", "figure_words", "responsibility"])
def test_every_kind_is_looked_for(table: str) -> None:
    assert [k for k in sorted({r["kind"] for r in PACK.table(table)}) if f'"{k}"' not in SOURCE] == []


def test_what_the_code_names_stands_in_the_tables() -> None:
    scales = {r.id for r in PACK.table("outcome_states")}
    groups = {r.id for r in PACK.table("figure_groups")}
    measures = {r.id for r in PACK.table("event_triggers")} | {r["event"] for r in PACK.table("countables")}
    assert {r.id for r in PACK.table("word_senses")} >= conflicts_times.INCIDENTS
    assert scales >= conflicts_outcomes.HEADLINED | conflicts_outcomes.PLAINEST | conflicts_outcomes.TURNS
    assert groups >= figures_linking.SIDES
    assert measures >= conflicts_figures.UNSETTLED | figures_linking.OF_THE_ACT


def test_families_and_prisoners_are_two_groups() -> None:
    reader = Reader(PACK, Links())
    assert [reader.named(fold_form(w)) for w in ("أسرى", "أسرة", "معتقلين")] == ["prisoners", "family", ""]


def test_no_form_stands_for_two_groups() -> None:
    table = PACK.table("figure_groups")
    assert [form for form, rows in table.by_form.items() if len({r.id for r in rows}) > 1] == []
