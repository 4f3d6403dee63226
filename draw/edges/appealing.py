"""Appeals of a session, kept in its encrypted store and nowhere else (R54)."""

from dataclasses import replace
from itertools import count

from draw import appeals
from draw.appeals import Case, Closing
from draw.edges.amending import Amending
from draw.errors import AlreadyDone, StepRefused
from draw.hashing import digest
from draw.words import say


class Appealing(Amending):
    """Cases: opened, closed, listed; nothing of them is ever in the public folder or in the minutes."""

    def cases(self) -> tuple[Case, ...]:
        """Every case, by number."""
        found = []
        for number in count(1):
            data = self.store.note(_key(number))
            if data is None:
                break
            found.append(appeals.read(data))
        return tuple(found)

    def case(self, number: int) -> Case:
        """One case. Raises StepRefused."""
        found = next((case for case in self.cases() if case.number == number), None)
        if found is None:
            raise StepRefused(say("appeal.unknown", number=number))
        return found

    def open_case(self, code: str, question: bytes, deadline: str) -> int:
        """Take in an appeal. -> its number. The same question about the same code is one case."""
        before = self.cases()
        case = appeals.opened(len(before) + 1, code, question, today=self.today(), deadline=deadline)
        same = next((c for c in before if (c.code, c.question) == (case.code, case.question)), None)
        if same is not None:
            raise AlreadyDone("appeal", same.number, "case")
        self._keep(case, question, fresh=True)
        return case.number

    def close_case(self, number: int, outcome: Closing, answer: bytes, *, amendment: int = 0) -> None:
        """Record outcome and answer. AMENDMENT names an amendment of this record that is there. Raises StepRefused."""
        case = self.case(number)
        if not answer.strip():
            raise StepRefused(say("appeal.empty"))
        if (outcome is Closing.AMENDMENT) != bool(amendment):
            raise StepRefused(say("appeal.amendment_needed"))
        if amendment and not 1 <= amendment <= (known := self.afterwards().number):
            raise StepRefused(say("appeal.amendment_unknown", number=amendment, known=known))
        closed = replace(case, outcome=str(outcome), answer=digest(answer), amendment=amendment, closed=self.today())
        if case.outcome:
            if replace(case, closed=closed.closed) == closed:
                raise AlreadyDone("appeal", number, "case")
            raise StepRefused(say("appeal.closed", number=number))
        self._keep(closed, answer, fresh=False)

    def papers(self, case: Case) -> tuple[bytes, bytes]:
        """(question, answer or b"")."""
        return self.store.get(case.question), self.store.get(case.answer) if case.answer else b""

    def evidence(self, case: Case) -> list[tuple[str, str]]:
        """What the record so far says about the case's code."""
        files = {
            name: self.store.get(value) for name, (value, public) in self.store.files(self.attempt).items() if public
        }
        return appeals.evidence(files, self.state.the_notice().session, case.code)

    def _keep(self, case: Case, paper: bytes, *, fresh: bool) -> None:
        self.store.put(paper)
        key = _key(case.number)
        self.store.append(self.attempt, [], {}, {key: appeals.write(case)}, new=[key] if fresh else [])


def _key(number: int) -> str:
    return f"appeal:{number:04}"
