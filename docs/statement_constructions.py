"""Write `docs/reference/attribution.md` anew from the case files and tables: `python docs/statement_constructions.py`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from isnad.annotate.names import name_finder
from isnad.annotate.parse import parse
from isnad.annotate.statements import statement_finder
from isnad.lang.pack import Pack, Row, load_pack
from isnad.model.article import Article
from isnad.model.document import Layout
from isnad.model.findings import Statement
from isnad.model.span import Span

ROOT = Path(__file__).parent.parent
CASES = ROOT / "src/isnad/lang/ar/cases"
PAGE = ROOT / "docs/reference/attribution.md"
SHOWN = 3
"""Examples of a construction that are shown."""
FORMS = 4
"""Forms of a reporting word that are shown."""
FILES = {
    "statements_clauses": "Clauses",
    "statements_quotations": "Quotations, colons, headlines",
    "statements_acts": "Speech acts",
    "statements_ascriptions": "Ascriptions",
}
HEAD = """\
# The attribution scheme

Written by `python docs/statement_constructions.py` from the cases and tables in `src/isnad/lang/ar/`; a test fails when this page is not
up to date. Every example is made up, runs as a test, and may be used and cited freely: *Isnad, The attribution scheme, construction
`<name>`, version {version}*. The names in `code` are stable.

## What is returned

One **statement** for each reporting word (not for each sentence):

| field | what it is |
|---|---|
| `content` | what is said: one span of the text, without complementizer, its pronoun, outer quotation marks and closing stop |
| `cue` | the reporting word, without a conjunction or pronoun written to it; the colon itself where nothing else reports |
| `source` | the smallest span that names who says it; none where the subject is left out |
| `speaker` | whom the source means in this article, with `form` (named, institution, role, document, unnamed) and how it was found |
| `act` | say, confirm, deny, warn, threaten, call, request, appeal, order, promise, offer, accuse, condemn, praise, thank, congratulate, condole, ask, expect, claim, claim-responsibility, write |
| `commitment` | how the reporting word stands to it: `asserts`, `distances`, `doubts`, `denies` |
| `direct` | more than half of the content stands in quotation marks, or it follows a bare colon |
| `via`, `chain` | who handed the words on, nearest teller first |
| `nested_in` | the statement inside whose content the cue stands |

In the examples `<…>` is the cue, `{…}` the source, `[…]` the content.
"""  # noqa: E501


def slug(about: str) -> str:
    """The stable name of a construction: its description as words joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", about.lower()))[:70].strip("-")


class Reader:
    """Finds the statements of an example, as the tests do."""

    def __init__(self, pack: Pack) -> None:
        self.pack, self.names, self.statements = pack, name_finder(pack), statement_finder(pack)

    def first(self, example: str, title: bool) -> Statement | None:
        """The first statement of a marked example."""
        text = re.sub(r"[<>{}\[\]]", "", example)
        document = parse(Article(id="example", path="example.txt", text=text), self.pack)
        whole = Span(0, len(text))
        document = msgspec.structs.replace(document, layout=Layout(title=whole) if title else Layout(body=(whole,)))
        found = self.statements(self.names(document)).statements
        return found[0] if found else None


def construction(group: dict[str, Any], prefix: str, missed: set[str], reader: Reader) -> list[str]:
    """The lines of one group of cases."""
    examples = [e for e in (*group.get("examples", ()), *group.get("none", ())) if e not in missed]
    out = [f"### `{prefix}/{slug(group['about'])}`", "", group["about"].capitalize() + "."]
    if "none" in group:
        out[-1] += " **Nothing is returned:**"
    elif group.get("title"):
        out[-1] += " In headlines:"
    out += ["", *(f"- `{e}`" for e in examples[:SHOWN])]
    statement = reader.first(examples[0], group.get("title", False)) if "examples" in group else None
    if statement is not None:
        told = "true" if statement.direct else "false"
        out += [
            "",
            f"Returned for the first: act `{statement.act}`, commitment `{statement.commitment}`, direct `{told}`. Cases: {len(examples)}.",
        ]
    else:
        out += ["", f"Cases: {len(examples)}."]
    return [*out, ""]


def constructions(name: str, title: str, reader: Reader) -> list[str]:
    """The section of one file of statement cases."""
    found = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
    missed = set(found.get("known_misses", ()))
    prefix = name.removeprefix("statements_")
    out = [f"## {title}", ""]
    for group in found["group"]:
        out += construction(group, prefix, missed, reader)
    if missed:
        out += [f"### `{prefix}/missed-today`", "", *(f"- `{m}`" for m in sorted(missed)), ""]
    return out


def whole_articles(name: str, title: str) -> list[str]:
    """The section of a file of cases over whole bodies: what stands in them, and what is returned."""
    found = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
    out = [f"## {title}", "", "| name | body | returned |", "|---|---|---|"]
    for group in found["group"]:
        kind = "".join(f" ({key} `{group[key]}`)" for key in ("form", "type") if key in group)
        for body, *wanted in group["cases"][:SHOWN]:
            shown = body.replace("\n", " ¶ ").replace("|", "\\|")
            out.append(f"| `{name}/{slug(group['about'])}` | {shown} | {' · '.join(w.strip() for w in wanted)}{kind} |")
    return [*out, ""]


def reporting_words(pack: Pack) -> list[str]:
    """One row a reporting word: what it takes, act, commitment, where it is used, some forms."""
    rows: dict[tuple[str, ...], list[Row]] = {}
    for row in pack.table("statement_cues"):
        if row["kind"] != "narrator":
            rows.setdefault((row.id, row["kind"], row["act"], row["commitment"], row["region"], row["register"]), []).append(row)
    out = ["## Reporting words", "", "`*` is everywhere, or every register.", ""]
    out += ["| id | kind | act | commitment | region | register | takes | forms |", "|---|---|---|---|---|---|---|---|"]
    for (key, kind, act, commitment, region, register), found in sorted(rows.items()):
        forms = "، ".join(r.form for r in found[:FORMS]) + (" …" if len(found) > FORMS else "")
        takes = ", ".join(sorted({t for r in found for t in r["takes"].split(",")} - {"-"}))
        out.append(f"| `{key}` | {kind} | {act} | {commitment} | {region} | {register} | {takes} | {forms} |")
    return [*out, ""]


def page() -> str:
    """The whole page."""
    pack = load_pack("ar")
    reader = Reader(pack)
    out = [HEAD.replace("{version}", str(pack.version))]
    for name, title in FILES.items():
        out += constructions(name, title, reader)
    out += whole_articles("speakers", "Speakers")
    out += whole_articles("chains", "Chains: who handed it on, nearest teller first, without the outlet")
    out += reporting_words(pack)
    return "\n".join(out)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
