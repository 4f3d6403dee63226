"""Two implementations of one text: whoever signs in, whatever is checked and ruled, both say the same (SPEC §9, R45-R47)."""

from collections import Counter
from dataclasses import replace
from typing import Any

import simulator
from hypothesis import given, settings
from hypothesis import strategies as st
from simulator import SIGNER, START, Hall, rules_of
from test_two_verifiers import Files, said

from draw import ledger, notice, readme, rules, seed, signing, statement
from draw.edges.ambient import stamp
from draw.encoding import text_file
from draw.hashing import digest
from draw.ledger import CHECK_ITEMS, PERSON_KINDS, Line
from draw.notice import Mode
from draw.verify import MATCH

POSTS = PERSON_KINDS[:3]


class Forger:
    """Writes minutes line by line as a forger would: the form and the chain are right, nothing else is judged."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.sign_ins = self.rulings = self.objections = 0

    def add(self, kind: str, by: str, /, **body: Any) -> None:
        """The next line, whatever it says."""
        last = self.lines[-1] if self.lines else None
        time = stamp(START + 30 * len(self.lines))
        self.lines.append(ledger.next_line(last, time=time, kind=kind, by=by, body=body))

    def sign_in(self, kind: str, name: str, *, skip: int = 0) -> None:
        """A person, under the next number, or one that leaves a gap."""
        self.sign_ins += 1
        self.add("sign-in", "operator", number=self.sign_ins + skip, kind=kind, person=digest(name.encode()))

    def rule(self, action: str, signers: list[str]) -> None:
        """A ruling."""
        self.rulings += 1
        self.add(
            "ruling", "decision", number=self.rulings, action=action, reason="OTHER", paper="none", signers=signers
        )

    def settle(self, outcome: str) -> None:
        """An objection and its outcome."""
        self.objections += 1
        self.add("objection", "operator", number=self.objections, paper=digest(b"paper"))
        self.add("objection-outcome", "notary", number=self.objections, outcome=outcome)


SOME_SIGNERS = st.lists(st.sampled_from(["D1", "D2", "D3", "D4"]), min_size=1, unique=True).map(sorted)
SIGNERS = st.one_of(st.just(["D1", "D2", "D3"]), st.just(["D1", "D2", "D3"]), SOME_SIGNERS)


def some_acts(draw: st.DrawFn, minutes: Forger, most: int) -> None:
    """A few acts of the hall, most of them allowed."""
    for _ in range(draw(st.integers(0, most))):
        act = draw(st.sampled_from(["sign-in", "sign-in", "sign-in", "check", "spot", "ruling", "pause", "objection"]))
        if act == "sign-in":
            kind = draw(st.sampled_from((*POSTS, *PERSON_KINDS)))
            minutes.sign_in(kind, draw(st.sampled_from("abcdefghij")), skip=draw(st.sampled_from([0] * 19 + [1])))
        elif act == "check":
            minutes.add("check", "notary", item=draw(st.sampled_from(CHECK_ITEMS)))
        elif act == "spot":
            minutes.add("spot", "operator", applicant=draw(st.sampled_from(["0001", "0003", "0006", "0006", "0007"])))
        elif act == "ruling":
            minutes.rule(draw(st.sampled_from(["CONTINUE", "ACCEPT_MISSING_WITNESS"])), draw(SIGNERS))
        elif act == "pause":
            minutes.rule("PAUSE", ["D1", "D2", "D3"])
            if draw(st.booleans()):
                minutes.sign_in(draw(st.sampled_from(PERSON_KINDS)), draw(st.sampled_from("klmn")))
            minutes.rule(draw(st.sampled_from(["CONTINUE", "RESUME_STANDBY"])), ["D1", "D2", "D3"])
        else:
            minutes.settle("rejected")


def everybody(minutes: Forger, present: dict[str, int], left_out: int) -> None:
    """All whom the rule sheet asks for, under names of their own, but for so many."""
    people = [*POSTS[:2], *(kind for kind, count in present.items() for _ in range(count))]
    for n, kind in enumerate(people[: len(people) - left_out]):
        minutes.sign_in(kind, f"present {n}")


@st.composite
def void_records(draw: st.DrawFn) -> Files:
    """The record of an attempt that was ruled void before its board, with random minutes."""
    kinds = draw(st.lists(st.sampled_from(rules.PRESENT_KINDS), max_size=2, unique=True))
    present = {kind: draw(st.integers(1, 2)) for kind in ("NOTARY", *(k for k in kinds if k != "NOTARY"))}
    group = draw(st.integers(3, 4))
    terms = {"present": present, "group": group, "quorum": draw(st.integers(1, 3))}
    mode = draw(st.sampled_from(Mode))
    files, first = simulator.frozen(Hall(mode=mode, rules=rules_of(hall=terms)))
    minutes = Forger()
    version = draw(st.sampled_from([1, 1, 2]))
    current = first
    with_notary = {"with": "notary"}
    if version == 2:
        current = replace(first, version=2, previous=digest(notice.write(first)))
        minutes.add("freeze", "operator", notice=current.previous, version=1, **with_notary)
        some_acts(draw, minutes, 4)
        if draw(st.booleans()):
            minutes.rule("CONTINUE", ["D9"])  # what the rules said then is not in the record
        minutes.settle("accepted")
        if draw(st.sampled_from([False] * 9 + [True])):
            minutes.sign_in("NOTARY", "a")
    files["notice.json"] = notice.write(current)
    value = digest(files["notice.json"])
    minutes.add("freeze", "operator", notice=value, version=version, **with_notary)
    if draw(st.booleans()):
        some_acts(draw, minutes, 3)
    everybody(minutes, present, draw(st.sampled_from([0, 0, 0, 1, 2])))
    minutes.add("convene", "operator", notice=value)
    some_acts(draw, minutes, 3)
    minutes.rule("VOID", ["D1", "D2", "D3"])
    files["transcript.txt"] = text_file(seed.head_lines(value, "")[:2])
    transcript = digest(files["transcript.txt"])
    files["void.txt"] = statement.void(current, value, board="none", transcript=transcript, reason="RULING")
    minutes.add("void", "decision", void=digest(files["void.txt"]))
    files["notice.sig"] = signing.sign(SIGNER, files["notice.json"])
    files["void.sig"] = signing.sign(SIGNER, files["void.txt"])
    files["README"] = readme.void_text(current, value, digest(files["void.txt"]), "RULING")
    as_written = simulator.Minutes(current, value, rules_of(hall=terms).hall)
    as_written.lines = minutes.lines
    return simulator.sealed(files, as_written)


def test_any_minutes_of_the_hall_are_judged_alike() -> None:
    """SPEC §9 on `sign-in`, `check`, `spot`, `convene`, `ruling`: both verifiers take the same minutes and refuse the same;
    sound minutes and unsound ones were there, many of each.
    """
    seen: Counter[str] = Counter()

    @settings(max_examples=300, deadline=None)
    @given(void_records())
    def judged(files: Files) -> None:
        words = said(files)
        seen["match" if set(words) == {MATCH} else "mismatch"] += 1
        assert {n for n, word in enumerate(words, 1) if word != MATCH} <= {12, 13}

    judged()
    assert min(seen["match"], seen["mismatch"]) >= 30, seen
