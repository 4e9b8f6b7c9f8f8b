"""Invented articles for the tests of the workspace."""

from __future__ import annotations

import json
from pathlib import Path

TOWNS = ("سمارا", "نوران", "ميراس", "وادي الرند", "خور البحر", "تل الغار")


def news(folder: Path, count: int = 12) -> Path:
    """Files about a few invented events."""
    folder.mkdir(exist_ok=True)
    for n in range(count):
        town = TOWNS[n % len(TOWNS)]
        text = f"حريق في سوق {town} يقتل {3 + n // 6} أشخاص\nقال المتحدث سالم الرندي إن حريقا في سوق {town} قتل {3 + n // 6} أشخاص.\n"
        text += f"وأضاف أن فرق الإطفاء في {town} أخمدت النار بعد ساعات، وفق التقرير {n}.\n"
        record = {"id": n, "url": f"https://paper{n % 3}.example/{n}", "text": text, "published": f"2031-03-0{1 + n // 6 % 9}"}
        (folder / f"{n:02}.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return folder
