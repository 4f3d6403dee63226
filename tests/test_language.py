"""One language, one place: no words for people outside the catalogue, official words only, one form of dates, PO files and back."""

import ast
import importlib.machinery
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po, write_po

from draw.dates import day, when
from draw.words import WORDS

ROOT = Path(__file__).resolve().parent.parent
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

# Chinese that is data, not told: what people type or what stands in their files. Only short words, no sentence.
DATA = {
    "draw/amending/asked.py": "columns of a table of events",
    "draw/chaining/choosing.py": "the removed reason of a roster; new bundles' names in a draft roster",
    "draw/chaining/draft_roster.py": "columns of a draft roster",
    "draw/chaining/families.py": "the consent as a roster says it",
    "draw/chaining/round_forms.py": "a column of forms",
    "draw/cli_parts/chain.py": "an answer typed in Chinese",
    "draw/cli_parts/later.py": "an answer typed in Chinese",
    "draw/edges/sheets.py": "a column of the roster",
    "draw/edges/tables.py": "characters that GB18030 leaves to fonts",
    "draw/intake/bundling.py": "the consent as a roster says it",
    "draw/intake/cells.py": "removed reasons, yes and no, dates as rosters write them",
    "draw/intake/eligibility.py": "the kind of an id column",
    "draw/intake/headers.py": "columns of rosters and lists, as bureaus call them",
    "draw/intake/open_choices.py": "the mark of an open choice in the rule sheet's comments",
    "draw/intake/other_lists.py": "states and years as lists write them",
    "draw/intake/roster.py": "the kind of an id column",
    "draw/intake/sheet_rules.py": "what stands in a roster for no preference",
    "draw/intake/sheet_terms.py": "what stands in a roster for no preference",
    "draw/masking.py": "compound family names",
    "draw/reconciling.py": "columns of a registration export",
    "draw/rules/sheet.py": "what rules.json calls no preference",
    "draw/sheets/words.py": "the seal, an ornament",
}
LONGEST_WORD = 12
_SEPARATED = re.compile(r"[\s\\(){}\[\]|0-9,+*?-]+")
# Chinese sentences that are still written in place, by file: how many. A number may only fall; no file may be added.
REMAINING = {
    "draw/ceremony.py": 1,
    "draw/edges/freezing.py": 8,
    "draw/edges/hall.py": 2,
    "draw/edges/session_folder.py": 3,
    "draw/readme.py": 21,  # the README inside a record: bytes that two implementations and old records share
}

# Official word -> what must not be said in its stead.
OFFICIAL_ZH = {
    "派位对象": ("抽签对象", "摇号对象", "派位单位"),
    "派位号": ("派位编号", "摇号编码", "报名编号", "派位码"),
    "随机号": ("抽签值", "随机码", "随机数字号"),
    "录取序号": ("排位序号", "录取名次", "录取顺序号"),
    "种子": ("随机种子", "种子号", "种子数", "随机种子号"),
    "现场数字": ("现场号码", "随机数字"),
    "承诺值": ("承诺码", "承诺哈希", "承诺数"),
    "公告板": ("公示板", "承诺板"),
    "校验码": ("哈希", "杂凑", "散列", "摘要值", "数字指纹", "名册指纹"),
    "口播核对码": ("口播码", "朗读码", "口播校验码"),
    "公告校验码": ("通知校验码", "公告哈希"),
    "声明校验码": ("结果声明校验码", "声明哈希"),
    "揭示": ("揭晓", "披露"),
    "启封": ("拆封",),
    "演练": ("彩排", "预演", "模拟派位"),
    "候补": ("备用名单", "替补名单", "等候名单"),
    "捆绑": ("绑定", "关联派位"),
    "复核员": ("副操作员", "第二操作员", "核对员"),
    "现场决策组": ("决策小组", "裁定组", "决策委员会"),
    "更正单": ("修正单", "勘误", "更改单"),
    "招生计划": ("招生名额", "计划名额"),
    "备用机": ("备份机", "后备机", "备机"),
    "公开方": ("开放方",),
    "封存方": ("密封方",),
    "见证席": ("见证站", "证人席"),
    "公证员": ("公正员",),
    "信标": ("灯塔",),
    "大屏": ("大屏幕", "投影屏"),
}
OFFICIAL_EN = {
    "notice hash": ("announcement hash", "notice digest"),
    "read-aloud code": ("spoken code", "voice code", "readout code"),
    "waiting list": ("wait list", "waitlist", "reserve list"),
    "second operator": ("checker",),
    "rehearsal": ("dry run", "mock draw"),
    "seed": ("random seed",),
    "rank": ("ranking number",),
    "amendment": ("correction slip", "erratum"),
    "decision group": ("committee",),
    "applicant": ("candidate",),
    "void": ("cancelled", "canceled"),
    "bundle": ("bundled group",),
}


def docstrings(parsed: ast.Module) -> set[int]:
    """The ids of the docstring nodes."""
    kinds = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    bodies = [node.body for node in ast.walk(parsed) if isinstance(node, kinds)]
    return {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}


def chinese(path: Path) -> Iterator[str]:
    """Every string literal with Chinese in a module, but for docstrings; a piece of an f-string counts as one."""
    parsed = ast.parse(path.read_text(encoding="utf-8"))
    told = docstrings(parsed)
    for node in ast.walk(parsed):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            if HAN.search(node.value):
                yield node.value


MODULES = {
    path.relative_to(ROOT).as_posix(): path
    for top in ("draw", "web")
    for path in sorted((ROOT / top).rglob("*.py"))
    if (ROOT / "draw" / "words") not in path.parents
}


@pytest.mark.parametrize("name", MODULES)
def test_no_module_says_anything_outside_the_catalogue(name: str) -> None:
    """Chinese stands in draw/words only; data is short words, and what remains elsewhere is listed and only becomes less."""
    found = list(chinese(MODULES[name]))
    if name in DATA:
        words = [word for text in found for word in _SEPARATED.split(text)]
        assert found and all(len(word) <= LONGEST_WORD and not re.search("[，。；：！？]", word) for word in words), (
            found
        )
    else:
        listed = REMAINING.get(name, 0)
        assert len(found) == listed, (
            f"listed {listed}: put new words into draw/words, lower the number for fewer: {found}"
        )


def test_the_lists_name_files_that_are_there() -> None:
    """A file that is gone leaves the lists, and no file stands in both."""
    assert DATA.keys() <= MODULES.keys() and REMAINING.keys() <= MODULES.keys()
    assert not DATA.keys() & REMAINING.keys()


TEMPLATES = sorted(p for p in (ROOT / "web" / "templates").glob("*.html") if not p.name.startswith("handbook"))
SCRIPTS = sorted((ROOT / "web" / "static").rglob("*.js"))
SCRIPT_DATA = {"child.js": {"号"}}  # what a parent may type behind a code
SEAL = re.compile(r"<span>公</span>\s*<span>派</span>")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_templates_hold_no_words(path: Path) -> None:
    """A template has keys, not words: no Chinese but the seal, and no English sentence outside of code."""
    text = SEAL.sub("", re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S))
    assert HAN.findall(text) == []
    plain = re.sub(
        r"<(code|pre|style)\b.*?</\1>", "", re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.S), flags=re.S
    )
    for run in re.sub(r"<[^>]*>", "\n", plain).split("\n"):
        assert not re.search(r"[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}", run), run


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_scripts_hold_no_words(path: Path) -> None:
    """A script of a page gets its words from the page: no Chinese outside comments, no English sentence as text."""
    code = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
    code = "\n".join(re.sub(r"(^|\s)//.*", "", line) for line in code.splitlines())
    assert set(HAN.findall(code)) <= SCRIPT_DATA.get(path.name, set())
    for quoted in re.findall(r'"([^"\n]*)"|\'([^\'\n]*)\'|`([^`]*)`', code):
        text = "".join(quoted)
        assert not re.search(r"[A-Z][a-z]+ [a-z]{2,} [a-z]{2,}", text), text


@pytest.mark.parametrize(("official", "wrong"), [*OFFICIAL_ZH.items(), *OFFICIAL_EN.items()])
def test_official_words_and_no_others(official: str, wrong: tuple[str, ...]) -> None:
    """The glossary's word is used, and its variants nowhere: not in the catalogue and not in the handbook."""
    side = 1 if official.isascii() else 0
    texts = {key: pair[side].lower() for key, pair in WORDS.items()}
    assert any(official in text for text in texts.values())
    handbook = {p.name: p.read_text(encoding="utf-8") for p in (ROOT / "web" / "templates").glob("handbook*.html")}
    if side == 1:  # commands and attributes are no words for people
        handbook = {name: re.sub(r'"[^"]*draw [^"]*"', "", text) for name, text in handbook.items()}
    for where, text in [*texts.items(), *handbook.items()]:
        assert not [one for one in wrong if one in text], where


def test_dates_have_one_form() -> None:
    """Blanks around the numbers in Chinese, no leading zeros; the month in words in English; the clock as it stands."""
    assert when("2026-06-18T14:00:00+08:00") == ("2026 年 6 月 18 日 14:00", "18 June 2026, 14:00")
    assert when("2026-12-03T09:05:59+08:00") == ("2026 年 12 月 3 日 09:05", "3 December 2026, 09:05")
    assert day("2026-08-31") == ("2026 年 8 月 31 日", "31 August 2026")


def catalogue() -> ModuleType:
    """scripts/catalogue as a module."""
    loader = importlib.machinery.SourceFileLoader("catalogue_script", str(ROOT / "scripts" / "catalogue"))
    spec = importlib.util.spec_from_loader("catalogue_script", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """scripts/catalogue as a command."""
    command = [sys.executable, str(ROOT / "scripts" / "catalogue"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_catalogue_goes_through_po_files_and_back(tmp_path: Path) -> None:
    """Everything is in the PO files, key by key, and what comes back is the catalogue; the bytes are the same every time."""
    assert run("export", str(tmp_path / "a")).returncode == 0
    assert run("export", str(tmp_path / "b")).returncode == 0
    back: dict[str, list[str]] = {}
    for name in ("zh_CN", "en"):
        assert (tmp_path / "a" / f"{name}.po").read_bytes() == (tmp_path / "b" / f"{name}.po").read_bytes()
        with (tmp_path / "a" / f"{name}.po").open("rb") as data:
            for message in read_po(data, abort_invalid=True):
                if message.id:
                    back.setdefault(str(message.context), []).append(str(message.string))
    assert {key: tuple(pair) for key, pair in back.items()} == {key: pair for key, pair in WORDS.items() if all(pair)}
    checked = run("check", str(tmp_path / "a"))
    assert (checked.returncode, checked.stdout) == (0, "")


def test_a_translators_changes_come_back_as_lines(tmp_path: Path) -> None:
    """A changed, a fuzzy, an empty and a lost translation, and a field that no message has, are each said by key."""
    assert run("export", str(tmp_path)).returncode == 0
    path = tmp_path / "en.po"
    with path.open("rb") as data:
        found = read_po(data)
    by_key = {str(m.context): m for m in found if m.id}
    by_key["mode.live"].string = "for real"
    by_key["mode.rehearsal"].flags.add("fuzzy")
    by_key["status.held"].string = ""
    found.delete(by_key["status.empty"].id, context="status.empty")
    with path.open("wb") as out:
        write_po(out, found, width=0)
    done = run("check", str(tmp_path))
    said = done.stdout.splitlines()
    assert done.returncode == 1 and len(said) == 4
    assert 'draw/words/record.py: "mode.live": ("正式", "for real"),' in said
    for line in ("en.po: mode.rehearsal: fuzzy", "en.po: status.held: not translated", "en.po: status.empty: missing"):
        assert line in said
    path.write_text(path.read_text(encoding="utf-8").replace("Language: en", "Language: ug"), encoding="utf-8")
    by_key["desk.digits"].string = "{counted}"
    with path.open("wb") as out:
        found.locale = "ug"
        write_po(out, found, width=0)
    assert "en.po: desk.digits: unknown fields ['counted']" in run("check", str(tmp_path)).stdout


def test_the_way_to_po_files_needs_a_folder_and_says_so(tmp_path: Path) -> None:
    """No folder, no files, an unknown word: usage, not a traceback."""
    for arguments in ((), ("import", str(tmp_path)), ("check", str(tmp_path))):
        done = run(*arguments)
        assert done.returncode == 2 and "Traceback" not in done.stderr
    (tmp_path / "en.po").write_text('msgid "x\n', encoding="utf-8")
    done = run("check", str(tmp_path))
    assert done.returncode == 1 and "Traceback" not in done.stderr


def test_po_tools_are_told_where_fields_can_be_compared() -> None:
    """A message whose languages have their own fields is not handed to a check that could only be wrong."""
    module = catalogue()
    assert module.checkable(("第 {n} 次", "attempt {n}"))
    assert not module.checkable(("{zh}", "{en}")) and not module.checkable(("“{date}”", "{date!r}"))
