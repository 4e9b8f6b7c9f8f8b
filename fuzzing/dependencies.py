"""The audit of dependencies: what the locks bring in, held against a table that a person reviewed. Works without a network.

python -m fuzzing.dependencies           the audit, part of `make lint`: prints what is wrong, ends with 1 then
python -m fuzzing.dependencies --rows    rows for packages that the table lacks, with what their metadata say, to be reviewed
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).parents[1]
TABLE = Path(__file__).with_suffix(".tsv")
LOCKS = ("requirements.lock", "requirements-dev.lock")
COLUMNS = ("package", "licence", "declared", "purpose")
PERMISSIVE = frozenset({
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Zlib",
    "OFL-1.1", "Public-Domain", "Unlicense",
})  # fmt: skip
"""Licences of which a package may be, and fonts (`OFL-1.1`)."""
FILE_BY_FILE = frozenset({"MPL-1.1", "MPL-2.0"})
"""Licences that ask only for changes of their own files; what has one is used as it comes, and named here on purpose."""
_ENTRY = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==([^ ;\\]+)")


class Entry(msgspec.Struct, frozen=True):
    """A package of a lock."""

    name: str
    version: str
    hashed: bool


def entries(lock: str) -> list[Entry]:
    """The packages that the text of a lock names."""
    found = ((block, _ENTRY.match(block)) for block in re.split(r"\n(?=\S)", lock))
    return [Entry(match[1], match[2], "--hash=sha256:" in block) for block, match in found if match]


def table(text: str) -> dict[str, dict[str, str]]:
    """Package to its row."""
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in lines[1:]}


def declared(name: str) -> str | None:
    """The licence that an installed package declares; None where it is not installed.

    What another package carries with it in a folder of its own (as Ray does, and puts on the path) is not installed.
    """
    places = [place for place in sys.path if Path(place).name in ("site-packages", "dist-packages")]
    found = next(iter(importlib.metadata.distributions(name=name, path=places)), None)
    if found is None:
        return None
    about: Any = found.metadata
    classified = [c.rsplit("::", 1)[-1].strip() for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    return str(about.get("License-Expression") or "; ".join(classified) or (about.get("License") or "none").splitlines()[0][:60])


def faults(locks: dict[str, str], rows: dict[str, dict[str, str]]) -> list[str]:
    """What is wrong with locks and table, in words."""
    wrong = []
    for file, text in locks.items():
        wrong += [f"{file}: {e.name} has no hash" for e in entries(text) if not e.hashed]
        wrong += [f"{file}: an address: {line.strip()[:80]}" for line in text.splitlines() if "://" in line or " @ " in line]
        wrong += [f"{file}: {line.strip()[:80]}" for line in text.splitlines() if line.startswith("--")]
    named = {e.name for text in locks.values() for e in entries(text)}
    wrong += [f"{name} stands in a lock and not in {TABLE.name}" for name in sorted(named - rows.keys())]
    wrong += [f"{name} stands in {TABLE.name} and in no lock" for name in sorted(rows.keys() - named)]
    for name, row in rows.items():
        parts = set(re.split(r" AND | OR ", row["licence"]))
        either = " OR " in row["licence"]
        allowed = PERMISSIVE | FILE_BY_FILE
        if not (parts & allowed if either else parts <= allowed):
            wrong.append(f"{name}: licence {row['licence']!r} is not permissive")
        if not row["purpose"].strip():
            wrong.append(f"{name}: no purpose")
        if (found := declared(name)) is not None and found != row["declared"]:
            wrong.append(f"{name}: declares {found!r} now, reviewed was {row['declared']!r}")
    return wrong


def main() -> int:
    """Audit, or print rows to be reviewed."""
    locks = {name: (ROOT / name).read_text(encoding="utf-8") for name in LOCKS}
    rows = table(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {}
    if "--rows" in sys.argv:
        named = sorted({e.name for text in locks.values() for e in entries(text)} - rows.keys())
        print(*("\t".join((name, "?", declared(name) or "not installed here", "?")) for name in named), sep="\n")
        return 0
    wrong = faults(locks, rows)
    print(*wrong, sep="\n")
    print(f"dependencies: {len(rows)} packages reviewed, {len(wrong)} faults")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
