"""The command line: exit codes, whole files, clear messages, and the documented commands."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from isnad.cli.main import COMMANDS
from isnad.errors import UsageError
from isnad.export.files import write_whole
from tests.cli.conftest import RawCall
from tests.conftest import DEMO
from tests.disks import small_disk

ROOT = Path(__file__).parents[2]
STORY = """انهيار نفق في مدينة سمارا يوقع قتلى
سمارا - وكالة نبأ

أعلنت وزارة النقل مقتل 7 أشخاص في انهيار نفق المدينة صباح الثلاثاء 4 آذار/مارس 2031.
وقال الوزير فادي رسلان إن "فرق الإنقاذ تعمل بلا توقف"، مضيفا أن التحقيق بدأ.
"""
OTHER = """منتخب ليدار يفوز بكأس البحيرات
ليدار - وكالة نبأ

فاز منتخب ليدار لكرة السلة بكأس البحيرات بعد تغلبه على منتخب كاسرا في المباراة النهائية يوم الأحد 2 آذار/مارس 2031.
وسجل اللاعب نادر مسعود أغلب النقاط أمام جمهور كبير.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good article and one that is not Arabic."""
    (tmp_path / "one.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "two.txt").write_text("The tunnel collapsed on Tuesday morning, the ministry said in a statement.\n" * 5, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(call_raw: RawCall) -> RawCall:
    """Calls the program: exit code, standard output and standard error."""
    return call_raw


class TestAccount:
    def test_json_holds_the_good_article_and_counts_the_other(self, folder: Path, run: RawCall) -> None:
        code, out, _ = run("account", str(folder), "--format", "json")
        told = json.loads(out)
        assert code == 0
        assert told["format"] == "isnad.account/1"
        assert [Path(a["path"]).name for a in told["articles"]] == ["one.txt"]
        assert told["articles"][0]["text"] == STORY
        assert {(o["fate"], o["reason"]): o["count"] for o in told["outcomes"]} == {("kept", ""): 1, ("rejected", "not-arabic"): 1}

    @pytest.mark.parametrize("form", ["terminal", "markdown", "html"])
    @pytest.mark.parametrize("language", ["ar", "en"])
    def test_every_format_in_both_languages(self, form: str, language: str, folder: Path, run: RawCall) -> None:
        code, out, err = run("account", str(folder), "--format", form, "--language", language)
        assert (code, err) == (0, "")
        assert "انهيار نفق في مدينة سمارا" in out.decode()

    def test_the_same_bytes_twice_and_from_two_processes(self, folder: Path, run: RawCall) -> None:
        first, second, shared = (run("account", str(folder), "--format", "json", "--workers", n)[1] for n in ("1", "1", "2"))
        assert first == second == shared

    def test_a_file_is_written_whole(self, folder: Path, run: RawCall) -> None:
        target = folder.parent / f"{folder.name}.json"
        code, out, _ = run("account", str(folder), "--format", "json", "-o", str(target))
        assert (code, out) == (0, b"")
        assert json.loads(target.read_text(encoding="utf-8"))["articles"]

    def test_read_gives_the_findings_alone(self, folder: Path, run: RawCall) -> None:
        code, out, _ = run("read", str(folder), "--format", "json")
        assert code == 0
        assert {"articles", "issues"} <= set(json.loads(out))
        assert "claims" not in json.loads(out)


class TestWrongUse:
    @pytest.mark.parametrize(
        ("arguments", "code", "message"),
        [
            (("account", "/no/such/folder"), 2, "/no/such/folder"),
            (("account",), 2, "PATH"),
            (("account", "{}", "--format", "docx"), 2, "docx"),
            (("account", "{}", "--language", "fr"), 2, "fr"),
            (("account", "{}", "-o", "/no/such/folder/x.json"), 2, "/no/such/folder"),
            (("nonsense",), 2, "nonsense"),
            (("account", "{}", "--workers", "0"), 2, "workers"),
        ],
    )
    def test_a_clear_message_and_exit_code(
        self, arguments: tuple[str, ...], code: int, message: str, folder: Path, run: RawCall) -> None:  # fmt: skip
        given = [a.format(folder) for a in arguments]
        got, out, err = run(*given)
        assert (got, out) == (code, b"")
        assert message in err
        assert "Traceback" not in err

    def test_nothing_readable_is_exit_code_1(self, tmp_path: Path, run: RawCall) -> None:
        (tmp_path / "empty.txt").write_bytes(b"")
        code, out, err = run("account", str(tmp_path))
        assert (code, out) == (1, b"")
        assert "empty" in err

    def test_an_empty_folder_is_exit_code_1(self, tmp_path: Path, run: RawCall) -> None:
        assert run("account", str(tmp_path))[0] == 1

    def test_a_failed_write_leaves_the_old_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        target = tmp_path / "account.json"
        target.write_text("old", encoding="utf-8")

        def full(descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(UsageError, match="No space left"):
            write_whole(target, b"new")
        assert target.read_text(encoding="utf-8") == "old"
        assert [p.name for p in tmp_path.iterdir()] == ["account.json"]

    @pytest.mark.parametrize("form", ["json", "csv", "xlsx", "parquet", "html", "docx", "ftm", "prov"])
    def test_a_disk_that_takes_no_more(self, form: str, tmp_path: Path, run: RawCall) -> None:
        target = tmp_path / "account"
        target.write_text("old", encoding="utf-8")
        with small_disk(500):
            code, _, err = run("export", form, str(DEMO), "-o", str(target))
        assert code == 2 and "Traceback" not in err and err.count("\n") == 1
        assert target.read_text(encoding="utf-8") == "old" and [p.name for p in tmp_path.iterdir()] == ["account"]


class TestFields:
    def test_a_field_map_names_the_keys(self, tmp_path: Path, run: RawCall) -> None:
        lines = tmp_path / "news.jsonl"
        record = {"key": "7", "meta": {"paper": "صدى"}, "body": STORY}
        lines.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
        code, out, _ = run("read", str(lines), "--field", "text=body", "--field", "outlet=meta.paper", "--field", "id=key")
        (article,) = json.loads(out)["articles"]
        assert (code, article["outlet"], article["text"]) == (0, "صدى", STORY)
        assert article["path"].endswith("#7")

    @pytest.mark.parametrize("pair", ["text", "colour=x", "text="])
    def test_a_wrong_field_is_named(self, pair: str, folder: Path, run: RawCall) -> None:
        code, out, err = run("read", str(folder), "--field", pair)
        assert (code, out) == (2, b"")
        assert pair in err
        assert "expected WHAT=KEY" in " ".join(err.split())


class TestLists:
    @pytest.mark.parametrize("command", ["quotes", "figures", "conflicts", "timeline", "copies", "entities", "labels"])
    @pytest.mark.parametrize("form", ["table", "csv", "tsv", "jsonl", "json"])
    def test_every_list_in_every_format(self, command: str, form: str, folder: Path, run: RawCall) -> None:
        code, out, _ = run(command, str(folder), "--format", form)
        assert code == 0
        if form == "jsonl":
            assert all(isinstance(msgspec.json.decode(line), dict) for line in out.splitlines())

    @pytest.mark.parametrize("command", ["stories", "copies", "entities", "labels"])
    def test_several_files_gzipped_or_not_are_one_stream(self, command: str, tmp_path: Path, run: RawCall) -> None:
        end = "وفر مسلحون من المكان، ووصفهم البيان بأنهم إرهابيون"
        records = [{"id": f"r{n}", "text": f"{STORY}{end} {n}.", "published": "2024-03-04"} for n in range(6)]
        lines = [json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in records]
        whole, left, right = (tmp_path / name for name in ("whole.jsonl", "left.jsonl.gz", "right.ndjson"))
        whole.write_bytes(b"".join(lines))
        left.write_bytes(gzip.compress(b"".join(lines[:3])))
        right.write_bytes(b"".join(lines[3:]))
        one, several = run(command, str(whole), "--format", "jsonl"), run(command, str(left), str(right), "--format", "jsonl")
        assert one[0] == several[0] == 0
        assert len(one[1].splitlines()) == len(several[1].splitlines()) > 0

    def test_stories_as_lines_of_article_and_story(self, tmp_path: Path, run: RawCall) -> None:
        records = [{"id": f"2031#{n}", "text": STORY + f"تقرير {n}", "published": "2024-03-04"} for n in range(4)]
        (tmp_path / "day.jsonl").write_text("\n".join(json.dumps(r) for r in records), encoding="utf-8")
        (tmp_path / "other.txt").write_text(OTHER, encoding="utf-8")
        code, out, _ = run("stories", str(tmp_path), "--format", "tsv")
        rows = [line.split("\t") for line in out.decode().splitlines()]
        assert code == 0
        assert [r[0] for r in rows] == [str(tmp_path / "other.txt"), *(f"2031#{n}" for n in range(4))]
        assert len({r[1] for r in rows[1:]}) == 1
        assert rows[0][1] != rows[1][1]

    @pytest.mark.parametrize("form", ["table", "json", "jsonl", "tsv"])
    def test_stories_are_the_same_from_several_processes_and_in_any_order(self, form: str, tmp_path: Path, run: RawCall) -> None:
        paths = [tmp_path / f"{n}.txt" for n in range(5)]
        for n, path in enumerate(paths):
            path.write_text((STORY if n % 2 else OTHER) + f"تقرير {n}", encoding="utf-8")
        names = [str(p) for p in paths]
        first = run("stories", *names, "--format", form)
        assert first[0] == 0 and first[1]
        assert run("stories", *reversed(names), "--format", form, "--workers", "2") == first

    def test_a_story_tells_headline_days_names_and_members(self, tmp_path: Path, run: RawCall) -> None:
        records = [{"id": n, "text": STORY + f"تقرير {n}", "published": f"2024-03-0{4 + n}"} for n in range(3)]
        (tmp_path / "days.jsonl").write_text("\n".join(json.dumps(r) for r in records), encoding="utf-8")
        (story,) = json.loads(run("stories", str(tmp_path), "--format", "json")[1])
        assert story["title"] == STORY.splitlines()[0]
        assert (story["size"], story["from"], story["to"], story["events"]) == (3, "2024-03-04", "2024-03-06", [])
        assert any("سمارا" in name for name in story["entities"])
        assert [a["id"] for a in story["articles"]] == ["0", "1", "2"]

    def test_who_said_what(self, folder: Path, run: RawCall) -> None:
        code, out, _ = run("who", "رسلان", str(folder), "--format", "jsonl")
        assert code == 0
        contents = [msgspec.json.decode(line)["content"] for line in out.splitlines()]
        assert contents == ["فرق الإنقاذ تعمل بلا توقف", "التحقيق بدأ"]

    def test_nobody_by_a_name(self, folder: Path, run: RawCall) -> None:
        code, _, err = run("who", "زيدون", str(folder))
        assert code == 1
        assert "زيدون" in err

    def test_explain_names_the_rule(self, folder: Path, run: RawCall) -> None:
        code, out, _ = run("explain", "التحقيق بدأ", str(folder))
        assert code == 0
        assert "by statements@" in out.decode()

    def test_explain_says_nothing_to_the_terminal_itself(self, tmp_path: Path, run: RawCall) -> None:
        text = "خبر\nقال سالم الر\u200bندي \u202eإن التحقيق\u202c بدأ \x1b[31mأمس."
        (tmp_path / "a\u202eb.txt").write_text(text, encoding="utf-8")
        code, out, _ = run("explain", "التحقيق بدأ", str(tmp_path))
        assert code == 0 and "[U+202E]" in out.decode() and not set(out.decode()) & set("\u202e\u202c\x1b")


def test_help_answers_at_once() -> None:
    """The budget is 0.3 s; the test allows for a busy machine, the benchmark measures."""
    command = [sys.executable, "-m", "isnad.cli.main", "--help"]
    begin = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert time.perf_counter() - begin < 3
    assert all(name in done.stdout for name in COMMANDS)


HEAVY = ("lxml", "numpy", "jinja2", "trafilatura", "isnad.pipeline", "sqlalchemy.dialects.postgresql")


def modules_after(*arguments: str) -> set[str]:
    """What a new process has imported when a command is done."""
    lines = ["import sys", f"sys.argv = {['isnad', *arguments]}", "import isnad.cli.main as m"]
    code = "\n".join([*lines, "try: m.main()", "except SystemExit as e: assert not e.code", "print(*sys.modules)"])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_help_imports_nothing_heavy() -> None:
    assert not modules_after("--help") & {*HEAVY, "rich", "sqlalchemy", "ahocorasick"}


@pytest.mark.parametrize("command", [("stories",), ("quotes",), ("doctor",), ("search", "السد")])
def test_what_only_lists_a_workspace_imports_no_stage(command: tuple[str, ...], demo: str) -> None:
    assert not modules_after(*command, "-w", demo) & set(HEAVY)


def test_every_command_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"isnad {name}" not in page] == []
