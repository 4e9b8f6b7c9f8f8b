"""`python -m evaluation.names`: how well names are told to be one or two, on the labelled pairs; see README.md.

python -m evaluation.names                    precision, recall, F1 by half and type; what is right by kind; fails under a floor
python -m evaluation.names --misses dev       pairs of a half that are wrong, by kind
python -m evaluation.names --freeze           write the frozen verdicts anew
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable

from evaluation.names.build import HERE, Pair, read_pairs
from isnad.lang.pack import load_pack
from isnad.link.entities import link_entities
from isnad.model.article import Article
from isnad.model.document import Document
from isnad.model.findings import Mention, MentionType
from isnad.model.span import Span
from isnad.model.text import Folded

FROZEN = HERE / "frozen.tsv"
FLOORS = HERE / "floors.toml"
Verdicts = dict[str, bool]
"""Pair id to whether the program takes the two names for one."""


def told_by(name: str, kind: MentionType) -> Document:
    """An article of that name alone."""
    mention = Mention(span=Span(0, len(name)), type=kind, by="benchmark@1:pair")
    return Document(article=Article(id=name, path=name, text=name), folded=Folded("", None, None), mentions=(mention,))


def verdict(pair: Pair) -> bool:
    """Whether two articles that hold one of the names each are told to name the same."""
    kind: MentionType = pair.type  # type: ignore[assignment]
    links = link_entities([told_by(pair.a, kind), told_by(pair.b, kind)], load_pack("ar"))
    return len(set(links.mention_entity.values())) == 1


def scores(pairs: Iterable[Pair], verdicts: Verdicts) -> tuple[float, float, float]:
    """Precision, recall and F1 of taking names for one."""
    found = Counter((p.label, verdicts[p.id]) for p in pairs)
    hits = found["same", True]
    p, r = hits / max(1, hits + found["different", True]), hits / max(1, hits + found["same", False])
    return p, r, 2 * p * r / max(p + r, 1e-9)


def measures(pairs: list[Pair], verdicts: Verdicts) -> dict[str, float]:
    """Everything that is frozen and may have a floor: F1 and its parts by half and type, the share right by kind."""
    out: dict[str, float] = {}
    for half in ("dev", "test"):
        mine = [p for p in pairs if p.half == half]
        for kind_of in ("all", "person", "place", "organization"):
            chosen = [p for p in mine if kind_of in ("all", p.type)]
            out |= {f"{half}.{kind_of}.{m}": v for m, v in zip(("p", "r", "f1"), scores(chosen, verdicts), strict=True)}
        for label, kind in sorted({(p.label, p.kind) for p in mine}):
            chosen = [p for p in mine if (p.label, p.kind) == (label, kind)]
            out[f"{half}.{label}.{kind}"] = sum(verdicts[p.id] == (label == "same") for p in chosen) / len(chosen)
    return out


def print_tables(pairs: list[Pair], found: dict[str, float]) -> None:
    """Two tables: by type, and by kind."""
    print(f"{'':16}{'dev P':>8}{'R':>8}{'F1':>8}{'test P':>10}{'R':>8}{'F1':>8}")
    for kind_of in ("all", "person", "place", "organization"):
        cells = [found[f"{half}.{kind_of}.{m}"] for half in ("dev", "test") for m in ("p", "r", "f1")]
        print(f"{kind_of:16}" + "".join(f"{c:{10 if i == 3 else 8}.3f}" for i, c in enumerate(cells)))
    print(f"\n{'label':11}{'kind':14}{'pairs':>7}{'dev right':>11}{'test right':>11}")
    for (label, kind), n in sorted(Counter((p.label, p.kind) for p in pairs).items(), reverse=True):
        shares = [found.get(f"{half}.{label}.{kind}") for half in ("dev", "test")]
        print(f"{label:11}{kind:14}{n:7}" + "".join(f"{'–':>11}" if s is None else f"{s:11.3f}" for s in shares))


def print_misses(pairs: list[Pair], verdicts: Verdicts, half: str) -> None:
    """Wrong pairs of a half."""
    for p in pairs:
        if p.half == half and verdicts[p.id] != (p.label == "same"):
            print(f"{p.label:10}{p.type:13}{p.kind:14}{p.a} | {p.b}")


def print_changes(pairs: list[Pair], verdicts: Verdicts) -> None:
    """Pairs whose verdict differs from the frozen one."""
    before = dict(line.split("\t") for line in FROZEN.read_text(encoding="utf-8").splitlines()) if FROZEN.exists() else {}
    for p in pairs:
        now = "one" if verdicts[p.id] else "two"
        if before.get(p.id, now) != now:
            print(f"changed: {p.a} | {p.b}: {before[p.id]} → {now}, they are {p.label}")


def main() -> int:
    """Score and report; the exit code is 1 under a floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", choices=("dev", "test"))
    parser.add_argument("--freeze", action="store_true")
    options = parser.parse_args()
    pairs = read_pairs()
    verdicts = {p.id: verdict(p) for p in pairs}
    if options.misses:
        print_misses(pairs, verdicts, options.misses)
        return 0
    found = measures(pairs, verdicts)
    print_tables(pairs, found)
    if options.freeze:
        FROZEN.write_text("".join(f"{p.id}\t{'one' if verdicts[p.id] else 'two'}\n" for p in pairs), encoding="utf-8")
    else:
        print_changes(pairs, verdicts)
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["floors"]
    failed = [f"{name} {found[name]:.4f} against {floor}" for name, floor in floors.items() if found[name] < floor]
    for line in failed:
        print(f"under its floor: {line}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
