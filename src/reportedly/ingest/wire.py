"""One request over one connection: to an address that was checked, within limits, and recorded byte for byte.

A name is resolved once, every address that it has is checked, and one of those is connected to: a name server that
answers differently the second time is not asked a second time. Host header and TLS certificate stay those of the name.
"""

from __future__ import annotations

import functools
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpcore
import httpx

from reportedly.errors import FetchError
from reportedly.ingest.addresses import closed

Resolve = Callable[[str, int], Sequence[str]]
Dial = Callable[[str, int, float], httpcore.NetworkStream]

_AT_ONCE = 65_536
_SLICE = 0.5


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server may cost us. `seconds` counts all requests for one page, redirects and robots.txt included.

    `received` bounds the bytes as sent, `content` those after decompression; `silence` is the longest pause between
    two bytes, in seconds.
    """

    seconds: float = 60.0
    silence: float = 15.0
    received: int = 10_000_000
    content: int = 20_000_000
    redirects: int = 5


@dataclass(slots=True)
class Wire:
    """What went over one connection, and what still may. `address` is the one that was connected to."""

    where: str
    limits: Limits
    ends: float
    clock: Callable[[], float]
    stopped: Callable[[], bool]
    address: str | None = None
    sent: bytearray = field(default_factory=bytearray)
    received: bytearray = field(default_factory=bytearray)

    def left(self) -> float:
        """The seconds that the next step may take. Raises FetchError when none are left."""
        if self.stopped():
            raise FetchError(self.where, "stopped on request; run again to go on", "stopped", passing=True)
        left = self.ends - self.clock()
        if left <= 0:
            raise self.too_slow()
        return min(left, self.limits.silence)

    def take(self, data: bytes) -> bytes:
        self.received += data
        if len(self.received) > self.limits.received:
            what = f"more than {self.limits.received:,} bytes; save the report and give the file instead"
            raise FetchError(self.where, what, "size")
        return data

    def too_slow(self) -> FetchError:
        what = f"the server took longer than {self.limits.seconds:g} s in all; try again later"
        return FetchError(self.where, what, "time", passing=True)


@dataclass(frozen=True, slots=True)
class Network:
    """How names become connections. Tests put a network of their own here; the checks are the same for it.

    `private` lets addresses through that are not public, and ports that are not the web's.
    """

    resolve: Resolve
    dial: Dial
    tls: Callable[[], ssl.SSLContext]
    private: bool = False


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name, as this machine resolves it."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def dialled(address: str, port: int, timeout: float) -> httpcore.NetworkStream:
    """A connection to a numeric address; nothing is looked up."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout, socket_options=())


def public(*, private: bool = False) -> Network:
    """The network of this machine."""
    return Network(resolved, dialled, _trusted, private)


@functools.cache
def _trusted() -> ssl.SSLContext:
    # Not from the environment (SSL_CERT_FILE): what is trusted does not depend on who runs the program.
    return httpx.create_ssl_context(trust_env=False)


class Pinned(httpcore.NetworkBackend):
    """Connects to checked addresses only."""

    def __init__(self, network: Network, wire: Wire) -> None:
        self._network = network
        self._wire = wire

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        addresses = self._checked(host, port)
        failure: Exception | None = None
        # One dead address of several (IPv6 without a route, mostly) is no failure of the page.
        for address in addresses[:4]:
            try:
                stream = self._network.dial(address, port, self._wire.left())
            except (httpcore.ConnectError, httpcore.ConnectTimeout, OSError) as error:
                failure = error
            else:
                self._wire.address = address
                return _Tapped(stream, self._wire)
        raise httpcore.ConnectError(str(failure)) from failure

    def _checked(self, host: str, port: int) -> list[str]:
        where = self._wire.where
        addresses = self._lookup(host, port)
        if not addresses:
            raise FetchError(where, f"the name {host} has no address; check it", "name", passing=True)
        if not self._network.private:
            # One private answer among public ones is an attack or a mistake; neither is connected to.
            for address in addresses:
                if reason := closed(address):
                    what = f"{host} is at {address[:60]} ({reason}); only public addresses are fetched from"
                    raise FetchError(where, what, "address")
        return addresses

    def _lookup(self, host: str, port: int) -> list[str]:
        """The resolver's answer, waited for no longer than for anything else: it knows no time limit of its own."""
        answer: list[str] = []
        failed: list[Exception] = []

        def ask() -> None:
            try:
                answer.extend(self._network.resolve(host, port))
            except (OSError, UnicodeError) as error:
                failed.append(error)

        thread = threading.Thread(target=ask, daemon=True, name="resolver")
        thread.start()
        thread.join(self._wire.left())
        if thread.is_alive():
            raise FetchError(
                self._wire.where, f"no answer about the name {host}; try again later", "name", passing=True
            )
        if failed:
            what = f"the name {host} cannot be resolved ({failed[0]}); check it"
            raise FetchError(self._wire.where, what, "name", passing=True) from failed[0]
        return list(answer)


class _Tapped(httpcore.NetworkStream):
    """A stream that keeps what went over it and ends when it is too slow or too long."""

    def __init__(self, inner: httpcore.NetworkStream, wire: Wire) -> None:
        self._inner = inner
        self._wire = wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        waited = 0.0
        while True:
            # In slices, so that a request to stop is heard while a server says nothing.
            pause = min(self._wire.left(), self._wire.limits.silence - waited, _SLICE)
            try:
                return self._wire.take(self._inner.read(min(max_bytes, _AT_ONCE), pause))
            except httpcore.ReadTimeout:
                waited += pause
                if waited >= self._wire.limits.silence - 0.001:
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._inner.write(buffer, self._wire.left())
        self._wire.sent += buffer

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return _Tapped(self._inner.start_tls(ssl_context, server_hostname, self._wire.left()), self._wire)

    def get_extra_info(self, info: str) -> Any:
        # "Is the connection still good?" is asked before a second request; there is none.
        return None if info == "is_readable" else self._inner.get_extra_info(info)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response, byte for byte as they went over the (decrypted) connection."""

    url: str
    address: str
    when: datetime
    status: int
    sent: bytes
    received: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: `body` with the transfer coding taken off and the content coding still on."""

    status: int
    headers: httpx.Headers
    body: bytes


Early = Callable[[int, httpx.Headers], None]


def asked(request: httpx.Request, network: Network, wire: Wire, early: Early) -> Answer:
    """Sends the request and reads the answer; `early` may refuse it, by raising, before its body is read.

    Raises FetchError for all that can go wrong on the way.
    """
    url = httpcore.URL(
        scheme=request.url.raw_scheme,
        host=request.url.raw_host,
        port=request.url.port,
        target=request.url.raw_path,
    )
    pool = httpcore.ConnectionPool(
        ssl_context=network.tls() if request.url.scheme == "https" else None,
        max_keepalive_connections=0,
        network_backend=Pinned(network, wire),
    )
    core = httpcore.Request(request.method, url, headers=request.headers.raw)
    try:
        with pool:
            response = pool.handle_request(core)
            try:
                headers = httpx.Headers(response.headers)
                early(response.status, headers)
                body = b"".join(response.iter_stream())
            finally:
                response.close()
    except httpcore.TimeoutException as error:
        what = f"the server said nothing for {wire.limits.silence:g} s; try again later"
        raise FetchError(wire.where, what, "time", passing=True) from error
    except httpcore.ConnectError as error:
        raise _unconnected(wire, error) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        # Cut off before its Content-Length, or not HTTP at all.
        what = f"the answer broke off or is no HTTP ({_short(error)}); try again later"
        raise FetchError(wire.where, what, "broken", passing=True) from error
    except (UnicodeError, ValueError) as error:
        raise FetchError(wire.where, f"the answer is no HTTP ({_short(error)})", "broken") from error
    return Answer(response.status, headers, body)


def _unconnected(wire: Wire, error: Exception) -> FetchError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            what = f"its certificate is not to be trusted ({cause.verify_message}); nothing was read"
            return FetchError(wire.where, what, "certificate")
        cause = cause.__cause__ or cause.__context__
    return FetchError(wire.where, f"no connection ({_short(error)}); try again later", "connection", passing=True)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
