"""The account as flat tables: one row a thing, plain values only, the same for CSV, Excel, JSON Lines and Parquet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from isnad.export.account_json import Json, account_object
from isnad.model.account import Account
from isnad.model.outcome import marks

Cell = str | int | float | bool | None
Row = dict[str, Cell]
Tables = dict[str, list[Row]]


def tables(account: Account) -> Tables:
    """All tables by name, each in the order of the account; a table may be empty."""
    told = account_object(account)
    return {name: make(told) for name, make in TABLES.items()}


def _articles(told: Json) -> list[Row]:
    issues: dict[str, list[str]] = defaultdict(list)
    for issue in told["issues"]:
        issues[issue["path"]].append(issue["code"])
    return [
        {
            "id": a["id"], "path": a["path"], "url": a["url"], "outlet": a["outlet"], "title": _words(a, a["title"]),
            "published": a["published"], "published_by": a["published_by"], "published_confidence": a["published_confidence"],
            "wire": a["wire"]["agency"] if a["wire"] else None, "wire_credited": a["wire"]["credited"] if a["wire"] else None,
            "marks": marks(issues[a["path"]]), "characters": len(a["text"]), "text": a["text"],
        }
        for a in told["articles"]
    ]  # fmt: skip


def _statements(told: Json) -> list[Row]:
    names = _names(told)
    claims = {s: c["id"] for c in told["claims"] for s in c["statements"]}
    return [
        {
            "id": s["id"], "article": a["id"], "outlet": a["outlet"], "published": a["published"], "speaker": names.get(s["speaker"]),
            "speaker_id": s["speaker"], "speaker_form": s["speaker_form"], "source": _words(a, s["source"]), "cue": _words(a, s["cue"]),
            "act": s["act"], "commitment": s["commitment"], "direct": s["direct"],
            "content": " … ".join(a["text"][start:end] for start, end in s["content"]),
            "start": s["content"][0][0] if s["content"] else None, "end": s["content"][-1][1] if s["content"] else None,
            "chain": " ← ".join(f"{h['role']}: {_words(a, h['span']) or h['name'] or ''}".rstrip(": ") for h in s["chain"]),
            "claim": claims.get(s["id"]), "nested_in": s["nested_in"], "by": s["by"],
        }
        for a in told["articles"] for s in a["statements"]
    ]  # fmt: skip


def _times(told: Json) -> list[Row]:
    return [
        {"article": a["id"], "text": _words(a, t["span"]), "value": t["value"], "start": t["span"][0], "end": t["span"][1], "by": t["by"]}
        for a in told["articles"] for t in a["times"]
    ]  # fmt: skip


def _quantities(told: Json) -> list[Row]:
    return [
        {
            "article": a["id"], "text": _words(a, q["span"]), **_limits(q["value"]), "approximate": q["approximate"], "unit": q["unit"],
            "counts": _words(a, q["counts"]), "event": q["event"], "statement": q["statement"], "start": q["span"][0],
            "end": q["span"][1], "by": q["by"],
        }
        for a in told["articles"] for q in a["quantities"]
    ]  # fmt: skip


def _mentions(told: Json) -> list[Row]:
    names = _names(told)
    return [
        {
            "article": a["id"], "text": _words(a, m["span"]), "type": m["type"], "fine": m["fine"], "role": _words(a, m["role"]),
            "entity": m["entity"], "name": names.get(m["entity"]), "start": m["span"][0], "end": m["span"][1], "by": m["by"],
        }
        for a in told["articles"] for m in a["mentions"]
    ]  # fmt: skip


def _entities(told: Json) -> list[Row]:
    return [
        {
            "id": e["id"], "type": e["type"], "name": e["name"], "latin": e["latin"], "mentions": sum(e["forms"].values()),
            "forms": " | ".join(e["forms"]), "roles": " | ".join(r["text"] for r in e["roles"]),
        }
        for e in told["entities"]
    ]  # fmt: skip


def _claims(told: Json) -> list[Row]:
    return [
        {
            "id": c["id"], "text": c["text"], "tellers": c["tellers"], "origins": c["origins"], "standing": c["standing"],
            "origin_names": " | ".join(c["origin_names"]), "statements": " | ".join(c["statements"]),
        }
        for c in told["claims"]
    ]  # fmt: skip


def _figures(told: Json) -> list[Row]:
    return [
        {
            "measure": f["measure"], "of": f["of"], **_limits(v["value"]), "kind": v["kind"], "as_of": v["as_of"],
            "reported": v["reported"], "source": v["source"], "stale": v["stale"], "path": v["path"], "start": v["span"][0],
            "end": v["span"][1],
        }
        for f in told["figures"] for v in f["values"]
    ]  # fmt: skip


def _conflicts(told: Json) -> list[Row]:
    texts = {a["path"]: a for a in told["articles"]}
    return [
        {
            "kind": c["kind"], "relation": c["relation"], "about": c["about"], "why": c["why"],
            **{f"{side}_{key}": value for side in "ab" for key, value in _place(texts, c[side]).items()}, "by": c["by"],
        }
        for c in told["conflicts"]
    ]  # fmt: skip


def _timeline(told: Json) -> list[Row]:
    return [
        {
            "date": e["date"], "precision": e["precision"], "text": e["text"], "planned": e["planned"],
            "evidence": " | ".join(f"{v['path']}:{v['span'][0]}-{v['span'][1]}" for v in e["evidence"]),
        }
        for e in told["timeline"]
    ]  # fmt: skip


def _copies(told: Json) -> list[Row]:
    return [
        {
            "a": r["a"]["path"], "b": r["b"]["path"], "kind": r["kind"], "share": r["share"], "direction": r["direction"],
            "passages": len(r["passages"]), "why": " | ".join(w[0] for w in r["why"]),
        }
        for r in told["reuse"]
    ]  # fmt: skip


def _labels(told: Json) -> list[Row]:
    return [
        {
            "concept": u["entity_or_group"], "label": u["label"], "voice": u["voice"], "outlet": u["outlet"], "path": u["path"],
            "start": u["span"][0], "end": u["span"][1],
        }
        for u in told["labels"]
    ]  # fmt: skip


def _issues(told: Json) -> list[Row]:
    return [
        {
            "path": i["path"],
            "code": i["code"],
            "detail": i["detail"] or None,
            **dict(zip(("start", "end"), i["span"] or (None, None), strict=True)),
        }
        for i in told["issues"]
    ]


TABLES: dict[str, Callable[[Json], list[Row]]] = {
    "articles": _articles,
    "statements": _statements,
    "claims": _claims,
    "figures": _figures,
    "conflicts": _conflicts,
    "timeline": _timeline,
    "entities": _entities,
    "mentions": _mentions,
    "times": _times,
    "quantities": _quantities,
    "copies": _copies,
    "labels": _labels,
    "issues": _issues,
}
"""Table name to the function that makes its rows."""


def _names(told: Json) -> dict[str | None, str]:
    return {e["id"]: e["name"] for e in told["entities"]}


def _words(article: Json, span: Any) -> str | None:
    text: str = article["text"]
    return None if span is None else text[span[0] : span[1]]


def _limits(value: Any) -> Row:
    return {"min": value["min"], "max": value["max"]} if isinstance(value, dict) else {"min": value, "max": value}


def _place(texts: dict[str, Json], place: Json) -> Row:
    start, end = place["span"]
    return {"path": place["path"], "words": texts[place["path"]]["text"][start:end], "start": start, "end": end}


def lines(rows: Iterable[Any]) -> bytes:
    """Rows as JSON Lines."""
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
