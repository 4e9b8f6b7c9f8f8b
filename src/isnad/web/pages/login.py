"""The page to log in on, and logging out."""

from __future__ import annotations

from starlette.responses import Response

from isnad.web.access.login import local
from isnad.web.visits import Visit


def login_page(visit: Visit) -> Response:
    """The form; nobody needs it where no login is needed."""
    if visit.doors is None:
        return visit.to("/")
    return visit.page("login.html.j2", wrong=False, onward=local(visit.ask("next")), name="")


def log_in(visit: Visit) -> Response:
    """Check name and password."""
    if visit.doors is None:
        return visit.to("/")
    onward = local(visit.field("next"))
    answer = visit.doors.log_in(visit, visit.field("name"), str(visit.form.get("password", "")))
    return answer or visit.page("login.html.j2", status=403, wrong=True, onward=onward, name=visit.field("name")[:64])


def log_out(visit: Visit) -> Response:
    """End the session."""
    return visit.to("/") if visit.doors is None else visit.doors.log_out(visit)
