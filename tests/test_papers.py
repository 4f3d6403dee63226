"""The documents of a ceremony as paper: every kind from a whole, a void and an unfinished record, read back from the PDF (R49)."""

import hashlib
import io
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import afterwards
import pytest
import simulator
import stage
from pypdf import PdfReader

from draw import ledger, notice
from draw.edges import papers
from draw.errors import FormatError, SheetError, StepRefused
from draw.hashing import digest, read_aloud
from draw.notice import Mode, Party, Phase
from draw.prose import rule_lines
from draw.sheets import sentences
from draw.sheets.kinds import KINDS
from draw.sheets.so_far import so_far
from draw.sheets.source import Source

FROZEN = ("notice.json", "notice.sig", "pool.csv", "rules.json", "program.txt", "removed.csv")
REMOVED = b"reason,count\nDIRECT,2\nPRIVATE_APPLIED,31\n"
CEREMONY = {"notice", "envelope", "board", "transcript", "minutes", "void", "amendment"}
HOSTILE = '<b>=HYPERLINK("x")</b> %PDF (x) Tj ET \\ {name}'


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all documents here, so that the fonts are converted once."""
    return tmp_path_factory.mktemp("papers")


@pytest.fixture(scope="module")
def whole() -> dict[str, bytes]:
    """A record whose W01 commits and stays away; W02 reveals."""
    parties = (*simulator.PARTIES, Party(id="W02", name="媒体代表", phase=Phase.OPEN))
    return simulator.record(removed=REMOVED, parties=parties, absent=("W01",))


def source(files: Mapping[str, bytes]) -> Source:
    """A source with masked names and nothing private."""
    codes = [line.partition(",")[0] for line in files["pool.csv"].decode().splitlines()[1:]]
    return Source(files=files, masked=dict.fromkeys(codes, "孩**"), people={}, private={})


def until(files: Mapping[str, bytes], kind: str) -> dict[str, bytes]:
    """The record as it stood after the first ledger line of that kind."""
    lines = ledger.read(files["ledger.jsonl"])
    end = next(n for n, line in enumerate(lines, start=1) if line.kind == kind)
    kept = {name: data for name, data in files.items() if name in FROZEN}
    return kept | {"ledger.jsonl": ledger.write(lines[:end])}


def written(files: Mapping[str, bytes], cache: Path, *keys: str) -> list[bytes]:
    """The PDF files of these kinds."""
    return [path.read_bytes() for path in papers.write(source(files), cache, keys, lambda said: None)]


def pages(pdf: bytes) -> list[str]:
    """The text of every page without spaces."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def said(files: Mapping[str, bytes], cache: Path, *keys: str) -> str:
    """The text of the documents of these kinds without spaces."""
    return "".join(page for pdf in written(files, cache, *keys) for page in pages(pdf))


def squeezed(text: str) -> str:
    """A text without spaces."""
    return re.sub(r"\s", "", text)


def shows(text: str, *values: str) -> None:
    """Every value stands in the text, spaces aside."""
    assert [value for value in values if squeezed(value) not in text] == []


def sha(lines: Iterable[str]) -> str:
    """What `head -n K | sha256sum` prints."""
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def test_what_is_ready_when(whole: dict[str, bytes]) -> None:
    """Cards only until the board is closed, a board once convened, a transcript with the seed, a void with its certificate."""
    ready = {
        "freeze": {"notice", "envelope", "minutes"},
        "convene": {"notice", "envelope", "board", "minutes"},
        "board": {"notice", "board", "minutes"},
    }
    for kind, expected in ready.items():
        assert {one.key for one in papers.ready(source(until(whole, kind)))} & CEREMONY == expected
    ended = {one.key for one in papers.ready(source(whole))}
    assert ended & (CEREMONY | {"result"}) == {"notice", "board", "transcript", "minutes", "result"}
    void = {one.key for one in papers.ready(source(simulator.void_record(ruling=True)))}
    assert void & (CEREMONY | {"result"}) == {"notice", "board", "transcript", "minutes", "void"}


def test_nothing_is_printed_early_and_no_unknown_kind(whole: dict[str, bytes], cache: Path) -> None:
    """What is not ready is refused by name before anything is written, and so is a kind that does not exist."""
    with pytest.raises(StepRefused, match="void"):
        papers.write(source(whole), cache / "none", ("notice", "void"), lambda said: None)
    with pytest.raises(StepRefused, match=r"minuts.*notice"):
        papers.write(source(whole), cache / "none", ("minuts",), lambda said: None)
    assert not (cache / "none").exists()


def test_every_page_says_where_it_belongs(whole: dict[str, bytes], cache: Path) -> None:
    """Session, attempt, record code and "page x of y" stand on every page of every document, 演练 in text and name."""
    keys = [one.key for one in papers.ready(source(whole)) if one.key in CEREMONY]
    codes = {
        "notice": digest(whole["notice.json"]), "board": digest(whole["board.txt"]),
        "transcript": digest(whole["seed.txt"]), "minutes": digest(ledger.read(whole["ledger.jsonl"])[-1].data()),
    }  # fmt: skip
    for key in keys:
        (path,) = papers.write(source(whole), cache, (key,), lambda said: None)
        assert path.name == f"REHEARSAL-{key}.pdf"
        found = pages(path.read_bytes())
        for n, page in enumerate(found, start=1):
            shows(page, f"第 {n} 页 共 {len(found)} 页", "example-2026", "第 1 次 · 作废 0 次 · 演练 0 次", "REHEARSAL")
            shows(page, f"{codes[key][:8]} … {codes[key][-8:]}")


def test_the_same_record_gives_the_same_bytes(whole: dict[str, bytes], cache: Path, tmp_path: Path) -> None:
    """Bytes repeat, with the fonts kept and with fonts made anew elsewhere."""
    first = written(whole, cache, "board", "minutes")
    assert written(whole, cache, "board", "minutes") == first
    assert written(whole, tmp_path, "board", "minutes") == first


def test_a_live_paper_has_rings_and_no_watermark(cache: Path) -> None:
    """A live document has no 演练 and asks for the seal; its name has no REHEARSAL."""
    live = simulator.record(mode=Mode.LIVE)
    (path,) = papers.write(source(live), cache, ("board",), lambda said: None)
    text = "".join(pages(path.read_bytes()))
    assert path.name == "board.pdf" and "REHEARSAL" not in text
    shows(text, "公章", "正式")


def test_notice_holds_every_hash_rule_and_count(whole: dict[str, bytes], cache: Path) -> None:
    """Every hash and key whole, the read-aloud code, counts, parties, each sentence of the rules with its chances."""
    current, plan, people = afterwards.frozen(whole)
    text = said(whole, cache, "notice")
    value = digest(whole["notice.json"])
    shows(
        text, value, read_aloud(value), current.pool, current.rules, current.program, current.roster, current.removed,
        current.signer, current.amender, current.title, current.authority, "2026 年 7 月 18 日 09:00",
        "报名学生 6 人；派位对象 5 个，其中多胞胎捆绑 1 个", "对口直升 2 人；已报民办学校 31 人", "首次公告，不代替任何公告",
        "十面骰，数字 0 至 9，共 10 个", "至少 1 个公开方揭示", "不少于 60 秒", f"sha256sum notice.json {value}",
        *(f"{p.id}" for p in current.parties), *(p.name for p in current.parties),
    )  # fmt: skip
    for chinese, english in rule_lines(plan, people):
        shows(text, chinese, english)
    assert "0.5500" in text


def test_a_second_attempt_names_what_it_replaces(cache: Path) -> None:
    """Attempt 2 names the certificate of attempt 1, and every page counts the void."""
    text = said(simulator.record(attempt=2, previous="ab" * 32), cache, "notice")
    shows(text, "第 1 次派位已作废，其作废证明校验码：" + "ab" * 32, "第 2 次 · 作废 1 次")


def test_board_shows_commitments_and_who_is_absent(cache: Path) -> None:
    """Each commitment in groups, absent parties by that word, the board's hash and read-aloud code once it is closed."""
    files = simulator.void_record(silent=("W01",))
    text = said(files, cache, "board")
    board = digest(files["board.txt"])
    for line in files["board.txt"].decode().splitlines()[2:]:
        party, commitment = line.split(" ")
        shows(text, party, "缺席 absent" if commitment == "absent" else commitment)
    shows(text, board, read_aloud(board), "承诺方签字", "公证员（一）")
    assert "未封定" not in text


def test_a_board_before_its_closing_says_so(whole: dict[str, bytes], cache: Path) -> None:
    """After the first commitment the paper is marked 未封定, has no board hash, and the others have not committed yet."""
    text = said(until(whole, "commit"), cache, "board")
    shows(text, "未封定", "尚未提交", digest(whole["notice.json"]))
    assert text.count("尚未提交") == 3 and digest(whole["board.txt"]) not in text


def test_cards_hold_the_line_to_type_and_no_secret(whole: dict[str, bytes], cache: Path) -> None:
    """A card a party with notice hash and command; none of the secrets, not even the party's commitment, is on it."""
    value = digest(whole["notice.json"])
    files = until(whole, "commit")
    done = papers.write(source(files), cache, ("envelope",), lambda said: None)
    parties = notice.read(whole["notice.json"]).parties
    assert [path.stem.rpartition("-")[2] for path in done] == [p.id for p in parties]
    for path, party in zip(done, parties, strict=True):
        text = "".join(pages(path.read_bytes()))
        shows(text, value, read_aloud(value), party.name, f'printf %s "commit1:{value}:{party.id}:SECRET" | sha256sum')
        assert not [p.id for p in parties if simulator.secret_of(p.id) in text]
        assert ("骑缝" in text) and len(pages(path.read_bytes())) == 1


def test_transcript_shows_each_line_and_its_running_code(whole: dict[str, bytes], cache: Path) -> None:
    """Line by line what seed.txt says, with `head -n K | sha256sum`; the last is the seed, read aloud too."""
    lines = whole["seed.txt"].decode().splitlines()
    text = said(whole, cache, "transcript")
    for k, line in enumerate(lines, start=1):
        shows(text, line, sha(lines[:k]))
    seed = digest(whole["seed.txt"])
    assert sha(lines) == seed
    shows(text, read_aloud(seed), "家长代表：缺席", "媒体代表：秘密值")


@pytest.mark.parametrize("how", [{"ruling": True}, {"mismatch": ("N1",)}, {"absent": ("W01",)}])
def test_papers_of_a_void_record(how: dict[str, object], cache: Path) -> None:
    """Certificate, transcript, minutes of every kind of void: reason, kind, hashes, what must follow."""
    files = simulator.void_record(**how)  # type: ignore[arg-type]
    text = said(files, cache, "void")
    hashes = [digest(files[name]) for name in ("void.txt", "notice.json", "board.txt", "transcript.txt")]
    shows(text, *hashes, read_aloud(hashes[0]), "第 2 次派位", "作废 1 次")
    reason = files["void.txt"].decode().split()[-1]
    expected = {
        "RULING": ("现场决策组裁定作废", "没有人知道结果", "裁定第", "现场决策组 D1"),
        "PAPER_MISMATCH": ("纸条与承诺不符", "已启封的纸条全部公布", "N1 示例市公证处"),
        "TOO_FEW_REVEALS": ("公开方揭示不足规定数", "没有人知道结果", "名单、规则、承诺方一概不变"),
    }[reason]
    shows(text, *expected)
    lines = files["transcript.txt"].decode().splitlines()
    found = said(files, cache, "transcript")
    for k, line in enumerate(lines, start=1):
        shows(found, line, sha(lines[:k]))
    shows(found, "没有产生种子")
    minutes = said(files, cache, "minutes")
    shows(minutes, "本次作废")
    for entry in ledger.read(files["ledger.jsonl"]):
        if entry.kind == "ruling":
            action = {"CONTINUE": "继续", "VOID": "作废"}[entry.body["action"]]
            told = f"裁定第 {entry.body['number']} 号：{action}；理由：其他；签字：D1 D2；裁定书：无"
            assert minutes.count(squeezed(told)) == 2
            shows(minutes, "现场决策组 D1")


def test_minutes_number_every_line(whole: dict[str, bytes], cache: Path) -> None:
    """Every line with number and time, the dice, absences, spot checks, the chain's hash; unfinished ones say so."""
    lines = ledger.read(whole["ledger.jsonl"])
    text = said(whole, cache, "minutes")
    for line in lines:
        shows(text, f"{line.n}{line.time[11:19]}")
    last = digest(lines[-1].data())
    dice = [f"现场数字第 {n} 个：{value}" for n, value in enumerate("3141593019", start=1)]
    shows(text, last, read_aloud(last), *dice, "没有裁定")
    shows(text, "提交了承诺而未揭示：W01 家长代表", "派位号 0001", "W02", "设备封条完好", "姓名校验码")
    assert "尚未结束" not in text
    shows(said(until(whole, "reveal-open"), cache, "minutes"), "尚未结束")


def test_minutes_know_every_kind_of_line() -> None:
    """No kind of SPEC §9 falls through to the sentence of another: the sentences are as many as the kinds."""
    here = so_far(source(simulator.record()))
    values = {
        "number": 1, "version": 1, "index": 1, "kind": "NOTARY", "item": "SEAL", "outcome": "accepted",
        "action": "PAUSE", "reason": "POWER", "signers": ["D1"], "applicant": "0001", "value": "3", "party": "A1",
    }  # fmt: skip
    told = {
        kind: sentences.sentence(
            ledger.Line(
                n=1, time="2026-07-18T09:00:00+08:00", kind=kind, by="A1" if roles[0] in ("party", "open", "sealed") else roles[0],
                body={key: values.get(key, "ab" * 32) for key in forms}, prev="none",
            ),
            here,
        )
        for kind, (roles, forms) in ledger.KINDS.items()
    }  # fmt: skip
    assert len({words for words, _ in told.values()}) == len(ledger.KINDS)
    assert all("{" not in "".join(words) for words in told.values())


def test_an_amendment_is_printed_from_its_files(cache: Path) -> None:
    """One document a number: events, before and after, the chain of hashes, and the offer with its last day (R37)."""
    terms = simulator.rules_of(after_draw=simulator.after_draw(reply_days=3))
    files = afterwards.record_with("SSSSS", rules=terms)
    ranked = afterwards.ranked(files)
    first, fourth = ranked[0], ranked[3]
    files = afterwards.amended(files, [("declined", first, "2026-07-20")], [("accepted", fourth, "2026-07-21")])
    own = [digest(files[f"amendments/{n:04}/amendment.txt"]) for n in (1, 2)]
    done = papers.write(source(files), cache, ("amendment",), lambda said: None)
    assert [path.name for path in done] == ["REHEARSAL-amendment-0001.pdf", "REHEARSAL-amendment-0002.pdf"]
    one, two = ("".join(pages(path.read_bytes())) for path in done)
    shows(one, own[0], read_aloud(own[0]), digest(files["statement.txt"]), "第 1 号", f"放弃：派位号 {first}（孩**）")
    shows(
        one,
        f"{first} 孩** 录取 · 示例中学 放弃 放弃",
        f"{fourth} 孩** 候补 · 示例中学 已通知递补，待答复 · 示例中学 递补",
    )
    shows(one, f"派位号 {fourth}（孩**）：通知递补到示例中学，请于 2026 年 7 月 23 日前（含当日）", "示例中学 校长")
    shows(two, own[1], own[0], read_aloud(own[1]), "第 2 号", "第 1 号更正单", "录取 · 示例中学 接受递补")
    assert "通知递补到" not in two


def test_an_amendment_that_was_tampered_with_is_not_printed(cache: Path) -> None:
    """A changes.csv that is not what the events make of the record stops the paper."""
    files = afterwards.record_with("SSSS")
    files = afterwards.amended(files, [("declined", afterwards.ranked(files)[0], "2026-07-20")])
    name = "amendments/0001/changes.csv"
    with pytest.raises(FormatError, match="amendments/0001"):
        written(files | {name: files[name].replace(b"VACANCY", b"accepted")}, cache, "amendment")


def test_characters_without_a_glyph_stop_with_their_names(cache: Path) -> None:
    """A party's name that no font can draw stops the paper that shows it, the characters named; nothing is dropped."""
    parties = (*simulator.PARTIES[:-1], Party(id="W01", name="家长\U0001f600龘\U000e0fff", phase=Phase.OPEN))
    files = simulator.record(parties=parties)
    with pytest.raises(SheetError, match=r"U\+1F600.*U\+E0FFF"):
        written(files, cache, "board")


def test_hostile_names_are_text(cache: Path) -> None:
    """A title and a party name full of syntax stand on the paper letter by letter; a long one is broken, never cut."""
    parties = (*simulator.PARTIES[:-1], Party(id="W01", name=HOSTILE, phase=Phase.OPEN))
    files = simulator.record(parties=parties)
    for key in ("notice", "board", "transcript", "minutes"):
        shows(said(files, cache, key), HOSTILE)
    long = (*simulator.PARTIES[:-1], Party(id="W01", name="家长" * 100, phase=Phase.OPEN))
    shows(said(simulator.record(parties=long), cache, "board", "minutes"), "家长" * 100)


def test_every_ceremony_document_is_a_kind() -> None:
    """The registry holds each document once, and the public ones hold no whole name."""
    keys = [one.key for one in KINDS]
    assert len(set(keys)) == len(keys) and CEREMONY | {"result"} <= set(keys)
    assert not [one.key for one in KINDS if one.private and one.key in CEREMONY]


def test_the_command_lists_and_prints(held: Path, tmp_path: Path) -> None:
    """`draw sheet --list` says what is ready; --kind prints it with the values of the folder; two ways at once are refused."""
    folder = tmp_path / "copy"
    shutil.copytree(held, folder)
    env = stage.environment(folder)
    listed = stage.draw(["sheet", str(folder), "--list"], env).stdout.splitlines()
    state = {line.split("\t")[0]: line for line in listed}
    assert list(state) == [one.key for one in KINDS]
    assert all(("可以打印" in line) != ("未到时候" in line) for line in listed)
    assert "可以打印" in state["transcript"] and "未到时候" in state["void"] and "未到时候" in state["envelope"]
    done = stage.draw(["sheet", str(folder), "--kind", "minutes", "--kind", "notice"], env).stdout.split()
    assert [Path(path).name for path in done] == ["REHEARSAL-notice.pdf", "REHEARSAL-minutes.pdf"]
    text = "".join(pages(Path(done[0]).read_bytes()))
    shows(text, stage.notice_hash(folder), "第一中学直升", "示例第二中学", "家长代表 2 人")
    assert not [name for name in ("欧阳明月", "李强", "王𬎆") if name in text]
    stage.draw(["sheet", str(folder), "--all", "--list"], env, code=2)
    refused = stage.draw(["sheet", str(folder), "--kind", "void"], env, code=1)
    assert "作废证明" in refused.stderr and not (folder / "sheets" / "REHEARSAL-void.pdf").exists()
