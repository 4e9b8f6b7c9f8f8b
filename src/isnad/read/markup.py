"""Markup from strangers: XML without entities or outside references, and pieces of HTML as lines of text."""

from __future__ import annotations

import html
import re
from typing import Any

from isnad.model.article import Post
from isnad.read.decode import Decoded, decode

_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>?")
"""Its end is often broken, and the parser refuses a text that still says its encoding."""
_DOCTYPE = re.compile("<!DOCTYPE", re.IGNORECASE)
_DOCTYPE_WITHIN = 100_000
"""Characters from the beginning within which a document type is looked for and cut."""
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(
    "[\v\f]|&#(?:0{0,9}(?:[0-8]|1[124-9]|2[0-9]|3[01]|6553[45])(?![0-9])"
    "|[xX]0{0,9}(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF])(?![0-9a-fA-F]));?"
)
_BLOCKS = (
    "p", "div", "br", "li", "ul", "ol", "tr", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "figure",
    "figcaption", "hr", "pre",
)  # fmt: skip
_SILENT = ("script", "style", "noscript", "iframe", "template", "form", "button", "svg", "object")
_TAG = re.compile(r"<[a-zA-Z/!]")
_TAGS = re.compile(r"<[a-zA-Z/!][^<>]{0,500}>")
_EDGE = re.compile(rf"(?=</?(?:{'|'.join(_BLOCKS)})\b)", re.IGNORECASE)
"""Where a block begins or ends: a new line of text."""


def parsable(markup: str) -> str:
    """Markup without declaration, and without the characters, and references to them, that no tree may hold.

    Over one of them the parts of a tree cannot be changed, and extractors lose the page.
    """
    return _REFERENCE.sub(" ", _FORBIDDEN.sub("", _DECLARATION.sub("", markup, count=1)))


def xml_root(data: bytes, charset: str | None = None) -> tuple[Any | None, Decoded]:
    """The root element of an XML file however broken, and how it was decoded; None where no element is left.

    Encoding is found as for any file (a declaration is believed where the bytes fit it). A document type is cut out before
    parsing, so no entity is defined and nothing outside is named; entities of HTML, which feeds use undeclared, become their
    characters. The parser's own limits of depth and size stay on.
    """
    from lxml import etree

    match = _DECLARED.match(data[:400])
    decoded = decode(data, charset or (match.group(1).decode("ascii") if match else None))
    if decoded.reason:
        return None, decoded
    text = parsable(decoded.text)
    head = _without_doctype(text[:_DOCTYPE_WITHIN])
    # A document type that escaped the cut (too long, a second one) must define nothing either.
    text = (head + text[_DOCTYPE_WITHIN:]).replace("<!ENTITY", "<! ENTITY")
    text = _ENTITY.sub(_character, text)
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(text.strip().encode("utf-8"), parser), decoded
    except etree.XMLSyntaxError:
        return None, decoded


def _without_doctype(head: str) -> str:
    """The beginning of a file without its first document type and what that defines; linear in its size."""
    if (match := _DOCTYPE.search(head)) is None:
        return head
    end, bracket = head.find(">", match.end()), head.find("[", match.end())
    if 0 <= bracket < end:
        end = head.find(">", max(head.find("]", bracket), bracket))
    return head[: match.start()] + head[end + 1 :] if end >= 0 else head


def _character(match: re.Match[str]) -> str:
    name = match.group(1)
    return match.group() if name in _XML_ENTITIES else html.unescape(match.group())


def fragment_text(markup: str) -> tuple[str, tuple[Post, ...]]:
    """The words of a piece of HTML, a block a line, and the posts embedded in it; text without tags stays as it is."""
    if not _TAG.search(markup):
        return _lines(html.unescape(markup)), ()
    from lxml import etree
    from lxml import html as pages

    from isnad.read.posts import cut_posts, may_hold_posts

    try:
        clean = _EDGE.sub("\n", parsable(markup if "<pre" in markup else markup.replace("\n", " ")))
        tree = pages.document_fromstring(f"<html><body>{clean}</body></html>", parser=pages.HTMLParser())
    except (etree.ParserError, ValueError):
        return "", ()
    posts = cut_posts(tree) if may_hold_posts(markup) else ()
    etree.strip_elements(tree, *_SILENT, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    return _lines("".join(str(part) for part in tree.itertext())), posts


def plain_line(markup: str | None) -> str | None:
    """A title or name that may hold tags or entities, as one line; None where nothing is left."""
    return " ".join(html.unescape(_TAGS.sub(" " if "<br" in markup else "", markup)).split()) or None if markup else None


def _lines(text: str) -> str:
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return "\n".join(line for line in (" ".join(part.split()) for part in clean.split("\n")) if line)
