"""The one catalogue: both languages with the same fields, every key that code and templates name, and no dead one."""

import ast
import re
import string
from pathlib import Path

import pytest

from draw import ledger
from draw.allocation.further import CellReason, QuotaReason, SeatReason, TeamReason
from draw.allocation.standing import Reason, Status
from draw.amending import EventKind, Fate
from draw.appeals import Closing
from draw.ceremony import Stage
from draw.chaining.programme import Status as ProgrammeStatus
from draw.comparing import Kind, Relation
from draw.edges.people import STAFF
from draw.edges.session import PIN_ROLES
from draw.edges.standby import Problem
from draw.notice import Mode, Phase
from draw.recomputing import Claim
from draw.reconciling import KINDS
from draw.rules import LastPlace, Vacancies, draws
from draw.rules.eligibility import REMOVED_REASONS
from draw.statement import VOID_REASONS
from draw.statistics import Chosen
from draw.verify import EXIT
from draw.words import WORDS, pair, say, zh
from web.acts import ACTS
from web.floor_pending import ATTEST
from web.floor_steps import CHAPTERS, Mark
from web.handbook import CARDS, PAGES
from web.legibility import Density
from web.plan import STEPS
from web.public.pages import PROOFS
from web.scenes import SCENES
from web.screen import Order, Theme
from web.setup_rules import FACTS
from web.setup_steps import STEPS as PREP

ROOT = Path(__file__).resolve().parent.parent
CALLS = ("say", "zh", "pair", "_refuse")
KEY = re.compile(r"[a-z]+\.[A-Za-z0-9_. -]+")
READINGS = (
    "text", "number", "hex", "joined", "trimmed", "drop", "keep", "sorted", "given", "yes", "no", "after-last", "after-hit", "mod",
    "scale", "seed", "next", "skip", "again",
)  # fmt: skip
# First part of a key made by an f-string -> every value that may follow.
DYNAMIC: dict[str, tuple[str, ...]] = {
    "stage": tuple(Stage),
    "outcome": tuple(Fate),
    "event": tuple(EventKind),
    "closing": tuple(Closing),
    "claim": tuple(Claim),
    "standby": tuple(p for p in Problem if p),
    "differs": KINDS,
    "reason": tuple(Reason),
    "quotawhy": tuple(QuotaReason),
    "cellwhy": tuple(CellReason),
    "teamwhy": tuple(TeamReason),
    "seatwhy": tuple(SeatReason),
    "status": tuple(Status),
    "stat": tuple(chosen.value for chosen in Chosen),
    "policy": tuple(LastPlace),
    "removed": REMOVED_REASONS,
    "vacancies": tuple(Vacancies),
    "mode": tuple(Mode),
    "phase": tuple(Phase),
    "role": (*ledger.ROLES, *PIN_ROLES),
    "word": tuple(EXIT),
    "step": tuple(str(n) for n in range(1, 19)),
    "verdict": tuple(EXIT),
    "line": tuple(ledger.KINDS),
    "action": ledger.ACTIONS,
    "person": ledger.PERSON_KINDS,
    "density": ("auto", *Density),
    "order": tuple(Order),
    "theme": tuple(Theme),
    "incident": ("PAUSE", "POSTPONE", "CARD"),
    "guarantee": ("list", "board", "seed"),
    "check": ledger.CHECK_ITEMS,
    "ruling": ledger.RULING_REASONS,
    "void": (*VOID_REASONS, "blind", "cause"),
    "dice": ("d10", "d6", "b"),
    "band": ("PAUSE", "POSTPONE"),
    "act": tuple(act.replace("-", "_") for act in ACTS),
    "why": tuple(act.replace("-", "_") for act in ACTS),
    "did": ("revealed", "late"),
    "view": tuple(SCENES),
    "run": (*(step for step, _ in STEPS), "void"),
    "kind": tuple(draws.KEYS),
    "programme": tuple(ProgrammeStatus),
    "card": tuple(f"{c.key}_{part}" for c in CARDS for part in ("title", "hall", "decides", "say", "guarantee", "step1")),
    "handbook": PAGES,
    "month": tuple(str(n) for n in range(1, 13)),
    "prep": PREP,
    "prepmark": ("done", "now", "open", "later"),
    "work": ("import", "check", "freeze", "audit"),
    "fact": (*FACTS, "after", "parties", "beacon"),
    "hint": ("scheduled", "dice", "id", "min_open"),
    "how": ("empty", "sheet", "roster", "two", "after"),
    "sign": ("operator", "notary", "witness", "date"),
    "proof": PROOFS,
    "host": (*(step for step, _ in STEPS), "void", "paused"),
    "todo": (*(step for step, _ in STEPS), "void"),
    "chapter": tuple(CHAPTERS),
    "mark": tuple(Mark),
    "then": tuple(ACTS),
    "effect": ledger.ACTIONS,
    "attest": tuple(f"{step}_{n}" for step, count in ATTEST.items() for n in range(1, count + 1)),
    "seat": tuple(STAFF),
    "reading": READINGS,
    "asking": ("value", "first", "repeats"),
    "compared": tuple(Relation),
    "place": (Kind.CHANGED, Kind.SHORTER),
}
# Shown with Chinese beside English, the English leaves out what stands beside it already; and two keys are one formula.
BESIDE = {
    "verdict.could not check": {"step"},
    "hall.seed_formula": {"middle"},
    "hall.seed_formula_en": {"middle"},
    "prose.mean_admitted_each_had_nobody": {"into"},
    "prose.chance_bundle_whole": {"into"},
    "prose.at_by": {"name"},
    "prose.draw": {"title"},
    "letter.to": {"name"},
    "letter.text": {"title", "session", "school"},
    "letter.listed": {"title", "session", "school"},
    "stat.draw": {"title"},
    "stat.by_attribute": {"label", "name"},
    "tell.applicant_why": {"name"},
    "tell.position_waiting_list": {"name"},
    "tell.shortlist_draw": {"name"},
    "tell.number_distance_nearer_ones_had": {"before"},
}


def fields(text: str) -> set[str]:
    """The format fields of a text; a field without a name would be filled by place and is none of ours."""
    return {str(field) for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def twins(names: set[str]) -> set[str]:
    """Fields for one language each, `zh` and `en` or `role_zh` and `role_en`, as one."""
    return {re.sub(r"(^|_)(zh|en)$", r"\1*", name) for name in names}


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_use_the_same_fields(key: str) -> None:
    """draw/words.py: "both languages use the same fields", each with a name, and no text is left empty."""
    chinese, english = WORDS[key]
    assert twins(fields(chinese)) ^ twins(fields(english)) <= BESIDE.get(key, set())
    assert not {"en"} & {name.rpartition("_")[2] for name in fields(chinese)}
    assert not {"zh"} & {name.rpartition("_")[2] for name in fields(english)}
    assert all(re.fullmatch(r"[a-z_]+", field) for field in fields(chinese) | fields(english))
    assert chinese.strip() == chinese
    assert english.strip() == english
    if not key.startswith("hall.seed_formula"):
        assert any("\u4e00" <= c <= "\u9fff" for c in chinese) or chinese == english
        assert english
    assert not any("\u4e00" <= c <= "\u9fff" for c in english)
    facts = dict.fromkeys(fields(chinese) | fields(english), "甲")
    assert say(key, **facts) == " ".join(pair(key, **facts))
    assert zh(key, **facts) == pair(key, **facts)[0]


@pytest.mark.parametrize(("start", "value"), [(s, v) for s, values in DYNAMIC.items() for v in dict.fromkeys(values)])
def test_every_value_has_its_words(start: str, value: str) -> None:
    """Every value of stage, outcome, reason, status, policy, vacancies, mode, role, word and step has an entry."""
    assert f"{start}.{value}" in WORDS


def test_unknown_keys_are_errors() -> None:
    """A key that is not in the catalogue is a mistake of ours and never shown as it is."""
    with pytest.raises(KeyError):
        say("stage.nowhere")


PYTHON = sorted([*(ROOT / "draw").rglob("*.py"), *(ROOT / "web").rglob("*.py")])


def from_catalogue(parsed: ast.Module) -> dict[str, str]:
    """Names under which a module uses the catalogue's functions (another `say` is no business of ours)."""
    found = (
        {"_refuse": "_refuse"}
        if any(isinstance(n, ast.FunctionDef) and n.name == "_refuse" for n in parsed.body)
        else {}
    )
    for node in ast.walk(parsed):
        if isinstance(node, ast.ImportFrom) and node.module == "draw.words":
            found |= {alias.asname or alias.name: alias.name for alias in node.names if alias.name in CALLS}
    return found


def keys_in(path: Path) -> list[tuple[str, set[str], int]]:
    """(key or "start.*" of an f-string, names of the facts, line) of every call of the catalogue in a Python file."""
    parsed = ast.parse(path.read_text(encoding="utf-8"))
    names = from_catalogue(parsed)
    result = []
    for node in ast.walk(parsed):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        is_ours = called in names or (
            isinstance(node.func, ast.Attribute) and ast.unparse(node.func).startswith("words.")
        )
        if not is_ours:
            continue
        facts = {k.arg for k in node.keywords if k.arg} | (
            {"**"} if any(k.arg is None for k in node.keywords) else set()
        )
        key = node.args[0]
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            result.append((key.value, facts, node.lineno))
        elif isinstance(key, ast.JoinedStr):
            head = key.values[0]
            assert isinstance(head, ast.Constant), f"{path}:{node.lineno}"
            result.append((f"{head.value}*", facts, node.lineno))
    return result


@pytest.mark.parametrize("path", PYTHON, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_key_in_code_is_in_the_catalogue(path: Path) -> None:
    """draw/words.py: "a test holds that every key in code and templates is here", with the facts that its text
    needs.
    """
    for key, facts, line in keys_in(path):
        if key.endswith(".*"):
            assert key[:-2] in DYNAMIC, f"{path}:{line}: {key}"
            continue
        if not KEY.fullmatch(key):
            continue
        assert key in WORDS, f"{path}:{line}: {key}"
        if "**" not in facts:
            assert fields(WORDS[key][0]) | fields(WORDS[key][1]) <= facts, f"{path}:{line}: {key}"


TEMPLATES = sorted(p for p in (ROOT / "web").rglob("*") if p.suffix in (".html", ".txt", ".js") and p.is_file())
LITERAL = re.compile(r"""(['"`])([a-z]+\.[A-Za-z0-9_.-]*)\1\s*([~+])?""")
FILES = (".css", ".js", ".html", ".svg", ".png", ".txt", ".json", ".csv", ".sig")


def test_every_key_in_templates_is_in_the_catalogue() -> None:
    """draw/words.py: "every key in code and templates is here"; a key that is put together has a known start."""
    starts = {key.split(".")[0] for key in WORDS}
    for path in TEMPLATES:
        for _, key, joined in LITERAL.findall(path.read_text(encoding="utf-8")):
            if key.split(".")[0] not in starts or key.endswith(FILES):
                continue
            if joined and key.endswith("."):
                assert key.rstrip(".") in DYNAMIC, f"{path}: {key}"
            else:
                assert key in WORDS, f"{path}: {key}"


def test_refusals_are_all_used() -> None:
    """A word that no code says would soon be wrong: every refusal in the catalogue is raised somewhere."""
    said = {key for path in PYTHON for key, _, _ in keys_in(path)}
    text = "".join(p.read_text(encoding="utf-8") for p in [*PYTHON, *TEMPLATES] if p.parent.name != "words")
    unused = {key for key in WORDS if key.startswith("refuse.") and key not in said and key not in text}
    assert unused == set()
