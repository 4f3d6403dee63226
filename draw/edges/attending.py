"""Before the draw begins: people sign in, the notary checks the machine, parents look up a row (SPEC §9, R45, R46).

The minutes hold salted hashes of people. Their names stay in encrypted notes of the store, one a sign-in.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from draw.edges.people import plain
from draw.edges.session_folder import Folder, Pins
from draw.encoding import label_problem
from draw.errors import AlreadyDone, StepRefused
from draw.hashing import person
from draw.ledger import CHECK_ITEMS, PERSON_KINDS
from draw.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A person who has signed in since the last freeze; the name is for the private desk only."""

    number: int
    kind: str
    name: str
    time: str


class Attending(Folder):
    """The acts of people who come into the hall."""

    def sign_in(self, kind: str, name: str, *, by: str = "operator") -> int:
        """Sign a person in as one of PERSON_KINDS, after their declaration (R45). -> number of the sign-in.

        `by`: "operator" or "notary", whose desk it is. The same person as the same kind again is AlreadyDone.
        """
        if kind not in PERSON_KINDS:
            raise StepRefused(say("refuse.person_kind", kind=kind, kinds=" ".join(PERSON_KINDS)))
        written = " ".join(unicodedata.normalize("NFC", name).split())
        if label_problem(written):
            raise StepRefused(say("refuse.person_name"))
        written = next((known for known in self._names() if plain(known) == plain(written)), written)
        salt = self.store.note("person-salt") or self.ambient.entropy("person-salt", 32)
        value = person(self.state.the_notice().session, salt.hex(), written)
        for number, known, who in self.state.signed_in:
            if (known, who) == (kind, value):
                raise AlreadyDone(f"sign-in {number}", self._line_of_sign_in(number))
        number = self.state.sign_ins + 1
        notes: dict[str, bytes | None] = {"person-salt": salt, self._name_note(self.attempt, number): written.encode()}
        self._record(("sign-in", by, {"number": number, "kind": kind, "person": value}), notes=notes)
        return number

    def signed_in(self) -> list[SignedIn]:
        """Who has signed in since the last freeze, with names: for the private desk, never for a public page."""
        found = []
        for number, kind, _ in self.state.signed_in:
            name = self.store.note(self._name_note(self.attempt, number)) or b""
            line = self.lines[self._line_of_sign_in(number) - 1]
            found.append(SignedIn(number=number, kind=kind, name=name.decode(), time=line.time))
        return found

    def check_item(self, item: str, *, pins: Pins = {}) -> None:
        """The notary finds one of CHECK_ITEMS in order; PROGRAM only if this program is the one of the notice."""
        if item not in CHECK_ITEMS:
            raise StepRefused(say("refuse.check_item", item=item, items=" ".join(CHECK_ITEMS)))
        if item in self.state.checks:
            raise AlreadyDone(f"check {item}", self._line_of("check"))
        self._authorise("notary", pins)
        if item == "PROGRAM":
            self._same_program()
        self._record(("check", "notary", {"item": item}))

    def spot(self, applicant: str) -> int:
        """A parent looks up a row of the frozen list. -> number of the ledger line. The same row may be called again."""
        _, _, people = self.frozen()
        if applicant not in people.applicants:
            raise StepRefused(say("refuse.no_applicant", applicant=applicant))
        return self._record(("spot", "operator", {"applicant": applicant})).n

    def _names(self) -> Iterator[str]:
        """Every name signed in so far, in all attempts: one name keeps one spelling, so that it has one hash."""
        for attempt in range(1, self.attempt + 1):
            for number in count(1):
                name = self.store.note(self._name_note(attempt, number))
                if name is None:
                    break
                yield name.decode()

    @staticmethod
    def _name_note(attempt: int, number: int) -> str:
        return f"person:{attempt}:{number}"

    def _line_of_sign_in(self, number: int) -> int:
        return next(line.n for line in self.lines if line.kind == "sign-in" and line.body["number"] == number)
