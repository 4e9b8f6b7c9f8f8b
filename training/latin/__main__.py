"""`python -m training.latin [DATA]`: make `latin_parts.txt.gz`, the usual Latin form of each part of a name, from the Wikidata list."""

from __future__ import annotations

import gzip
import sys
from collections import Counter, defaultdict
from pathlib import Path

from isnad.lang.pack import load_pack
from isnad.link.entity_latin import PARTS
from isnad.text.folding import fold_form

HERE = Path(__file__).parent
LEAST = 2
"""Bearers that a Latin form must have to be the usual one."""


def usual(source: Path) -> dict[str, str]:
    """Folded Arabic part to the Latin form of most bearers; of equal ones that in plain letters, then the shorter."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for line in source.read_text(encoding="utf-8").splitlines():
        latin, letters, count = line.split("\t")
        word = fold_form(letters.replace(" ", ""))
        if len(word) >= 2 and len(latin) >= 2:
            found[word][latin] += int(count)
    out = {}
    for word, forms in found.items():
        best = max(forms, key=lambda f: (forms[f], f.isascii(), -len(f), f))
        if forms[best] >= LEAST:
            out[word] = best
    return out


def main() -> None:
    """Write the extract."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[2] / "shared" / "data"
    parts = usual(data / "names" / "wikidata-arabic-latin.tsv")
    target = load_pack("ar").folder / "models" / PARTS
    text = "".join(f"{word} {latin}\n" for word, latin in sorted(parts.items()))
    with target.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write(text.encode())
    print(f"{len(parts)} parts, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
