"""Frozen results by case: which gold rows are found and right, by place and without text, so that a change shows as a diff."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

from evaluation.corpus import ROOT

FROZEN = ROOT / "evaluation" / "frozen"
Cases = dict[str, str]


def frozen_cases(score: ModuleType, gold: dict[str, Any], told: dict[str, Any]) -> Cases:
    """Case id (kind, article number, span) to verdict: `right`, `wrong`, `missed` or `extra`."""
    by_name = {Path(a["path"]).name: a for a in told["articles"]}
    articles = [by_name[d["file"]] for d in gold["documents"]]
    to_gold = score.entity_map(gold, articles)
    out: Cases = {}
    for number, (doc, article) in enumerate(zip(gold["documents"], articles, strict=True)):
        out |= _statements(score, number, doc, article, to_gold)
        out |= _spans(score, "times", number, doc, article, lambda g, f: str(g["value"]) == str(f.get("value")))
        out |= _spans(score, "quantities", number, doc, article, lambda g, f: _number(g["value"]) == _number(f["value"]))
        out |= _spans(score, "mentions", number, doc, article, lambda g, f: to_gold.get(f.get("entity")) == g["entity"])
    return out


def _number(value: Any) -> tuple[float | None, float | None]:
    if isinstance(value, dict):
        return value.get("min"), value.get("max")
    text = str(value)
    if text.startswith(">="):
        return float(text[2:]), None
    low, _, high = text.partition("-") if not text.startswith("-") else (text, "", "")
    try:
        return float(low), float(high or low)
    except ValueError:
        return None, None


def _statements(score: ModuleType, number: int, doc: dict[str, Any], article: dict[str, Any], to_gold: dict[str, str]) -> Cases:
    matched, _, _, missed, extra = score.statement_pairs(doc, article, 0.3)
    out: Cases = {}
    for row, found in matched:
        place = f"statements {number:02} {row['content_span'][0]:05}"
        same_span = found.get("source") and row.get("source") and score.overlap(tuple(found["source"]), row["source_span"]) > 0
        same_entity = row.get("entity") and to_gold.get(found.get("speaker")) == row["entity"]
        unnamed = not row.get("entity") and not row.get("source") and not found.get("speaker")
        out[place] = "right" if same_span or same_entity or unnamed else "wrong speaker"
    out |= {f"statements {number:02} {row['content_span'][0]:05}": "missed" for row in missed}
    out |= {f"statements {number:02} {f['content'][0][0]:05} +": "extra" for f in extra if f["content"]}
    return out


def _spans(score: ModuleType, kind: str, number: int, doc: dict[str, Any], article: dict[str, Any], right: Any) -> Cases:
    rows, found = doc.get(kind) or [], article[kind]

    def similarity(g: dict[str, Any], f: dict[str, Any]) -> float:
        union = max(g["span"][1], f["span"][1]) - min(g["span"][0], f["span"][0])
        return float(score.overlap(g["span"], tuple(f["span"])) / union)

    pairs = score.match(rows, found, similarity, 0.3)
    done, taken = {i for i, _ in pairs}, {j for _, j in pairs}
    out = {f"{kind} {number:02} {rows[i]['span'][0]:05}": "right" if right(rows[i], found[j]) else "wrong" for i, j in pairs}
    out |= {f"{kind} {number:02} {row['span'][0]:05}": "missed" for i, row in enumerate(rows) if i not in done and not row.get("optional")}
    return out | {f"{kind} {number:02} {f['span'][0]:05} +": "extra" for j, f in enumerate(found) if j not in taken}


def write_cases(cases: dict[str, Cases], results: dict[str, dict[str, float]]) -> None:
    """Freeze: one TSV a story of cases, and one of scores."""
    FROZEN.mkdir(exist_ok=True)
    for story, rows in cases.items():
        lines = [f"{place}\t{verdict}\n" for place, verdict in sorted(rows.items())]
        (FROZEN / f"{story}.tsv").write_text("".join(lines), encoding="utf-8")
    measures = sorted({m for row in results.values() for m in row})
    lines = ["measure\t" + "\t".join(results) + "\n"]
    lines += [m + "\t" + "\t".join(f"{results[s][m]:.4f}" if m in results[s] else "" for s in results) + "\n" for m in measures]
    (FROZEN / "scores.tsv").write_text("".join(lines), encoding="utf-8")


def compare(cases: dict[str, Cases], limit: int = 20) -> None:
    """Print which cases changed against the frozen ones."""
    for story, rows in cases.items():
        path = FROZEN / f"{story}.tsv"
        if not path.exists():
            continue
        before = dict(line.rsplit("\t", 1) for line in path.read_text(encoding="utf-8").splitlines())
        changed = sorted(k for k in before.keys() | rows.keys() if before.get(k) != rows.get(k))
        if changed:
            print(f"\n{story}: {len(changed)} cases differ from the frozen ones")
            for place in changed[:limit]:
                print(f"  {place}: {before.get(place, '–')} → {rows.get(place, '–')}")
