"""The account as Markdown: for wikis, notes and mail; references are numbers of the articles at its end."""

from __future__ import annotations

import re

from isnad.export.catalogue import Catalogue
from isnad.export.view import ArticleView, ClaimView, FigureView, Line, PairView, Ref, View, clip
from isnad.text.spoofing import shown

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
SHAPES = {"equal": "{}", "delete": "~~{}~~", "insert": "**{}**"}
"""How the words of an altered quotation are written: told by both, by the first only, by the second only."""
_START = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)")


def escape(text: str) -> str:
    """The text so that Markdown shows it as it is, odd characters spelled out; what comes from articles is never markup."""
    return _START.sub(r"\1\\\2\3", _SPECIAL.sub(r"\\\1", shown(text)))


def account_markdown(view: View, say: Catalogue) -> str:
    """The page as Markdown, with a final newline."""
    parts = [f"# {escape(view.title)}", " · ".join([*view.counts, *([view.days] if view.days else [])])]
    parts += _section(say("page.brief"), [_line(s) for s in view.brief])
    parts += _section(say("page.stories"), [_line(s) for s in view.stories])
    for figure in view.figures:
        parts += _figure(figure, say)
    parts += _section(say("page.conflicts"), [_pair(c) for c in view.conflicts])
    parts += _section(say("page.timeline"), [_line(e) for e in view.timeline])
    parts += _section(say("page.claims"), [_claim(c) for c in view.claims])
    parts += _section(say("page.altered"), [_pair(c) for c in view.altered])
    parts += _section(say("page.copies"), [_line(c, False) for c in view.copies])
    parts += _section(say("page.labels"), [_line(c) for c in view.labels])
    parts += _section(say("page.names"), [_line(n) for n in view.names])
    articles = [_article(a, say) for a in view.articles]
    parts += [f"## {say('page.articles')}", "\n".join(articles)] if articles else []
    parts += _section(say("page.outcomes"), [f"- {o}" for o in view.outcomes])
    parts += _section(say("page.issues"), [_line(i) for i in view.issues])
    return "\n\n".join(parts) + "\n"


def _article(article: ArticleView, say: Catalogue) -> str:
    about = [article.outlet, article.day or say("page.unknown"), *([article.wire] if article.wire else [])]
    return f"{article.number}. {escape(article.title)} — {escape(', '.join(about))} (`{shown(article.path)}`)"


def _section(title: str, lines: list[str]) -> list[str]:
    return [f"## {title}", "\n".join(lines)] if lines else []


def _refs(refs: tuple[Ref, ...]) -> str:
    return "".join(f"[{n}]" for n in dict.fromkeys(r.number for r in refs))


def _line(line: Line, refs: bool = True) -> str:
    lead = f"**{escape(line.lead)}** " if line.lead else ""
    note = f" — {escape(line.note)}" if line.note and line.note not in ("plain",) else ""
    return f"- {lead}{escape(line.text)}{note} {_refs(line.refs) if refs else ''}".rstrip()


def _figure(figure: FigureView, say: Catalogue) -> list[str]:
    head = f"| {say('page.date')} | {say('page.value')} | {say('page.source')} | {say('page.outlet')} | |\n|---|---|---|---|---|"
    rows = [f"| {p.day} | {p.value} {p.note} | {escape(p.source)} | {escape(p.outlet)} | [{p.ref.number}] |" for p in figure.points]
    return [f"## {figure.title}{f' ({escape(figure.of)})' if figure.of else ''}", "\n".join([head, *rows])]


def _pair(pair: PairView) -> str:
    about = " ".join(p for p in (pair.kind, escape(pair.about)) if p)
    sides = [f"  - «{escape(clip(s.context, 220))}» — {escape(s.outlet)}, {s.day} [{s.ref.number}]" for s in (pair.a, pair.b)]
    relation = f" ({pair.relation})" if pair.relation else ""
    told = [f"  - {' '.join(SHAPES[tag].format(escape(words)) for tag, words in pair.difference)}"] if pair.difference else []
    return "\n".join([f"- **{about}**{relation} {escape(pair.why)}".rstrip(), *sides, *told])


def _claim(claim: ClaimView) -> str:
    mark = ("«", "»") if claim.direct else ("", "")
    tail = " ".join(p for p in (claim.commitment, claim.standing) if p)
    return f"- **{escape(claim.speaker)}** {claim.act}: {mark[0]}{escape(claim.text)}{mark[1]} — {escape(tail)} {_refs(claim.refs)}"
