"""The few shapes that drawings are made of. Everything put in is escaped; places are mirrored for right-to-left pages.

A drawing counts from the side where reading starts: `Frame.x` turns that into the coordinates of the picture. The picture
itself is laid out left to right (`direction="ltr"`), so that anchors of text mean the same in every page; words inside get
the direction that their own letters ask for.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

import msgspec
from markupsafe import Markup, escape

from isnad.text.spoofing import shown

Side = Literal["start", "middle", "end"]


def calm(text: str, size: int = 0) -> str:
    """Words on one line, odd characters spelled out, without control ones; at most `size` characters, 0 for all."""
    line = " ".join(shown(text).split())
    return line if not size or len(line) <= size else line[: size - 1].rstrip() + "…"


def number(value: float) -> str:
    """A coordinate: one digit after the point, none where it is whole."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def element(name: str, *content: str, **attributes: object) -> Markup:
    """An element; content that is no markup is escaped. `class_` becomes `class`, `_` becomes `-`, None leaves an attribute out."""
    parts = [f"<{name}"]
    for key, value in attributes.items():
        if value is not None:
            # Built of plain strings, as `Markup.format` takes most of the time that a picture of hundreds of parts needs.
            words = number(value) if isinstance(value, float) else escape(value)
            parts.append(f' {key.rstrip("_").replace("_", "-")}="{words}"')
    if not content:
        return Markup("".join((*parts, "/>")))
    return Markup("".join((*parts, ">", *map(escape, content), f"</{name}>")))


def direction_of(text: str) -> Literal["rtl", "ltr"]:
    """The direction of the first letter that has one (UAX 9, rule P2)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


class Frame(msgspec.Struct, frozen=True):
    """A picture of a size in user units, read from the left (`ltr`) or from the right (`rtl`)."""

    width: float
    height: float
    direction: str

    def x(self, at: float) -> float:
        """Where something stands that lies `at` from the side where reading starts."""
        return self.width - at if self.direction == "rtl" else at

    def left(self, at: float, width: float) -> float:
        """The left edge of a box that begins `at` from the side where reading starts."""
        return self.width - at - width if self.direction == "rtl" else at

    def words(self, text: str, at: tuple[float, float], side: Side = "start", **attributes: object) -> Markup:
        """Text at a place: it begins there, ends there, or stands around it, in the order of reading."""
        anchor = {"start": "end", "end": "start"}.get(side, side) if self.direction == "rtl" else side
        turned = direction_of(text)
        if turned == "rtl":
            # In right-to-left words SVG counts anchors from the right.
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        x, y = at
        return element("text", text, x=float(self.x(x)), y=float(y), text_anchor=anchor, direction=turned, **attributes)

    def picture(self, kind: str, title: str, description: str, *parts: str) -> Markup:
        """The whole picture with its title and description; `kind` is its class. Pictures with links inside are groups of them."""
        inside = Markup("".join(map(escape, parts)))
        role = "group" if "<a " in inside else "img"
        head = (element("title", calm(title)), element("desc", calm(description)) if description else Markup(""))
        return element(
            "svg", *head, inside, xmlns="http://www.w3.org/2000/svg", class_=f"drawing {kind}", role=role, direction="ltr",
            viewBox=f"0 0 {number(self.width)} {number(self.height)}", width=number(self.width), height=number(self.height),
        )  # fmt: skip
