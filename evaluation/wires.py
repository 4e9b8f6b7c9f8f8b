"""`python -m evaluation.wires`: agencies recognised with their bylines hidden, as precision and recall an agency, and macro F1.

Articles of the newspaper stream whose byline names one agency are the gold; articles whose byline names none stand for
`other` (some of them carry agency text all the same, so precision is told too low rather than too high). The later days are
the test, and half of their bylines (by a digest of the id) are hidden; the other half are there to be copied from.

    copies    the copies that still name the agency
    habits    the hand-written table of how agencies write (agency_style.tsv)
    both      copies, then habits
    model     a classifier trained on the earlier days: an upper bound, its weights are not shipped
    outlet    the same, trained without the outlets under test, so that no outlet's furniture is learned
    all       copies, then the model
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec

from evaluation.corpus import SHARED
from isnad.lang.pack import Pack, load_pack
from isnad.link.reuse import find_reuse
from isnad.link.wire_style import OTHER, Habits, Style, body_spelled, train
from isnad.link.wires import by_copies
from isnad.model.document import Document
from isnad.read.sources import read_articles
from isnad.run.local import compact_documents
from isnad.settings import Settings

STREAM = SHARED / "data" / "saudi-news"
LATER = 4
"""Files that are the test: a day each."""
FEWEST = 20
"""Hidden bylines from which on an agency is told apart; rarer ones are left out of the mean."""
PARTS = 3
"""Parts of the outlets that are left out of training in turn."""
Told = dict[str, str]


def agency_of(document: Document) -> str | None:
    """The one agency that the byline names, `other` where a byline names none, None where that cannot be told."""
    byline = document.article.byline
    if byline is None:
        return None
    keys = {w.key for w in document.layout.wires if w.span is not None and byline.covers(w.span)}
    if not keys:
        return OTHER if not document.layout.wires else None
    return next(iter(keys)) if len(keys) == 1 else None


def hidden(document: Document) -> Document:
    """The document as if its byline were not there."""
    byline = document.article.byline
    wires = tuple(w for w in document.layout.wires if byline is None or w.span is None or not byline.covers(w.span))
    return msgspec.structs.replace(document, layout=msgspec.structs.replace(document.layout, wires=wires))


def is_hidden(document: Document) -> bool:
    """Whether a test article's byline is hidden: every second one."""
    return blake2b(document.id.encode(), digest_size=1).digest()[0] % 2 == 0


def by_style(documents: Sequence[Document], style: Style) -> Told:
    """Agencies by how the articles are written."""
    return {d.id: g.agency for d in documents if (g := style(d)) is not None}


def trained(documents: Iterable[Document]) -> Style:
    """A model of documents with their bylines."""
    return train((body_spelled(d), key) for d in documents if (key := agency_of(d)) is not None)


def by_outlet(early: Sequence[Document], test: Sequence[Document]) -> Told:
    """Models trained without the outlets under test, a third of them at a time."""
    outlets = sorted({d.article.outlet or "" for d in test})
    out: Told = {}
    for part in range(min(PARTS, len(outlets))):
        left = set(outlets[part::PARTS])
        model = trained(d for d in early if (d.article.outlet or "") not in left)
        out.update(by_style([d for d in test if (d.article.outlet or "") in left], model))
    return out


def tell(title: str, gold: Told, found: Told) -> float:
    """Print precision, recall and F1 an agency; gives macro F1 over those that are frequent enough."""
    support = Counter(gold.values())
    named, total = [], 0.0
    for key in sorted(k for k, n in support.items() if k != OTHER and n >= FEWEST):
        told = [a for a in gold if found.get(a) == key]
        right = sum(gold[a] == key for a in told)
        p, r = right / len(told) if told else 0.0, right / support[key]
        f = 2 * p * r / (p + r) if p + r else 0.0
        total += f
        named.append(f"{key} p {p:.3f} r {r:.3f} f1 {f:.3f} ({support[key]})")
    macro = total / max(1, len(named))
    print(f"{title:8} macro f1 {macro:.3f}   " + "   ".join(named))
    return macro


def measure(days: Sequence[Sequence[Document]], pack: Pack, say: Callable[[str, Told, Told], float] = tell) -> dict[str, float]:
    """All ways over documents by day; gives macro F1 by way."""
    early, late = [d for day in days[:-LATER] for d in day], [d for day in days[-LATER:] for d in day]
    late = [hidden(d) if is_hidden(d) else d for d in late]
    gold = {d.id: key for day in days[-LATER:] for d in day if is_hidden(d) and (key := agency_of(d)) is not None}
    test = [d for d in late if d.id in gold]
    named = {a: k for a, (k, _, _) in by_copies([*early, *late], find_reuse([*early, *late], pack)).items()}
    credit = {d.id: d.layout.wires[0].key or OTHER for d in test if d.layout.wires}
    ways = {"habits": by_style(test, Habits(pack)), "model": by_style(test, trained(early)), "outlet": by_outlet(early, test)}
    copies = {a: k for a, k in (named | credit).items() if a in gold}
    ways = {"copies": copies, "habits": ways["habits"], "both": ways["habits"] | copies} | ways | {"all": ways["model"] | copies}
    return {way: say(way, gold, found) for way, found in ways.items()}


def main() -> int:
    """Read, recognise and score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    paths = sorted(STREAM.glob("*.jsonl.gz"))
    if not paths:
        print(f"nothing to score: {STREAM} is not there", file=sys.stderr)
        return 0
    measure([documents(path, options.workers) for path in paths], load_pack("ar"))
    return 0


def documents(path: Path, workers: int) -> list[Document]:
    """Annotated articles of a file."""
    articles = (r.article for r in read_articles([str(path)], Settings()) if r.article)
    return list(compact_documents(articles, "ar", workers))


if __name__ == "__main__":
    sys.exit(main())
