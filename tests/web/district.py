"""A district with every kind of draw, for pages and papers: quotas with spill, a shortlist, two sorts of preferences, the
nearest school; twins everywhere, and a family that comes together.
"""

import atexit
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import room

from draw.edges.session import Session

KINDS = {"P": "对口直升", "Q": "区内", "R": "区外", "F": "外国语", "Z": "大学区", "Y": "南片"}
SCHOOLS = {
    "S1": ("示例第一中学", 12, "SKIP", "RANKED"),
    "S2": ("示例第二中学", 6, "NONE", "RANKED"),
    "S3": ("示例第三中学", 5, "NONE", "RANKED"),
    "S4": ("示例外国语学校", 3, "NONE", "NONE"),
    "S5": ("示例市第五中学南校区初中部", 4, "NONE", "NONE"),
    "S6": ("第六中学", 3, "NONE", "NONE"),
    "S7": ("第七中学", 3, "NONE", "NONE"),
    "S8": ("第八中学", 2, "NONE", "NONE"),
    "S9": ("示例区实验学校教育集团东湖分校", 2, "NONE", "PRIORITY_GROUP"),
}
_HEAD, _, _TAIL = room.SHEET.partition("[[schools]]")
_AFTER = room.SHEET[room.SHEET.index("[lists]") :].replace('priority = "none"', 'priority = { kind = ["Z"] }')


def _school(code: str) -> str:
    name, places, last, vacancies = SCHOOLS[code]
    extra = (1, "教〔2026〕1号") if code == "S2" else (0, "none")
    return (
        f'[[schools]]\ncode = "{code}"\nname = "{name}"\nplaces = {places}\napproved_extra = {extra[0]}\n'
        f'approved_document = "{extra[1]}"\nlast_place = "{last}"\nvacancies = "{vacancies}"\n'
    )


def _sheet() -> str:
    kinds = ", ".join(f'{{ code = "{c}", label = "{w}" }}' for c, w in KINDS.items())
    areas = '{ code = "A1", label = "东社区" }, { code = "A2", label = "西社区" }'
    attributes = "".join(
        f'  {{ name = "{name}", label = "{label}", column = "{label}", values = {values} }},\n'
        for name, label, values in (
            ("kind", "类别", f"[{kinds}]"),
            ("w1", "第一志愿", '"preferences"'),
            ("w2", "第二志愿", '"preferences"'),
            ("w3", "第三志愿", '"preferences"'),
            ("family", "家庭", '"codes"'),
            ("area", "片区", f"[{areas}]"),
        )
    )
    head = (
        _HEAD[: _HEAD.index("attributes = [")] + f"attributes = [\n{attributes}]\n" + _HEAD[_HEAD.index("[session]") :]
    )
    head = head.replace('id = "pages-2026"', 'id = "district-2026"').replace("outside = []\n", "")
    far = {s: 100 * n + 250 for n, s in enumerate(SCHOOLS) if s not in ("S1", "S4")}
    near = dict(zip(far, reversed(far.values()), strict=True))
    rows = ", ".join(
        f"{area} = {{ {', '.join(f'{s} = {m}' for s, m in row.items())} }}" for area, row in (("A1", far), ("A2", near))
    )
    everyone = '["s1.p", "s1.q", "s1.r", "s4", "zone", "south"]'
    listed = 'preferences = ["w1", "w2", "w3"]'
    draws = f"""\
[[draws]]
id = "s1.p"
kind = "admission"
title = "第一中学对口直升"
follows = []
school = "S1"
quota = {{ places = 4 }}
who = {{ kind = ["P"] }}
[[draws]]
id = "s1.q"
kind = "admission"
title = "第一中学区内"
follows = []
school = "S1"
quota = {{ percent = 50, rounding = "FLOOR" }}
who = {{ kind = ["Q"] }}
[[draws]]
id = "s1.r"
kind = "admission"
title = "第一中学区外"
follows = []
school = "S1"
quota = "none"
who = {{ kind = ["R"] }}
[[draws]]
id = "s4"
kind = "shortlist"
title = "外国语学校入围"
follows = []
school = "S4"
multiplier = 3
bundle = "WHOLE"
absent = "NEXT"
who = {{ kind = ["F"] }}
[[draws]]
id = "zone"
kind = "preferences"
title = "大学区志愿派位"
follows = ["s1.p", "s1.q", "s1.r"]
schools = ["S2", "S3", "S5"]
{listed}
method = "PREFERENCE_FIRST"
unlisted = "NONE"
bundle = "SPLIT"
adjust = "family"
who = {{ kind = ["Z"] }}
[[draws]]
id = "south"
kind = "preferences"
title = "南片志愿派位"
follows = []
schools = ["S5", "S6", "S7"]
{listed}
method = "NUMBER_FIRST"
unlisted = "ANY"
bundle = "HOLD"
adjust = "none"
who = {{ kind = ["Y"] }}
[[draws]]
id = "rest"
kind = "nearest"
title = "统筹就近安置"
follows = {everyone}
schools = ["S2", "S3", "S5", "S6", "S7", "S8", "S9"]
area = "area"
distances = {{ {rows} }}
bundle = "SPLIT"
short = "DRAW"
who = {{ kind = ["F", "P", "Q", "R", "Y", "Z"] }}
"""
    outside = '[[outside]]\ngroup = "人才子女"\nschool = "S1"\ncount = 2\ndocument = "教〔2026〕9号"\n'
    bundles = _TAIL[_TAIL.index("[bundles]") : _TAIL.index("[[draws]]")]
    return head + "".join(map(_school, SCHOOLS)) + outside + bundles + draws + _AFTER


COUNTS = {"P": 3, "Q": 11, "R": 8, "F": 16, "Z": 16, "Y": 9}
WISHES = {"Z": (("S2", "S3", "S5"), ("S2", "S5", "S3"), ("S3", "S2", "")), "Y": (("S6", "S7", ""), ("S6", "S5", ""))}
TWINS = {"Q": (0, 1), "F": (3, 4), "Z": (6, 7), "Y": (2, 3)}  # drawn together
FAMILY = ("Z", 0, 3)  # drawn singly, with equal lists


def roster() -> str:
    """Every kind of child."""
    rows = ["报名号,姓名,证件号,类别,第一志愿,第二志愿,第三志愿,家庭,片区,捆绑组,剔除原因,同意拆分"]
    n = 0
    for kind, count in COUNTS.items():
        for i in range(count):
            n += 1
            wishes = WISHES.get(kind, (("", "", ""),))
            listed = wishes[0] if i in TWINS.get(kind, ()) else wishes[i % len(wishes)]
            group = f"g{kind}" if i in TWINS.get(kind, ()) else ""
            family = "K1" if (kind, i) in ((FAMILY[0], FAMILY[1]), (FAMILY[0], FAMILY[2])) else ""
            name = room.NAMES[n % len(room.NAMES)]
            area = "A1" if group or i % 2 else "A2"
            rows.append(
                f"{1000 + n},{name},{room.identity(n)},{kind},{','.join(listed)},{family},{area},{group},,{'是' if group else ''}"
            )
    return "\n".join(rows) + "\n"


@cache
def _frozen() -> Path:
    kept = TemporaryDirectory(prefix="draw-district-")
    atexit.register(kept.cleanup)
    folder = Path(kept.name) / "s"
    folder.mkdir()
    (folder / "session.toml").write_text(_sheet().replace("REVEAL", "0"), encoding="utf-8")
    (folder / "roster.csv").write_text(roster(), encoding="utf-8")
    Session.create(folder, room.PASSPHRASE, room.ambient()).freeze()
    return folder


def freeze(folder: Path) -> Session:
    """The district, frozen, in a folder of its own."""
    copytree(_frozen(), folder)
    return Session.open(folder, room.PASSPHRASE, room.ambient())
