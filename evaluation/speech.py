"""`python -m evaluation.speech`: precision and recall of direct and indirect speech apart, and of speakers, by story.

A gold statement is direct or indirect as the gold says, a found one as the program says; they meet by content (word F1 of 0.3 or
more, as in score.py). Optional gold rows count neither way. A speaker is right as score.py judges it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from evaluation.__main__ import account_of
from evaluation.corpus import scorer, stories, with_raw_only
from evaluation.speakers import met_statements, speaker_right


def counts(score: Any, gold: dict[str, Any], told: dict[str, Any]) -> Counter[str]:
    """Hits, found and wanted, for `direct` and `indirect`; `speaker` right of `matched`."""
    out: Counter[str] = Counter()
    for _, (matched, _, _, missed, extra), to_gold in met_statements(score, gold, told):
        for row, found in matched:
            if row.get("optional"):
                continue
            out[f"hit wanted {kind(row)}"] += 1
            out[f"hit found {kind(found)}"] += 1
            out["matched"] += 1
            out["speaker"] += speaker_right(score, row, found, to_gold)
        out.update(f"miss {kind(row)}" for row in missed)
        out.update(f"extra {kind(found)}" for found in extra)
    return out


def kind(row: dict[str, Any]) -> str:
    """Direct or indirect."""
    return "direct" if row.get("direct") else "indirect"


def main() -> None:
    """Print a Markdown table."""
    score = scorer()
    print("| story | direct P | direct R | indirect P | indirect R | speakers right |")
    print("|---|---|---|---|---|---|")
    for story in stories():
        found = counts(score, score.load_gold(story), with_raw_only(story, account_of))
        cells = []
        for which in ("direct", "indirect"):
            hit_found, hit_wanted = found[f"hit found {which}"], found[f"hit wanted {which}"]
            cells += [hit_found / max(1, hit_found + found[f"extra {which}"]), hit_wanted / max(1, hit_wanted + found[f"miss {which}"])]
        cells.append(found["speaker"] / max(1, found["matched"]))
        print(f"| {story.name} | " + " | ".join(f"{c:.3f}" for c in cells) + " |")


if __name__ == "__main__":
    main()
