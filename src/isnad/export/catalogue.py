"""Interface texts: message catalogues in Arabic and English. A language `xx` has `xx.toml` and, one a part, `xx.PART.toml`.

A message is a string with `{names}`, or a table of CLDR plural forms (`zero one two few many other`) chosen by `n`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from isnad.errors import PackError, UsageError

LANGUAGES = ("ar", "en")
_FOLDER = Path(__file__).parent / "messages"


class Catalogue:
    """The messages of one language."""

    def __init__(self, language: str, messages: dict[str, Any]) -> None:
        self.language = language
        self.direction = "rtl" if language == "ar" else "ltr"
        self._messages = messages

    def __call__(self, key: str, **values: Any) -> str:
        """The message of a dotted key; a key that is not there is shown as it is, so that nothing is lost."""
        message: Any = self._messages
        for part in key.split("."):
            message = message.get(part) if isinstance(message, dict) else None
        if isinstance(message, dict):
            message = message.get(plural_form(self.language, values.get("n", 0)), message.get("other"))
        if not isinstance(message, str):
            return key.rsplit(".", 1)[-1].replace("-", " ")
        return message.format(**values) if values else message

    def keys(self) -> set[str]:
        """All dotted keys; the plural forms of one message count as one."""
        return set(_walk(self._messages, ""))


def _walk(node: dict[str, Any], prefix: str) -> list[str]:
    out = []
    for key, value in node.items():
        if isinstance(value, dict) and "other" not in value:
            out += _walk(value, f"{prefix}{key}.")
        else:
            out.append(prefix + key)
    return out


def plural_form(language: str, n: float) -> str:
    """The CLDR plural category of a whole number (Unicode TR 35) in Arabic or English."""
    if language != "ar":
        return "one" if n == 1 else "other"
    if n in (0, 1, 2):
        return ("zero", "one", "two")[int(n)]
    rest = n % 100
    return "few" if 3 <= rest <= 10 else "many" if 11 <= rest <= 99 else "other"


@cache
def load_catalogue(language: str) -> Catalogue:
    """The catalogue of a language; another than the known ones is a wrong argument."""
    if language not in LANGUAGES:
        raise UsageError(f"language {language!r}: expected one of {', '.join(LANGUAGES)}")
    messages: dict[str, Any] = {}
    for file in (_FOLDER / f"{language}.toml", *sorted(_FOLDER.glob(f"{language}.*.toml"))):
        part = tomllib.loads(file.read_text(encoding="utf-8"))
        if twice := messages.keys() & part.keys():
            raise PackError(f"{file}:1: the tables {', '.join(sorted(twice))} stand in another file already")
        messages |= part
    return Catalogue(language, messages)
