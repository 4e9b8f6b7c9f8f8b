"""The demonstration story must show what it was written to show."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from isnad.export.account_json import account_object
from isnad.lang.pack import load_pack
from isnad.pipeline import account
from isnad.read.sources import read_articles
from isnad.run.local import annotate_all
from isnad.settings import Settings

DEMO = Path(__file__).parents[2] / "examples" / "demo"


@cache
def told() -> dict[str, Any]:
    """The account of the demonstration story."""
    records = list(read_articles([str(DEMO)], Settings()))
    documents = list(annotate_all((r.article for r in records if r.article), "ar"))
    return account_object(account(documents, load_pack("ar"), (r.outcome for r in records)))


def article(name: str) -> dict[str, Any]:
    """The article whose path ends so."""
    return next(a for a in told()["articles"] if a["path"].endswith(name))


def words(article: dict[str, Any], span: Any) -> str:
    """The characters of a span."""
    text: str = article["text"]
    return text[span[0] : span[1]]


def test_nine_articles_and_one_story() -> None:
    assert [o for o in told()["outcomes"] if o["fate"] == "kept"] == [{"fate": "kept", "reason": "", "count": 9}]
    assert [len(s["articles"]) for s in told()["stories"]] == [9]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("01_sada.txt", "2024-01-16"), ("02_manara.html", "2024-01-17"), ("#mina-118", "2024-01-17"), ("#afaq-77", "2024-01-17"),
        ("#rasid-5", "2024-01-19"), ("04_barid_cp1256.txt", "2024-01-19"), ("05_mudawwanat.txt", "2024-01-17"),
        ("06_dhahira.html", "2024-01-18"), ("07_sada.txt", "2024-01-20"),
    ],
)  # fmt: skip
def test_publication_days(name: str, day: str) -> None:
    assert article(name)["published"][:10] == day


def test_the_toll_grows_and_the_figures_disagree() -> None:
    killed = [f for f in told()["figures"] if f["measure"] == "killed"]
    values = {v["value"] for f in killed for v in f["values"] if not isinstance(v["value"], dict)}
    assert {7, 12, 17, 19} <= values
    pairs = {
        (c["relation"], frozenset((c["details"].get("a"), c["details"].get("b")))) for c in told()["conflicts"] if c["kind"] == "figure"
    }
    assert ("contradiction", frozenset(("12", "17"))) in pairs
    assert any(relation == "update" and "19" in values for relation, values in pairs)


def test_the_denial_meets_the_accusation() -> None:
    sides = [(c["a"], c["b"]) for c in told()["conflicts"] if c["kind"] == "denial"]
    assert any("تجاهلت تحذيرات مكتوبة" in words(article(a["path"]), a["span"]) for a, _ in sides)


def test_three_spellings_are_one_spokesman() -> None:
    forms = [set(e["forms"]) for e in told()["entities"]]
    assert any({"غريغور باتلاييف", "غريغور باتالييف", "جريجور باتلايف"} <= f for f in forms)


def test_the_dropped_credit_is_inferred() -> None:
    wire = article("#mina-118")["wire"]
    assert (wire["agency"], wire["credited"]) == ("وكالة أنباء ميراسيا", False)
    assert article("02_manara.html")["wire"]["credited"] is True


def test_the_agency_text_is_found_in_four_articles() -> None:
    carriers = {p for r in told()["reuse"] if r["share"] >= 0.5 for p in (r["a"]["path"], r["b"]["path"])}
    assert {Path(p).name for p in carriers} == {
        "02_manara.html",
        "03_stream.jsonl#mina-118",
        "03_stream.jsonl#afaq-77",
        "05_mudawwanat.txt",
    }


def test_one_claim_has_many_outlets_and_one_origin() -> None:
    claim = next(c for c in told()["claims"] if "ثلاثة مستشفيات ميدانية" in c["text"])
    assert (claim["tellers"], claim["origins"], claim["standing"]) == (4, 1, "one-origin")


def test_the_quotation_is_altered() -> None:
    kinds = {q["kind"] for q in told()["altered_quotes"]}
    assert {"cut", "changed"} <= kinds


def test_the_republished_page_keeps_its_furniture_out() -> None:
    page = article("05_mudawwanat.txt")
    body = " ".join(words(page, s) for s in page["body"])
    assert "أضف تعليقاً" not in body
    assert "قد يهمك" not in body
    assert "رصدت 20 مليون دولار" in body
    assert words(page, page["republished_from"]) == "المنارة الجديدة"


def test_the_embedded_post_is_a_source_of_its_own() -> None:
    (post,) = article("02_manara.html")["posts"]
    assert (post["handle"], post["published"][:10]) == ("@samar_volunteers", "2024-01-17")
    assert "تفوق الوصف" not in article("02_manara.html")["text"]


@pytest.mark.parametrize(
    ("name", "expression", "value"),
    [
        ("#rasid-5", "يوم الخميس 18 جانفي 2024", "2024-01-18"),
        ("06_dhahira.html", "السادس من رجب 1445هـ", "2024-01-18"),
        ("07_sada.txt", "31 كانون الثاني/يناير الحالي", "2024-01-31"),
        ("01_sada.txt", "فجر اليوم الثلاثاء", "2024-01-16TMO"),
    ],
)
def test_dates_of_all_regions(name: str, expression: str, value: str) -> None:
    page = article(name)
    at = page["text"].index(expression)
    found = {t["value"] for t in page["times"] if t["span"][0] < at + len(expression) and at < t["span"][1]}
    assert any(v.startswith(value[:10]) for v in found), found


def test_two_words_for_the_same_people() -> None:
    own = {u["label"] for u in told()["labels"] if u["entity_or_group"] == "protesters" and u["voice"] == "own"}
    assert any("مخرب" in label for label in own)
    assert any("متظاهر" in label for label in own)


def test_every_line_of_the_brief_rests_on_characters() -> None:
    assert len(told()["brief"]) >= 4
    for sentence in told()["brief"]:
        assert all(words(article(e["path"]), e["span"]) for e in sentence["evidence"])
