"""Language packs: the vocabulary of a language as tables, checked and compiled once.

A pack is a folder with `pack.toml` and one TSV a table. `pack.toml` names each table's columns and how its forms may
stand in a text. Every table's columns begin with `id` and end with `region`, `register`, `source`, `form`; lines that
begin with `#` and empty lines are skipped. One row is one form; rows of one sense share an id. A bad row stops the
start with its file and line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path

import msgspec

from isnad.errors import PackError
from isnad.text.folding import fold_forms
from isnad.text.roots import Derivation
from isnad.text.scanner import Affixes, Entry, Scanner

LAST_COLUMNS = ("region", "register", "source", "form")
PROCLITICS = frozenset({"conjunction", "preposition", "article", "future"})


class TableSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `pack.toml` says of a table."""

    about: str
    columns: tuple[str, ...]
    """Columns between `id` and the mandatory last ones."""
    scan: bool = True
    """Whether its forms are looked for in every text."""
    proclitics: tuple[str, ...] = ("conjunction", "preposition", "article")
    pronouns: bool = False


class PackSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`pack.toml`."""

    code: str
    version: int
    tables: dict[str, TableSpec]


class Row(msgspec.Struct, frozen=True):
    """One row: its id, its form as written and folded, its other cells by column."""

    table: str
    id: str
    form: str
    folded: str
    cells: dict[str, str]
    line: int

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    @property
    def where(self) -> str:
        """`table.tsv:line id`, for explanations."""
        return f"{self.table}.tsv:{self.line} {self.id}"


class Table:
    """The rows of one table, in file order, with look-up by folded form and by id."""

    def __init__(self, name: str, spec: TableSpec, rows: tuple[Row, ...]) -> None:
        self.name, self.spec, self.rows = name, spec, rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def by_form(self) -> dict[str, tuple[Row, ...]]:
        """Rows of a folded form."""
        out: dict[str, list[Row]] = {}
        for row in self.rows:
            out.setdefault(row.folded, []).append(row)
        return {form: tuple(rows) for form, rows in out.items()}

    @cached_property
    def by_id(self) -> dict[str, tuple[Row, ...]]:
        """Rows of an id."""
        out: dict[str, list[Row]] = {}
        for row in self.rows:
            out.setdefault(row.id, []).append(row)
        return {key: tuple(rows) for key, rows in out.items()}

    @cached_property
    def forms(self) -> frozenset[str]:
        """All folded forms."""
        return frozenset(row.folded for row in self.rows)


class Pack:
    """A loaded language pack."""

    def __init__(self, folder: Path, spec: PackSpec, tables: dict[str, Table]) -> None:
        self.folder, self.code, self.version, self._tables = folder, spec.code, spec.version, tables

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of all tables."""
        return tuple(self._tables)

    def table(self, name: str) -> Table:
        """A table by name; an unknown one is a broken pack."""
        try:
            return self._tables[name]
        except KeyError:
            raise PackError(f"{self.folder / 'pack.toml'}: no table {name!r}; there are {', '.join(self._tables)}") from None

    def forms(self, name: str, column: str | None = None, value: str | None = None) -> frozenset[str]:
        """Folded forms of a table, or of those rows whose cell in `column` is `value`."""
        rows = self.table(name).rows
        return frozenset(r.folded for r in rows if column is None or r.cells[column] == value)

    @cached_property
    def affixes(self) -> Affixes:
        """The particles written together with words, from the table `affixes`."""

        def kind(name: str) -> frozenset[str]:
            return self.forms("affixes", "kind", name)

        def one(name: str) -> str:
            forms = sorted(kind(name))
            if len(forms) != 1:
                raise PackError(f"{self.folder / 'affixes.tsv'}: expected one row of kind {name}, found {len(forms)}")
            return forms[0]

        return Affixes(
            conjunctions=kind("conjunction"), prepositions=kind("preposition"), article=one("article"),
            joined_article=one("joined-article"), swallowing=one("swallowing"), pronouns=kind("pronoun"), future=one("future"),
            endings=kind("ending"),
        )  # fmt: skip

    @cached_property
    def derivation(self) -> Derivation:
        """What derivation adds to a root, from the table `derivations`."""

        def kind(name: str) -> list[str]:
            return sorted(self.forms("derivations", "kind", name), key=lambda f: (-len(f), f))

        return Derivation(tuple(kind("prefix")), tuple(kind("suffix")), "".join(kind("weak")))

    @cached_property
    def scanner(self) -> Scanner:
        """All tables that are scanned, in one automaton."""
        entries = [
            Entry(table.name, number, row.folded, frozenset(table.spec.proclitics), table.spec.pronouns)
            for table in self._tables.values()
            if table.spec.scan
            for number, row in enumerate(table.rows)
        ]
        return Scanner(entries, self.affixes)


def _read_table(path: Path, name: str, spec: TableSpec) -> Table:
    columns = ("id", *spec.columns, *LAST_COLUMNS)
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(f"{path}: cannot be read: {error}") from error
    found: list[tuple[int, list[str]]] = []
    header = False
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header:
            if tuple(cells) != columns:
                raise PackError(f"{path}:{number}: header is {cells}, expected {list(columns)}")
            header = True
            continue
        if len(cells) != len(columns):
            raise PackError(f"{path}:{number}: {len(cells)} cells, expected {len(columns)} ({', '.join(columns)})")
        if line in seen:
            raise PackError(f"{path}:{number}: the same row stands above")
        seen.add(line)
        found.append((number, cells))
    if not header:
        raise PackError(f"{path}:1: empty table, expected a header {list(columns)}")
    rows: list[Row] = []
    for (number, cells), folded in zip(found, fold_forms([cells[-1] for _, cells in found]), strict=True):
        if not cells[0] or not folded:
            raise PackError(f"{path}:{number}: empty {'form' if cells[0] else 'id'}")
        rows.append(Row(name, cells[0], cells[-1], folded, dict(zip(columns, cells, strict=True)), number))
    return Table(name, spec, tuple(rows))


def read_pack(folder: Path) -> Pack:
    """Read and check a pack; raises `PackError` with file and line for the first thing that is wrong."""
    path = folder / "pack.toml"
    try:
        spec = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), PackSpec)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise PackError(f"{path}: {error}") from error
    for name, table in spec.tables.items():
        if unknown := set(table.proclitics) - PROCLITICS:
            raise PackError(f"{path}: table {name}: proclitics {sorted(unknown)}, expected some of {sorted(PROCLITICS)}")
    return Pack(folder, spec, {name: _read_table(folder / f"{name}.tsv", name, table) for name, table in spec.tables.items()})


@cache
def load_pack(code: str) -> Pack:
    """The built-in pack of a language, read once a process."""
    folder = Path(__file__).parent / code
    if not (folder / "pack.toml").is_file():
        known = sorted(p.parent.name for p in Path(__file__).parent.glob("*/pack.toml"))
        raise PackError(f"no language pack {code!r}; there are: {', '.join(known)}")
    return read_pack(folder)
