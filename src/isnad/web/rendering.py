"""Templates: everything put into them is escaped, and cleaned of characters that could disorder the page around them."""

from __future__ import annotations

import datetime
import re
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from isnad.export.catalogue import Catalogue
from isnad.export.drawing.formats import date_words, number_words
from isnad.export.odd_characters import Marker, marked
from isnad.model.judgement import VERDICTS
from isnad.model.search import Snippet
from isnad.text.spoofing import spelled_out
from isnad.web.assets import assets
from isnad.web.drawing.sparkline import sparkline

_TEMPLATES = Path(__file__).parent / "templates"

# Embeddings, overrides and isolates of the bidirectional algorithm, which reach beyond the text they come in; characters that
# HTML cannot hold. Plain marks (U+200E, U+200F, U+061C) and joiners are letters' own business and stay.
_UNRULY = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Text without characters that could turn or break what stands around it."""
    return _UNRULY.sub("", text)


def _finalize(value: Any) -> Any:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@jinja2.pass_context
def seen(context: jinja2.runtime.Context, value: Any) -> Markup:
    """Words of an article with what is odd about them marked: characters that show nothing, turn the line or are of another script."""
    return value if isinstance(value, Markup) else marked(str(value), context["t"])


@jinja2.pass_context
def found_in(context: jinja2.runtime.Context, snippet: Snippet) -> list[tuple[Markup, bool]]:
    """The pieces of a snippet as `seen` shows them, judged by the whole, and whether each is what was found."""
    marker = Marker(snippet.text, context["t"])
    return [(marker.part(start, end), sought) for start, end, sought in snippet.cuts()]


@jinja2.pass_context
def bdi(context: jinja2.runtime.Context, value: Any) -> Markup:
    """The same within a line: they keep their own direction and do not touch that of the line."""
    return isolated(value, context["t"])


def isolated(value: Any, say: Catalogue) -> Markup:
    """Words of an article, marked and set apart, where a message is put together outside a template."""
    return Markup("<bdi>{}</bdi>").format(value if isinstance(value, Markup) else marked(str(value), say))


def ticked(message: str) -> Markup:
    """A message whose commands stand between backticks."""
    return Markup(re.sub("`([^`]*)`", r'<code dir="ltr">\1</code>', str(escape(message))))


@jinja2.pass_context
def day(context: jinja2.runtime.Context, value: str | None) -> Markup:
    """An ISO date or date-time as a day in the language of the page."""
    if not value:
        return Markup("")
    text = value[:10]
    return Markup('<time datetime="{}">{}</time>').format(text, date_words(text, context["t"].language))


@jinja2.pass_context
def moment(context: jinja2.runtime.Context, value: str | None) -> Markup:
    """An ISO date-time in UTC as day and time."""
    if not value:
        return Markup("")
    try:
        at = datetime.datetime.fromisoformat(value)
    except ValueError:
        return escape(clean(value))
    words = f"{date_words(value[:10], context['t'].language)} {at:%H:%M} UTC"
    return Markup('<time datetime="{}">{}</time>').format(value, words)


@jinja2.pass_context
def number(context: jinja2.runtime.Context, value: float) -> str:
    """A number in the language of the page."""
    return number_words(value, context["t"].language)


def _asset(name: str) -> str:
    return f"/static/{assets()[name].name}" if name in assets() else ""


@cache
def environment() -> jinja2.Environment:
    """Templates with what all of them may use; see `docs/explanation/reading-room.md`."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined, finalize=_finalize, auto_reload=False,
    )  # fmt: skip
    made.filters |= {
        "bdi": bdi,
        "seen": seen,
        "found_in": found_in,
        "spelled": spelled_out,
        "day": day,
        "moment": moment,
        "number": number,
        "ticked": ticked,
    }
    made.globals |= {"asset": _asset, "sparkline": sparkline, "verdicts": VERDICTS}
    return made


def render(template: str, say: Catalogue, values: dict[str, Any]) -> bytes:
    """A page as UTF-8; `t` in it gives messages."""
    return environment().get_template(template).render(values | {"t": say}).encode("utf-8", "replace")
