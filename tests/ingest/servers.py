"""A server of this machine that answers byte for byte what a test wants, behind addresses that look public.

Names are resolved by a table and every connection leads to the one server, whatever address it was meant for: the
checks of the fetcher run as they do on the internet, and what was dialled is on record.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpcore

from reportedly.ingest.wire import Network, dialled

PUBLIC = "93.184.216.34"
PUBLIC_6 = "2606:4700::1111"
Handler = Callable[[socket.socket, bytes], None]
Answers = Sequence[str] | Callable[[], Sequence[str]]


def response(
    body: bytes = b"", status: str = "200 OK", kind: str | None = "text/html", length: int | None = None, **headers: str
) -> bytes:
    """A response as bytes; `length` lies about the body's."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"Content-Type: {kind}"] if kind is not None else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(to: str) -> bytes:
    return response(status="302 Found", Location=to)


def chunks(conn: socket.socket, head: bytes, part: bytes, pause: float = 0.0, seconds: float = 30.0) -> None:
    """Sends a head and then the same part again and again: for ever, as far as the other side can tell."""
    ends = time.monotonic() + seconds
    conn.sendall(head)
    while time.monotonic() < ends:
        conn.sendall(part)
        time.sleep(pause)


@dataclass
class Site:
    """What the server answers, by host and path, and what it was asked."""

    port: int = 0
    pages: dict[str, bytes | Handler] = field(default_factory=dict)
    names: dict[str, Answers] = field(default_factory=dict)
    requests: list[bytes] = field(default_factory=list)
    dialled: list[tuple[str, int]] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    tls: ssl.SSLContext | None = None
    trusted: ssl.SSLContext | None = None

    def network(self, *, private: bool = False) -> Network:
        return Network(self.resolve, self.dial, lambda: self.trusted or ssl.create_default_context(), private)

    def resolve(self, host: str, port: int) -> Sequence[str]:
        self.resolved.append(host)
        answers = self.names.get(host)
        if answers is None:
            # As a real resolver does: a number in any notation is the address that it stands for.
            return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        return answers() if callable(answers) else answers

    def dial(self, address: str, port: int, timeout: float) -> httpcore.NetworkStream:
        self.dialled.append((address, port))
        return dialled("127.0.0.1", self.port, timeout)

    @property
    def paths(self) -> list[str]:
        """What was asked for, "host/path"; robots.txt left out."""
        return [name for name in map(named, self.requests) if not name.endswith("/robots.txt")]


def named(request: bytes) -> str:
    lines = request.decode("latin-1").split("\r\n")
    host = next((line.partition(":")[2].strip() for line in lines if line.lower().startswith("host:")), "")
    return host.partition(":")[0] + lines[0].split(" ")[1]


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    listener = socket.create_server(("127.0.0.1", 0))
    site.port = listener.getsockname()[1]
    threading.Thread(target=_accept, args=(listener, site), daemon=True).start()
    try:
        yield site
    finally:
        listener.close()


def _accept(listener: socket.socket, site: Site) -> None:
    while True:
        try:
            conn, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(conn, site), daemon=True).start()


def _serve(conn: socket.socket, site: Site) -> None:
    try:
        conn.settimeout(10)
        if site.tls:
            conn = site.tls.wrap_socket(conn, server_side=True)
        request = b""
        while b"\r\n\r\n" not in request and (data := conn.recv(65536)):
            request += data
        site.requests.append(request)
        name = named(request)
        page = site.pages.get(name, site.pages.get("/" + name.partition("/")[2]))
        if page is None:
            page = response(b"nothing here", "404 Not Found")
        if callable(page):
            page(conn, request)
        else:
            conn.sendall(page)
            conn.shutdown(socket.SHUT_WR)
            conn.recv(1)
    except (OSError, IndexError):
        pass  # The fetcher hung up on us, as it should on most of what stands here.
    finally:
        conn.close()
