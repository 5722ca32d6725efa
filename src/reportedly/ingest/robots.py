"""What a host's robots.txt allows (RFC 9309): asked for once a day, and in doubt it says no."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

PRODUCT = "reportedly"
# RFC 9309, 2.5: at least 500 KiB are read, what follows need not be.
READ = 500 * 1024
# RFC 9309, 2.4: not used for longer than a day.
KEPT = 24 * 3600.0
# A host that could not be asked is asked again after this, so that a hiccup does not close it for a day.
ASKED_AGAIN = 600.0
_AGENT = re.compile(rb"^\s*user[- ]?agent\b", re.IGNORECASE)
# Nobody names so many robots; a file that does makes the parser's time and memory grow with the square of its length.
_MOST_AGENTS = 2_000


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host. `closed` says why nothing may be read there; None: the rules decide."""

    rules: Protego | None
    closed: str | None = None
    until: float = math.inf

    def allows(self, url: str) -> bool:
        return self.closed is None and (self.rules is None or bool(self.rules.can_fetch(url, PRODUCT)))

    def delay(self, most: float) -> float:
        """The seconds between two requests that the host asks for, `most` at the most; 0 where it asks for none."""
        try:
            asked = self.rules.crawl_delay(PRODUCT) if self.rules else None
            return min(max(float(asked or 0.0), 0.0), most)
        except (TypeError, ValueError, OverflowError):
            return 0.0


def read(status: int, body: bytes, now: float) -> Robots:
    """The rules in an answer for /robots.txt: 2xx as written, 4xx there are none, 5xx nothing may be read."""
    if 200 <= status < 300:
        return parsed(body, now)
    if 400 <= status < 500 and status != 429:
        return Robots(None, None, now + KEPT)
    # 429 asks for less of us, not for more; RFC 9309 leaves it among the 4xx.
    return Robots(None, f"its robots.txt cannot be read (status {status})", now + ASKED_AGAIN)


def unreachable(reason: str, now: float) -> Robots:
    """No answer for /robots.txt: nothing may be read (RFC 9309, 2.3.1.4)."""
    return Robots(None, f"its robots.txt cannot be read ({reason})", now + ASKED_AGAIN)


def parsed(body: bytes, now: float) -> Robots:
    from protego import Protego

    lines = body[:READ].removeprefix(b"\xef\xbb\xbf").splitlines()
    if Counter(bool(_AGENT.match(line)) for line in lines)[True] > _MOST_AGENTS:
        return Robots(None, f"its robots.txt names more than {_MOST_AGENTS:,} robots", now + KEPT)
    text = b"\n".join(lines).decode("utf-8", "replace")
    return Robots(Protego.parse(text), None, now + KEPT)
