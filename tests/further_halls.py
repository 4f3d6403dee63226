"""Whole sessions of the draws of SPEC §16, with names as they stand in real ones: for explanations, sheets and lists."""

from collections.abc import Mapping, Sequence
from typing import Any

from simulator import Hall, any_draw, rules_of, school

SEX = {"name": "sex", "label": "性别", "values": [{"code": "M", "label": "男"}, {"code": "F", "label": "女"}]}
SIGHT = {
    "name": "sight", "label": "视力听力", "values": [{"code": "Y", "label": "需坐前排"}, {"code": "N", "label": "无"}],
}  # fmt: skip
CARE = {
    "name": "care", "label": "随班就读", "values": [{"code": "Y", "label": "随班就读"}, {"code": "N", "label": "一般"}],
}  # fmt: skip
HEIGHT = {
    "name": "height", "label": "身高", "values": [{"code": "S", "label": "较矮"}, {"code": "T", "label": "较高"}],
}  # fmt: skip
APART = {"name": "apart", "label": "不同班约定", "values": "codes"}
RELATED = {"name": "related", "label": "回避团队", "values": "codes"}
FORM = {"name": "form", "label": "毕业班", "values": "codes"}
PRIMARIES = [("P1", "平安小学"), ("P2", "复兴小学"), ("P3", "新屯小学"), ("P4", "石屯小学")]
PRIMARY = {"name": "primary", "label": "毕业小学", "values": [{"code": c, "label": n} for c, n in PRIMARIES]}
SHOWN = {"names": "masked", "page": 10, "singly": 10}


def things(names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Items by code and name."""
    return [{"code": code, "label": label} for code, label in names.items()]


def plain_draw(identifier: str, kind: str, title: str, **terms: Any) -> dict[str, Any]:
    """A draw of rules.json with a title, for everybody."""
    return any_draw(identifier, kind, (), {}, **terms) | {"title": title}


def class_draw(classes: int = 3, **terms: Any) -> dict[str, Any]:
    """The class draw of one school."""
    base = {
        "school": "Z1", "cap": 50, "sex": "sex", "apart": "apart", "spread": [{"attribute": "care", "value": "Y"}],
        "report": ["primary"], "dealing": "CYCLIC", "document": "none",
    }  # fmt: skip
    return plain_draw("bj", "class", "七年级均衡编班", classes=classes, **base | terms)


TEAMS = {"TA": "王老师团队", "TB": "李老师团队", "TC": "陈老师团队"}


def team_draw(teams: Mapping[str, str] = TEAMS, recusals: Sequence[str] = ("related",)) -> dict[str, Any]:
    """The teams of its classes."""
    terms = {"class": "bj", "teams": things(teams), "recusals": list(recusals)}
    return plain_draw("js", "team", "任课教师团队", **terms)


def seat_draw(rows: int = 4, columns: int = 4, **terms: Any) -> dict[str, Any]:
    """The seats of its classes."""
    base = {
        "gone": [{"row": 4, "column": 4}], "front": 1, "need": [{"attribute": "sight", "value": "Y"}], "bands": "height",
    }  # fmt: skip
    return plain_draw("zw", "seats", "阳光排座", **{"class": "bj"}, rows=rows, columns=columns, **base | terms)


def pupils(count: int, pairs: Sequence[int] = (4, 17)) -> list[tuple[str, str, Mapping[str, str]]]:
    """Children of a class session: a pair beginning at each of `pairs`, some with wishes and marks."""
    found = []
    for n in range(1, count + 1):
        unit = next((f"B{p:03}" for p in pairs if n in (p, p + 1)), f"{n:04}")
        facts = {
            "sex": "M" if n * 7 % 13 < 7 else "F",
            "sight": "Y" if n % 9 == 2 else "N",
            "care": "Y" if n % 11 == 6 else "N",
            "height": "S" if n % 3 else "T",
            "apart": "K1" if n in (8, 9) else "NONE",
            "related": "TA" if n == 3 else "NONE",
            "primary": PRIMARIES[n % 4][0],
        }
        found.append((f"{n:04}", unit, facts))
    return found


def classes(count: int = 41, draws: Sequence[dict[str, Any]] = (), **changes: Any) -> Hall:
    """潞州, 平城: classes of one school, teams by lot, seats at once."""
    terms = rules_of(
        [school("Z1", 60, "NONE", name="潞州区第一中学", vacancies="NONE")],
        draws or [class_draw(), team_draw(), seat_draw()],
        [SEX, SIGHT, CARE, HEIGHT, APART, RELATED, PRIMARY],
        show=SHOWN,
    )
    return Hall(rules=terms, people=pupils(count), **changes)


def plain_classes() -> Hall:
    """Classes without bundles, wishes or marks: 10 boys and 8 girls into three (R40)."""
    terms = rules_of(
        [school("Z1", 60, "NONE", name="潞州区第一中学", vacancies="NONE")],
        [class_draw(apart="none", spread=[], report=[])],
        [SEX],
    )
    return Hall(rules=terms, people=[(f"{n:04}", f"{n:04}", {"sex": "M" if n <= 10 else "F"}) for n in range(1, 19)])


def serpentine() -> Hall:
    """Classes dealt there and back, by a document."""
    terms = rules_of(
        [school("Z1", 60, "NONE", name="潞州区第一中学", vacancies="NONE")],
        [class_draw(dealing="SERPENTINE", document="教字〔2026〕7号", apart="none", spread=[], report=[])],
        [SEX],
    )
    people = [(f"{n:04}", f"{n:04}", {"sex": "M" if n < 6 else "F"}) for n in range(1, 13)]
    return Hall(rules=terms, people=people)


def cohort(pairs: bool = True, **changes: Any) -> Hall:
    """望谟: pupils of four primaries to three schools; one primary goes to one school alone."""
    schools = [
        school(code, places, "NONE", name=name, vacancies="NONE")
        for code, places, name in (
            ("E1", 14, "望谟县第一中学"),
            ("E2", 12, "望谟县第二中学"),
            ("E3", 9, "望谟县第三中学"),
        )
    ]
    draws = [
        plain_draw(
            "fp", "cells", "各小学名额", schools=["E1", "E2", "E3"], row="primary", count="none", tasks="none",
            only={"P4": "E3"},
        ),
        plain_draw("yj", "cohort", "整班移交", cells="fp"),
    ]  # fmt: skip
    people = []
    for n in range(1, 36):
        primary = "P1" if n <= 15 else "P2" if n <= 26 else "P3" if n <= 33 else "P4"
        unit = "B001" if pairs and n in (3, 4) else f"{n:04}"
        people.append((f"{n:04}", unit, {"primary": primary}))
    return Hall(rules=rules_of(schools, draws, [PRIMARY], show=SHOWN), people=people, **changes)


def cohort_of_classes() -> Hall:
    """The same by whole classes of the primaries."""
    schools = [
        school(code, 40, "NONE", name=name, vacancies="NONE") for code, name in (("E1", "第一中学"), ("E2", "第二中学"))
    ]
    draws = [
        plain_draw(
            "fp", "cells", "各小学班数", schools=["E1", "E2"], row="primary", count="form", tasks={"E1": 3, "E2": 2}, only={}
        ),
        plain_draw("yj", "cohort", "整班移交", cells="fp"),
    ]  # fmt: skip
    people = []
    for n in range(1, 26):
        form = (n - 1) // 5
        people.append((f"{n:04}", f"{n:04}", {"primary": "P1" if form < 3 else "P2", "form": f"C{form + 1}"}))
    return Hall(rules=rules_of(schools, draws, [PRIMARY, FORM], show=SHOWN), people=people)


def quota(seats: int = 5, school_code: str = "none", **terms: Any) -> Hall:
    """海口: quota places to primaries by two factors; one has declined. Nobody applies."""
    weights = {"P1": [30, 60], "P2": [30, 60], "P3": [40, 80], "P5": [0, 0]}
    names = dict(PRIMARIES) | {"P5": "海滨小学"}
    base = {
        "school": school_code, "seats": seats, "method": "LARGEST_REMAINDER", "minimum": 0,
        "shares": [{"label": "毕业人数", "percent": 70}, {"label": "办学水平", "percent": 30}],
        "items": [{"code": c, "label": names[c], "weights": w} for c, w in weights.items()],
        "declined": [{"code": "P9", "label": "民办育才小学", "document": "育才〔2026〕3号"}],
    }  # fmt: skip
    schools = (
        [] if school_code == "none" else [school(school_code, seats, "NONE", name="海口实验中学", vacancies="NONE")]
    )
    return Hall(rules=rules_of(schools, [plain_draw("zb", "quota", "指标到校", **base | terms)]), people=())


def delegates() -> Hall:
    """Parents' delegates from the roster with reserves, and an order of schools; nobody is placed."""
    schools = {f"S{n}": f"第{'一二三四五六七八'[n - 1]}小学" for n in range(1, 9)}
    draws = [
        plain_draw("db", "order", "抽取家长代表", items="none", take=6, reserves=2),
        plain_draw("xc", "order", "巡查学校先后", items=things(schools), take=5, reserves=3),
    ]
    people = [(f"{n:04}", "B001" if n in (5, 6) else f"{n:04}", dict[str, str]()) for n in range(1, 21)]
    return Hall(rules=rules_of([], draws, show=SHOWN), people=people)


def late() -> Hall:
    """Three late pupils into the classes that are there."""
    counts = {"1": [4, 2], "2": [3, 3], "3": [3, 3]}
    draws = [
        plain_draw(
            "hd", "late", "后到学生编班", school="Z1", cap=50, sex="sex",
            classes=[{"code": c, "counts": n} for c, n in counts.items()],
        )
    ]  # fmt: skip
    terms = rules_of([school("Z1", 60, "NONE", name="潞州区第一中学", vacancies="NONE")], draws, [SEX], show=SHOWN)
    people = [(f"{n:04}", f"{n:04}", {"sex": "F" if n == 101 else "M"}) for n in (101, 102, 103)]
    return Hall(rules=terms, people=people)


ALL = {
    "classes": classes,
    "plain_classes": plain_classes,
    "serpentine": serpentine,
    "cohort": cohort,
    "cohort_of_classes": cohort_of_classes,
    "quota": quota,
    "delegates": delegates,
    "late": late,
}
