"""Seeds for the reading room: forms as its pages send them, addresses as they lead, each with what strangers put into them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

Seed = Callable[[int], bytes]

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> \u202eقلب\u2066 javascript:alert(1) ../../etc \x00\r\nSet-Cookie: a=b"
FORMS: dict[str, tuple[str, ...]] = {
    "/searches": ("", "", "", "", "", "/search", "", "", "", "", "", "", "", "", "جسر"),
    "/follows": ("person", "", "", "", "", "//evil.example", "", "", "", "", "", "سالم"),
    "/follows/remove": ("", "", "", "", "", "/\\evil.example", "1"),
    "/feeds": ("", "", "", "", "", "", "", "", "", "", "", "", "", "https://a.example/feed\nhttp://127.0.0.1/feed file:///etc/passwd"),
    "/feeds/change": ("", "", "", "", "", "", "", "", "", "pause", "", "", "https://a.example/feed"),
    "/add": ("",),
    "/judgements": ("entity", "name:person:سالم الرندي", "name:person:خالد", "same", HOSTILE, "/judgements"),
    "/judgements/undo": ("", "", "", "", "", "/", "1"),
    "/users": ("", "", "", "", "", "", "", "new", "editor", "", "a long enough secret"),
    "/users/change": ("", "", "", "", "", "", "", "the-reader", "admin", "role"),
    "/me": ("", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "a long enough secret", "another long secret"),
    "/login": ("", "", "", "", "", "", "", "the-admin", "", "", "a long enough secret", "", "", "", "", "//evil.example"),
    "/logout": ("",),
}
"""Address to the values of its form, in the order of `FIELDS`."""


def numbers(method: str) -> list[str]:
    """The addresses of a method, in the order in which an input's first byte chooses them."""
    from isnad.web.routes import PAGES

    return [p.path for p in PAGES if p.method == method and not p.path.startswith("/static")]


def form(path: str, who: int, how: int, values: tuple[str, ...]) -> Seed:
    """A form's input; where there is room the last value is made long."""

    def seed(size: int) -> bytes:
        head = bytes([numbers("POST").index(path), who, how])
        data = "\x1e".join(values).encode()
        return head + data + (data[-40:] or b"x") * max(0, (size - len(data)) // max(1, len(data[-40:]))) * (size > 5_000)

    return seed


def address(number: int, who: int, how: int, rest: str) -> Seed:
    """The input of an address."""
    return lambda size: (
        bytes([number, who, how])
        + rest.encode()
        + rest.encode() * (max(0, size - len(rest)) // max(1, len(rest.encode()))) * (size > 5_000)
    )


FORM_SEEDS: dict[str, Seed] = {
    **{f"as-{who}{path.replace('/', '-')}": form(path, who, 0, values) for path, values in FORMS.items() for who in (2, 3)},
    **{f"hostile{path.replace('/', '-')}": form(path, 3, 0, tuple(HOSTILE for _ in range(18))) for path in FORMS},
    **{f"long{path.replace('/', '-')}": form(path, 3, 0, tuple("1%_ " * 3_000 for _ in range(18))) for path in FORMS},
    **{f"no-token{path.replace('/', '-')}": form(path, 3, 1, values) for path, values in FORMS.items()},
    **{
        f"foreign-{n}{path.replace('/', '-')}": form(path, 3, 4 | n << 6, values)
        for n in range(4)
        for path, values in list(FORMS.items())[n::4]
    },
    **{f"too-low{path.replace('/', '-')}": form(path, 1, 0, values) for path, values in FORMS.items()},
    **{f"parts{path.replace('/', '-')}": form(path, 3, 16, ("../../x\u202e.txt", HOSTILE * 3)) for path in ("/add", "/feeds", "/users")},
    **{f"bytes{path.replace('/', '-')}": form(path, 3, 32, ("name=%ff%fe&role=%00&id[]=1&name=2&%=&&&==",)) for path in FORMS},
}
"""What is sent to forms."""

QUERIES = (
    HOSTILE,
    "جسر\x1ewords\x1enewest\x1e20", 'outlet:"x" AND (', "-1", "99999999999999999999", "2031-03-04\x1e0-9\x1e,x,9", "0-40", "..%2f..%2f",
    "٣", "\u0660-\u0669", "name:person:x", "en\x1edark",
)  # fmt: skip


def address_seeds() -> Iterator[tuple[str, Seed]]:
    """For each page of the reading room what is asked of it, by those who may and those who may not."""
    for n, path in enumerate(numbers("GET")):
        yield f"plain{path}", address(n, 3, 0, "")
        yield f"nobody{path}", address(n, 0, 0, HOSTILE)
        for m in range(n % 3, len(QUERIES), 3):
            for how in (0, 1, 8 * (1 + m)):
                yield f"asked-{m}-{how}{path}", address(n, 3, how, QUERIES[m])
