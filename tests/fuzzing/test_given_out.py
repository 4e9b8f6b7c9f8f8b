"""One hostile set of articles to every page and table, and the threat model's word on its tests."""

from __future__ import annotations

import ast
import csv
import io
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from fuzzing.seeds import PAGE, WORDS, answer
from rich.console import Console

from isnad.derive.gate import check, content_words
from isnad.export.catalogue import load_catalogue
from isnad.export.exporters import exporter
from isnad.export.terminal import print_account
from isnad.export.view import build_view
from isnad.lang.pack import load_pack
from isnad.model.account import Account
from isnad.pipeline import account
from isnad.read.records import Job, Source
from isnad.read.warc import read_warc
from isnad.settings import Settings
from tests.annotate.reading import read

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "docs" / "explanation" / "threat-model.md"
TURNING = re.compile("[\u202a-\u202e\u2066\u2067\x1b\x07]")
SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)">'
HOSTILE = (
    f'=HYPERLINK("https://x.example") {SCRIPT} \u202eانهيار جسر\u2067\n'
    f"قال وزير النقل سالم الرندي\u200b: «سقط 12 قتيلا \x1b[31m{SCRIPT}\u202e في النور». وأكد شهود أن 20 شخصا قتلوا في النور.\n"
)
SECOND = f"+1+1 {SCRIPT}\nأعلن وزير النقل سالم الرندي أن 12 شخصا قتلوا في النور بعد انهيار الجسر، وأضاف: «سقط 12 قتيلا في النور».\n"


@cache
def told() -> Account:
    one = read(HOSTILE, path=f"{SCRIPT}.txt", outlet=f"@{SCRIPT}", url="javascript:alert(3)", published="2031-03-04")
    two = read(SECOND, path="-b.txt", outlet="=1+1", url='https://a.example/"><script>', published="2031-03-05")
    return account([one, two], load_pack("ar"))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_script_in_the_report(language: str) -> None:
    from lxml import html

    page = exporter("html")(told(), load_catalogue(language)).decode()
    tree: Any = html.document_fromstring(page)
    assert tree.xpath("//script | //img | //@onerror | //iframe") == []
    assert not [h for h in tree.xpath("//@href | //@src") if str(h).startswith(("javascript:", "data:"))]
    assert "default-src 'none'" in page and "alert(1)" in tree.text_content()


def test_no_script_in_markdown() -> None:
    assert "<script>" not in re.sub(r"`[^`]*`", "", exporter("markdown")(told(), load_catalogue("ar")).decode()).replace("\\<", "")


def test_no_cell_is_a_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(exporter("csv")(told(), load_catalogue("ar")))) as archive:
        cells = [c for n in archive.namelist() for row in csv.reader(io.StringIO(archive.read(n).decode("utf-8-sig"))) for c in row]
    assert any(c.startswith("'=") for c in cells) and not [c for c in cells if c.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_no_direction_mark_reaches_terminal_or_cell() -> None:
    out = io.StringIO()
    say = load_catalogue("ar")
    print_account(build_view(told(), say), say, Console(file=out, width=120, color_system=None))
    assert "سالم الرندي" in out.getvalue() and TURNING.findall(out.getvalue()) == []
    assert TURNING.findall(exporter("markdown")(told(), say).decode()) == []
    with zipfile.ZipFile(io.BytesIO(exporter("csv")(told(), say))) as archive:
        assert [n for n in archive.namelist() if TURNING.search(archive.read(n).decode())] == []


def test_a_brief_without_its_support_is_refused() -> None:
    texts, pack = {d.id: d.text for d in told().documents}, load_pack("ar")
    free = frozenset(w for r in pack.table("brief_templates").rows for w in content_words(re.sub(r"\{\w+\}", "", r.form)))
    assert told().brief
    for sentence in told().brief:
        assert check(sentence, texts, free).passed
        assert not check(msgspec.structs.replace(sentence, evidence=()), texts, free).passed
        assert not check(msgspec.structs.replace(sentence, text=sentence.text + " 77"), texts, free).passed
        altered = {i: re.sub("[0-9]", "8", text) for i, text in texts.items()}
        altered = {i: text.replace("النور", "الظلام").replace("الجسر", "النفق").replace("سالم", "خالد") for i, text in altered.items()}
        assert not check(sentence, altered, free).passed


def test_a_half_sent_archive() -> None:
    whole = answer(f"{PAGE}<p>{WORDS * 4}".encode(), address="https://a.example/1")
    records = list(read_warc(Source(path="a.warc", stream=io.BytesIO(whole + whole[:-300])), Job(settings=Settings())))
    assert [(r.outcome.fate, r.outcome.reason) for r in records] == [("kept", ""), ("failed", "broken-archive")]


def test_every_test_that_the_threat_model_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)((?:::\w+)*)`", MODEL.read_text(encoding="utf-8"))
    assert len(named) > 20
    for file, path in named:
        defined = {n.name for n in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))) if hasattr(n, "name")}
        assert set(path.split("::")[1:]) <= defined, (file, path)
