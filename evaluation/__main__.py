"""`python -m evaluation`: score every annotated story, compare with the floors and with the frozen cases.

python -m evaluation                      table of all measures; fails under a floor
python -m evaluation --misses statements  what was missed, superfluous or wrong, by story
python -m evaluation --story NAME         one story only
python -m evaluation --freeze             write the frozen per-case results anew
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import tomllib
from pathlib import Path
from statistics import mean
from typing import Any

import msgspec

from evaluation.cases import compare, frozen_cases, write_cases
from evaluation.corpus import CORPUS, REASON, ROOT, scorer, stories, with_raw_only
from evaluation.speakers import wrong_speakers
from isnad.export.account_json import account_object
from isnad.lang.pack import load_pack
from isnad.pipeline import account
from isnad.read.sources import read_articles
from isnad.run.local import annotate_all
from isnad.settings import Settings

FLOORS = ROOT / "evaluation" / "floors.toml"
MISSES = ("statements", "speakers", "times", "quantities", "mentions", "conflicts")


def account_of(folder: Path) -> dict[str, Any]:
    """The account of a folder, as decoded JSON."""
    records = list(read_articles([str(folder)], Settings()))
    documents = list(annotate_all((r.article for r in records if r.article), "ar"))
    body = account_object(account(documents, load_pack("ar"), (r.outcome for r in records)))
    decoded: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(body))
    return decoded


def print_table(results: dict[str, dict[str, float]], floors: dict[str, float]) -> list[str]:
    """One row a measure, one column a story, the mean and its floor; returns what lies under its floor."""
    names = list(results)
    measures = list(dict.fromkeys(m for row in results.values() for m in row))
    print(f"{'measure':34}" + "".join(f"{n[:14]:>16}" for n in names) + f"{'mean':>9}{'floor':>8}")
    failed = []
    for measure in measures:
        values = [results[n][measure] for n in names if measure in results[n]]
        average, floor = mean(values), floors.get(measure)
        high = measure == "body.leak"
        bad = floor is not None and (average > floor if high else average < floor)
        cells = "".join(f"{results[n][measure]:16.3f}" if measure in results[n] else f"{'–':>16}" for n in names)
        print(f"{measure:34}{cells}{average:9.3f}{'' if floor is None else f'{floor:8.3f}'}{'  UNDER ITS FLOOR' if bad else ''}")
        if bad:
            failed.append(f"{measure} {average:.4f} against {floor}")
    return failed


def main() -> int:
    """Score and report; the exit code is 1 under a floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", choices=MISSES)
    parser.add_argument("--story")
    parser.add_argument("--freeze", action="store_true")
    options = parser.parse_args()
    chosen = [s for s in stories() if options.story in (None, s.name)]
    if not chosen:
        print(f"nothing to score: {REASON}" if not CORPUS.exists() else f"no story {options.story!r} in {CORPUS}", file=sys.stderr)
        return 0 if options.story is None else 2
    score = scorer()
    results, cases = {}, {}
    for story in chosen:
        told = with_raw_only(story, account_of)
        gold = score.load_gold(story)
        with contextlib.redirect_stdout(io.StringIO()) as shown:
            results[story.name] = score.score(gold, told, options.misses)
            if options.misses == "speakers":
                print("\n".join(wrong_speakers(score, gold, told)))
        if options.misses:
            print(f"== {story.name}\n{shown.getvalue()}", end="")
        cases[story.name] = frozen_cases(score, gold, told)
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["mean"] if options.story is None else {}
    failed = print_table(results, floors)
    if options.freeze:
        write_cases(cases, results)
    elif not options.story:
        compare(cases)
    for line in failed:
        print(f"under its floor: {line}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
