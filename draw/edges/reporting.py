"""What a second machine tells the ceremony side; what could not be told yet is told later, and nothing waits for it."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Final

from draw.edges.sources import TIMEOUT, base_of, opener
from draw.recomputing import Claim

PATH: Final = "/second/report"
MOST_ANSWER: Final = 4096
AGAIN: Final = frozenset((409, 429, 500, 502, 503, 504))  # not yet, or not now


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The ceremony side's answer. `agrees`: None if it refused; `why` is its reason."""

    claim: Claim
    value: str
    agrees: bool | None
    why: str


class Reporter:
    """Reports of one machine under one pairing code."""

    def __init__(self, url: str, code: str, machine: str, program: str) -> None:
        """Raises DrawError for an address that is none."""
        self._base = base_of(url)
        self._facts = {"code": "".join(code.split()), "machine": machine, "program": program}
        self._waiting: dict[Claim, tuple[int, str]] = {}
        self._opener = opener()

    def tell(self, attempt: int, claim: Claim, value: str) -> None:
        """Have this told at the next `send`; a later value of the same claim replaces it."""
        self._waiting[claim] = (attempt, value)

    @property
    def waiting(self) -> int:
        """How many reports have not got an answer yet."""
        return len(self._waiting)

    def send(self) -> list[Told]:
        """Tell what waits, in order. -> the answers; without one a report waits for the next time."""
        told = []
        for claim, (attempt, value) in list(self._waiting.items()):
            answer = self._post(attempt, claim, value)
            if answer is None:
                break
            del self._waiting[claim]
            told.append(answer)
        return told

    def _post(self, attempt: int, claim: Claim, value: str) -> Told | None:
        body = json.dumps({**self._facts, "attempt": attempt, "step": claim, "value": value}).encode()
        # The ceremony side asks every request that does something for its origin; no page of another site can send this one.
        head = {"Content-Type": "application/json", "Origin": self._base, "Accept": "application/json"}
        request = urllib.request.Request(f"{self._base}{PATH}", data=body, headers=head, method="POST")
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                said = json.loads(answer.read(MOST_ANSWER))
            return Told(claim=claim, value=value, agrees=bool(said["agrees"]), why="")
        except urllib.error.HTTPError as error:
            with error:
                if error.code in AGAIN:
                    return None
                why = _reason(error.read(MOST_ANSWER)) or f"HTTP {error.code}"
            return Told(claim=claim, value=value, agrees=None, why=why)
        except Exception:  # no network, no server, no JSON: told later
            return None


def _reason(body: bytes) -> str:
    try:
        return str(json.loads(body)["error"])[:300]
    except (ValueError, KeyError, TypeError):
        return ""
