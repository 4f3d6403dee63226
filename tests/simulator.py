"""A hall in memory: makes whole records from plain facts, with the product's own machine and fixed keys, secrets and times.

No files, no store, no mocks: what it returns is what the public folder would hold. Tests change one fact or one byte of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from draw import board, dice, ledger, notice, pool, readme, results, rules, seed, signing, statement
from draw.ceremony import Ceremony
from draw.edges.ambient import stamp
from draw.encoding import text_file
from draw.hashing import commitment, digest, person, seal, sums_file
from draw.ledger import Line
from draw.notice import QUICKNET, Beacon, Mode, Notice, Party, Phase
from draw.rules import HallRules, Rules

SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
AMENDER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
START = 1784336400  # 2026-07-18T09:00:00+08:00
# a real round of drand quicknet, of 2026-07-30T22:04:21+08:00, and its signature
ROUND = Beacon(chain=QUICKNET, round=30872299)
ROUND_SIGNATURE = "82ebb3c2c07e75927e7d330619bb95b611f4a264a4993b96596fc65087f2f6ae91dd5561bb53e0c57e6c7f4e6ee44e64"
PARTIES = (
    Party(id="A1", name="示例区教育局", phase=Phase.SEALED),
    Party(id="N1", name="示例市公证处", phase=Phase.SEALED),
    Party(id="W01", name="家长代表", phase=Phase.OPEN),
)
HALL = {"present": {"NOTARY": 1, "PARENT": 2}, "group": 3, "quorum": 2}


def secret_of(party: str) -> str:
    """The fixed secret of a party."""
    return digest(f"secret of {party}, for show".encode())


def school(code: str = "X1", places: int = 3, last_place: str = "SKIP", **switches: Any) -> dict[str, Any]:
    """A school of rules.json."""
    base = {
        "code": code,
        "name": "示例中学",
        "places": places,
        "approved_extra": 0,
        "approved_document": "none",
        "last_place": last_place,
        "vacancies": "RANKED",
    }
    return base | switches


def any_draw(
    identifier: str, kind: str, follows: Sequence[str], who: Mapping[str, Any], **terms: Any
) -> dict[str, Any]:
    """A draw of rules.json."""
    common = {"id": identifier, "kind": kind, "title": f"派位 {identifier}", "follows": list(follows)}
    return common | {"who": dict(who)} | terms


def draw_of(
    identifier: str, school_code: str = "X1", follows: Sequence[str] = (), quota: Any = "none", **who: list[str]
) -> dict[str, Any]:
    """A draw of rules.json, of kind admission."""
    return any_draw(identifier, "admission", follows, who, school=school_code, quota=quota)


def shortlist_of(
    identifier: str, school_code: str = "X1", follows: Sequence[str] = (), who: Mapping[str, Any] = {}, **terms: Any
) -> dict[str, Any]:
    """A draw of rules.json, of kind shortlist: three times the places; terms: multiplier bundle absent."""
    base = {"multiplier": 3, "bundle": "WHOLE", "absent": "NONE"}
    return any_draw(identifier, "shortlist", follows, who, school=school_code, **base | terms)


def preferences_of(
    identifier: str, schools: Sequence[str], follows: Sequence[str] = (), who: Mapping[str, Any] = {}, **terms: Any
) -> dict[str, Any]:
    """A draw of rules.json, of kind preferences; terms: preferences method unlisted bundle adjust."""
    base = {
        "preferences": ["p1", "p2", "p3"],
        "method": "NUMBER_FIRST",
        "unlisted": "NONE",
        "bundle": "HOLD",
        "adjust": "none",
    }
    return any_draw(identifier, "preferences", follows, who, schools=list(schools), **base | terms)


def nearest_of(
    identifier: str,
    distances: Mapping[str, Mapping[str, int]],
    follows: Sequence[str] = (),
    who: Mapping[str, Any] = {},
    **terms: Any,
) -> dict[str, Any]:
    """A draw of rules.json, of kind nearest, with the schools of its distances (area -> school -> metres)."""
    schools = list(next(iter(distances.values())))
    base = {"schools": schools, "area": "area", "distances": distances, "bundle": "SPLIT", "short": "DRAW"}
    return any_draw(identifier, "nearest", follows, who, **base | terms)


def pupil(applicant: str, unit: str = "", **attributes: str) -> dict[str, Any]:
    """A child of a session in plain facts: its code, its unit, its attributes."""
    return {"applicant": applicant, "unit": unit or applicant, "who": attributes}


def after_draw(**switches: Any) -> dict[str, Any]:
    """The terms of what happens after the draw."""
    base = {
        "reply_days": 0,
        "list_until": "none",
        "bundle_at_head": "PASS_OVER",
        "member_struck": "REST_STAY",
        "no_show": "FORFEIT",
        "report_by": "none",
        "leave_days": 0,
        "priority": "none",
    }
    return base | switches


def rules_of(
    schools: Sequence[Mapping[str, Any]] = (school(),),
    draws: Sequence[Mapping[str, Any]] = (draw_of("x1"),),
    attributes: Sequence[Mapping[str, Any]] = (),
    **more: Any,
) -> Rules:
    """Rules from plain objects; `more` replaces further keys of rules.json."""
    return rules.parse(rule_sheet(schools, draws, attributes, **more))


def rule_sheet(
    schools: Sequence[Mapping[str, Any]] = (school(),),
    draws: Sequence[Mapping[str, Any]] = (draw_of("x1"),),
    attributes: Sequence[Mapping[str, Any]] = (),
    **more: Any,
) -> dict[str, Any]:
    """The value of rules.json."""
    base: dict[str, Any] = {
        "format": "rules1",
        "attributes": list(attributes),
        "schools": list(schools),
        "outside": [],
        "corrections": "REFUSE",
        "eligibility": [],
        "blocks": "none",
        "carry": "none",
        "bundles": {"mixed": "REFUSE", "mixed_attribute": "none", "member_removed": "DISSOLVE"},
        "draws": list(draws),
        "after_draw": after_draw(),
        "hall": HALL,
        "show": {"names": "none", "page": 10, "singly": 10},
    }
    return base | more


@dataclass(frozen=True, kw_only=True)
class Hall:
    """One ceremony's facts; the defaults are the example of SPEC §0."""

    session: str = "example-2026"
    mode: Mode = Mode.REHEARSAL
    rules: Rules = field(default_factory=rules_of)
    people: Sequence[tuple[str, str, Mapping[str, str]]] = (
        ("0001", "0001", {}),
        ("0002", "B001", {}),
        ("0003", "0003", {}),
        ("0004", "0004", {}),
        ("0005", "B001", {}),
        ("0006", "0006", {}),
    )  # (applicant, unit, attributes), sorted
    parties: Sequence[Party] = PARTIES
    absent: Sequence[str] = ()  # commit, do not reveal
    silent: Sequence[str] = ()  # do not even commit
    min_open: int = 1
    dice: str = "d10x10"
    values: str = "3141593019"
    beacon: Beacon | None = None
    signature: str = ROUND_SIGNATURE
    attempt: int = 1
    previous: str = "none"
    after: Sequence[str] = ()
    removed: bytes | None = None
    roster: bytes = b"private"

    def pool_csv(self) -> bytes:
        """pool.csv with fixed salts."""
        seals = [seal(self.session, a, digest(a.encode())[:32], f"孩子{a}", f"ID{a}") for a, _, _ in self.people]
        units = [u for _, u, _ in self.people]
        return pool.write(
            pool.Pool(
                applicants=[a for a, _, _ in self.people],
                units=units,
                attributes={x.name: [p[2][x.name] for p in self.people] for x in self.rules.attributes},
                seals=seals,
                members=pool.group(units),
            ),
            self.rules,
        )

    def notice(self, files: Mapping[str, bytes]) -> Notice:
        """The notice over the frozen files."""
        return Notice(
            session=self.session,
            mode=self.mode,
            title="2026年示例区初中招生电脑随机派位",
            authority="示例区教育局",
            scheduled="2026-07-18T09:00:00+08:00",
            attempt=self.attempt,
            version=1,
            previous=self.previous,
            after=tuple(self.after),
            rehearsals=0,
            pool=digest(files["pool.csv"]),
            applicants=len(self.people),
            units=len({u for _, u, _ in self.people}),
            roster=digest(self.roster),
            removed="none" if self.removed is None else digest(self.removed),
            rules=digest(files["rules.json"]),
            program=digest(files["program.txt"]),
            signer=signing.public_hex(SIGNER),
            amender=signing.public_hex(AMENDER),
            parties=tuple(self.parties),
            min_open=self.min_open,
            reveal_seconds=60,
            dice=self.dice,
            beacon=self.beacon,
            draws=tuple(d.id for d in self.rules.draws),
        )


class Minutes:
    """Writes ledger lines through the state machine, a line every thirty seconds."""

    def __init__(self, current: Notice, value: str, hall: HallRules) -> None:
        self.lines: list[Line] = []
        self.state = Ceremony(notice=current, notice_hash=value, hall=hall)

    def add(self, kind: str, by: str, /, **body: Any) -> Line:
        """Append one line; raises what the state machine raises."""
        last = self.lines[-1] if self.lines else None
        time = stamp(START + 30 * len(self.lines))
        line = ledger.next_line(last, time=time, kind=kind, by=by, body=body)
        self.state.apply(line)
        self.lines.append(line)
        return line


def frozen(hall: Hall) -> tuple[dict[str, bytes], Notice]:
    """The files of the freeze."""
    files = {
        "pool.csv": hall.pool_csv(),
        "rules.json": rules.write(hall.rules),
        "program.txt": sums_file({"draw/__init__.py": digest(b"program")}),
    }
    if hall.removed is not None:
        files["removed.csv"] = hall.removed
    current = hall.notice(files)
    data = notice.write(current)
    files["notice.json"] = data
    files["notice.sig"] = signing.sign(SIGNER, data)
    files["signer.pem"] = signing.public_pem(current.signer)
    return files, current


def person_of(session: str, name: str) -> str:
    """The person hash of a name, under a fixed salt."""
    return person(session, digest(b"person salt, for show"), name)


def sign_in(hall: Hall, minutes: Minutes) -> None:
    """Everybody whom the rule sheet asks for signs in, the notary checks the machine, a parent looks up the first row."""
    people = ["OPERATOR", "CHECKER"]
    people += [kind for kind, count in hall.rules.hall.present.items() for _ in range(count)]
    for number, kind in enumerate(people, start=1):
        hashed = person_of(hall.session, f"{kind} {number}")
        by = "notary" if kind == "OPERATOR" else "operator"
        minutes.add("sign-in", by, number=number, kind=kind, person=hashed)
    for item in ledger.CHECK_ITEMS:
        minutes.add("check", "notary", item=item)
    for applicant, _, _ in hall.people[:1]:
        minutes.add("spot", "operator", applicant=applicant)


def until_reveals(hall: Hall) -> tuple[dict[str, bytes], Notice, Minutes]:
    """Freeze, commitments, board, reveals opened, made and closed."""
    files, current = frozen(hall)
    value = digest(files["notice.json"])
    minutes = Minutes(current, value, hall.rules.hall)
    minutes.add("freeze", "operator", notice=value, version=1, **{"with": "notary"})
    sign_in(hall, minutes)
    minutes.add("convene", "operator", notice=value)
    for party in current.parties:
        if party.id not in hall.silent:
            minutes.add("commit", party.id, commitment=commitment(value, party.id, secret_of(party.id)))
    files["board.txt"] = board.write(current, value, minutes.state.commitments)
    minutes.add("board", "operator", board=digest(files["board.txt"]))
    if minutes.state.forced_void():
        return files, current, minutes
    minutes.add("reveal-open", "operator")
    for party in current.open_parties():
        if party.id not in hall.absent and party.id not in hall.silent:
            minutes.add("reveal", party.id, secret=secret_of(party.id))
    lines = [
        *seed.head_lines(value, minutes.state.board_hash),
        *seed.open_lines(current, minutes.state.reveals),
    ]
    while minutes.state.running_at(stamp(START + 30 * len(minutes.lines))) < current.reveal_seconds:
        number = minutes.state.rulings + 1
        minutes.add(
            "ruling", "decision", number=number, action="CONTINUE", reason="OTHER", paper="none", signers=["D1", "D2"]
        )
    minutes.add("reveal-close", "operator", transcript=digest(text_file(lines)))
    return files, current, minutes


def add_beacon(hall: Hall, current: Notice, minutes: Minutes) -> None:
    """The line of the beacon, where the notice has one."""
    if hall.beacon is not None:
        lines = [*minutes.state.transcript_lines(), seed.beacon_line(current, hall.signature)]
        minutes.add("beacon", "operator", signature=hall.signature, transcript=digest(text_file(lines)))


def record(hall: Hall | None = None, **changes: Any) -> dict[str, bytes]:
    """A whole record: path -> bytes."""
    hall = replace(hall or Hall(), **changes)
    files, current, minutes = until_reveals(hall)
    state, value = minutes.state, digest(files["notice.json"])
    spec = dice.parse(hall.dice)
    if spec is not None:
        for n, text in enumerate(spec.values(hall.values), start=1):
            minutes.add("die", "operator", index=n, value=text, **{"with": "checker"})
        line = seed.dice_line(current, tuple(state.dice_values))
        minutes.add("dice", "notary", transcript=digest(text_file([*state.transcript_lines(), line])))
    add_beacon(hall, current, minutes)
    minutes.add("envelopes", "notary")
    for party in current.sealed_parties():
        minutes.add("opened", party.id)
    files["seed.txt"] = seed.write(
        current,
        value,
        digest(files["board.txt"]),
        seed.Transcript(
            open_secrets=state.reveals,
            dice_values=tuple(state.dice_values),
            beacon_signature=state.beacon_signature,
            sealed_secrets={p.id: secret_of(p.id) for p in current.sealed_parties()},
        ),
    )
    the_seed = digest(files["seed.txt"])
    minutes.add("seed", "system", seed=the_seed)
    outputs = results.compute(pool.read(files["pool.csv"], hall.rules), hall.rules, the_seed)
    files |= outputs
    last = minutes.add("outputs", "system", outputs=digest(outputs["outputs.txt"]))
    files["statement.txt"] = statement.statement(
        current,
        value,
        board=digest(files["board.txt"]),
        seed=the_seed,
        outputs=digest(outputs["outputs.txt"]),
        ledger=digest(last.data()),
    )
    files["statement.sig"] = signing.sign(SIGNER, files["statement.txt"])
    files["README"] = readme.text(
        current,
        value,
        rules=hall.rules,
        seed=the_seed,
        statement_hash=digest(files["statement.txt"]),
        held=[n[7:-4] for n in outputs if n.startswith("orders/")],
    )
    return sealed(files, minutes)


def void_record(
    hall: Hall | None = None, *, mismatch: Sequence[str] = (), ruling: bool = False, **changes: Any
) -> dict[str, bytes]:
    """A whole record of a voided attempt: by ruling, by papers that do not match, or because too few took part."""
    hall = replace(hall or Hall(), **changes)
    files, current, minutes = until_reveals(hall)
    state, value = minutes.state, digest(files["notice.json"])
    if ruling:
        number = state.rulings + 1
        minutes.add(
            "ruling", "decision", number=number, action="VOID", reason="OTHER", paper="none", signers=["D1", "D2"]
        )
    elif mismatch:
        spec = dice.parse(hall.dice)
        for n, text in enumerate(spec.values(hall.values) if spec else (), start=1):
            minutes.add("die", "operator", index=n, value=text, **{"with": "checker"})
        line = seed.dice_line(current, tuple(state.dice_values))
        minutes.add("dice", "notary", transcript=digest(text_file([*state.transcript_lines(), line])))
        add_beacon(hall, current, minutes)
        minutes.add("envelopes", "notary")
        for party in current.sealed_parties():
            if party.id in mismatch:
                minutes.add("paper-mismatch", "operator", party=party.id, **{"with": "notary"})
            else:
                minutes.add("opened", party.id)
    reason = state.forced_void()
    files["transcript.txt"] = state.void_transcript({p.id: secret_of(p.id) for p in current.sealed_parties()})
    files["void.txt"] = statement.void(
        current,
        value,
        board=state.board_hash or "none",
        transcript=digest(files["transcript.txt"]),
        reason=reason,
    )
    minutes.add("void", "decision" if reason == "RULING" else "system", void=digest(files["void.txt"]))
    files["void.sig"] = signing.sign(SIGNER, files["void.txt"])
    files["README"] = readme.void_text(current, value, digest(files["void.txt"]), reason)
    return sealed(files, minutes)


def sealed(files: dict[str, bytes], minutes: Minutes) -> dict[str, bytes]:
    """Add ledger.jsonl, SHA256SUMS and its signature."""
    files["ledger.jsonl"] = ledger.write(minutes.lines)
    sums = sums_file({name: digest(data) for name, data in files.items()})
    return files | {"SHA256SUMS": sums, "SHA256SUMS.sig": signing.sign(SIGNER, sums)}


def anchors(files: Mapping[str, bytes]) -> tuple[str, str]:
    """(notice hash, statement hash) as the signed papers would give them."""
    name = "statement.txt" if "statement.txt" in files else "void.txt"
    return digest(files["notice.json"]), digest(files[name])
