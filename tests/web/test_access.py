"""Who may come in: hosts, logins, roles, sessions, forms, limits."""

from __future__ import annotations

import base64
import datetime
import sqlite3
from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from isnad import Workspace
from isnad.errors import NothingFoundError, UsageError
from isnad.web import routes
from isnad.web.access import rates
from isnad.web.access.login import FROM_ADDRESS, local
from isnad.workspace import passwords
from isnad.workspace.users import IDLE, LONGEST
from tests.web.pages import opened, send, token, words

GOOD = "a long enough secret"
Browser = Callable[..., TestClient]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that cost next to nothing."""
    monkeypatch.setattr(passwords, "COST", 2)


@pytest.fixture
def doors(desk: Workspace, browser: Browser) -> Browser:
    """Browsers on a desk that needs a login, with a user of each role."""
    for role in ("reader", "editor", "admin"):
        desk.add_user(f"the-{role}", GOOD, role)
    return lambda **serving: browser(users=True, **serving)


def log_in(client: TestClient, name: str, password: str = GOOD, **fields: str) -> int:
    return int(send(client, "/login", csrf=token(client, "/login"), name=name, password=password, **fields).status_code)


def test_without_a_login_everybody_on_this_machine_may_read(browser: Browser) -> None:
    client = browser()
    assert client.get("/").status_code == 200 and client.get("/login").headers["location"] == "/"


def test_a_login_leads_on_to_where_the_reader_wanted(doors: Browser) -> None:
    client = doors()
    sent = client.get("/?day=2024-01-17")
    assert (sent.status_code, sent.headers["location"]) == (303, "/login?next=%2F%3Fday%3D2024-01-17")
    page = opened(client, sent.headers["location"])
    onward = page.xpath('//input[@name="next"]/@value')[0]
    answer = send(client, "/login", csrf=page.xpath('//input[@name="csrf"]/@value')[0], name="the-reader", password=GOOD, next=onward)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?day=2024-01-17")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "secure" not in cookie
    assert "the-reader" in client.get("/").text


def test_over_https_cookies_go_nowhere_else(doors: Browser) -> None:
    client = doors(https=True)
    client.base_url = "https://127.0.0.1:8050"
    answer = client.post(
        "/login",
        data={"csrf": token(client, "/login"), "name": "the-reader", "password": GOOD},
        headers={"Origin": "https://127.0.0.1:8050"},
    )
    assert all("secure" in c.lower() for c in answer.headers.get_list("set-cookie"))
    assert answer.headers["set-cookie"].startswith("__Host-isnad_session=")
    assert "strict-transport-security" in answer.headers


def test_a_wrong_name_and_a_wrong_password_look_alike(doors: Browser) -> None:
    client = doors()
    csrf = token(client, "/login")
    pages = [send(client, "/login", csrf=csrf, name=name, password="wrong password") for name in ("the-reader", "nobody-at")]
    assert [p.status_code for p in pages] == [403, 403]
    assert pages[0].text.replace("the-reader", "nobody-at") == pages[1].text
    assert client.get("/").status_code == 303


def test_logging_out_ends_the_session_itself(doors: Browser) -> None:
    client = doors()
    assert log_in(client, "the-reader") == 303
    kept = dict(client.cookies)
    assert send(client, "/logout", csrf=token(client, "/")).status_code == 303
    client.cookies.update(kept)
    assert client.get("/").status_code == 303


@pytest.mark.parametrize(
    ("onward", "place"),
    [("/stories/a?b=c", "/stories/a?b=c"), ("//evil.example", "/"), ("/\\evil.example", "/"), ("https://evil.example", "/"), ("/a\nb", "/"),
     ("", "/"), ("/login?next=/x", "/")],
)  # fmt: skip
def test_nobody_is_led_to_another_site(onward: str, place: str) -> None:
    assert local(onward) == place


def test_every_page_that_is_not_open_asks_for_a_login(doors: Browser) -> None:
    client = doors()
    for page in routes.PAGES:
        if page.role == "nobody" or page.method != "GET":
            continue
        path = page.path.replace("{", "").replace("}", "")
        assert client.get(path).status_code in ((401,) if page.basic else (303,)), page.path


def test_every_form_needs_a_login_a_role_and_our_own_page(doors: Browser, desk: Workspace) -> None:
    """Whatever form there is: none is taken from a stranger, a reader, another site, or without its token."""
    stranger, low, high = doors(), doors(), doors()
    assert log_in(low, "the-reader") == log_in(high, "the-admin") == 303
    csrf = token(high)
    for page in routes.PAGES:
        if page.method != "POST":
            continue
        path = page.path.replace("{", "").replace("}", "")
        assert send(high, path, origin="https://evil.example", csrf=csrf).status_code == 403, path
        assert high.post(path, data={"csrf": csrf}).status_code == 403, path
        assert send(high, path).status_code == 403, path
        if page.role != "nobody":
            assert send(stranger, path, csrf=token(stranger, "/login")).status_code == 303, path
            assert page.role == "reader" or send(low, path, csrf=token(low)).status_code == 403, path
    assert desk.judgements() == () and desk.feeds() == []


def test_programs_may_log_in_without_a_form_where_they_are_expected(doors: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "PAGES", tuple(p._replace(basic=True) if p.path == "/" else p for p in routes.PAGES))
    monkeypatch.setattr("isnad.web.app.PAGES", routes.PAGES)
    client = doors()
    answer = client.get("/")
    assert answer.status_code == 401 and answer.headers["www-authenticate"].startswith("Basic")
    assert client.get("/", headers=basic("the-reader", GOOD)).status_code == 200
    assert client.get("/", headers=basic("the-reader", "wrong password")).status_code == 401
    assert client.get("/", headers={"Authorization": "Basic ???"}).status_code == 400


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def test_too_many_wrong_passwords_have_to_wait(doors: Browser) -> None:
    client = doors()
    csrf = token(client, "/login")

    def status(name: str, password: str) -> int:
        return int(send(client, "/login", csrf=csrf, name=name, password=password).status_code)

    assert [status(f"n{n}", "wrong password") for n in range(FROM_ADDRESS.most)] == [403] * FROM_ADDRESS.most
    assert status("the-reader", GOOD) == 429 and status("n1", "wrong password") == 429


def test_too_many_requests_have_to_wait(browser: Browser) -> None:
    client = browser(requests=5)
    assert [client.get("/healthz").status_code for _ in range(7)] == [200] * 5 + [429] * 2
    assert int(client.get("/").headers["retry-after"]) >= 1


def test_what_was_used_up_comes_back_with_time() -> None:
    now = [0.0]
    bucket = rates.Bucket(rates.Rate(2, 60.0), lambda: now[0])
    assert [bucket.take("a"), bucket.take("a"), bucket.take("b")] == [0, 0, 0]
    assert bucket.take("a") == pytest.approx(30.0) and bucket.wait("b") == 0
    now[0] = 31.0
    assert bucket.take("a") == 0 and bucket.take("a") > 0


def test_a_crowd_of_addresses_takes_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "MOST_KEYS", 10)
    bucket = rates.Bucket(rates.Rate(1, 60.0), lambda: 0.0)
    for n in range(100):
        bucket.take(str(n))
    assert len(bucket._used) <= 10 and bucket.take("99") > 0


def test_a_network_of_ipv6_is_one_reader() -> None:
    def client(address: str) -> str:
        return rates.client_of({"type": "http", "client": (address, 1)})

    assert client("2001:db8::1") == client("2001:db8::ffff") != client("2001:db8:1::1")
    assert client("10.0.0.1") != client("10.0.0.2") and rates.client_of({"type": "http", "client": None}) == ""


def test_a_form_that_is_too_large_is_refused(browser: Browser) -> None:
    client = browser(form_bytes=1_000)
    answer = send(client, "/login", csrf=token_of_nobody(), name="x" * 2_000)
    assert answer.status_code == 413 and words_of(answer.text)


def token_of_nobody() -> str:
    return "0" * 64


def words_of(text: str) -> list[str]:
    from lxml import html

    return words(html.document_fromstring(text), "//h1")


def test_sessions_end(desk: Workspace) -> None:
    at = [datetime.datetime(2031, 3, 4, tzinfo=datetime.UTC)]
    desk._clock = lambda: at[0]
    user = desk.add_user("n", GOOD, "reader")
    idle, used = desk.begin_session(user), desk.begin_session(user)
    while at[0] < datetime.datetime(2031, 3, 4, tzinfo=datetime.UTC) + LONGEST:
        assert desk.session_user(used) == user
        at[0] += IDLE / 2
    assert desk.session_user(idle) is None
    at[0] += datetime.timedelta(seconds=1)
    assert desk.session_user(used) is None
    fresh = desk.begin_session(user)
    with desk.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sessions").scalar() == 1
    desk.set_role("n", "editor")
    assert desk.session_user(fresh) is None


def test_neither_passwords_nor_tokens_are_kept(demo: str) -> None:
    with Workspace.open(demo) as desk:
        held = desk.begin_session(desk.add_user("n", GOOD, "admin"))
    connection = sqlite3.connect(demo)
    dump = "\n".join(connection.iterdump())
    connection.close()
    assert GOOD not in dump and held not in dump and "scrypt$" in dump


def test_passwords() -> None:
    kept = passwords.kept_form("caf\u00e9 con leche")
    assert passwords.fits("cafe\u0301 con leche", kept) and not passwords.fits("cafe con leche", kept)
    assert passwords.kept_form(GOOD) != passwords.kept_form(GOOD)
    assert not passwords.fits("", None) and not passwords.fits("\ud800", kept)
    for bad in ("short", "x" * 201):
        with pytest.raises(UsageError, match="expected 10 to 200"):
            passwords.kept_form(bad)


def test_users_have_names_and_roles(desk: Workspace) -> None:
    desk.add_user("سلمى", GOOD, "admin")
    for name, role, expected in (("سلمى", "reader", "already"), ("a b", "reader", "expected up to 64"), ("ok", "boss", "one of reader")):
        with pytest.raises(UsageError, match=expected):
            desk.add_user(name, GOOD, role)
    with pytest.raises(UsageError, match="last admin"):
        desk.set_role("سلمى", "reader")
    assert [(u.name, u.role) for u in desk.users()] == [("سلمى", "admin")]
    assert desk.identified("سلمى", GOOD) == desk.users()[0]
    desk.set_password("سلمى", "another secret")
    assert desk.identified("سلمى", GOOD) is None and desk.identified(" سلمى ", "another secret") is not None
    desk.remove_user("سلمى")
    with pytest.raises(NothingFoundError, match="no user"):
        desk.remove_user("سلمى")


def test_admins_manage_users_in_the_browser(doors: Browser, desk: Workspace) -> None:
    client = doors(language="en")
    assert log_in(client, "the-admin") == 303
    csrf = token(client, "/users")
    assert send(client, "/users", csrf=csrf, name="omar", password=GOOD, role="reader").status_code == 303
    assert "omar" in " ".join(words(opened(client, "/users"), "//tbody/tr"))
    for fields in ({"do": "role", "role": "editor"}, {"do": "password", "password": "another secret"}):
        assert send(client, "/users/change", csrf=csrf, name="omar", **fields).status_code == 303
    assert [u.role for u in desk.users() if u.name == "omar"] == ["editor"] and desk.identified("omar", "another secret")
    assert send(client, "/users/change", csrf=csrf, name="omar", do="remove").status_code == 303
    for name, fields in (("omar", {"do": "remove"}), ("the-reader", {"do": "burn"}), ("the-admin", {"do": "remove"})):
        assert send(client, "/users/change", csrf=csrf, name=name, **fields).status_code in (400, 404)
    assert [u.name for u in desk.users()] == ["the-admin", "the-editor", "the-reader"]


def test_everybody_changes_their_own_password(doors: Browser, desk: Workspace) -> None:
    client, other = doors(), doors()
    assert log_in(client, "the-reader") == log_in(other, "the-reader") == 303
    csrf = token(client, "/me")
    assert send(client, "/me", csrf=csrf, old="wrong password", new="another secret").status_code == 403
    assert send(client, "/me", csrf=csrf, old=GOOD, new="short").status_code == 400
    assert send(client, "/me", csrf=csrf, old=GOOD, new=" spaces count ").headers["location"] == "/login"
    assert client.get("/").status_code == other.get("/").status_code == 303
    assert desk.identified("the-reader", " spaces count ") and not desk.identified("the-reader", "spaces count")


def test_without_a_login_there_are_no_users_to_manage(browser: Browser) -> None:
    client = browser()
    assert client.get("/users").status_code == client.get("/me").status_code == 404


def test_nothing_is_read_from_a_stranger(doors: Browser) -> None:
    """An upload is refused by its headers alone: the body never comes, and nobody waits for it."""
    client = doors()

    def body() -> Iterator[bytes]:
        raise AssertionError("the body was asked for")
        yield b""

    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert client.post("/add", content=body(), headers={"Origin": "http://127.0.0.1:8050", **kind}).status_code == 303
    assert client.post("/login", content=body(), headers={"Origin": "https://evil.example", **kind}).status_code == 403
