"""`python -m benchmarks.archive`: how reading and linking archives grows, and what a year of news would cost.

python -m benchmarks.archive                     growth of linking at 1,000, 3,000 and 10,000 articles, and the funnel
python -m benchmarks.archive --sizes 1000 100000 other sizes; `--lanes 2`: two tasks at once
python -m benchmarks.archive --estimate          a year of news for 1, 10 and 100 workers, from the figures stored
python -m benchmarks.archive --names 1           every world has names of its own; else they come again as those of real news do
python -m benchmarks.archive --store             keep the figures (benchmarks/archive.json)

The articles are made: a base of real ones (../shared/data/saudi-news) is read once by `isnad bulk`; each further world is the base on
later days, with its rare words, and the names made of them, written anew by exchanging letters. Inside a world the same articles are
copies, stories and namesakes as in the base; between worlds only what is common is alike, and the names that come again. What is made lies
under out/, never in the repository, and goes when the figures are there; a run that was stopped goes on. Each task runs in a process of
its own, so that its processor seconds and its peak of memory are its own.
"""

from __future__ import annotations

import argparse
import itertools
import json
import multiprocessing
import os
import random
import shutil
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from benchmarks.archive_pages import funnel
from benchmarks.workspace import NEWS, ROOT
from isnad.lang.pack import load_pack
from isnad.link.entity_latin import latin_of
from isnad.link.entity_rolls import Roll, Seen
from isnad.link.entity_stream import compiled
from isnad.link.reuse import held_in
from isnad.link.reuse_index import OWN, SHINGLE, runs, word_key
from isnad.link.story_words import Gist
from isnad.run.bulk import inputs, planning
from isnad.run.bulk.gather import ShardMade, SliceMade
from isnad.run.bulk.keeping import NO_DAY, Array, Part, Records, Writer, identity, name_number, number, read_json, save_columns
from isnad.run.bulk.order import Choices, Line, bulk
from isnad.run.bulk.sketches import Kept, Named, bands_of
from isnad.run.fingerprints import gathering_fingerprint
from isnad.run.processes import Processes
from isnad.run.runner import Task, carry_out

PLACE = ROOT / "out" / "bench-archive"
FIGURES = ROOT / "benchmarks" / "archive.json"
SIZES = (1_000, 3_000, 10_000)
BASE, SPAN = 1_000, 5
"""Articles of the base, of so many days."""
RARE = 12
"""Articles of the base up to which a word is rare: its worlds spell it otherwise."""
NAMES = 0.8
"""Power by which new names grow with the worlds (Heaps' law). So 10,000 articles made have 33,900 different names and 20,000 have 57,700;
saudi-news has 35,500 and 57,200, and grows more slowly from there on."""
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
Row = dict[str, Any]


def base() -> list[Path]:
    """Slices of the base, read where they are not there."""
    lines, files = PLACE / "lines", sorted(NEWS.glob("*.jsonl.gz"))[:SPAN]
    lines.mkdir(parents=True, exist_ok=True)
    for path in files:
        import gzip

        with gzip.open(path) as file:
            every = [line for n, line in enumerate(file) if n % 5 == 0]
        (lines / path.name.removesuffix(".gz")).write_bytes(b"".join(every[: BASE // SPAN]))
    inputs.FILES = 1
    with Processes(2) as runner:
        bulk([str(lines)], PLACE / "base", runner, Choices(window=0))
    shards = (PLACE / "base" / "steps" / "gather").iterdir()
    slices = [(min(m.days), s / m.name) for s in shards for m in read_json(s / "made.json", ShardMade).slices]
    return [place for _, place in sorted(slices)]


@cache
def letters(count: int) -> dict[int, str]:
    """How a world exchanges letters."""
    other = list(LETTERS)
    random.Random(count).shuffle(other)
    return {ord(a): b for a, b in zip(LETTERS, other, strict=True)} if count else {}


class World:
    """The base again, on other days, with other rare words, and names of which some came before."""

    def __init__(self, count: int, rare: frozenset[int], power: float) -> None:
        self.count, self.rare, self.power = count, rare, power
        self._rare = np.array(sorted(rare), dtype=np.uint64)
        self._reader = compiled(load_pack("ar"))[1]
        self.word = cache(self._word)
        self.name = cache(self._name)

    def article(self, key: int) -> int:
        """The number of an article here."""
        return name_number(f"{key} {self.count}") if self.count else key

    def day(self, day: int) -> int:
        """The day here."""
        return day if day == NO_DAY else day + SPAN * self.count

    def _word(self, word: str) -> str:
        return word.translate(letters(self.count)) if self.count and word_key(word) in self.rare else word

    def phrase(self, text: str) -> str:
        """A headline here."""
        return " ".join(self.word(w) for w in text.split())

    def _name(self, text: str) -> str:
        """A name here: forms with one last word are new together, or those of one world before, the more likely the more often it came."""
        words = text.split()
        count = self.count
        while count and _chance(words[-1], count) >= (count + 1) ** self.power - count**self.power:
            count = int(_chance(words[-1], -count) * count)
        return " ".join(w.translate(letters(count)) if word_key(w) in self.rare else w for w in words)

    def keys(self, keys: Array) -> Array:
        """Words as numbers here."""
        if not self.count:
            return keys
        mixed = keys * np.uint64(2 * self.count + 1) ^ np.uint64(self.count * 0x9E3779B97F4A7C15 & (1 << 64) - 1)
        # Half of the other words too: else every article would be a partial copy of what it was made of, in all worlds.
        return np.where(held_in(self._rare, keys) | (keys >> np.uint64(7) & np.uint64(1) == 1), mixed, keys)

    def gist(self, one: Gist) -> Gist:
        """A gist here."""
        day = one.day
        when = one.when if day is None else _date(self.day(day)) + one.when[10:]
        names = {self.name(k): self.name(v) for k, v in one.names.items()}
        bag = {self.word(k): v for k, v in one.bag.items()}
        return Gist(identity(self.article(number(one.article))), one.path, when, self.phrase(one.title), names, bag)

    def named(self, one: Named) -> Named:
        """The names of an article here."""
        names = {}
        for seen, types in zip(one.roll.names, one.types, strict=True):
            texts = {self.name(t): n for t, n in seen.texts.items()}
            key = self._reader.key(max(texts, key=lambda t: (texts[t], t)))
            names[key] = (Seen(key, seen.type, texts, seen.roles), types)
        roll = Roll(identity(self.article(number(one.roll.article))), one.roll.day, tuple(s for s, _ in names.values()))
        return Named(roll, tuple(t for _, t in names.values()))


def _chance(word: str, count: int) -> float:
    """A number from 0 to 1, the same for a word and a world at all times."""
    return word_key(f"{word} {count}") / 2**64


def _date(day: int) -> str:
    import datetime

    return datetime.date.fromordinal(day).isoformat()


def rare_words(slices: Iterable[Path]) -> frozenset[int]:
    """Words that few articles of the base hold."""
    spread: Counter[int] = Counter()
    for place in slices:
        for _, kept in Records(place, "words", Kept).within(Part()):
            spread.update(np.unique(np.frombuffer(kept.keys, dtype=np.uint64)).tolist())
    return frozenset(w for w, n in spread.items() if n <= RARE)


def write(place: Path, world: World, folder: Path, most: int) -> SliceMade:
    """A slice of the base in a world: what `gather` keeps of it, but for the tables."""
    folder.mkdir(parents=True)
    files = {name: Writer(folder, name) for name in ("words", "gists", "rolls", "seens", "aliases")}
    shingles, bands, who = [], [], []
    days: dict[str, Counter[int]] = defaultdict(Counter)
    for (key, kept), (_, one), (_, named) in islice(_together(place), most):
        article, keys = world.article(key), world.keys(np.frombuffer(kept.keys, dtype=np.uint64))
        kept = msgspec.structs.replace(kept, keys=keys.tobytes(), document=_moved(kept, world, article))
        own = np.convolve(np.frombuffer(kept.own, dtype=np.uint8) / 2.0, np.ones(SHINGLE), "valid") if len(keys) >= SHINGLE else np.zeros(0)
        found, first = np.unique(runs(keys), return_index=True)
        shingles.append((found, np.full(len(found), article, dtype=np.uint64), own[first] >= OWN))
        signature = bands_of(found)
        bands.append((signature, np.full(len(signature), article, dtype=np.uint64)))
        moved, found_names = world.gist(one), world.named(named)
        files["words"].add(article, kept, kept.day)
        files["gists"].add(article, moved, moved.day)
        files["rolls"].add(article, found_names)
        for seen in found_names.roll.names:
            files["seens"].add(name_number(seen.key), (found_names.roll.article, seen))
        who.append((article, word_key(kept.outlet), NO_DAY if kept.day is None else kept.day, len(found_names.roll.names)))
        days["told"][NO_DAY if kept.day is None else kept.day] += 1
        days["days"][NO_DAY if moved.day is None else moved.day] += 1
    for writer in files.values():
        writer.close()
    entries = [np.concatenate(c) for c in zip(*shingles, strict=True)]
    save_columns(folder, "runs", dict(zip(("hash", "article", "own"), entries, strict=True)))
    save_columns(folder, "bands", dict(zip(("hash", "article"), (np.concatenate(c) for c in zip(*bands, strict=True)), strict=True)))
    columns = list(zip(*who, strict=True))
    save_columns(
        folder, "who", {n: np.array(c, k) for n, c, k in zip(("article", "outlet", "day"), columns, ("<u8", "<u8", "<i4"), strict=False)}
    )
    return SliceMade(
        name=folder.name, articles=len(who), runs=len(entries[0]), names=sum(columns[3]), days=dict(days["days"]), told=dict(days["told"])
    )


def _together(place: Path) -> Iterator[tuple[tuple[int, Kept], tuple[int, Gist], tuple[int, Named]]]:
    words, gists, rolls = Records(place, "words", Kept), Records(place, "gists", Gist), Records(place, "rolls", Named)
    return zip(words.within(Part()), gists.within(Part()), rolls.within(Part()), strict=True)


def _moved(kept: Kept, world: World, article: int) -> Any:
    """The document of an article in a world."""
    replace = msgspec.structs.replace
    document, date = kept.document, kept.document.publication.date
    moved = replace(document.publication, date=_date(world.day(kept.day)) + (date or "")[10:] if kept.day is not None else date)
    return replace(document, article=replace(document.article, id=identity(article)), publication=moved)


class Metered:
    """Carries out tasks, each in a process of its own, so many at once, and notes what each cost.

    On a machine that others use, the same work takes up to three times the processor seconds. So each process does a fixed piece of
    work before and after its task, and its seconds are given as they would be at the pace of the quickest such piece of all.
    """

    def __init__(self, notes: Path, lanes: int = 1) -> None:
        self.lanes, self.notes = lanes, notes
        self.spent: dict[str, Spent] = {}
        """Of each task, by its place; of tasks of a run that was stopped too."""
        if notes.exists():
            self.spent = {place: Spent(*spent) for place, spent in map(json.loads, notes.read_text().splitlines())}

    def run(self, tasks: Iterable[Task]) -> Iterator[Task]:
        busy: dict[int, tuple[Task, int]] = {}
        for task in tasks:
            child, told = _forked(task)
            busy[child] = task, told
            if len(busy) == self.lanes:
                yield self._ended(busy)
        while busy:
            yield self._ended(busy)

    def _ended(self, busy: dict[int, tuple[Task, int]]) -> Task:
        """Wait for the next of the tasks to end."""
        child, status, used = os.wait3(0)
        task, told = busy.pop(child)
        with os.fdopen(told, "rb") as file:
            pace = file.read()
        if status or not pace:
            raise SystemExit(f"{task.work} failed")
        self.spent[task.place] = Spent(used.ru_utime + used.ru_stime - 2 * float(pace), float(pace), used.ru_maxrss / 1024)
        with self.notes.open("a") as file:
            file.write(json.dumps([task.place, self.spent[task.place]]) + "\n")
        return task

    def steps(self, places: Iterable[str]) -> Row:
        """What each step cost: processor seconds, as they were and evened out, of the longest task too; tasks; the largest process."""
        of: dict[str, list[Spent]] = defaultdict(list)
        for place in sorted(places):
            of[Path(place).parent.name].append(self.spent[place])
        quickest = min(s.pace for spent in of.values() for s in spent)
        return {
            step: {
                "seconds": round(sum(s.seconds for s in spent), 2), "even": round(sum(s.seconds * quickest / s.pace for s in spent), 2),
                "longest": round(max(s.seconds * quickest / s.pace for s in spent), 2), "tasks": len(spent),
                "peak_mb": round(max(s.megabytes for s in spent)),
            }
            for step, spent in of.items()
        }  # fmt: skip

    def __enter__(self) -> Metered:
        return self

    def __exit__(self, *error: object) -> None:
        return None


class Spent(NamedTuple):
    """What a task cost."""

    seconds: float
    pace: float
    """Seconds of the fixed piece of work beside it: the mean of before and after."""
    megabytes: float


def pace() -> float:
    """Processor seconds of a fixed piece of work, of the kind that linking is: some hundredths of one."""
    began = time.process_time()
    held: dict[str, int] = {}
    for n in range(60_000):
        word = f"{n * 7919 % 10_007}"
        held[word] = held.get(word, 0) + len(word)
    return time.process_time() - began


def _forked(task: Task) -> tuple[int, int]:
    """A child that carries a task out, and where it tells its pace when it is done."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            before = pace()
            carry_out(task)
            os.write(tell, str((before + pace()) / 2).encode())
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(tell)
    return child, told


def linking(size: int, slices: list[Path], rare: frozenset[int], lanes: int = 1, power: float = NAMES) -> Row:
    """Link so many articles; seconds of the processor by step, the longest task, the largest process."""
    import pyarrow.parquet as pq

    def progress(step: str, done: int, of: int) -> None:
        if done == of and of:
            told = metered.steps(line.used)[step]
            print(
                f"  {size:,} articles: {step} {told['even']:,.1f} s ({told['seconds']:,.1f}), {told['peak_mb']:,} MB",
                file=sys.stderr,
                flush=True,
            )

    # A worker loads these once, however many tasks it carries out; here each task is a process that has them from this one.
    pack = load_pack("ar")
    compiled(pack), latin_of(pack)
    root = PLACE / f"{size}-{power}-{gathering_fingerprint('ar')}"
    root.mkdir(exist_ok=True)
    metered = Metered(root / "spent.jsonl", lanes)
    for folder in (root / "steps").glob("*/*"):
        if folder.parent.name != "gather" and folder.relative_to(root).as_posix() not in metered.spent:
            shutil.rmtree(folder)  # the run was stopped before it noted what this cost
    line = Line(root, metered, Choices(), progress)
    made = worlds(root, size, slices, rare, lanes, power)
    planning._repeats(line, made)
    planning._copies(line, made)
    found, named = planning._stories(line, made), planning._names(line, made, {})
    counts = {
        table: sum(pq.read_metadata(root / p / f"{table}.parquet").num_rows for p in places)
        for table, places in (("entities", named.entities), ("stories", found.told))
    }
    disk, gathered = (sum(p.stat().st_size for p in place.rglob("*") if p.is_file()) for place in (root, root / "steps" / "gather"))
    shutil.rmtree(root)
    sizes = {"kb_gathered": round(gathered / size / 1000, 1), "kb_linked": round((disk - gathered) / size / 1000, 1)}
    return {"articles": size, "power": power, "steps": metered.steps(line.used), **counts, **sizes}


def worlds(root: Path, size: int, slices: list[Path], rare: frozenset[int], lanes: int, power: float) -> list[planning.Slice]:
    """So many articles, in as many worlds as it takes; those of a run that was stopped before it made them all are made again."""
    told = root / "made.json"
    if told.exists():
        return msgspec.json.decode(told.read_bytes(), type=list[planning.Slice])
    shutil.rmtree(root / "steps", ignore_errors=True)
    held = [len(Records(place, "words", Kept).rows) for place in slices]
    plan: list[tuple[int, list[int]]] = []
    while size > 0:
        most = [max(0, min(n, size - before)) for n, before in zip(held, itertools.accumulate(held, initial=0), strict=False)]
        plan.append((len(plan), most))
        size -= sum(held)
    with ProcessPoolExecutor(lanes, multiprocessing.get_context("fork")) as pool:
        made = [one for found in pool.map(partial(world, root, slices, rare, power), plan) for one in found]
    told.write_bytes(msgspec.json.encode(made))
    return made


def world(root: Path, slices: list[Path], rare: frozenset[int], power: float, told: tuple[int, list[int]]) -> list[planning.Slice]:
    """One world, so many articles of each slice of the base."""
    count, most = told
    made, one = [], World(count, rare, power)
    for n, (place, some) in enumerate(zip(slices, most, strict=True)):
        if some:
            folder = root / "steps" / "gather" / f"w{count:05}" / f"s{n:04}"
            made.append(planning.Slice(folder.relative_to(root).as_posix(), write(place, one, folder, some)))
    return made


GROUPS = {
    "copies": ("repeats", "crowd", "meet", "index", "compare", "gather_near", "settle"),
    "stories": ("weigh", "cluster", "merge", "match", "unite", "tell_stories"),
    "names": ("units", "pair", "join", "cluster_names", "ask_short", "answer_short", "resolve", "tell_entities"),
}


def show(rows: list[Row]) -> None:
    """A table of milliseconds an article."""
    heads = [f"{g} ms" for g in GROUPS] + ["all ms", "longest s", "peak MB", "stories", "names", "KB/article"]
    print(f"{'articles':>10}" + "".join(f"{h:>12}" for h in heads), flush=True)
    for row in rows:
        each = [1000 * sum(row["steps"].get(s, {"even": 0})["even"] for s in steps) / row["articles"] for steps in GROUPS.values()]
        longest, peak = (max(s[k] for s in row["steps"].values()) for k in ("longest", "peak_mb"))
        disk = row["kb_gathered"] + row["kb_linked"]
        cells = [*(f"{m:.2f}" for m in (*each, sum(each))), f"{longest:.1f}", peak, row["stories"], row["entities"], f"{disk:.1f}"]
        print(f"{row['articles']:10,}" + "".join(f"{c:>12}" for c in cells))


YEAR = {"pages": 400e6, "arabic": 0.03, "annotate_ms": 40.0}
"""What is assumed of a year: pages of a crawl of news, the part that is Arabic, processor milliseconds to annotate an article."""


def estimate(figures: Row) -> None:
    """A year of news, from the largest run that was measured: what each step is for 1, 10 and 100 workers."""
    pages, articles = YEAR["pages"], YEAR["pages"] * YEAR["arabic"]
    last, told = figures["rows"][-1], figures["funnel"]
    parts = {
        "look at pages": (pages * told["other_ms"] / 1000, 0.0),
        "extract": (articles * told["arabic_ms"] / 1000, 0.0),
        "annotate": (articles * YEAR["annotate_ms"] / 1000, 0.0),
    }
    for group, steps in GROUPS.items():
        alone = sum(last["steps"].get(s, {"even": 0})["even"] for s in steps if s in ("unite", "join"))
        total = sum(last["steps"].get(s, {"even": 0})["even"] for s in steps) - alone
        parts[group] = (total * articles / last["articles"], alone * articles / last["articles"])
    print(f"{pages:,.0f} pages, {articles:,.0f} articles; linking as at {last['articles']:,} articles")
    print(f"{'hours':16}" + "".join(f"{w:>10} workers" for w in (1, 10, 100)))
    totals: Counter[int] = Counter()
    for name, (shared, alone) in parts.items():
        hours = {w: (shared / w + alone) / 3600 for w in (1, 10, 100)}
        totals.update(hours)
        print(f"{name:16}" + "".join(f"{hours[w]:18,.1f}" for w in hours))
    print(f"{'all':16}" + "".join(f"{totals[w]:18,.1f}" for w in (1, 10, 100)))
    gathered, linked = (articles * last[f"kb_{kind}"] / 1e9 for kind in ("gathered", "linked"))
    print(f"disk: {gathered:,.1f} TB gathered, {linked:,.1f} TB linked, and the tables")


def main() -> int:
    """Measure, print, keep if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--lanes", type=int, default=1, help="tasks at once")
    parser.add_argument("--names", type=float, default=NAMES, metavar="POWER", help="new names grow as this power of the worlds")
    parser.add_argument("--estimate", action="store_true")
    parser.add_argument("--store", action="store_true")
    options = parser.parse_args()
    if options.estimate:
        stored: Row = json.loads(FIGURES.read_text())
        show(stored["rows"])
        estimate(stored)
        return 0
    if not NEWS.is_dir():
        print(f"nothing to measure: no articles in {NEWS} (set ISNAD_SHARED)", file=sys.stderr)
        return 0
    slices = base()
    rare = rare_words(slices)
    figures: Row = {"rows": [], "funnel": funnel(PLACE)}
    for size in options.sizes:
        figures["rows"].append(linking(size, slices, rare, options.lanes, options.names))
        show(figures["rows"][-1:])
        if options.store:
            FIGURES.write_text(json.dumps(figures, indent=1) + "\n")
    show(figures["rows"])
    print(json.dumps(figures["funnel"]))
    estimate(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
