"""Posts of social networks embedded in a page: cut out of its tree, as sources of their own."""

from __future__ import annotations

import datetime
import re
from typing import Any

from isnad.model.article import Post
from isnad.read.dates import iso_date

_CLASSES = (
    "twitter-tweet", "twitter-video", "instagram-media", "fb-post", "fb-video", "tiktok-embed", "bluesky-embed",
    "text-post-media", "reddit-embed-bq", "telegram-post", "tgme_widget_message", "mastodon-embed",
)  # fmt: skip
_POSTS = frozenset(_CLASSES)
_NETWORKS = re.compile(
    r"https?://(?:[\w-]+\.)*(?:twitter\.com|x\.com|facebook\.com|instagram\.com|t\.me|tiktok\.com|threads\.net|bsky\.app)/[^\s\"'<>]*"
)
_STATUS = re.compile(r"(?:twitter|x)\.com/(?:#!/)?(\w{1,20})/status(?:es)?/(\d{5,20})")
_HANDLE = re.compile(r"@[\w.]{1,40}")
_SIGNED = re.compile(
    "(?:\u2014|\u2013|--)\\s*(?P<author>[^\\n()]{1,80}?)\\s*\\(\\s*\u200e?\u200f?(?P<handle>@[\\w.]{1,40})[^)]*\\)\\s*(?P<date>[^\\n]*)$"
)
_LONGEST = 10_000


def may_hold_posts(markup: str) -> bool:
    """Whether `cut_posts` can find anything in a page's markup; much quicker than looking at every element."""
    return "/status/" in markup or any(name in markup for name in _CLASSES)


def cut_posts(tree: Any) -> tuple[Post, ...]:
    """Take all embedded posts out of an lxml tree, in document order; posts without words are cut and not told."""
    links = (link for link in tree.iter("a") if "/status/" in (link.get("href") or ""))
    quotes = {parent for link in links for parent in link.iterancestors("blockquote")}
    # Asked in Python: XPath's `contains` for each of a dozen names costs seconds on a page of a megabyte.
    found = [e for e in tree.iter() if e in quotes or (isinstance(e.tag, str) and not _POSTS.isdisjoint((e.get("class") or "").split()))]
    out: list[Post] = []
    gone: set[Any] = set()
    for element in found:
        if any(parent in gone for parent in element.iterancestors()):
            continue
        gone.add(element)
        if post := _post(element):
            out.append(post)
        element.drop_tree()
    return tuple(out)


def _post(element: Any) -> Post | None:
    for line_break in element.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    url = _address(element)
    text = _lines("\n".join(element.itertext()) if len(element) == 0 else _text_of(element))
    signed = _SIGNED.search(" ".join(_lines("".join(element.itertext())).split("\n"))[-400:])
    author = signed.group("author").strip() if signed else _named(element)
    handle = signed.group("handle") if signed else _handle(url, element)
    if not text:
        return None
    return Post(text=text[:_LONGEST], author=author or None, handle=handle, published=_published(element, url, signed), url=url)


def _text_of(element: Any) -> str:
    """The words of the post itself: its paragraphs if it has any, else all but its links."""
    paragraphs = element.xpath(".//p | .//*[contains(@class, 'message_text')]")
    if paragraphs:
        return "\n".join("".join(p.itertext()) for p in paragraphs)
    return "".join(element.xpath(".//text()[not(ancestor::a or ancestor::script or ancestor::style or ancestor::time)]"))


def _lines(text: str) -> str:
    return "\n".join(line for line in (" ".join(part.split()) for part in text.split("\n")) if line)


def _address(element: Any) -> str | None:
    """The post's own address: a status link before others, the last before the first (an embed ends with its date)."""
    found = [element.get(name) or "" for name in ("cite", "data-instgrm-permalink", "data-href")]
    found += [link.get("href") or "" for link in element.iter("a")][::-1]
    found = [url for url in found if _NETWORKS.match(url)]
    return next((url for url in found if "/status" in url), found[0] if found else None)


def _handle(url: str | None, element: Any) -> str | None:
    if url and (match := _STATUS.search(url)):
        return f"@{match.group(1)}"
    match = _HANDLE.search("".join(element.itertext())[-300:])
    return match.group() if match else None


def _named(element: Any) -> str | None:
    names = element.xpath(".//*[contains(@class, 'owner_name') or contains(@class, 'author')]")
    return " ".join("".join(names[0].itertext()).split())[:80] if names else None


def _published(element: Any, url: str | None, signed: re.Match[str] | None) -> str | None:
    """From a time element; from the number of a tweet, which holds its time (snowflake ids); from the written date."""
    for time in element.iter("time"):
        if found := iso_date(time.get("datetime") or ""):
            return found
    if url and (match := _STATUS.search(url)) and (number := int(match.group(2))) > 1 << 35:
        seconds = ((number >> 22) + 1288834974657) / 1000
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat(timespec="seconds")
    return iso_date(signed.group("date")) if signed else None
