"""One spelling for the addresses under which an article is found, so that its revisions are recognised."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

_FOLLOWED = ("utm_", "at_", "mc_")
_NOISE = frozenset({"fbclid", "gclid", "igshid", "ref", "ref_src", "cmpid", "ocid", "amp", "s_cid"})
_PORTS = {"http": 80, "https": 443}


def normalised(url: str | None) -> str | None:
    """The address without scheme, `www.`, default port, fragment, tracking parameters and final slash; None for no web address."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip(".").lower(), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _PORTS or not host:
        return None
    host = host.removeprefix("www.")
    if port is not None and port not in _PORTS.values():
        host = f"{host}:{port}"
    asked = parse_qsl(parts.query, keep_blank_values=True)
    asked = sorted((k, v) for k, v in asked if not k.lower().startswith(_FOLLOWED) and k.lower() not in _NOISE)
    path = unquote(parts.path).rstrip("/")
    return f"{host}{path}" + (f"?{urlencode(asked)}" if asked else "")
