"""What second machines have told the ceremony side: appended to the store, never changed, and no part of the minutes (R14).

A report is compared with our own value when it comes. One that was about another notice (an earlier version) is no longer
shown; a disagreement stops nothing by itself, it is for the people in the hall.
"""

import hmac
import json
import secrets
from dataclasses import dataclass
from typing import Any, Final

from draw import statement
from draw.ceremony import Stage
from draw.edges.session_folder import Folder
from draw.encoding import HASH, label_problem, matches, text_file
from draw.errors import StepRefused
from draw.hashing import digest, read_aloud
from draw.recomputing import Claim
from draw.words import say

NO_VALUE: Final = "0" * 64  # in place of a hash: what was published does not hold, so there is none of our own
BY_HAND: Final = "none"  # in place of a program's hash: read out by a person
MOST: Final = 100  # reports an attempt
LONGEST_LABEL: Final = 40
_CODE: Final = "second-code"
_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a second machine found at a step. `program`: hash of its program.txt, or BY_HAND. `value`: its hash, or NO_VALUE.

    Of a read-aloud code that is not ours `value` is the smallest number that reads aloud like it.
    """

    n: int
    machine: str
    program: str
    step: str
    value: str
    agrees: bool
    time: str


class Seconding(Folder):
    """The second machines of a session."""

    def own_value(self, step: str) -> str:
        """The appliance's own hash of a claim, "" while there is none. `step`: one of recomputing.Claim."""
        state = self.state
        if state.notice is None:
            return ""
        ended = state.stage is Stage.DONE and "statement.sig" in self.store.files(self.attempt)
        signed = self.store.file(self.attempt, "statement.txt") if ended else b""
        confirmed = state.stage in (Stage.ENVELOPES, Stage.OPENING, Stage.SEEDED, Stage.DONE)
        return {
            Claim.NOTICE: state.notice_hash,
            Claim.BOARD: state.board_hash,
            Claim.TRANSCRIPT: digest(text_file(state.transcript_lines())) if confirmed else "",
            Claim.SEED: state.seed,
            Claim.OUTPUTS: state.outputs,
            Claim.RESULT: statement.result_hash(signed) if ended else "",
            Claim.STATEMENT: digest(signed) if ended else "",
            Claim.VOID: state.void_hash,
        }.get(Claim(step), "")

    def second_reports(self) -> tuple[Report, ...]:
        """What second machines say about this attempt as it stands, oldest first; a machine's last word on a step counts."""
        own: dict[str, str] = {}
        found = []
        for n, value in enumerate(self._stored(), start=1):
            step = value["step"]
            if step not in own:
                own[step] = self.own_value(step)
            if value["own"] == own[step]:
                facts = {key: value[key] for key in ("machine", "program", "step", "value", "time")}
                found.append(Report(n=n, agrees=value["value"] == own[step], **facts))
        latest = {(report.machine, report.step): report.n for report in found}
        return tuple(report for report in found if latest[(report.machine, report.step)] == report.n)

    def report_second(self, machine: str, program: str, step: str, value: str) -> Report:
        """Keep what a second machine, or a person who read it out, found. -> the report, with whether it agrees.

        Raises StepRefused for a form that is none, for a step that has not been reached here, and for too many reports.
        """
        label = " ".join(machine.split())
        if label_problem(label) or len(label) > LONGEST_LABEL:
            raise StepRefused(say("second.label", most=LONGEST_LABEL))
        if step not in list(Claim):
            raise StepRefused(say("second.step"))
        own = self.own_value(step)
        if not own:
            raise StepRefused(say("second.not_yet", step=say(f"claim.{step}")))
        typed = _typed(value, own)
        if typed is None or (program != BY_HAND and not matches(HASH, program)):
            raise StepRefused(say("second.value"))
        same = [r for r in self.second_reports() if (r.machine, r.step) == (label, step)]
        if same and (same[-1].value, same[-1].program) == (typed, program):
            return same[-1]  # said before: nothing new to keep
        n = len(self._stored()) + 1
        if n > MOST:
            raise StepRefused(say("second.many", most=MOST))
        time = self.ambient.now(self.state.n)
        facts = {"machine": label, "program": program, "step": str(step), "value": typed, "time": time}
        key = _key(self.attempt, n)
        data = json.dumps({**facts, "own": own}, ensure_ascii=False).encode()
        self.store.append(self.attempt, [], {}, {key: data}, new=[key])
        return Report(n=n, agrees=typed == own, **facts)

    def _stored(self) -> list[dict[str, Any]]:
        notes = self.store.notes(f"second:{self.attempt}:")
        return [json.loads(notes[key]) for key in sorted(notes)]

    # -- pairing ----------------------------------------------------------------------------------------------------------

    def pair_second(self) -> str:
        """A new code for one second machine, told once; the former one is void."""
        code = "".join(secrets.choice(_LETTERS) for _ in range(16))
        self.store.set_notes({_CODE: json.dumps({"code": _hidden(code), "machine": ""}).encode()})
        return "-".join(code[n : n + 4] for n in range(0, 16, 4))

    def paired_machine(self) -> str | None:
        """The machine that uses the present code; "" while none has, None where there is no code."""
        data = self.store.note(_CODE)
        return None if data is None else str(json.loads(data)["machine"])

    def second_may_report(self, code: str, machine: str) -> bool:
        """True for the present code; the first machine that uses it keeps it for itself."""
        data, label = self.store.note(_CODE), " ".join(machine.split())
        if data is None or not label:
            return False
        value = json.loads(data)
        right = hmac.compare_digest(value["code"], _hidden(code.replace("-", "").strip().lower()))
        if not right or value["machine"] not in ("", label):
            return False
        if not value["machine"] and not label_problem(label) and len(label) <= LONGEST_LABEL:
            self.store.set_notes({_CODE: json.dumps({**value, "machine": label}).encode()})
        return True


def _hidden(code: str) -> str:
    return digest(f"second1:{code}".encode())


def _key(attempt: int, n: int) -> str:
    return f"second:{attempt}:{n:04}"


def _typed(value: str, own: str) -> str | None:
    """A hash, or the one that a read-aloud code of forty digits, in any grouping, stands for; None for anything else."""
    text = "".join(value.split()).lower()
    if matches(HASH, text):
        return text
    if len(text) == 40 and text.isascii() and text.isdigit():
        return own if text == "".join(read_aloud(own).split()) else f"{int(text):064x}"
    return None
