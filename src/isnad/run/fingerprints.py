"""What a result was made by, as a digest: the code of the stages and the tables they read.

The code itself is digested, not version numbers: nobody can forget to raise it. A changed comment costs a reading anew;
a stale result would cost the truth. See decision 0012.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from isnad.model.ids import digest

_ROOT = Path(__file__).parents[1]
_READING = ("text", "lang", "annotate", "model/document.py", "model/findings.py", "model/text.py", "model/span.py", "model/article.py")
_TELLING = ("link", "derive", "pipeline.py", "model/account.py", "model/judgement.py")
_BULK = tuple(f"run/bulk/{name}.py" for name in ("gather", "inputs", "sketches", "tables", "keeping"))
_GATHERING = ("read", *_BULK, "link/story_words.py", "link/reuse_index.py", "link/entity_rolls.py", "link/entity_names.py", "pipeline.py")
_KINDS = {".py", ".tsv", ".toml", ".npz", ".json", ".bin", ".gz"}


@cache
def reading_fingerprint(language: str) -> str:
    """Of everything that makes a document from an article."""
    return digest("reading", language, *_contents(_READING))


@cache
def telling_fingerprint(language: str) -> str:
    """Of everything that makes an account from documents."""
    return digest("telling", reading_fingerprint(language), *_contents(_TELLING))


@cache
def gathering_fingerprint(language: str) -> str:
    """Of everything that makes a shard of an archive from its input."""
    return digest("gathering", reading_fingerprint(language), *_contents(_GATHERING))


@cache
def linking_fingerprint(language: str) -> str:
    """Of everything that links the shards of an archive."""
    return digest("linking", telling_fingerprint(language), *_contents(("run/bulk",)))


def _contents(places: tuple[str, ...]) -> list[str]:
    """Names and digests of all files of the places, in order."""
    files = sorted(f for p in places for f in ((_ROOT / p).rglob("*") if (_ROOT / p).is_dir() else [_ROOT / p]) if f.suffix in _KINDS)
    return [f"{f.relative_to(_ROOT).as_posix()} {_digest_of(f)}" for f in files if "cases" not in f.parts]


def _digest_of(file: Path) -> str:
    import hashlib

    return hashlib.blake2b(file.read_bytes(), digest_size=8).hexdigest()
