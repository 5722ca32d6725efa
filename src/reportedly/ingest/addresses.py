"""Which URLs and which network addresses may be fetched from: the public internet and nothing else.

The check of a URL is for clear words; the check that protects is the one of the resolved addresses, each time anew.
"""

from __future__ import annotations

import ipaddress
import re
from ipaddress import IPv4Address, IPv6Address
from typing import TYPE_CHECKING

from reportedly.errors import FetchError

if TYPE_CHECKING:
    import httpx

LONGEST = 4096
_SCHEMES = frozenset(("http", "https"))
# Where pages are served. Anything else (mail, databases, printers) is not spoken to, whatever a feed's link says.
PORTS = frozenset((80, 443, 8008, 8080, 8443))
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff\\]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")

# IANA's special-purpose registries; Python's own `is_private` has changed its mind between releases.
_CLOSED_4 = tuple(
    (ipaddress.IPv4Network(network), reason)
    for network, reason in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "reserved for documentation"),
        ("192.31.196.0/24", "reserved"),
        ("192.52.193.0/24", "reserved"),
        ("192.88.99.0/24", "reserved"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "reserved"),
        ("198.18.0.0/15", "reserved for benchmarks"),
        ("198.51.100.0/24", "reserved for documentation"),
        ("203.0.113.0/24", "reserved for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_CLOSED_6 = tuple(
    (ipaddress.IPv6Network(network), reason)
    for network, reason in (
        ("::1/128", "loopback"),
        ("::/128", "unspecified"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("fc00::/7", "private"),
        ("ff00::/8", "multicast"),
        ("2001::/23", "reserved"),  # Teredo, ORCHID, benchmarks
        ("2001:db8::/32", "reserved for documentation"),
        ("2620:4f:8000::/48", "reserved"),
        ("3fff::/20", "reserved for documentation"),
    )
)
# All that is handed out to the public; what lies outside it is loopback, local, multicast or not assigned.
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
# Where an IPv4 address is carried inside an IPv6 one, and how far its last bit stands from the right.
_CARRIERS = tuple(
    (ipaddress.IPv6Network(network), shift, name)
    for network, shift, name in (
        ("::ffff:0:0/96", 0, "IPv4-mapped"),
        ("::ffff:0:0:0/96", 0, "IPv4-translated"),
        ("64:ff9b::/96", 0, "NAT64"),
        ("2002::/16", 80, "6to4"),
    )
)
_ISATAP = (0x00005EFE, 0x02005EFE)


def closed(address: str) -> str | None:
    """Why nothing may be fetched from the address, or None when it is a public one.

    >>> closed("93.184.216.34")
    >>> closed("::ffff:127.0.0.1")
    'IPv4-mapped of a loopback address'
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "no address"
    if isinstance(parsed, IPv4Address):
        return next((reason for network, reason in _CLOSED_4 if parsed in network), None)
    return _closed_6(parsed)


def _closed_6(address: IPv6Address) -> str | None:
    if address.scope_id is not None:
        return "link-local"
    for network, shift, name in _CARRIERS:
        if address in network:
            inner = closed(str(IPv4Address(int(address) >> shift & 0xFFFFFFFF)))
            return f"{name} of a {inner} address" if inner else None
    if reason := next((reason for network, reason in _CLOSED_6 if address in network), None):
        return reason
    if address not in _PUBLIC_6:
        return "reserved"
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        inner = closed(str(IPv4Address(int(address) & 0xFFFFFFFF)))
        return f"ISATAP of a {inner} address" if inner else None
    return None


def checked(words: str, *, any_port: bool = False) -> httpx.URL:
    """The URL, without its fragment, if it is one of a public page. Raises FetchError, worded for people.

    Host names come out in ASCII, a name's address is checked when it is resolved.
    """
    import httpx

    where = shown(words)
    if len(words) > LONGEST:
        raise _refused(where, f"an address of more than {LONGEST:,} characters; no page needs that")
    if _FORBIDDEN.search(words):
        raise _refused(where, "a space, a backslash or a control character stands in it; copy the address again")
    try:
        url = httpx.URL(words)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise _refused(where, f"not an address of the web ({str(error)[:100]})") from error
    if url.scheme not in _SCHEMES:
        raise _refused(where, "only http:// and https:// are fetched; save the report and give the file instead")
    if url.userinfo or "@" in url.netloc.decode("ascii", "replace"):
        raise _refused(where, "a user name or password stands in it; leave both out")
    host = url.raw_host.decode("ascii", "replace")
    if not host:
        raise _refused(where, "it names no host")
    _check_host(host, where)
    port = url.port if url.port is not None else 443 if url.scheme == "https" else 80
    if not any_port and port not in PORTS:
        raise _refused(where, f"port {port} is not one of the web's ({', '.join(map(str, sorted(PORTS)))})")
    return url.copy_with(fragment=None)


def _check_host(host: str, where: str) -> None:
    if ":" in host:
        # httpx has taken the brackets off and parsed it already; a zone ("%eth0") is of this machine only.
        if "%" in host:
            raise _refused(where, "an address with a zone is of this machine's network only")
        return
    labels = host.removesuffix(".").lower().split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _refused(where, "its host is no name that the web knows")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            IPv4Address(host)
        except ValueError as error:
            raise _refused(where, "its host is a number in an unusual notation; write it as 93.184.216.34") from error


def shown(words: str) -> str:
    """The URL on one line, cut short, without a password that may stand in it."""
    words = _FORBIDDEN.sub("\ufffd", words[:300])
    return re.sub(r"(?<=://)[^/?#@]*@", "…@", words)


def _refused(where: str, what: str) -> FetchError:
    return FetchError(where, what, "url")
