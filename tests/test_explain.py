"""One child's result in a few sentences, for every kind of draw and every reason (R52, SPEC §8)."""

import shutil
from pathlib import Path

import afterwards
import pytest
import simulator
import stage
from drawn import child, children, extra
from sessions import ALL_ATTRIBUTES, people, sheet
from simulator import draw_of, nearest_of, preferences_of, pupil, school, shortlist_of
from test_further_explain import FURTHER

from draw import explain, results, rules
from draw.allocation.standing import Reason
from draw.amending.fates import Fate
from draw.errors import FormatError
from draw.hashing import digest
from draw.pool import Pool, write
from draw.rules import Rules
from draw.why import why
from draw.words import pair

PUPIL = {
    "batch": "B1",
    "wish": "X1",
    "p1": "NONE",
    "p2": "NONE",
    "p3": "NONE",
    "area": "E1",
    "family": "NONE",
    "care": "NO",
}


def wishing(code: str, listed: str, unit: str = "", **more: str) -> dict[str, object]:
    """A child with a list, "XY" for X1 then Y1."""
    wishes = dict(zip(("p1", "p2", "p3"), [*(f"{c}1" for c in listed), "NONE", "NONE", "NONE"], strict=False))
    return pupil(code, unit, **PUPIL | wishes | more)


def files_of(rules_: Rules, pool: Pool, order: dict[str, list[str]]) -> tuple[dict[str, bytes], str]:
    """Files of a record as far as they are read, and a seed that gives the draws these orders."""
    for n in range(20_000):
        seed = digest(f"try {n}".encode())
        standing = results.allocate(pool, rules_, seed)
        if all(d in standing.orders and standing.orders[d].units == units for d, units in order.items()):
            frozen = {"rules.json": rules.write(rules_), "pool.csv": write(pool, rules_)}
            return results.files(standing) | frozen, seed
    raise AssertionError("no seed found")


def told(files: dict[str, bytes], seed: str, applicant: str) -> tuple[str, str]:
    """Both languages, a line a sentence."""
    chinese, english = ("\n".join(side) for side in zip(*explain.explain(files, seed, applicant), strict=True))
    return chinese, english


ADMISSION = [
    ("SKIP", "ATB", {"A": "RANK", "T-1": "BUNDLE_SKIPPED", "B": "NEXT_FITS"}),
    ("SKIP", "TAB", {"T-1": "RANK", "A": "PLACES_FULL"}),
    ("OVERFLOW", "ATB", {"T-1": "BUNDLE_OVERFLOW"}),
    ("GROW", "ATB", {"T-2": "BUNDLE_GROW"}),
    ("SPLIT", "ATB", {"T-1": "SPLIT_IN", "T-2": "SPLIT_OUT"}),
    ("STOP", "ATB", {"T-1": "BUNDLE_STOPPED", "B": "AFTER_STOP"}),
]


@pytest.mark.parametrize(("policy", "order", "reasons"), ADMISSION)
def test_admission(policy: str, order: str, reasons: dict[str, str]) -> None:
    """R52: "A family can check only its own line": result, reason, ranks, the shell line; a bundle's rule where it mattered."""
    more = extra(1) if policy in ("OVERFLOW", "GROW") else {}
    rules_ = rules.parse(sheet([school("X1", 2, policy, **more)], [draw_of("x1")]))
    pool = people(children("A", "B", "T:2"), rules_)
    files, seed = files_of(rules_, pool, {"x1": list(order)})
    last = results.allocate(pool, rules_, seed).summaries[0].last_rank
    for applicant, reason in reasons.items():
        chinese, english = told(files, seed, applicant)
        words = why(reason, "admission")
        assert words[0] in chinese and words[1] in english
        unit = applicant.partition("-")[0]
        assert f"录取序号 {order.index(unit) + 1}，录满序号 {last}" in chinese
        assert f'printf %s "number1:{seed}:x1:{unit}" | sha256sum' in chinese
        assert ("T-2" in chinese) is (unit == "T")
        assert "X1（示例中学）" in chinese.splitlines()[0]  # vacancies are RANKED: who is out waits there
        if "BUNDLE" in reason or "SPLIT" in reason:
            assert "捆绑组" in chinese.replace("捆绑组 T", "")


def zone(method: str, **more: object) -> Rules:
    """Three schools with one place each."""
    schools = [school(f"{c}1", 1, "NONE", name=name) for c, name in (("X", "东校"), ("Y", "西校"), ("Z", "南校"))]
    draw = preferences_of("zone", ["X1", "Y1", "Z1"], method=method, **more)
    return rules.parse(sheet(schools, [draw], attributes=ALL_ATTRIBUTES))


@pytest.mark.parametrize(
    ("method", "choices"),
    [
        ("PREFERENCE_FIRST", {"A": ("X1", 1), "C": ("Y1", 1), "B": ("Z1", 3)}),
        ("NUMBER_FIRST", {"A": ("X1", 1), "B": ("Y1", 2), "C": ("Z1", 3)}),
    ],
)
def test_preferences(method: str, choices: dict[str, tuple[str, int]]) -> None:
    """R32: the method, the child's own list and which choice it became, by either method."""
    rules_ = zone(method)
    pool = people([wishing("A", "XYZ"), wishing("B", "XYZ"), wishing("C", "YXZ")], rules_)
    files, seed = files_of(rules_, pool, {"zone": ["A", "B", "C"]})
    for applicant, (at, n) in choices.items():
        chinese, _ = told(files, seed, applicant)
        assert f"录取 {at}" in chinese
        assert ("志愿优先" in chinese) is (method == "PREFERENCE_FIRST")
        assert ("小号优先" in chinese) is (method == "NUMBER_FIRST")
        assert ("填报的志愿：西校、东校、南校。" if applicant == "C" else "填报的志愿：东校、西校、南校。") in chinese
        assert ("录取的就是第一志愿" in chinese) is (n == 1)
        assert n == 1 or f"第 {n} 志愿：轮到时前面的志愿学校已没有足够学位" in chinese


def test_a_school_that_nobody_asked_for() -> None:
    """R32 unlisted ANY: the reason says that the chosen schools were full; LIST_FULL where nothing is given."""
    for unlisted, reason in (("ANY", "ANY_PLACE"), ("NONE", "LIST_FULL")):
        rules_ = zone("NUMBER_FIRST", unlisted=unlisted)
        pool = people([wishing("A", "X"), wishing("B", "X")], rules_)
        files, seed = files_of(rules_, pool, {"zone": ["A", "B"]})
        chinese, english = told(files, seed, "B")
        assert why(reason, "preferences")[0] in chinese and why(reason, "preferences")[1] in english
        assert "录取的" not in chinese  # no choice of the list came true


@pytest.mark.parametrize(("bundle", "reasons"), [("SPLIT", {"T-1": "SPLIT_CHOICE"}), ("HOLD", {"T-1": "BUNDLE_HELD"})])
def test_bundles_without_room(bundle: str, reasons: dict[str, str]) -> None:
    """R27: split or held, with the rule."""
    rules_ = zone("NUMBER_FIRST", bundle=bundle)
    pool = people([wishing("A", "XYZ"), wishing("T-1", "XYZ", "T"), wishing("T-2", "XYZ", "T")], rules_)
    files, seed = files_of(rules_, pool, {"zone": ["A", "T"]})
    for applicant, reason in reasons.items():
        chinese, _ = told(files, seed, applicant)
        assert why(reason, "preferences")[0] in chinese
        assert "没有一所学校放得下整个捆绑组的" in chinese and "同组：T-2" in chinese


def test_a_group_that_comes_together() -> None:
    """R27 POST_ADJUST: who is moved is told why."""
    schools = [school("X1", 1, "NONE", **extra(1)), school("Y1", 1, "NONE")]
    draw = preferences_of("zone", ["X1", "Y1"], adjust="family")
    rules_ = rules.parse(sheet(schools, [draw], attributes=ALL_ATTRIBUTES))
    pool = people([wishing("A", "XY", family="K1"), wishing("B", "XY", family="K1")], rules_)
    files, seed = files_of(rules_, pool, {"zone": ["A", "B"]})
    chinese, _ = told(files, seed, "B")
    assert why("MOVED", "preferences")[0] in chinese and "家庭相同的学生" in chinese and "第一志愿" in chinese


def test_nearest_and_the_draws_before() -> None:
    """R30, R52: schools by distance, how near it became, NO_PLACE; and the draw in which the child stood before."""
    schools = [school("X1", 1), school("Y1", 1, "NONE"), school("Z1", 1, "NONE")]
    draws = [
        draw_of("x1"),
        nearest_of("rest", {"E1": {"Z1": 300, "Y1": 900}, "E2": {"Z1": 1, "Y1": 2}}, follows=["x1"]),
    ]
    rules_ = rules.parse(sheet(schools, draws, attributes=ALL_ATTRIBUTES))
    pool = people([wishing(c, "") for c in "ABCD"], rules_)
    files, seed = files_of(rules_, pool, {"x1": list("ABCD"), "rest": list("BCD")})
    chinese, english = told(files, seed, "C")
    assert "由近到远：示例中学 300 米、示例中学 900 米" in chinese and "第 2 近的学校" in chinese
    assert "在此之前参加过派位 x1：" in chinese and "Before that in draw x1:" in english
    assert f'number1:{seed}:x1:C"' in chinese and f'number1:{seed}:rest:C"' in chinese
    assert "候补名单" not in chinese
    assert "X1（示例中学）候补名单第 1 位" in told(files, seed, "D")[0]
    assert "录取的就是最近的学校" in told(files, seed, "B")[0]
    assert why("NO_PLACE", "nearest")[0] in told(files, seed, "D")[0]
    assert "在此之前" not in told(files, seed, "A")[0]
    forged = b"rank,number,unit\n1," + b"0" * 64 + b",C\n"
    with pytest.raises(FormatError):
        explain.explain(files | {"orders/x1.csv": forged}, seed, "C")


def test_shortlists() -> None:
    """R20: nobody is told of an admission; who stands in is told where."""
    for bundle, order, reasons in (
        ("WHOLE", "ABTC", {"A": "RANK", "T-1": "BUNDLE_WHOLE", "C": "LIST_FULL"}),
        ("SKIP", "ABTC", {"T-1": "BUNDLE_SKIPPED", "C": "NEXT_FITS"}),
    ):
        draw = shortlist_of("s", bundle=bundle, absent="NEXT")
        rules_ = rules.parse(sheet([school("X1", 1, "NONE", vacancies="NONE")], [draw]))
        pool = people(children("A", "B", "T:2", "C"), rules_)
        files, seed = files_of(rules_, pool, {"s": list(order)})
        for applicant, reason in reasons.items():
            chinese, english = told(files, seed, applicant)
            assert why(reason, "shortlist")[0] in chinese and why(reason, "shortlist")[1] in english
            assert "名单不分先后" in chinese and "录取序号" not in chinese
        assert "候补名单第 1 位" in told(files, seed, "C" if bundle == "WHOLE" else "T-1")[0]


def test_without_a_lot() -> None:
    """R16, R18, R20: who was registered, or listed, or whose batch was not held has no number, and is told so."""
    rules_ = rules.parse(
        sheet([school("X1", 1)], [draw_of("b1", "X1", batch=["B1"]), draw_of("b2", "X1", batch=["B2"])])
    )
    pool = people([child("A"), child("B", batch="B2")], rules_)
    files = results.compute(pool, rules_, digest(b"any"))
    for applicant, reason in (("A", "REGISTERED"), ("B", "NOT_HELD")):
        lines = explain.explain({**files}, digest(b"any"), applicant)
        assert why(reason, "admission")[1] in lines[0][1]
        assert "was not held; there is no number" in lines[-1][1]
    listed = rules.parse(sheet([school("X1", 1, "NONE")], [shortlist_of("s")]))
    files = results.compute(people([child("A")], listed), listed, digest(b"any")) | {"rules.json": rules.write(listed)}
    chinese, _ = told(files, digest(b"any"), "A")
    assert why("ALL_SHORTLISTED", "shortlist")[0] in chinese and "没有随机号" in chinese


def test_every_reason_is_explained_here() -> None:
    """SPEC §8: "Both lists are closed": the cases above name every reason."""
    named = {reason for _, _, found in ADMISSION for reason in found.values()}
    named |= {
        "REGISTERED",
        "NOT_HELD",
        "ALL_SHORTLISTED",
        "BUNDLE_WHOLE",
        "LIST_FULL",
        "CHOICE",
        "ANY_PLACE",
        "SPLIT_CHOICE",
    }
    here = named | {"BUNDLE_HELD", "MOVED", "NEAREST", "NO_PLACE"}
    assert here == {str(reason) for reason in Reason} - set(FURTHER)  # those of SPEC §16: test_further_explain


def test_amendments_have_the_last_word() -> None:
    """SPEC §13: whoever an amendment moved is told what is true now, and of which amendment."""
    files = simulator.record()
    state = afterwards.after(files)
    placed, school_ = next(iter(state.admitted().items()))
    files = afterwards.amended(files, [("declined", placed, "2026-07-25")])
    now = afterwards.after(files).place(placed)
    assert now.fate is Fate.DECLINED
    lines = explain.explain(files, digest(files["seed.txt"]), placed)
    assert pair("tell.since", number=1, zh="放弃", en="declined", school="") in lines
    assert school_ in lines[0][0]


def test_the_command_tells_a_parent_and_warns_of_an_unsound_record(held: Path, tmp_path: Path) -> None:
    """The sentences of the record, the reminder of the signed papers; a changed record is called so first, with exit 1."""
    env = stage.environment(tmp_path)
    told_ = stage.draw(["explain", str(held), "0002"], env).stdout
    assert "0002" in told_ and "draw verify" in told_
    shutil.copytree(held / "public", tmp_path / "public")
    path = tmp_path / "public" / "results.csv"
    path.write_bytes(path.read_bytes().replace(b",admitted,", b",waiting,", 1))
    done = stage.draw(["explain", str(tmp_path / "public"), "0002"], env, code=1)
    assert "does not verify (step 10)" in done.stderr
    assert "9999" in stage.draw(["explain", str(held), "9999"], env).stdout


def test_strangers_and_forgeries() -> None:
    """SPEC §11: "an unknown code is said so"; a number that is not its hash is refused, and a void record has no results."""
    files = simulator.record()
    seed = digest(files["seed.txt"])
    assert "9999" in explain.explain(files, seed, "9999")[0][1]
    assert "no results" in explain.explain({}, seed, "0001")[0][1]
    with pytest.raises(FormatError):
        explain.explain(files, digest(b"other"), "0002")
    assert explain.explain(files, "", "0002")[0][0].startswith("编号 0002：候补 X1（示例中学）。")
