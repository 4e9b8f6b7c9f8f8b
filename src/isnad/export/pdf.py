"""The briefing as PDF by WeasyPrint, with footnotes under the page, in Amiri, whose words can be copied out of the PDF again.

Needs the extra `documents` and the system library Pango. Nothing is fetched: the font comes from the package
`fontpkg-amiri`, and any other address is refused.
"""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from isnad.errors import UsageError
from isnad.export.briefing import Briefing
from isnad.export.html import environment

_TEMPLATES = Path(__file__).parent / "templates"
NEEDED = "PDF and DOCX need the extra `documents`: pip install 'isnad[documents]'"


def briefing_pdf(briefing: Briefing) -> bytes:
    """The document. Raises `UsageError` without the extra, or where Pango is not installed."""
    if find_spec("weasyprint") is None:
        raise UsageError(NEEDED)
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise UsageError(f"PDF needs the system library Pango (Debian: libpango-1.0-0 libpangoft2-1.0-0): {error}") from error
    fonts, fetcher = FontConfiguration(), _font_only()
    style = (_TEMPLATES / "briefing.css").read_text(encoding="utf-8")
    page = (
        environment()
        .get_template("briefing.html.j2")
        .render(briefing=briefing, style=style, comma="\u060c" if briefing.direction == "rtl" else ",")
    )
    faces = CSS(string=font_faces(), font_config=fonts, url_fetcher=fetcher)
    out = io.BytesIO()
    HTML(string=page, url_fetcher=fetcher).write_pdf(out, stylesheets=[faces], font_config=fonts)
    return out.getvalue()


def font_folder() -> Path | None:
    """Where the package of the font keeps its files."""
    found = find_spec("fontpkg_amiri")
    places = [Path(p) for p in (found.submodule_search_locations or [])] if found else []
    return places[0] if places else None


def font_faces() -> str:
    """Rules for the font's files, found by their names; empty without the package."""
    folder = font_folder()
    if folder is None:
        return ""
    files = {p.stem.lower(): p for p in sorted(folder.rglob("*.ttf"))}
    faces = [("amiri-regular", "normal"), ("amiri-bold", "bold")]
    rule = '@font-face {{ font-family: Amiri; font-weight: {weight}; src: url("{url}"); }}'
    return "\n".join(rule.format(weight=weight, url=files[name].as_uri()) for name, weight in faces if name in files)


def _font_only() -> Any:
    """A fetcher of files of the font's package; nothing else is read, whatever an article holds."""
    from weasyprint.urls import URLFetcher

    folder = font_folder()
    inside = folder.as_uri() + "/" if folder else None

    class FontOnly(URLFetcher):  # type: ignore[misc]
        """Refuses every other address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if inside is None or not url.startswith(inside) or ".." in url:
                raise ValueError(f"not fetched: {url}")
            return super().fetch(url, headers)

    return FontOnly(allowed_protocols={"file"})
