"""Who sits at which station: a login is known to this process only, and locks itself when nobody touches it (R45).

Without any account yet, the code on the console opens the operator's desk; each code opens one login, then the next is announced.
"""

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from draw.edges.people import Account, Proven, Role

_CODE_DIGITS: Final = 8
_FREE_TRIES: Final = 5
_WAIT_SECONDS: Final = 10.0
IDLE_SECONDS: Final = 15 * 60.0


@dataclass(slots=True)
class Login:
    """One station's login. `account` is None for who came in by the console's code; `token` is the form token."""

    key: str
    token: str
    role: Role
    account: Account | None
    seen: float
    locked: bool = False

    @property
    def name(self) -> str:
        """The person's name; "" for the console's code."""
        return self.account.name if self.account else ""

    @property
    def party(self) -> str:
        """The party of a witness's station, else ""."""
        return self.account.party if self.account else ""

    def proof(self) -> dict[str, str | Proven]:
        """What this person proves to the session: their own role."""
        return {str(self.role): Proven(account=self.account)} if self.account and not self.locked else {}


class Logins:
    """The console's code of the moment, and everybody who is logged in."""

    def __init__(
        self,
        announce: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
        idle: float = IDLE_SECONDS,
    ) -> None:
        self._announce = announce
        self._clock = clock
        self._idle = idle
        self._lock = threading.Lock()
        self._logins: dict[str, Login] = {}
        self._failures = 0
        self._not_before = 0.0
        self.code = self._new_code()

    def _new_code(self) -> str:
        return f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}d}"

    def enter(self, typed: str) -> str | None:
        """A new login key if `typed` is the console's code, else None. After five failures one try every ten seconds."""
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
        self._announce(self.code)
        return self._new(Role.OPERATOR, None).key

    def open(self, proven: Proven) -> str:
        """A login key for a person who has proved to be one."""
        return self._new(proven.account.role, proven.account).key

    def _new(self, role: Role, account: Account | None) -> Login:
        login = Login(
            key=secrets.token_urlsafe(24),
            token=secrets.token_urlsafe(24),
            role=role,
            account=account,
            seen=self._clock(),
        )
        with self._lock:
            self._logins[login.key] = login
        return login

    def of(self, key: object) -> Login | None:
        """The login of a key, locked if nobody has touched it for long; None for anything that is no login of this start."""
        login = self._logins.get(key) if isinstance(key, str) else None
        # A witness's station is one person's own phone, and its code would not be at hand to unlock it.
        if login is not None and login.account is not None and login.role is not Role.WITNESS:
            if self._clock() - login.seen > self._idle:
                login.locked = True
        return login

    def touch(self, login: Login) -> None:
        """Somebody did something at this station."""
        login.seen = self._clock()

    def lock(self, login: Login) -> None:
        """Lock it now: its person steps away."""
        login.locked = login.account is not None and login.role is not Role.WITNESS

    def unlock(self, login: Login, proven: Proven) -> bool:
        """Open it again if the same person proves it."""
        if login.account is None or proven.account.id != login.account.id:
            return False
        login.locked, login.seen = False, self._clock()
        return True

    def token(self, key: object) -> str:
        """The form token of a login; "" for anything that is no login of this start."""
        login = self.of(key)
        return login.token if login is not None else ""

    def leave(self, key: object) -> None:
        """End a login."""
        if isinstance(key, str):
            with self._lock:
                self._logins.pop(key, None)

    def end(self, account: str) -> None:
        """End every login of an account that is taken away."""
        with self._lock:
            self._logins = {k: v for k, v in self._logins.items() if v.account is None or v.account.id != account}

    def present(self) -> dict[str, int]:
        """Role -> how many stations are logged in and not locked."""
        found: dict[str, int] = {}
        for key in list(self._logins):
            login = self.of(key)
            if login is not None and not login.locked:
                found[login.role] = found.get(login.role, 0) + 1
        return found
