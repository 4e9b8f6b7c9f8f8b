"""The account on a terminal: one screen's worth of each part, coloured where the terminal can."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from isnad.export.catalogue import Catalogue
from isnad.export.view import ClaimView, FigureView, Line, PairView, Ref, Side, View, clip
from isnad.text.spoofing import shown

LIMIT = 12
STYLES = {"equal": "", "delete": "red strike", "insert": "green underline"}
"""How the words of an altered quotation are drawn: told by both, by the first only, by the second only."""
FIRST_STRONG, POP = "\u2068", "\u2069"
BLOCKS = "▁▂▃▄▅▆▇█"


def plain(line: str) -> str:
    """A line with words of articles for any output (see `shown`)."""
    return " ".join(shown(line).splitlines())


def safe(text: str) -> str:
    """Text from articles, odd characters spelled out, without control ones, set apart so that its direction stays its own (UAX 9)."""
    text = plain(" ".join(text.split()))
    return f"{FIRST_STRONG}{text}{POP}" if text else ""


def print_account(view: View, say: Catalogue, console: Console) -> None:
    """Print the page."""
    console.print(_head(view))
    for title, body in _sections(view, say):
        console.print()
        console.print(Rule(Text(title, "bold cyan"), align="left", style="cyan"))
        console.print(body)
    console.print()


def _head(view: View) -> RenderableType:
    counts = " · ".join([*view.counts, *([view.days] if view.days else [])])
    return Group(Text(safe(view.title), "bold"), Text(counts, "dim"))


def _sections(view: View, say: Catalogue) -> list[tuple[str, RenderableType]]:
    parts: list[tuple[str, list[RenderableType], int]] = [
        ("brief", [_line(s, note=False) for s in view.brief], 99),
        ("stories", [_line(s) for s in view.stories], LIMIT),
        ("figures", [_figure(f, say) for f in view.figures], 6),
        ("conflicts", [_pair(c) for c in view.conflicts], 8),
        ("timeline", [_line(e) for e in view.timeline], 20),
        ("claims", [_claim(c, say) for c in view.claims], LIMIT),
        ("altered", [_pair(c) for c in view.altered], 4),
        ("copies", [_line(c, refs=False) for c in view.copies], LIMIT),
        ("labels", [_line(c) for c in view.labels], LIMIT),
        ("names", [_line(n) for n in view.names], LIMIT),
        ("articles", [_articles(view, say)], 1),
    ]
    out: list[tuple[str, RenderableType]] = []
    for key, rows, limit in parts:
        if rows:
            more = [Text(say("page.more", n=len(rows) - limit), "dim")] if len(rows) > limit else []
            out.append((say(f"page.{key}"), Group(*rows[:limit], *more)))
    odd = [Text(o, "dim") for o in view.outcomes]
    odd += [Text(f"{safe(i.lead)}: {i.note} {safe(i.text)}", "yellow") for i in view.issues[:LIMIT]]
    return [*out, (say("page.outcomes"), Group(*odd))] if odd else out


def _refs(refs: tuple[Ref, ...]) -> str:
    return "".join(f"[{n}]" for n in dict.fromkeys(r.number for r in refs))


def _line(line: Line, *, refs: bool = True, note: bool = True) -> RenderableType:
    text = Text()
    if line.lead:
        text.append(f"{safe(line.lead)}  ", "bold magenta")
    text.append(safe(line.text))
    if note and line.note:
        text.append(f"  {safe(line.note)}", "dim")
    if refs and line.refs:
        text.append(f"  {_refs(line.refs)}", "green")
    return Padding(text, (0, 0, 0, 2))


def _figure(figure: FigureView, say: Catalogue) -> RenderableType:
    head = Text.assemble((figure.title, "bold"), f"  {safe(figure.of)}  " if figure.of else "  ", (_spark(figure), "cyan"))
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for point in figure.points[:LIMIT]:
        value = f"{point.value} {point.note}".strip()
        who = safe(clip(point.source, 40)) if point.source else f"({say('page.own')})"
        table.add_row(
            Text(point.day, "magenta"), Text(value, "bold"), Text(who), Text(f"{safe(point.outlet)} [{point.ref.number}]", "green")
        )
    more = [Text(say("page.more", n=len(figure.points) - LIMIT), "dim")] if len(figure.points) > LIMIT else []
    return Padding(Group(head, Padding(Group(table, *more), (0, 0, 0, 2))), (0, 0, 0, 2))


def _spark(figure: FigureView) -> str:
    """The figure's values as a row of blocks, in the order of its tellings."""
    top = max((p.high or p.low for p in figure.points), default=0)
    if len(figure.points) < 2 or top <= 0:
        return ""
    return "".join(BLOCKS[min(7, int((p.high or p.low) / top * 7))] for p in figure.points)


def _pair(pair: PairView) -> RenderableType:
    head = Text.assemble(
        (pair.kind, "bold"), f"  {safe(pair.about)}" if pair.about else "", (f"  {pair.relation}" if pair.relation else "", "yellow")
    )
    if pair.why:
        head.append(f"  {pair.why}", "dim")
    told = Text(" ").join(Text(safe(words), STYLES[tag]) for tag, words in pair.difference)
    rows = [Padding(told, (0, 0, 0, 2))] if pair.difference else []
    return Padding(Group(head, _side(pair.a), _side(pair.b), *rows), (0, 0, 0, 2))


def _side(side: Side) -> RenderableType:
    text = Text.assemble((f"{side.day} {safe(side.outlet)} [{side.ref.number}]  ", "green"), f"{safe(side.context)}")
    if side.chain:
        text.append(f"  {safe(side.chain)}", "dim")
    return Padding(text, (0, 0, 0, 2))


def _claim(claim: ClaimView, say: Catalogue) -> RenderableType:
    text = Text.assemble((safe(claim.speaker), "bold"), f" {claim.act} ")
    text.append(safe(f"«{clip(claim.text, 240)}»" if claim.direct else clip(claim.text, 240)))
    text.append(f"  {claim.standing}{' ' + claim.commitment if claim.commitment else ''} {_refs(claim.refs)}", "green")
    rows: list[RenderableType] = [text]
    if claim.chains:
        rows.append(Padding(Text(f"{say('page.chain')}: {safe(claim.chains[0])}", "dim"), (0, 0, 0, 2)))
    return Padding(Group(*rows), (0, 0, 0, 2))


def _articles(view: View, say: Catalogue) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for article in view.articles[:40]:
        table.add_row(
            Text(f"[{article.number}]", "green"), Text(article.day or say("page.unknown"), "magenta"), Text(safe(article.outlet)),
            Text(safe(clip(article.title, 70))), Text(safe(article.wire), "dim"),
        )  # fmt: skip
    return Padding(table, (0, 0, 0, 2))
