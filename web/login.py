"""Who sits at the desk: a one-time code from the console, then a login that only this process knows."""

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from typing import Final

_CODE_DIGITS: Final = 8
_FREE_TRIES: Final = 5
_WAIT_SECONDS: Final = 10.0


class Desk:
    """The desk code of the moment and the logins it opened. A code opens one login; then the next code is announced."""

    def __init__(self, announce: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._announce = announce
        self._clock = clock
        self._lock = threading.Lock()
        self._logins: dict[str, str] = {}  # login -> its form token
        self._failures = 0
        self._not_before = 0.0
        self.code = self._new_code()

    def _new_code(self) -> str:
        return f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}d}"

    def enter(self, typed: str) -> str | None:
        """A new login if `typed` is the code, else None. After five failures one try every ten seconds."""
        digits = "".join(typed.split()).encode()
        with self._lock:
            if self._clock() < self._not_before:
                return None
            if not hmac.compare_digest(digits, self.code.encode()):
                self._failures += 1
                if self._failures >= _FREE_TRIES:
                    self._not_before = self._clock() + _WAIT_SECONDS
                return None
            self._failures = 0
            self.code = self._new_code()
            login = secrets.token_urlsafe(24)
            self._logins[login] = secrets.token_urlsafe(24)
        self._announce(self.code)
        return login

    def token(self, login: object) -> str:
        """The form token of a login; "" for anything that is no login of this start."""
        return self._logins.get(login, "") if isinstance(login, str) else ""

    def leave(self, login: object) -> None:
        """End a login."""
        if isinstance(login, str):
            self._logins.pop(login, None)
