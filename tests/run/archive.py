"""An invented archive of every format: WARC with what a crawl of the whole web has in it, JSON Lines, Parquet."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow
import pyarrow.parquet

from tests.read.lists import HTML, page, warc

TOWNS = ("سمارا", "نوران", "ميراس", "وادي الرند")
ENGLISH = (
    "<html><head><title>Harbour</title></head><body><p>"
    + "The harbour of the small town was closed for repairs. " * 20
    + "</p></body></html>"
)
PERSIAN = (
    "<html><body><p>"
    + "وزیر کشور گفت که پلیس در این منطقه گزارش‌های بیشتری را بررسی می‌کند و چند نفر دستگیر شده‌اند. " * 12
    + "</p></body></html>"
)
CRAWL = (
    ("https://diffa.example/n/1", 200, HTML, page().encode()),
    ("https://harbour.example/1", 200, HTML, ENGLISH.encode()),
    ("https://harbour.example/2", 200, HTML, ENGLISH.replace("small", "large").encode()),
    ("https://tehranpage.example/2", 200, HTML, PERSIAN.encode()),
    ("https://diffa.example/n/2", 404, HTML, b"<html>gone</html>"),
    ("https://diffa.example/a.png", 200, {"Content-Type": "image/png"}, b"\x89PNG"),
    ("https://naba.example/n/4", 200, HTML, page("خبر آخر").encode()),
)


def story(number: int, town: str, outlet: str) -> dict[str, object]:
    """An invented article; those of one town and day carry one text, with an end of their own."""
    text = (
        f"قال المتحدث باسم الدفاع المدني سالم الرندي إن حريقا شب في سوق {town} القديم وأدى إلى مقتل {3 + number} أشخاص "
        f"وإصابة عشرة آخرين بجروح. "
        f"وأضاف الرندي أن فرق الإطفاء أخمدت النار بعد ست ساعات من العمل المتواصل وأن التحقيق في أسباب الحريق بدأ صباح الأربعاء.\n"
        f"وذكرت {outlet} في ختام تقريرها رقم {number} أن سكان الحي عادوا إلى بيوتهم."
    )
    return {
        "id": f"{town}-{outlet}-{number}", "outlet": outlet, "url": f"https://paper.example/{number}/{town}/{outlet}",
        "title": f"حريق في سوق {town} يقتل {3 + number} أشخاص", "text": text, "published": f"2021-03-{1 + number:02}",
    }  # fmt: skip


def lines(*records: object) -> bytes:
    """Records as JSON Lines."""
    return b"".join(json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in records)


def invented(folder: Path) -> Path:
    """The archive: 2 articles in WARC, 8 in JSON Lines, of which one comes again in Parquet with one more, whose text turns direction."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "crawl.warc.gz").write_bytes(warc(CRAWL))
    stories = [story(n, town, outlet) for n, town in enumerate(TOWNS) for outlet in ("صحيفة الضفة", "موقع نبأ")]
    english = {"id": "en", "title": "Harbour", "text": "The harbour of the small town was closed for repairs."}
    (folder / "news.jsonl").write_bytes(lines(*stories, english) + '{"سطر مكسور من الأرشيف"\n'.encode())
    turned = story(9, "خور البحر", "صحيفة الضفة")
    turned["text"] = str(turned["text"]).replace("القديم", "\u202eالقديم\u202c", 1)
    more = [stories[0], turned]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(more), folder / "more.parquet")
    (folder / "README.md").write_text("passed over")
    (folder / "table.xyz").write_text("unknown")
    return folder


ENDED = {
    "failed broken-record": 1,
    "kept": 11,
    "rejected duplicate": 1,
    "rejected http-status": 1,
    "rejected not-a-page": 1,
    "rejected not-arabic bytes": 3,
    "rejected not-arabic page": 1,
    "rejected unknown-format": 1,
}
"""How the inputs of the archive end."""


def contents(root: Path) -> dict[str, bytes]:
    """All files under a folder."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}
