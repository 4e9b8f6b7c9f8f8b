"""Users: who may log in, for admins; one's own password, for everybody who did. Only where a login is needed."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from isnad.errors import UsageError
from isnad.web.access.login import Doors
from isnad.web.visits import ROLES, Reader, Visit


def users(visit: Visit) -> Response:
    """All users, with forms to change them."""
    _inside(visit)
    return visit.page("users.html.j2", users=visit.desk.users(), roles=ROLES)


def add(visit: Visit) -> Response:
    """Let somebody in."""
    _inside(visit)
    visit.desk.add_user(visit.field("name"), _secret(visit, "password"), visit.field("role"))
    return visit.to("/users")


def change(visit: Visit) -> Response:
    """Give a user another role or password, or let the user in no more."""
    _, reader = _inside(visit)
    name, do = visit.field("name"), visit.field("do")
    if name == reader.name:
        raise UsageError("one's own role is for another admin to change, one's own password stands under one's name")
    if do == "role":
        visit.desk.set_role(name, visit.field("role"))
    elif do == "password":
        visit.desk.set_password(name, _secret(visit, "password"))
    elif do == "remove":
        visit.desk.remove_user(name)
    else:
        raise UsageError(f"do {do!r}: expected role, password or remove")
    return visit.to("/users")


def me(visit: Visit) -> Response:
    """The form to change one's own password."""
    _inside(visit)
    return visit.page("me.html.j2", wrong=False)


def new_password(visit: Visit) -> Response:
    """Change one's own password, for which the one until now is needed; all sessions end."""
    doors, reader = _inside(visit)
    if doors.checked(visit, reader.name, _secret(visit, "old")) is None:
        return visit.page("me.html.j2", status=403, wrong=True)
    visit.desk.set_password(reader.name, _secret(visit, "new"))
    return visit.to("/login")


def _inside(visit: Visit) -> tuple[Doors, Reader]:
    """The doors and the reader who came through; 404 where there are none."""
    if visit.doors is None or visit.reader is None:
        raise HTTPException(404)
    return visit.doors, visit.reader


def _secret(visit: Visit, name: str) -> str:
    """A password as it was typed: its spaces count."""
    value = visit.form.get(name, "")
    return value if isinstance(value, str) else ""
