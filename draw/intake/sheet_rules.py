"""The rule sheet's schools, attributes, places outside the draw, bundles and show (SPEC §4, R1)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from draw.intake.cells import folded
from draw.intake.headers import FIELDS, Field, normalised
from draw.intake.nearest import choose, nearest
from draw.intake.places import Path
from draw.intake.sheet_checks import ATTRIBUTE, CODE, Checks
from draw.rules import PRESENT_KINDS, LastPlace, MemberRemoved, Mixed, Vacancies

_SCHOOL: Final = ("code", "name", "places", "approved_extra", "approved_document", "last_place", "vacancies")
_SCHOOL_WORDS: Final[Mapping[str, Sequence[str]]] = {"last_place": list(LastPlace), "vacancies": list(Vacancies)}
_BUNDLE_WORDS: Final[Mapping[str, Sequence[str]]] = {"mixed": list(Mixed), "member_removed": list(MemberRemoved)}
OPEN_VALUES: Final = ("schools", "preferences", "codes")
_AS_WRITTEN: Final = ("schools", "outside", "corrections", "blocks", "carry", "bundles", "hall", "show")
_NO_SCHOOL: Final = ("none", "无")  # what stands in a roster for no preference


def schools(c: Checks, value: object) -> list[dict[str, Any]]:
    """The [[schools]] tables; their faults are noted."""
    path = ("schools",)
    tables = c.tables(value, path, _SCHOOL, _SCHOOL_WORDS)
    for n, t in enumerate(tables):
        here = (*path, n)
        if c.form(t, "code", here, CODE) == "NONE":
            c.fault(
                (*here, "code"), "NONE", "NONE 不能作学校代码 NONE is no school's code", "换一个代码 choose another"
            )
        name = c.label(t, "name", here)
        if name is not None and folded(name) in _NO_SCHOOL:
            c.fault(
                (*here, "name"), name, "此名表示没有志愿 this name stands for no school", "写全校名 write it in full"
            )
        c.count(t, "places", here)
        extra = c.count(t, "approved_extra", here)
        document = c.label(t, "approved_document", here)
        c.switches(t, here, _SCHOOL_WORDS)
        if extra is not None and document is not None and (extra == 0) != (document == "none"):
            c.fault(
                (*here, "approved_document"), document,
                '核增为 0 时且仅此时写 "none" must be "none" exactly when approved_extra is 0',
                "填写批文号,或将核增改为 0 give the document, or set approved_extra to 0",
            )  # fmt: skip
    c.unique([str(t["code"]) if "code" in t else None for t in tables], path, "code", "代码")
    # the roster may name a school in words, so the words must tell schools apart
    names = [folded(str(t["name"])) if "name" in t else None for t in tables]
    c.unique(names, path, "name", "校名")
    _no_other_code(c, names, [folded(str(t["code"])) if "code" in t else None for t in tables], path, "name")
    return tables


def over_plan(c: Checks, tables: Sequence[Mapping[str, Any]]) -> None:
    """A school that goes over its plan without an approved extra place (R8)."""
    for n, t in enumerate(tables):
        policy = t.get("last_place")
        if t.get("approved_extra") != 0 or policy not in ("OVERFLOW", "GROW"):
            continue
        most = "组内最多人数 - 1 the largest bundle less one"
        if policy == "GROW":
            most = "各组人数 - 1 之和 the sum over the bundles of their size less one"
        c.fault(
            ("schools", n, "approved_extra"), 0,
            f"{policy} 会超出计划,而核增为 0 goes over the plan, but no extra place is approved (R8)",
            f"需要核增 1 个计划以上({most}),写明批文号;或改用 SKIP approve at least 1 and name the document, or choose SKIP",
        )  # fmt: skip


def _no_other_code(c: Checks, labels: Sequence[str | None], codes: Sequence[str | None], path: Path, key: str) -> None:
    """The roster may hold code or label, in any width or case: both together must name one thing."""
    for n, label in enumerate(labels):
        if label is not None and label in codes and codes[n] != label:
            c.fault(
                (*path, n, key), label, "名称与另一项的代码相同 the name is the code of another item",
                "改名称 change the name",
            )  # fmt: skip


def attributes(c: Checks, value: object) -> list[dict[str, Any]]:
    """The [[attributes]] tables; their faults are noted."""
    path = ("attributes",)
    tables = c.tables(value, path, ("name", "label", "column", "values"), {"values": OPEN_VALUES}, empty=True)
    for n, t in enumerate(tables):
        here = (*path, n)
        name = c.form(t, "name", here, ATTRIBUTE)
        if name in ("applicant", "unit", "seal"):
            c.fault((*here, "name"), name, "此名已有固定用途 this name is reserved", "换一个名称 choose another name")
        c.label(t, "label", here)
        column = c.label(t, "column", here)
        fixed = FIELDS.get(normalised(column or ""))
        if fixed is not None and not (fixed is Field.FAMILY and t.get("values") == "codes"):
            c.fault(
                (*here, "column"), column, "此列已作固定用途 this roster column has a fixed use",
                "换一个列名 choose another column",
            )  # fmt: skip
        values = t.get("values")
        if values is not None and not (isinstance(values, str) and values in OPEN_VALUES):
            _values(c, values, (*here, "values"))
    c.unique([str(t["name"]) if "name" in t else None for t in tables], path, "name", "名称")
    headers = [normalised(str(t["column"])) if "column" in t else None for t in tables]
    c.unique(headers, path, "column", "列名")
    return tables


def _values(c: Checks, value: object, path: Path) -> None:
    if isinstance(value, str):
        words = '须为 "schools" "preferences" "codes" 或取值列表 must be one of these words or a list of values'
        c.fault(path, value, words, choose(value, OPEN_VALUES))
        return
    entries = c.tables(value, path, ("code", "label"))
    for n, entry in enumerate(entries):
        c.form(entry, "code", (*path, n), CODE)
        c.label(entry, "label", (*path, n))
    codes = [str(e["code"]) if "code" in e else None for e in entries]
    c.unique(codes, path, "code", "代码")
    labels = [folded(str(e["label"])) if "label" in e else None for e in entries]
    c.unique(labels, path, "label", "名称")
    _no_other_code(c, labels, [None if code is None else folded(code) for code in codes], path, "label")


def outside(c: Checks, value: object, schools: Sequence[str]) -> None:
    """The [[outside]] tables: children placed outside the draw, declared (R55); their faults are noted."""
    path = ("outside",)
    for n, t in enumerate(c.tables(value, path, ("group", "school", "count", "document"), empty=True)):
        here = (*path, n)
        c.label(t, "group", here)
        if schools:
            c.choice(t, "school", here, schools)
        c.count(t, "count", here, 1)
        c.label(t, "document", here)


def bundles(c: Checks, value: object, attributes: Sequence[str]) -> None:
    """The [bundles] table; `attributes`: names of those with values. Its faults are noted."""
    path = ("bundles",)
    t = c.table(value, path, ("mixed", "mixed_attribute", "member_removed"), _BUNDLE_WORDS) or {}
    mixed = c.choice(t, "mixed", path, list(Mixed))
    c.choice(t, "member_removed", path, list(MemberRemoved))
    if mixed == "REFUSE" and t.get("mixed_attribute", "none") != "none":
        c.fault(
            (*path, "mixed_attribute"), t["mixed_attribute"], 'REFUSE 时须为 "none" must be "none" for REFUSE',
            '写 "none",或改 mixed write "none", or change mixed',
        )  # fmt: skip
    elif mixed is not None and mixed != "REFUSE":
        c.choice(t, "mixed_attribute", path, attributes)


def hall(c: Checks, value: object) -> None:
    """The [hall] table: who must be there, the decision group and its quorum (R46, R47); its faults are noted."""
    path = ("hall",)
    t = c.table(value, path, ("present", "group", "quorum")) or {}
    if "present" in t:
        _present(c, t["present"], (*path, "present"))
    group = c.count(t, "group", path, 1, 9)
    c.count(t, "quorum", path, 1, 9 if group is None else group)


def _present(c: Checks, value: object, path: Path) -> None:
    if not isinstance(value, dict):
        c.fault(path, value, "须为一张表 must be a table", "如 for example { NOTARY = 2, PARENT = 3 }")
        return
    for kind in value:
        if kind in PRESENT_KINDS:
            c.count(value, kind, path, 1, 99)
        else:
            words = "没有这一类人员,或不能在此要求 no such kind of person, or none that can be asked for here"
            c.fault((*path, kind), "", words, choose(kind, PRESENT_KINDS))
    if "NOTARY" not in {nearest(kind, PRESENT_KINDS) for kind in value}:
        c.fault(path, value, "缺少公证员 NOTARY is missing", "补写 NOTARY = 2 add it (R46)")


def show(c: Checks, value: object) -> None:
    """The [show] table; its faults are noted."""
    path = ("show",)
    t = c.table(value, path, ("names", "page", "singly"), {"names": ("masked", "none")}) or {}
    c.choice(t, "names", path, ["masked", "none"])
    c.count(t, "page", path, 1)
    c.count(t, "singly", path)


def _who(who: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: sorted(codes) for name, codes in who.items()}


def value_of(top: Mapping[str, Any], draws: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The value of rules.json from sound tables; the values of conditions are put in order here."""
    checks = []
    for check in top["eligibility"]:
        test = check["test"]
        if test["kind"] == "apart":
            test = {**test, "with": _who(test["with"])}
        checks.append({**check, "who": _who(check["who"]), "test": test})
    after = top["after_draw"]
    priority = after["priority"]
    return {
        "format": "rules1",
        "attributes": [{k: a[k] for k in ("name", "label", "values")} for a in top["attributes"]],
        "eligibility": checks,
        "draws": [{**d, "who": _who(d["who"])} for d in draws],
        "after_draw": {**after, "priority": priority if priority == "none" else _who(priority)},
        **{key: top[key] for key in _AS_WRITTEN},
    }
