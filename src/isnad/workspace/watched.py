"""What a workspace watches and follows: feeds, follows, alerts. A part of `Workspace`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from isnad.errors import NothingReadableError, UsageError
from isnad.model.kept import Alert, Feed, Follow
from isnad.settings import Settings
from isnad.store import feeds as kept
from isnad.store.protocol import Store

_LIMIT = 32_000_000


class Watched:
    """The verbs of watching; `isnad.workspace.watching.Watch` does it."""

    store: Store
    settings: Settings

    def now(self) -> str:
        """The time as the store keeps it."""
        raise NotImplementedError

    def story_id(self, identity: str) -> str:
        """The whole id of a story from its beginning."""
        raise NotImplementedError

    def add_feeds(self, addresses: Iterable[str], titles: dict[str, str] | None = None) -> int:
        """Watch feeds from now on; gives how many are new. Raises `UsageError` on an address that is never fetched."""
        now = self.now()
        checked = {_checked(a): (titles or {}).get(a, "") for a in addresses}
        with self.store.writing() as connection:
            there = {f.address for f in kept.all_feeds(connection)}
            new = [a for a in checked if a not in there]
            for address in new:
                kept.put_feed(connection, Feed(address=address, title=checked[address], added=now, due=now))
        return len(new)

    def import_feeds(self, path: Path) -> int:
        """Watch the feeds that an OPML file names; gives how many are new. Raises `NothingReadableError` where it names none."""
        from isnad.read.listings import parse_listing

        with path.open("rb") as file:
            listing = parse_listing(file.read(_LIMIT))
        named = {e.address: e.title or "" for e in listing.entries if e.kind == "feed" and e.address}
        if not named:
            why = f"{listing.reason} {listing.detail}".strip()
            raise NothingReadableError(f"{path} names no feed{f' ({why})' if why else ''}: expected an OPML file with xmlUrl")
        return self.add_feeds(named, named)

    def feeds(self) -> list[Feed]:
        """Every feed, in the order of addresses."""
        with self.store.reading() as connection:
            return list(kept.all_feeds(connection))

    def pause_feed(self, address: str, *, paused: bool = True) -> None:
        """Look at a feed no more; or, with `paused` false, again and at once. Raises `NothingFoundError`."""
        import msgspec

        with self.store.writing() as connection:
            found = kept.feed(connection, _checked(address))
            again = {} if paused else {"due": self.now(), "failures": 0}
            kept.put_feed(connection, msgspec.structs.replace(found, paused=paused, **again))

    def remove_feed(self, address: str) -> None:
        """Forget a feed; its articles stay. Raises `NothingFoundError`."""
        with self.store.writing() as connection:
            kept.drop_feed(connection, _checked(address))

    def follow(self, kind: str, value: str) -> Follow:
        """Follow a `person` or body by name, a `phrase`, a `story` by its id, a `figure` (`killed`, `killed>100`), a `search`.

        Raises `UsageError` for other kinds, a figure that is none, a query that cannot be read; `NothingFoundError` for a story
        that is not kept.
        """
        from isnad.derive.alerts import threshold

        value = " ".join(value.split())
        if kind not in ("person", "phrase", "story", "figure", "search") or not value:
            raise UsageError(f"follow {kind} {value!r}: expected person, phrase, story, figure or search, and what of it")
        if kind == "search":
            from isnad.workspace.searching import query_reader

            query_reader(self.settings.language).read(value)
        if kind == "story":
            value = self.story_id(value)
        if kind == "figure":
            try:
                measure, _ = threshold(value)
            except ValueError as error:
                raise UsageError(f"follow figure {error}") from error
            known = sorted(k.removeprefix("measure.") for k in _messages() if k.startswith("measure."))
            if measure not in known:
                raise UsageError(f"follow figure {measure}: expected one of {', '.join(known)}")
        with self.store.writing() as connection:
            return kept.follow(connection, kind, value, self.now())

    def follows(self) -> list[Follow]:
        """Everything that is followed."""
        with self.store.reading() as connection:
            return list(kept.all_follows(connection))

    def unfollow(self, identity: str) -> None:
        """Follow something no more. Raises `NothingFoundError`."""
        with self.store.writing() as connection:
            kept.unfollow(connection, identity)

    def alerts(self, *, limit: int | None = None, before: str | None = None) -> list[Alert]:
        """Alerts that were raised, the latest first; those older than the one with the id `before`."""
        with self.store.reading() as connection:
            return list(kept.listed_alerts(connection, limit=limit, before=before))


def _messages() -> set[str]:
    from isnad.export.catalogue import load_catalogue

    return load_catalogue("en").keys()


def _checked(address: str) -> str:
    from isnad.fetch.addresses import checked_url
    from isnad.fetch.answers import Ended

    try:
        return str(checked_url(address.strip()))
    except Ended as end:
        raise UsageError(f"feed {address}: {end.detail}") from end
