"""Exports, each read back by a library or validator of its format."""

from __future__ import annotations

import csv
import importlib
import io
import json
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from isnad.errors import UsageError
from isnad.export.catalogue import load_catalogue
from isnad.export.exporters import EXPORTERS, exporter
from isnad.export.giving import COLUMNS, one_table
from isnad.export.iris import article_iri
from isnad.export.spreadsheet import safe_cell
from isnad.export.tables import tables
from isnad.lang.pack import load_pack
from isnad.model.account import Account
from isnad.pipeline import account
from isnad.read.spoofs import spoof_issues
from tests.annotate.reading import read
from tests.servers import missing

pytestmark = [
    # Of libraries, about their own future.
    pytest.mark.filterwarnings("ignore:HarfBuzz-Subset will be required:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

FIRST = (
    "ارتفاع حصيلة انفجار سمار إلى 14 قتيلا\n\nقال وزير الصحة ليث الخرماني: «وصل 14 قتيلا إلى المستشفى المركزي ظهر اليوم». "
    "وأضاف أن الوزارة أقامت ثلاثة مستشفيات ميدانية.\n"
)
SECOND = (
    "=HYPERLINK(\"http://x.example\") انفجار سمار\n\nنقلت وكالة الأنباء عن وزير الصحة ليث الخرماني قوله: «وصل 14 قتيلا إلى "
    "المستشفى المركزي». "
    "وأكد شهود عيان أن عدد القتلى بلغ 20 قتيلا \u202eعكس\u202c.\n"
)  # fmt: skip


@cache
def told() -> Account:
    one = read(FIRST, path="a/first.txt", outlet="صدى", url="https://news.example/خبر?id=1&x=<b>", published="2021-03-04")
    two = read(SECOND, path="a/second.txt", outlet="المنارة", published="2021-03-05T10:00:00")
    return account([one, two], load_pack("ar"))


def made(name: str, language: str = "ar") -> bytes:
    return exporter(name)(told(), load_catalogue(language))


def statements() -> list[Any]:
    return [s for d in told().documents for s in d.statements]


def needed(name: str) -> None:
    """Skip, or fail where it is required, what needs Pango and the machine has none."""
    if name != "pdf":
        return
    try:
        importlib.import_module("weasyprint")
    except OSError as error:
        missing("pango", str(error).splitlines()[0])


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_same_account_gives_the_same_bytes(name: str) -> None:
    if name == "pdf":
        pytest.skip("WeasyPrint writes the moment of making into the file's id")
    assert made(name) == made(name)


@pytest.mark.parametrize("name", EXPORTERS)
def test_of_nothing(name: str) -> None:
    needed(name)
    nothing = account([], load_pack("ar"))
    assert isinstance(exporter(name)(nothing, load_catalogue("en")), bytes)


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(UsageError, match="no format 'docm'; there are json, jsonl"):
        exporter("docm")


class TestTables:
    def test_columns_are_those_of_the_rows(self) -> None:
        for name, rows in tables(told()).items():
            assert all(list(row) == COLUMNS[name] for row in rows), name
        assert {name for name, rows in tables(told()).items() if rows} >= {"articles", "statements", "entities", "mentions", "quantities"}

    def test_words_stand_at_their_places(self) -> None:
        texts = {d.id: d.text for d in told().documents}
        for row in [*tables(told())["mentions"], *tables(told())["times"], *tables(told())["quantities"]]:
            start, end = row["start"], row["end"]
            assert isinstance(start, int) and isinstance(end, int)
            assert texts[str(row["article"])][start:end] == row["text"]

    def test_csv_opens_in_excel(self) -> None:
        with zipfile.ZipFile(io.BytesIO(made("csv"))) as archive:
            assert sorted(archive.namelist()) == sorted(f"{name}.csv" for name in COLUMNS)
            data = archive.read("articles.csv")
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        assert [r["outlet"] for r in rows] == ["صدى", "المنارة"]
        assert rows[1]["title"].startswith("'=HYPERLINK")

    def test_json_lines(self) -> None:
        rows = [json.loads(line) for line in one_table(told(), "jsonl", "statements").splitlines()]
        assert [r["id"] for r in rows] == [s.id for s in statements()]

    def test_an_unknown_table_is_named(self) -> None:
        with pytest.raises(UsageError, match="no table 'x'; there are articles"):
            one_table(told(), "csv", "x")
        with pytest.raises(UsageError, match="'pdf' takes no single table"):
            one_table(told(), "pdf", "articles")

    @pytest.mark.parametrize(
        ("value", "cell"),
        [
            ("=1+1", "'=1+1"),
            ("+971", "'+971"),
            ("-", "'-"),
            ("@x", "'@x"),
            ("قول", "قول"),
            (3, 3),
            (None, None),
            ("\u200e=1", "'=1"),
            ("\u202e=1", "[U+202E]=1"),
        ],
    )
    def test_no_cell_is_a_formula(self, value: Any, cell: Any) -> None:
        assert safe_cell(value) == cell

    def test_what_is_odd_stands_in_a_cell_as_its_code_and_what_no_cell_holds_falls_out(self) -> None:
        assert safe_cell("أ\u202eب\x00ج\ud800\n") == "أ[U+202E]بج\n"
        assert safe_cell("P\u0430ypal") == "P\u0430[U+0430]ypal"

    def test_articles_say_what_looks_like_something_else_and_every_oddity_has_a_row(self) -> None:
        one = read(SECOND, path="a.txt", outlet="BB\u0421", url="https://xn--bc-emc.example/1", published="2021-03-05")
        one = msgspec.structs.replace(one, issues=spoof_issues(one.article))
        made = tables(account([one], load_pack("ar")))
        (article,) = made["articles"]
        assert article["marks"] == "turned-text | look-alike-letters | deceptive-host"
        turned = next(row for row in made["issues"] if row["code"] == "turned-text")
        assert turned["start"] == SECOND.index("\u202e") and "U+202E" in str(turned["detail"])
        plain = {row["path"]: row["marks"] for row in tables(told())["articles"]}
        assert plain["a/first.txt"] is None

    def test_xlsx(self) -> None:
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.load_workbook(io.BytesIO(made("xlsx")))
        assert len(book.sheetnames) == len(COLUMNS)
        sheet = book[load_catalogue("ar")("table.articles")]
        assert sheet.sheet_view.rightToLeft
        rows = list(sheet.values)
        title = rows[0].index(load_catalogue("ar")("column.title"))
        assert rows[2][title].startswith("=HYPERLINK")
        assert sheet.cell(3, title + 1).data_type == "s"
        english = openpyxl.load_workbook(io.BytesIO(made("xlsx", "en")))
        assert not english["Articles"].sheet_view.rightToLeft

    def test_parquet(self) -> None:
        parquet = pytest.importorskip("pyarrow.parquet")
        with zipfile.ZipFile(io.BytesIO(made("parquet"))) as archive:
            read_back = {n.removesuffix(".parquet"): parquet.read_table(io.BytesIO(archive.read(n))) for n in archive.namelist()}
        assert {n: t.column_names for n, t in read_back.items()} == COLUMNS
        assert read_back["statements"].to_pylist()[0]["content"] == tables(told())["statements"][0]["content"]
        assert str(read_back["quantities"].schema.field("min").type) == "double"


class TestLinkedData:
    def test_annotations_select_their_words(self) -> None:
        page = json.loads(made("web-annotation"))
        assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
        assert page["type"] == "AnnotationPage"
        texts = {article_iri({"id": d.id, "url": d.article.url}): d.text for d in told().documents}
        assert len({item["id"] for item in page["items"]}) == len(page["items"])
        for item in page["items"]:
            targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
            for target in targets:
                position, quote = target["selector"]
                text = texts[target["source"]]
                assert text[position["start"] : position["end"]] == quote["exact"] != ""
                assert text[: position["start"]].endswith(quote["prefix"])
                assert text[position["end"] :].startswith(quote["suffix"])

    def test_prov_is_a_graph_of_statements(self) -> None:
        rdflib = pytest.importorskip("rdflib")
        graph = rdflib.Graph().parse(data=made("prov"), format="json-ld")
        prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
        quoted = set(graph.subjects(prov.wasQuotedFrom, None))
        assert len(quoted) == len(statements())
        hops = list(graph.objects(None, prov.qualifiedAttribution))
        assert len(hops) == sum(len(s.chain) for s in statements())
        assert all((hop, prov.agent, None) in graph and (hop, prov.hadRole, None) in graph for hop in hops)

    def test_schema_org(self) -> None:
        graph = json.loads(made("schema-org"))["@graph"]
        kinds = [thing["@type"] for thing in graph]
        assert kinds.count("NewsArticle") == 2
        assert kinds.count("Quotation") == sum(s.direct for s in statements()) > 0
        known = {thing["@id"] for thing in graph}
        spoken = [thing["spokenByCharacter"]["@id"] for thing in graph if "spokenByCharacter" in thing]
        assert spoken and set(spoken) <= known

    def test_addresses_become_iris(self) -> None:
        assert (
            article_iri({"id": "x", "url": "https://news.example/خبر?id=1&x=<b>"})
            == "https://news.example/%D8%AE%D8%A8%D8%B1?id=1&x=%3Cb%3E"
        )
        assert article_iri({"id": "x", "url": "javascript:alert(1)"}) == "urn:isnad:article:x"
        assert article_iri({"id": "x", "url": "http://[broken"}) == "urn:isnad:article:x"
        assert article_iri({"id": "x", "url": None}) == "urn:isnad:article:x"


class TestNews:
    def test_ninjs_fits_its_schema(self) -> None:
        jsonschema = pytest.importorskip("jsonschema")
        text = {"type": "string", "minLength": 1}
        moment = {"type": "string", "pattern": "T.*(Z|[+-]..:..)$"}
        named = {"type": "array", "items": {"type": "object", "required": ["name"], "properties": {"name": text, "rel": text, "uri": text}}}
        # What version 3.0 of the standard says of the properties used here.
        schema = {
            "type": "object", "required": ["uri"], "additionalProperties": False,
            "properties": {
                "standard": {"type": "object"}, "uri": {"type": "string", "format": "uri"}, "type": {"enum": ["text"]}, "language": text,
                "pubStatus": {"enum": ["usable", "withheld", "canceled"]}, "firstCreated": moment, "versionCreated": moment,
                "people": named, "organisations": named, "places": named,
                "infoSources": {"type": "array", "items": {"required": ["name"], "properties": {"name": text, "role": text}}},
                "headlines": {"type": "array", "items": {"required": ["value"]}},
                "bodies": {"type": "array", "items": {"required": ["value"], "properties": {"charCount": {"type": "integer"}}}},
            },
        }  # fmt: skip
        items = [json.loads(line) for line in made("ninjs").splitlines()]
        assert len(items) == 2
        for item in items:
            jsonschema.validate(item, schema)

    def test_ftm_entities_point_at_each_other(self) -> None:
        entities = {e["id"]: e for e in map(json.loads, made("ftm").splitlines())}
        kinds = [e["schema"] for e in entities.values()]
        assert kinds.count("Article") == 2 and "Person" in kinds and "Mention" in kinds and "Note" in kinds
        for e in entities.values():
            assert all(isinstance(v, str) and v for values in e["properties"].values() for v in values)
            for prop in ("document", "resolved", "entity", "proof"):
                assert set(e["properties"].get(prop, ())) <= entities.keys()

    def test_ftm_statements_are_the_values_of_the_entities(self) -> None:
        rows = list(csv.DictReader(io.StringIO(made("ftm-statements").decode())))
        values = {(e["id"], p, v) for e in map(json.loads, made("ftm").splitlines()) for p, vs in e["properties"].items() for v in vs}
        assert {(r["entity_id"], r["prop"], r["value"]) for r in rows} == values
        assert len({r["id"] for r in rows}) == len(rows)

    def test_ftm_is_what_the_library_reads(self) -> None:
        library = pytest.importorskip("followthemoney", reason="followthemoney is too heavy for the lock; install it to check against it")
        model = library.model
        for line in made("ftm").splitlines():
            proxy = model.get_proxy(json.loads(line), cleaned=False)
            assert proxy.schema is not None
            assert set(json.loads(line)["properties"]) <= set(proxy.schema.properties)


class TestBriefings:
    @pytest.mark.parametrize("language", ["ar", "en"])
    def test_docx(self, language: str) -> None:
        docx = pytest.importorskip("docx")
        data = made("docx", language)
        document = docx.Document(io.BytesIO(data))
        body = "\n".join(p.text for p in document.paragraphs)
        assert "الخرماني" in body
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            notes = archive.read("word/footnotes.xml").decode()
            xml = archive.read("word/document.xml").decode()
            kinds = archive.read("[Content_Types].xml").decode()
        assert xml.count("w:footnoteReference") == notes.count("<w:footnoteRef/>") > 0
        assert "footnotes+xml" in kinds
        assert ("<w:bidi/>" in xml) == (language == "ar")
        assert "\u202e" not in xml + notes

    def test_pdf_words_can_be_copied_out(self) -> None:
        pypdf = pytest.importorskip("pypdf")
        needed("pdf")
        data = made("pdf")
        assert data.startswith(b"%PDF-")
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
        words = {w.strip(".:«»()،") for w in text.split()}
        assert len({"وزير", "الصحة", "قتيلا", "المستشفى"} & words) >= 3


def test_a_table_on_the_command_line(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from isnad.cli.export import export

    (tmp_path / "a.txt").write_text(FIRST, encoding="utf-8")
    done = CliRunner().invoke(export, ["csv", str(tmp_path / "a.txt"), "--table", "statements"])
    assert done.exit_code == 0 and "الخرماني" in done.output
    wrong = CliRunner().invoke(export, ["pdf", str(tmp_path / "a.txt"), "--table", "statements"])
    assert isinstance(wrong.exception, UsageError)
