"""The half of the rule sheet that becomes rules.json: schools, attributes, bundles, draws, show (SPEC §4)."""

from collections.abc import Mapping
from typing import Any, Final

from draw.cells import folded
from draw.headers import FIELDS, normalised
from draw.nearest import choose
from draw.rules import LastPlace, MemberRemoved, Mixed, Vacancies
from draw.sheet_checks import ATTRIBUTE, CODE, DRAW_ID, Checks

_SCHOOL: Final = ("code", "name", "places", "approved_extra", "approved_document", "last_place", "vacancies")


def schools(c: Checks, value: object) -> list[dict[str, Any]]:
    """The [[schools]] tables; their faults are noted."""
    path = ("schools",)
    tables = c.tables(value, path, _SCHOOL)
    for n, t in enumerate(tables):
        here = (*path, n)
        c.form(t, "code", here, CODE)
        c.label(t, "name", here)
        c.count(t, "places", here)
        extra = c.count(t, "approved_extra", here)
        document = c.label(t, "approved_document", here)
        c.choice(t, "last_place", here, [str(p) for p in LastPlace])
        c.choice(t, "vacancies", here, [str(v) for v in Vacancies])
        if extra is not None and document is not None and (extra == 0) != (document == "none"):
            c.fault(
                (*here, "approved_document"), document,
                '核增为 0 时且仅此时写 "none" must be "none" exactly when approved_extra is 0',
                "填写批文号,或将核增改为 0 give the document, or set approved_extra to 0",
            )  # fmt: skip
    c.unique([str(t["code"]) if "code" in t else None for t in tables], path, "code", "代码")
    # the roster may name a school in words, so the words must tell schools apart
    c.unique([folded(str(t["name"])) if "name" in t else None for t in tables], path, "name", "校名")
    return tables


def attributes(c: Checks, value: object) -> list[dict[str, Any]]:
    """The [[attributes]] tables; their faults are noted."""
    path = ("attributes",)
    tables = c.tables(value, path, ("name", "label", "column", "values"), empty=True)
    for n, t in enumerate(tables):
        here = (*path, n)
        name = c.form(t, "name", here, ATTRIBUTE)
        if name in ("applicant", "unit", "seal"):
            c.fault((*here, "name"), name, "此名已有固定用途 this name is reserved", "换一个名称 choose another name")
        c.label(t, "label", here)
        column = c.label(t, "column", here)
        if column is not None and normalised(column) in FIELDS:
            c.fault(
                (*here, "column"), column, "此列已作固定用途 this roster column has a fixed use",
                "换一个列名 choose another column",
            )  # fmt: skip
        values = t.get("values")
        if values is not None and values != "schools":
            _values(c, values, (*here, "values"))
    c.unique([str(t["name"]) if "name" in t else None for t in tables], path, "name", "名称")
    headers = [normalised(str(t["column"])) if "column" in t else None for t in tables]
    c.unique(headers, path, "column", "列名")
    return tables


def _values(c: Checks, value: object, path: tuple[str | int, ...]) -> None:
    if isinstance(value, str):
        c.fault(
            path, value, '须为 "schools" 或取值列表 must be "schools" or a list of values', choose(value, ["schools"])
        )
        return
    entries = c.tables(value, path, ("code", "label"))
    for n, entry in enumerate(entries):
        c.form(entry, "code", (*path, n), CODE)
        c.label(entry, "label", (*path, n))
    codes = [str(e["code"]) if "code" in e else None for e in entries]
    c.unique(codes, path, "code", "代码")
    labels = [folded(str(e["label"])) if "label" in e else None for e in entries]
    folded_codes = [None if code is None else folded(code) for code in codes]
    # the roster may hold code or label, in any width or case: both together must name one value
    c.unique(labels, path, "label", "名称")
    for n, label in enumerate(labels):
        if label is not None and label in folded_codes and folded_codes[n] != label:
            c.fault(
                (*path, n, "label"), label, "名称与另一取值的代码相同 the label is the code of another value",
                "改名称 change the label",
            )  # fmt: skip


def draws(
    c: Checks, value: object, schools: list[dict[str, Any]], attributes: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The [[draws]] tables; their faults are noted."""
    path = ("draws",)
    tables = c.tables(value, path, ("id", "kind", "title", "school", "who"))
    school_codes = [s["code"] for s in schools if isinstance(s.get("code"), str)]
    known: dict[str, list[str]] = {}
    for a in attributes:
        values = a.get("values")
        if isinstance(a.get("name"), str) and values is not None:
            entries = values if isinstance(values, list) else []
            codes = [e["code"] for e in entries if isinstance(e, dict) and isinstance(e.get("code"), str)]
            known[a["name"]] = school_codes if values == "schools" else codes
    for n, t in enumerate(tables):
        here = (*path, n)
        c.form(t, "id", here, DRAW_ID)
        c.choice(t, "kind", here, ["admission"])
        c.label(t, "title", here)
        if len(school_codes) == len(schools):  # else the school's own fault is told already
            c.choice(t, "school", here, school_codes)
        if "who" in t:
            _who(c, t["who"], (*here, "who"), known)
    c.unique([str(t["id"]) if "id" in t else None for t in tables], path, "id", "代号")
    return tables


def _who(c: Checks, value: object, path: tuple[str | int, ...], known: Mapping[str, list[str]]) -> None:
    if not isinstance(value, dict):
        c.fault(
            path, value, "须为 { 属性 = [取值] } must be a table of lists", "所有人参加写 {} write {} for everybody"
        )
        return
    for name, codes in value.items():
        here = (*path, name)
        if name not in known:
            c.fault(here, name, "属性未声明 the attribute is not declared", choose(name, known))
        elif not isinstance(codes, list) or not codes:
            c.fault(here, codes, "须为非空列表 must be a list that is not empty", '如 ["1", "2"] for example')
        else:
            for n, code in enumerate(codes):
                if not isinstance(code, str) or code not in known[name]:
                    c.fault(
                        (*here, n), code, "取值未声明 the value is not declared", choose(str(code)[:80], known[name])
                    )
                elif code in codes[:n]:
                    c.fault((*here, n), code, "同一取值写了两次 the value stands twice", "删去一个 delete one")


def bundles(c: Checks, value: object, attributes: list[dict[str, Any]]) -> dict[str, Any]:
    """The [bundles] table; its faults are noted."""
    path = ("bundles",)
    t = c.table(value, path, ("mixed", "mixed_attribute", "member_removed")) or {}
    mixed = c.choice(t, "mixed", path, [str(m) for m in Mixed])
    c.choice(t, "member_removed", path, [str(m) for m in MemberRemoved])
    if mixed == "REFUSE" and t.get("mixed_attribute", "none") != "none":
        c.fault(
            (*path, "mixed_attribute"), t["mixed_attribute"], 'REFUSE 时须为 "none" must be "none" for REFUSE',
            '写 "none",或改 mixed write "none", or change mixed',
        )  # fmt: skip
    elif mixed is not None and mixed != "REFUSE":
        c.choice(t, "mixed_attribute", path, [a["name"] for a in attributes if isinstance(a.get("name"), str)])
    return t


def show(c: Checks, value: object) -> dict[str, Any]:
    """The [show] table; its faults are noted."""
    path = ("show",)
    t = c.table(value, path, ("names", "page", "singly")) or {}
    c.choice(t, "names", path, ["masked", "none"])
    c.count(t, "page", path, 1)
    c.count(t, "singly", path)
    return t


def value_of(top: Mapping[str, Any]) -> dict[str, Any]:
    """The value of rules.json; the allowed values of a `who` are put in order here."""
    return {
        "format": "rules1",
        "attributes": [{k: a[k] for k in ("name", "label", "values")} for a in top["attributes"]],
        "schools": top["schools"],
        "bundles": top["bundles"],
        "draws": [{**d, "who": {k: sorted(v) for k, v in d["who"].items()}} for d in top["draws"]],
        "show": top["show"],
    }
