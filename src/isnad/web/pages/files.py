"""What is no page: styles, script, fonts, and whether the server is well."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from isnad.web.assets import assets, by_address
from isnad.web.visits import Visit

FOREVER = "public, max-age=31536000, immutable"


def static(visit: Visit) -> Response:
    """An asset; its address changes when it does, so that browsers keep it."""
    found = by_address().get(visit.part("name"))
    if found is None:
        raise HTTPException(404)
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if "gzip" in visit.request.headers.get("accept-encoding", ""):
        return Response(found.packed, media_type=found.kind, headers=headers | {"Content-Encoding": "gzip"})
    return Response(found.data, media_type=found.kind, headers=headers)


def icon(visit: Visit) -> Response:
    """The icon, for browsers that ask for it by the old name."""
    return RedirectResponse(f"/static/{assets()['icon.svg'].name}", status_code=301)


def health(visit: Visit) -> Response:
    """Whether the workspace answers; tells nothing of what it holds, for it is open to all."""
    visit.desk.counts()
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})
