"""The briefing as DOCX by python-docx, right to left, with Word's own footnotes; needs the extra `documents`.

python-docx knows neither right-to-left text nor footnotes. For the first every paragraph is `bidi` and every run `rtl`
with the size and weight of complex scripts (ECMA-376, 17.3.1.6 and 17.3.2.30); for the second the part `footnotes.xml` is
written here (17.11), with the two separators that Word expects.
"""

from __future__ import annotations

import datetime
import io
from importlib.util import find_spec
from typing import Any
from xml.sax.saxutils import escape

from isnad.errors import UsageError
from isnad.export.briefing import Briefing, Grid, Note, Paragraph
from isnad.export.pdf import NEEDED
from isnad.export.spreadsheet import EPOCH

FONT = "Amiri"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


def briefing_docx(briefing: Briefing) -> bytes:
    """The document; the same briefing gives the same bytes. Raises `UsageError` without the extra."""
    if find_spec("docx") is None:
        raise UsageError(NEEDED)
    return _Writer(briefing).written()


class _Writer:
    """Builds one document."""

    def __init__(self, briefing: Briefing) -> None:
        from docx import Document

        self.briefing = briefing
        self.rtl = briefing.direction == "rtl"
        self.document = Document()
        self.notes: list[Note] = []

    def written(self) -> bytes:
        self._page()
        self._add(self.document.add_heading(level=0), self.briefing.title)
        self._add(self.document.add_paragraph(), self.briefing.subtitle, grey=True)
        for section in self.briefing.sections:
            self._add(self.document.add_heading(level=1), section.title)
            for grid in section.grids:
                self._grid(grid)
            for paragraph in section.paragraphs:
                self._paragraph(paragraph)
        self._footnotes()
        out = io.BytesIO()
        self.document.save(out)
        return _same_times(out.getvalue())

    def _page(self) -> None:
        style = self.document.styles["Normal"]
        style.font.name = FONT
        properties = self.document.core_properties
        properties.title, properties.author = self.briefing.title, "Isnad"
        properties.created = properties.modified = datetime.datetime(*EPOCH)

    def _paragraph(self, made: Paragraph) -> None:
        paragraph = self.document.add_paragraph()
        if made.lead:
            self._add(paragraph, f"{made.lead} ", bold=True)
        self._add(paragraph, made.text)
        if made.note:
            self._add(paragraph, f" {made.note}", grey=True)
        for place, note in enumerate(made.notes):
            if place:
                self._add(paragraph, "\u060c" if self.rtl else ",").font.superscript = True
            self._note(paragraph, note)

    def _grid(self, grid: Grid) -> None:
        self._add(self.document.add_heading(level=2), grid.title)
        table = self.document.add_table(rows=1, cols=len(grid.head), style="Light Grid")
        if self.rtl:
            table.table_direction = 1  # WD_TABLE_DIRECTION.RTL
        for cell, text in zip(table.rows[0].cells, grid.head, strict=True):
            self._add(cell.paragraphs[0], text, bold=True)
        for cells, note in grid.rows:
            row = table.add_row()
            for cell, text in zip(row.cells, cells, strict=True):
                self._add(cell.paragraphs[0], text)
            self._note(row.cells[-1].paragraphs[0], note)

    def _add(self, paragraph: Any, text: str, *, bold: bool = False, grey: bool = False) -> Any:
        from docx.oxml.ns import qn
        from docx.shared import RGBColor

        run = paragraph.add_run(text)
        run.bold = bold or None
        if grey:
            run.font.color.rgb = RGBColor(0x55, 0x55, 0x55)
        if not self.rtl:
            return run
        properties = paragraph._p.get_or_add_pPr()
        if properties.find(qn("w:bidi")) is None:
            properties.insert_element_before(_element("w:bidi"), "w:jc", "w:rPr")
        run.font.rtl = True
        run.font.cs_bold = bold or None
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:cs"), FONT)
        return run

    def _note(self, paragraph: Any, note: Note) -> None:
        self.notes.append(note)
        run = paragraph.add_run()
        run.font.superscript = True
        reference = _element("w:footnoteReference")
        reference.set(f"{{{W}}}id", str(len(self.notes)))
        run._r.append(reference)

    def _footnotes(self) -> None:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        body = "".join(self._footnote(n, note) for n, note in enumerate(self.notes, 1))
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        blob = f'{head}<w:footnotes xmlns:w="{W}">{_SEPARATORS}{body}</w:footnotes>'.encode()
        part = self.document.part
        part.relate_to(Part(PackURI("/word/footnotes.xml"), TYPE, blob, part.package), KIND)

    def _footnote(self, number: int, note: Note) -> str:
        bidi, rtl = ("<w:bidi/>", "<w:rtl/>") if self.rtl else ("", "")
        text = escape(f" «{note.quote}» — {note.source}")
        mark = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/>{rtl}</w:rPr><w:footnoteRef/></w:r>'
        size = f'<w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/><w:sz w:val="17"/><w:szCs w:val="17"/>{rtl}</w:rPr>'
        words = f'<w:r>{size}<w:t xml:space="preserve">{text}</w:t></w:r>'
        return f'<w:footnote w:id="{number}"><w:p><w:pPr>{bidi}</w:pPr>{mark}{words}</w:p></w:footnote>'


def _element(name: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(name)


def _same_times(data: bytes) -> bytes:
    """The archive with one time for every member, so that the same briefing gives the same bytes."""
    import zipfile

    from isnad.export.spreadsheet import zipped

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})
