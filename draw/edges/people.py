"""Accounts of the people who work a ceremony: who they are, their role, their password as Argon2id (R45).

One person has one role, and a role of the ledger (operator, second operator) one person; notaries may be several. A person is
invited by a code and chooses the password at their own station: nobody else ever knows it. A witness's station has no
password but a long code, in the link that its card carries. Everything is one encrypted note of the session's store.
"""

import hmac
import json
import secrets
import threading
import time
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from draw.edges import keys
from draw.edges.ambient import Ambient
from draw.edges.store import Store
from draw.errors import StepRefused
from draw.hashing import digest
from draw.words import say

NOTE: Final = "people"
TRIES: Final = "people-tries"
SHORTEST: Final = 8
LONGEST_NAME: Final = 40
CODE_DIGITS: Final = 10
INVITED_SECONDS: Final = 7 * 86400
FREE_TRIES: Final = 5
FIRST_WAIT: Final = 10
LONGEST_WAIT: Final = 900


class Role(StrEnum):
    """What a person may do (R45). The host speaks; the discipline officer watches; a witness has one party's station."""

    OPERATOR = "operator"
    CHECKER = "checker"
    NOTARY = "notary"
    DISCIPLINE = "discipline"
    HOST = "host"
    WITNESS = "witness"


ONE_PERSON: Final = frozenset({Role.OPERATOR, Role.CHECKER})
STAFF: Final = tuple(role for role in Role if role is not Role.WITNESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person: `id` is "operator", "notary-2", or of a station "w-W01"; `party` is the station's, else ""."""

    id: str
    role: Role
    name: str
    party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """A person who has just proved to be the account's: made by `People` only, taken in place of a typed PIN."""

    account: Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A code that is out and not used: for which role, since when (Unix seconds)."""

    role: Role
    made: int


def plain(name: str) -> str:
    """A name for comparison: NFKC, no blanks, one case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


class People:
    """The accounts of one session. Methods raise StepRefused with a sentence; the wall clock only slows guessing down."""

    def __init__(self, store: Store, ambient: Ambient, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._ambient = ambient
        self._clock = clock
        self._lock = threading.RLock()

    def _read(self) -> dict[str, Any]:
        data = self._store.note(NOTE)
        found: dict[str, Any] = json.loads(data) if data else {"accounts": {}, "invited": {}, "stations": {}}
        return found

    def _write(self, value: dict[str, Any]) -> None:
        self._store.set_notes({NOTE: json.dumps(value, ensure_ascii=False).encode()})

    # -- who there is -------------------------------------------------------------------------------------------------

    def accounts(self) -> tuple[Account, ...]:
        """Everybody with a password, in the order of roles."""
        found = [_account(key, row) for key, row in self._read()["accounts"].items()]
        return tuple(sorted(found, key=lambda a: (list(Role).index(a.role), a.id)))

    def of(self, role: Role) -> tuple[Account, ...]:
        """The accounts of a role."""
        return tuple(a for a in self.accounts() if a.role is role)

    def invitations(self) -> tuple[Invitation, ...]:
        """Codes that are out and still good."""
        rows = self._read()["invited"].values()
        now = self._clock()
        return tuple(
            Invitation(role=Role(r["role"]), made=r["made"]) for r in rows if r["made"] + INVITED_SECONDS > now
        )

    def stations(self) -> dict[str, int]:
        """Party -> when its station's link was made (Unix seconds)."""
        return {party: int(row["made"]) for party, row in self._read()["stations"].items()}

    # -- coming in ----------------------------------------------------------------------------------------------------

    def invite(self, role: Role) -> str:
        """A new code for a role; an earlier unused one of the same role is void. -> the code, told once."""
        if role is Role.WITNESS:
            raise StepRefused(say("people.no_witness"))
        if role in ONE_PERSON and self.of(role):
            raise StepRefused(say("people.role_taken", role=say(f"role.{role}")))
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
        with self._lock:
            value = self._read()
            value["invited"] = {k: r for k, r in value["invited"].items() if r["role"] != role}
            value["invited"][digest(f"invite1:{code}".encode())] = {"role": role, "made": int(self._clock())}
            self._write(value)
        return code

    def accept(self, code: str, name: str, password: str) -> Proven:
        """A person comes with a code and chooses the password. -> the new account, proven."""
        typed = "".join(code.split())
        key = digest(f"invite1:{typed}".encode())
        with self._lock:
            self._slow("invite")
            value = self._read()
            row = value["invited"].get(key)
            if row is None or row["made"] + INVITED_SECONDS <= self._clock():
                self._failed("invite")
                raise StepRefused(say("people.code_wrong"))
            account = self._found(value, Role(row["role"]), name, password)
            del value["invited"][key]
            self._write(value)
            return Proven(account=account)

    def found(self, role: Role, name: str, password: str) -> Proven:
        """An account without a code: for the first operator, whom the console's code let in, and for the console itself."""
        with self._lock:
            value = self._read()
            account = self._found(value, role, name, password)
            self._write(value)
            return Proven(account=account)

    def _found(self, value: dict[str, Any], role: Role, name: str, password: str) -> Account:
        shown = " ".join(unicodedata.normalize("NFC", name).split())
        if not shown or len(shown) > LONGEST_NAME or not shown.isprintable():
            raise StepRefused(say("people.name_form", most=LONGEST_NAME))
        if len(password) < SHORTEST:
            raise StepRefused(say("people.password_short", least=SHORTEST))
        there = [_account(key, row) for key, row in value["accounts"].items()]
        if role in ONE_PERSON and any(a.role is role for a in there):
            raise StepRefused(say("people.role_taken", role=say(f"role.{role}")))
        twin = next((a for a in there if plain(a.name) == plain(shown)), None)
        if twin is not None:
            raise StepRefused(say("people.two_roles", name=shown, role=say(f"role.{twin.role}")))
        number = 1 + sum(a.role is role for a in there)
        taken = {a.id for a in there}
        key = (
            str(role)
            if role in ONE_PERSON
            else next(f"{role}-{n}" for n in range(number, 100) if f"{role}-{n}" not in taken)
        )
        value["accounts"][key] = {
            "role": str(role),
            "name": shown,
            "password": keys.pin_hash(password, self._ambient.entropy, f"person:{key}:{int(self._clock() * 1000)}"),
        }
        return _account(key, value["accounts"][key])

    def enter(self, key: str, password: str) -> Proven:
        """The account whose password this is. Raises StepRefused; after five failures each try waits longer, restart or not."""
        with self._lock:
            self._slow(key)
            row = self._read()["accounts"].get(key)
            if row is None or not keys.pin_matches(password, row["password"]):
                self._failed(key)
                raise StepRefused(say("people.wrong"))
            self._forget(key)
            return Proven(account=_account(key, row))

    def matches(self, role: Role, password: str) -> bool:
        """True if this is the password of an account of the role (for the command line)."""
        with self._lock:
            self._slow(f"role:{role}")
            rows = [r for r in self._read()["accounts"].values() if r["role"] == role]
            if any(keys.pin_matches(password, r["password"]) for r in rows):
                self._forget(f"role:{role}")
                return True
            self._failed(f"role:{role}")
            return False

    def remove(self, key: str) -> Account:
        """Take an account away (a person replaced, a password forgotten). -> the account that was."""
        with self._lock:
            value = self._read()
            if key not in value["accounts"]:
                raise StepRefused(say("people.unknown", id=key))
            account = _account(key, value["accounts"].pop(key))
            self._write(value)
            self._forget(key)
            return account

    # -- witness stations -----------------------------------------------------------------------------------------------

    def station(self, party: str) -> str:
        """A new link code for a party's station; the earlier one is void. -> the code (43 characters), told once."""
        code = secrets.token_urlsafe(32)
        with self._lock:
            value = self._read()
            value["stations"][party] = {"code": digest(f"station1:{party}:{code}".encode()), "made": int(self._clock())}
            self._write(value)
        return code

    def enter_station(self, party: str, code: str) -> Proven:
        """The station of a party whose link carries this code. Raises StepRefused.

        Nobody guesses 256 bits, so failures slow nothing down: else a stranger could keep a witness out of the reveal.
        """
        row = self._read()["stations"].get(party)
        if row is None or not hmac.compare_digest(row["code"], digest(f"station1:{party}:{code}".encode())):
            raise StepRefused(say("people.station_wrong"))
        return Proven(account=Account(id=f"w-{party}", role=Role.WITNESS, name=party, party=party))

    # -- guessing is slow -------------------------------------------------------------------------------------------------

    def _tries(self) -> dict[str, list[float]]:
        data = self._store.note(TRIES)
        found: dict[str, list[float]] = json.loads(data) if data else {}
        return found

    def _slow(self, key: str) -> None:
        """Refuse while the wait after too many failures lasts."""
        failures, last = self._tries().get(key, (0, 0.0))
        if failures < FREE_TRIES:
            return
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** int(failures - FREE_TRIES))
        elapsed = self._clock() - last
        if 0 <= elapsed < wait:  # a clock set back must not lock anybody out for ever
            raise StepRefused(say("people.wait", seconds=int(wait - elapsed) + 1))

    def _failed(self, key: str) -> None:
        tries = self._tries()
        tries[key] = [tries.get(key, (0, 0.0))[0] + 1, self._clock()]
        self._store.set_notes({TRIES: json.dumps(tries).encode()})

    def _forget(self, key: str) -> None:
        tries = self._tries()
        if tries.pop(key, None) is not None:
            self._store.set_notes({TRIES: json.dumps(tries).encode()})


def _account(key: str, row: dict[str, Any]) -> Account:
    return Account(id=key, role=Role(row["role"]), name=row["name"])


def facts(account: Account) -> dict[str, str]:
    """An account for pages."""
    return {k: str(v) for k, v in asdict(account).items()}
