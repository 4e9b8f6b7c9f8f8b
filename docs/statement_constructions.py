"""Write the constructions of `docs/explanation/statements.md` anew from the case files: `python docs/statement_constructions.py`."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
CASES = ROOT / "src/isnad/lang/ar/cases"
PAGE = ROOT / "docs/explanation/statements.md"
MARK = "<!-- from here on written by docs/statement_constructions.py -->"
SHOWN = 3
"""Examples of a group that are shown."""
FILES = {
    "statements_clauses": "Clauses",
    "statements_quotations": "Quotations, colons, headlines",
    "statements_acts": "Speech acts",
    "statements_ascriptions": "Ascriptions",
}


def lines(name: str, title: str) -> list[str]:
    """The section of one case file: a row for each group, with how many cases it holds."""
    found = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
    out = [f"## {title}", "", "| construction | cases | examples |", "|---|---|---|"]
    for group in found["group"]:
        missed = set(found.get("known_misses", ()))
        examples = [*group.get("examples", ()), *group.get("none", ())]
        shown = " <br> ".join(f"`{e}`" for e in [e for e in examples if e not in missed][:SHOWN])
        kind = "*nothing:* " if "none" in group else ""
        out.append(f"| {kind}{group['about']} | {len(examples)} | {shown} |")
    misses = found.get("known_misses", ())
    if misses:
        out += ["", "Missed today:", "", *(f"- `{m}`" for m in misses)]
    return [*out, ""]


def page() -> str:
    """The page: what a person wrote, up to the mark, then the constructions."""
    head = PAGE.read_text(encoding="utf-8").split(MARK)[0]
    body = [line for name, title in FILES.items() for line in lines(name, title)]
    return head + MARK + "\n\n" + "\n".join(body)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
