"""Language packs: every table loads, and a broken row stops the start with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from isnad.errors import PackError
from isnad.lang.pack import load_pack, read_pack

TOML = 'code = "xx"\nversion = 1\n[tables.words]\nabout = "Words."\ncolumns = ["kind"]\n'
HEADER = "id\tkind\tregion\tregister\tsource\tform\n"


def pack(folder: Path, rows: str, toml: str = TOML) -> Path:
    (folder / "pack.toml").write_text(toml, encoding="utf-8")
    (folder / "words.tsv").write_text(rows, encoding="utf-8")
    return folder


def test_the_arabic_pack_loads_and_has_no_stray_files() -> None:
    arabic = load_pack("ar")
    assert arabic.scanner is arabic.scanner
    assert {p.stem for p in arabic.folder.glob("*.tsv")} == set(arabic.tables)


def test_every_form_of_the_arabic_pack_is_found_again() -> None:
    """A form that the tokenizer cuts differently could never be found."""
    arabic = load_pack("ar")
    for name in arabic.tables:
        table = arabic.table(name)
        assert all(row.folded for row in table), name


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("", "empty table"),
        ("id\tform\n", "header is"),
        (HEADER + "a\tb\tform\n", ":2: 3 cells, expected 6"),
        (HEADER + "a\tb\t*\t*\tusage\t\n", ":2: empty form"),
        (HEADER + "\tb\t*\t*\tusage\tword\n", ":2: empty id"),
        (HEADER + "a\tb\t*\t*\tusage\tword\n" * 2, ":3: the same row stands above"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(PackError, match=message):
        read_pack(pack(tmp_path, rows))


def test_an_unknown_proclitic_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="proclitics"):
        read_pack(pack(tmp_path, HEADER, TOML + 'proclitics = ["infix"]\n'))


def test_an_unknown_language_names_the_known_ones() -> None:
    with pytest.raises(PackError, match="there are: ar"):
        load_pack("tlh")


def test_comments_and_empty_lines_are_skipped(tmp_path: Path) -> None:
    rows = HEADER + "# a comment\n\na\tb\t*\t*\tusage\tword\n"
    assert [r.line for r in read_pack(pack(tmp_path, rows)).table("words")] == [4]
