"""The account as one self-contained HTML page: right to left in Arabic, no network, no script, prints well."""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from markupsafe import Markup

from isnad.export.catalogue import Catalogue
from isnad.export.drawing.figures import figure_chart
from isnad.export.odd_characters import Marker, marked
from isnad.export.view import ArticleView, Ref, View
from isnad.model.document import Document
from isnad.model.span import Span
from isnad.text.spoofing import shown

_TEMPLATES = Path(__file__).parent / "templates"


class Segment(msgspec.Struct, frozen=True):
    """Characters that carry the same marks."""

    text: Markup
    marks: str
    """CSS classes, space-separated."""
    anchors: tuple[str, ...]
    """Ids of references that begin here."""
    title: str


def account_html(view: View, say: Catalogue) -> str:
    """The page; everything from articles is escaped by the template."""
    template = environment().get_template("account.html.j2")
    wanted: dict[int, set[int]] = {}
    for ref in all_refs(view):
        wanted.setdefault(ref.number, set()).add(ref.span.start)
    return template.render(
        view=view, say=say, chart=lambda figure: figure_chart(figure, say, anchor),
        style=(_TEMPLATES / "account.css").read_text(encoding="utf-8"),
        segments=lambda article: segments(article, wanted.get(article.number, set()), say),
    )  # fmt: skip


def anchor(ref: Ref) -> str:
    """The address of a reference inside the page."""
    return f"#s{ref.number}-{ref.span.start}"


@cache
def environment() -> jinja2.Environment:
    """Templates of the package; everything put into them is escaped, odd characters are spelled out."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined, finalize=_finalize,
    )  # fmt: skip
    made.filters["seen"] = seen
    return made


def _finalize(value: Any) -> Any:
    """What is put into attributes and titles, where no mark can stand."""
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@jinja2.pass_context
def seen(context: jinja2.runtime.Context, value: str) -> Markup:
    """Words of an article with what is odd about them marked."""
    return marked(value, context["say"])


def all_refs(view: View) -> list[Ref]:
    """Every reference on the page."""
    lines = [*view.brief, *view.timeline, *view.copies, *view.labels]
    refs = [r for line in lines for r in line.refs]
    refs += [r for claim in view.claims for r in claim.refs]
    refs += [p.ref for figure in view.figures for p in figure.points]
    return refs + [side.ref for pair in (*view.conflicts, *view.altered) for side in (pair.a, pair.b)]


def _marked(document: Document) -> list[tuple[Span, str, str]]:
    """Every marked span with its class and the rule that made it."""
    out = [(f.span, "furniture", f.by) for f in document.layout.furniture]
    for statement in document.statements:
        out += [(span, "said direct" if statement.direct else "said", statement.by) for span in statement.content]
        out += [(statement.cue, "cue", statement.by)] if statement.cue else []
        out += [(statement.source, "source", statement.speaker.by if statement.speaker else statement.by)] if statement.source else []
    out += [(t.span, "time", f"{t.value} {t.by}") for t in document.times]
    out += [(q.span, "quantity", f"{q.event or ''} {q.by}".strip()) for q in document.quantities]
    return out


def segments(article: ArticleView, anchors: set[int], say: Catalogue) -> list[Segment]:
    """The article's text cut wherever a mark begins or ends or a reference points; linear in text and marks."""
    document = article.document
    size = len(document.text)
    opening: dict[int, list[tuple[int, str, str]]] = {}
    cuts = {0, size} | {a for a in anchors if 0 <= a <= size}
    for span, name, why in _marked(document):
        opening.setdefault(span.start, []).append((span.end, name, why))
        cuts |= {span.start, span.end}
    points = sorted(cuts)
    active: list[tuple[int, str, str]] = []
    marker = Marker(document.text, say)
    out = []
    for start, end in itertools.pairwise(points):
        active = [a for a in active if a[0] > start] + opening.get(start, [])
        names = " ".join(dict.fromkeys(n for _, n, _ in active))
        ids = (f"s{article.number}-{start}",) if start in anchors else ()
        out.append(Segment(marker.part(start, end), names, ids, "; ".join(dict.fromkeys(w for _, _, w in active))))
    return out
