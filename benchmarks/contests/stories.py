"""Articles of a stream gathered into stories, judged by the labelled ones: speed and B-cubed on the same articles.

The peers get what people build first: TF-IDF over headline and text with average-linkage or density clustering on cosine distances.
Each is told at the threshold of a few that scores best here, which is more than a user would know; Isnad's were set while these
stories were looked at, so that neither is a figure for stories unseen.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.contests.contest import Answers, Contest, Items, Side, Task, Work, share
from benchmarks.contests.news import MISSING, as_article, sample, written

if TYPE_CHECKING:
    from isnad.link.story_words import Gist

ARTICLES = 2_500
THRESHOLDS = {"agglomerative": (0.75, 0.8, 0.85, 0.9, 0.92, 0.94), "density": (0.5, 0.6, 0.65, 0.7, 0.75, 0.8)}
"""Cosine distances under which articles are one story."""
TIMED = {"agglomerative": 0.9, "density": 0.7}


def task() -> Task | str:
    """All labelled articles and others by chance."""
    from evaluation.streams import LABELS

    if not LABELS.is_dir():
        return f"no labelled stories in {LABELS.name}/ of ../shared/corpus"
    labelled = {line.split("\t")[0] for path in LABELS.glob("*.tsv") for line in path.read_text(encoding="utf-8").splitlines() if line}
    found = sample(ARTICLES, always=labelled)
    if not found:
        return MISSING
    about = f"{len(found):,} articles of a stream, {sum(r['id'] in labelled for r in found)} of them labelled"
    return Task([written(r) for r in found], about=about)


def reader() -> Callable[[Items], list[Gist]]:
    """Names, times and what an article is about."""
    from isnad.lang.pack import load_pack
    from isnad.pipeline import gist_reader

    read = gist_reader(load_pack("ar"))
    return lambda items: [read(as_article(r)) for r in items]


def told(gists: Iterable[Gist]) -> dict[str, str]:
    """The story of each article."""
    from isnad.link.stories import stories_over

    return {a: s.id for s in stories_over(gists) for a in s.articles}


def isnad_whole(_: Items) -> Work:
    """From texts: what an article is about, then the stories."""
    read = reader()
    return Work(lambda items: told(read(items)))


def isnad_alone(items: Items) -> Work:
    """From articles that are read: the stories."""
    gists = reader()(items)
    return Work(lambda _: told(gists))


def vectors(items: Items) -> Any:
    """TF-IDF over words of headline and text, without those of half of all articles."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(sublinear_tf=True, min_df=2, max_df=0.5).fit_transform([r["text"] for r in items])


def agglomerative(distances: Any, threshold: float) -> list[int]:
    """Clusters by average linkage."""
    from sklearn.cluster import AgglomerativeClustering

    clusters = AgglomerativeClustering(n_clusters=None, distance_threshold=threshold, linkage="average", metric="precomputed")
    return [int(n) for n in clusters.fit_predict(distances)]


def density(distances: Any, threshold: float) -> list[int]:
    """Clusters by density; what is in none is a story of its own."""
    from sklearn.cluster import DBSCAN

    found = DBSCAN(eps=threshold, min_samples=2, metric="precomputed").fit_predict(distances)
    return [int(n) if n >= 0 else -1 - place for place, n in enumerate(found)]


def sklearn(way: str) -> Callable[[Items], Work]:
    """Clustering in a way of scikit-learn: timed at one threshold, asked at several."""
    cluster = {"agglomerative": agglomerative, "density": density}[way]

    def prepare(items: Items) -> Work:
        from sklearn.metrics.pairwise import cosine_distances

        def stories(given: Items, thresholds: Sequence[float]) -> dict[str, dict[str, str]]:
            distances = cosine_distances(vectors(given)).clip(0)
            return {str(t): {r["id"]: str(n) for r, n in zip(given, cluster(distances, t), strict=True)} for t in thresholds}

        return Work(lambda given: stories(given, (TIMED[way],)), lambda _: stories(items, THRESHOLDS[way]))

    return prepare


def judge(_: Task, answers: Answers, asked: Any) -> Mapping[str, str]:
    """B-cubed over the labelled articles, of several thresholds the best; how many stories."""
    tried = {told: scored(found) | {"stories": f"{len(set(found.values())):,}"} for told, found in (asked or {"": answers[0]}).items()}
    best = max(tried, key=lambda told: float(tried[told]["B³ F1"]))
    return tried[best] | {"threshold": f"{best}, best of {len(tried)} from {min(tried)} to {max(tried)}" if asked else "its own"}


def scored(assignments: Mapping[str, str]) -> dict[str, str]:
    """What the corpus's own scorer says of articles and their stories."""
    from evaluation.streams import scores

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "assignments.tsv"
        path.write_text("".join(f"{a}\t{s}\n" for a, s in sorted(assignments.items())), encoding="utf-8")
        told = scores(path)
    last = next(line for line in told.splitlines() if line.startswith("all:")).split()
    values = dict(zip(last[1::2], last[2::2], strict=False))
    return {f"B³ {name}": share(float(values[key]), 1) for name, key in (("P", "p"), ("R", "r"), ("F1", "f1"))}


CONTEST = Contest(
    name="stories",
    item="article",
    sides=(
        Side("Isnad, from texts", isnad_whole),
        Side("Isnad, from articles as read", isnad_alone),
        Side("scikit-learn, TF-IDF and agglomerative", sklearn("agglomerative"), ("scikit-learn",)),
        Side("scikit-learn, TF-IDF and DBSCAN", sklearn("density"), ("scikit-learn",)),
    ),
    against=("Isnad, from texts", "Isnad, from articles as read"),
    task=task,
    judge=judge,
    at_once=True,
    rounds=2,
)
