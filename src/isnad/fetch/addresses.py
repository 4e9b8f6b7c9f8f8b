"""Which addresses may be fetched: forms of a URL, and networks that are nobody else's business."""

from __future__ import annotations

import ipaddress

import httpx2

from isnad.errors import UsageError
from isnad.fetch.answers import Ended

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
_LONGEST = 4_000
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""NAT64 (RFC 6052): the last 32 bits are an IPv4 address."""


def checked_url(address: str) -> httpx2.URL:
    """The URL of an address, without its fragment; ends with `bad-address` where it is none that is fetched.

    Only `http` and `https`; no user names in it; no port below 1024 but 80 and 443, behind which mail and other services
    could be made to listen to what was meant for the web.
    """
    try:
        url = httpx2.URL(address)
    except (httpx2.InvalidURL, ValueError, TypeError) as error:
        raise Ended("rejected", "bad-address", str(error)) from error
    why = ""
    if len(address) > _LONGEST:
        why = f"longer than {_LONGEST} characters"
    elif url.scheme not in ("http", "https") or not url.host:
        why = "expected http:// or https:// and a host"
    elif url.userinfo:
        why = "a user name stands in it"
    elif url.port is not None and url.port < 1024 and url.port not in (80, 443):
        why = f"port {url.port}"
    if why:
        raise Ended("rejected", "bad-address", why)
    return url.copy_with(fragment=None)


class Networks:
    """Tells addresses of the public network from those inside: private, loopback, link-local, reserved, multicast."""

    def __init__(self, allow: tuple[str, ...] = ()) -> None:
        try:
            self._allowed = [ipaddress.ip_network(a, strict=False) for a in allow]
        except ValueError as error:
            raise UsageError(f"networks to allow: {error}; expected the like of 10.0.0.0/8 or 127.0.0.1") from error

    def permit(self, address: str) -> bool:
        """Whether a numeric address may be connected to. An IPv4 address inside an IPv6 one is judged as what it is."""
        try:
            ip: IP = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        inner = _inner(ip)
        if any(ip in network or (inner is not None and inner in network) for network in self._allowed):
            return True
        return _public(ip) and (inner is None or _public(inner))


def _public(ip: IP) -> bool:
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def _inner(ip: IP) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for: mapped, 6to4, NAT64, Teredo."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in _TRANSLATED:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
