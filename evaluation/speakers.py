"""Statements that were found whose speaker is not the annotated one: what `python -m evaluation --misses speakers` prints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

FLOOR = 0.3
"""Overlap of the contents from which on a found statement is the annotated one."""


def met_statements(score: Any, gold: dict[str, Any], told: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Any, dict[str, str]]]:
    """For each annotated document: itself, what `statement_pairs` of score.py says of it, and the found entities' annotated ones."""
    by_name = {PurePath(a["path"]).name: a for a in told["articles"]}
    articles = [by_name[d["file"]] for d in gold["documents"]]
    to_gold = score.entity_map(gold, articles)
    for document, article in zip(gold["documents"], articles, strict=True):
        yield document, score.statement_pairs(document, article, FLOOR), to_gold


def wrong_speakers(score: Any, gold: dict[str, Any], told: dict[str, Any]) -> list[str]:
    """One line a statement: file and line, the cue, whom the annotation names, whom we name, what is said."""
    names = {e["id"]: e["name"] for e in told["entities"]}
    out = []
    for document, pairs, to_gold in met_statements(score, gold, told):
        for wanted, found in pairs[0]:
            if wanted.get("optional") or speaker_right(score, wanted, found, to_gold):
                continue
            start, end = found["source"] or (0, 0)
            ours = document["text"][start:end] or names.get(found["speaker"])
            said, whom = wanted["content"][:60], wanted.get("source")
            out.append(f"SPEAKER {document['file']}:{wanted['line']} {wanted['cue']} | {whom} | {ours} | {said}")
    return out


def speaker_right(score: Any, row: dict[str, Any], found: dict[str, Any], to_gold: dict[str, str]) -> bool:
    """As score.py: the same span, the same entity, or both unnamed."""
    same_span = found.get("source") and row.get("source") and score.overlap(tuple(found["source"]), row["source_span"]) > 0
    same_entity = row.get("entity") and to_gold.get(found.get("speaker") or "") == row["entity"]
    return bool(same_span or same_entity or (not row.get("entity") and not row.get("source") and not found.get("speaker")))
