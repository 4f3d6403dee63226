"""The command line, as the operator, the notary and the script use it."""

import json
import shutil
from pathlib import Path

import pytest
import stage
from openpyxl import Workbook
from simulator import ROUND, ROUND_SIGNATURE

from draw.hashing import commitment, digest
from draw.notice import QUICKNET
from draw.notice import read as read_notice


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A session folder before the freeze."""
    return stage.prepare(tmp_path / "session")


def test_whole_rehearsal_gives_a_record_that_matches(held: Path) -> None:
    """`draw verify` with the two anchors says match, exit 0; without them could not check, exit 2; wrong: mismatch, 1."""
    env, record = stage.environment(held), held / "public"
    notice, statement = (digest((record / n).read_bytes()) for n in ("notice.json", "statement.txt"))
    assert stage.draw(["verify", str(record), "--notice", notice, "--statement", statement], env).stdout.endswith(
        "verdict: match\n"
    )
    assert stage.draw(["verify", str(record)], env, code=2).stdout.endswith("verdict: could not check (18)\n")
    wrong = stage.draw(["verify", str(record), "--notice", statement, "--statement", statement], env, code=1)
    assert wrong.stdout.endswith("verdict: mismatch (18)\n")


def test_every_command_may_be_repeated(folder: Path) -> None:
    """Each command run twice is acknowledged the second time and changes nothing in the public folder."""
    env = stage.environment(folder)
    stage.draw(["freeze", str(folder)], env)
    stage.draw(["freeze", str(folder)], env)
    for arguments in stage.commands(folder):
        stage.draw(arguments, env)
        before = stage.tree(folder / "public")
        stage.draw(arguments, env)
        assert stage.tree(folder / "public") == before, arguments
    for arguments in [["freeze", str(folder)], *stage.commands(folder)]:
        stage.draw(arguments, env)
    assert stage.tree(folder / "public") == before


def test_record_is_the_same_under_the_same_clock_and_entropy(held: Path, tmp_path: Path) -> None:
    """Two rehearsals with the same inputs, test clock and test entropy give byte-identical public folders."""
    again = stage.prepare(tmp_path / "session")
    stage.ceremony(again, stage.environment(again))
    assert stage.tree(again / "public") == stage.tree(held / "public")


def test_results_do_not_depend_on_the_clock(held: Path, tmp_path: Path) -> None:
    """Another clock changes the minutes but neither seed, orders nor results (the clock never enters the seed)."""
    again = stage.prepare(tmp_path / "session")
    env = stage.environment(again) | {"DRAW_TEST_CLOCK": "2030-02-28T23:59:59+08:00/1"}
    stage.ceremony(again, env)
    one, other = stage.tree(again / "public"), stage.tree(held / "public")
    assert one["ledger.jsonl"] != other["ledger.jsonl"]
    for name in ("notice.json", "board.txt", "seed.txt", "results.csv", "outputs.txt"):
        assert one[name] == other[name], name


def test_no_name_id_or_secret_in_public_files_or_output(folder: Path) -> None:
    """Names, ids, salts and sealed secrets appear in no public file and no output before the protocol publishes them."""
    env = stage.environment(folder)
    output = stage.draw(["freeze", str(folder)], env).stdout
    private = [field for row in stage.ROWS for field in row.split(",")[1:3]]
    for arguments in stage.commands(folder):
        done = stage.draw(arguments, env)
        output += done.stdout + done.stderr
        files = b"".join(stage.tree(folder / "public").values()).decode("utf-8", "replace")
        for word in private:
            assert word not in files and word not in output, word
        if not (folder / "public" / "seed.txt").exists():
            for party in ("A1", "N1"):
                assert stage.SECRETS[party] not in files + output, party


def test_nothing_private_is_readable_at_rest(held: Path) -> None:
    """No name, id, salt or key stands in plain in the private folder (SPEC: encrypted from the start)."""
    blob = b"".join(stage.tree(held / "private").values())
    for row in stage.ROWS:
        for field in row.split(",")[1:3]:
            assert field.encode() not in blob
    assert b"BEGIN PRIVATE KEY" not in blob


def test_signer_is_destroyed_and_amender_kept(held: Path) -> None:
    """After sealing the signer's private half is gone; the amender's is there, encrypted, and opens with openssl."""
    assert not (held / "private" / "signer.pem").exists()
    assert (held / "private" / "amender.pem").read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")


@pytest.mark.parametrize("kind", ["shuffled", "gb18030", "xlsx"])
def test_form_of_the_roster_changes_nothing(held: Path, tmp_path: Path, kind: str) -> None:
    """Row order, encoding or file type of the roster leave pool.csv byte-identical (salts by registration number)."""
    again = stage.prepare(tmp_path / "session", rows=tuple(reversed(stage.ROWS)))
    text = (again / "roster.csv").read_text(encoding="utf-8")
    if kind == "gb18030":
        (again / "roster.csv").write_bytes(text.encode("gb18030"))
    if kind == "xlsx":
        book = Workbook()
        for line in text.splitlines():
            book.active.append([int(c) if c.startswith("2026") else c or None for c in line.split(",")])
        book.save(again / "roster.xlsx")
        (again / "roster.csv").unlink()
    stage.draw(["freeze", str(again)], stage.environment(again))
    assert (again / "public" / "pool.csv").read_bytes() == (held / "public" / "pool.csv").read_bytes()


def test_faulty_roster_says_everything_and_freezes_nothing(folder: Path, tmp_path: Path) -> None:
    """All faults come at once with their rows, as text and as a table, and nothing is frozen."""
    rows = [*stage.ROWS, "20260011,张:三,P1000011,S1,2,,", "20260012,,P1000012,S9,2,,", "20260001,别人,P1000013,S1,1,,"]
    stage.prepare(folder, rows=tuple(rows))
    table = tmp_path / "problems.csv"
    env = stage.environment(folder)
    said = stage.draw(["check", str(folder), "--table", str(table)], env, code=1).stderr
    for place in ("row 12", "row 13", "row 14"):
        assert place in said
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    stage.draw(["freeze", str(folder)], env, code=1)
    assert not (folder / "public").exists()


def test_objection_leads_to_version_two(folder: Path) -> None:
    """An accepted objection makes version 2 that names version 1 and keeps codes and salts; a rejected one does not."""
    env = stage.environment(folder)
    stage.draw(["freeze", str(folder)], env)
    first = (folder / "public" / "notice.json").read_bytes()
    pool = (folder / "public" / "pool.csv").read_bytes().splitlines()
    paper = folder / "paper.txt"
    paper.write_text("20260009 应在第一中学", encoding="utf-8")
    stage.draw(["object", str(folder), "--paper", str(paper)], env)
    party = ["commit", str(folder), "--party", "A1", "0" * 64]
    assert "异议" in stage.draw(party, env, code=1).stderr
    stage.draw(["object", str(folder), "--number", "1", "--outcome", "accepted"], env)
    stage.prepare(folder, rows=tuple(r.replace("周四,P1000009,S2", "周四,P1000009,S1") for r in stage.ROWS))
    stage.draw(["freeze", str(folder)], env)
    second = read_notice((folder / "public" / "notice.json").read_bytes())
    assert (second.version, second.previous) == (2, digest(first))
    after = (folder / "public" / "pool.csv").read_bytes().splitlines()
    changed = [(a, b) for a, b in zip(pool, after, strict=True) if a != b]
    assert len(changed) == 1 and changed[0][0].split(b",")[-1] == changed[0][1].split(b",")[-1]
    for arguments in stage.commands(folder):
        stage.draw(arguments, env)
    assert stage.draw(["verify", str(folder / "public")], env, code=2).stdout.endswith("could not check (18)\n")


def test_dice_mismatch_is_refused_and_logged(folder: Path) -> None:
    """Two different entries are refused, nothing is confirmed, and both type again."""
    env = stage.environment(folder)
    stage.draw(["freeze", str(folder)], env)
    for arguments in stage.commands(folder)[:8]:
        stage.draw(arguments, env)
    dice = ["dice", str(folder), "--by"]
    stage.draw([*dice, "operator", "3141592653"], env)
    assert "第 4" in stage.draw([*dice, "checker", "3140592653"], env, code=1).stderr
    for arguments in stage.commands(folder)[8:]:
        stage.draw(arguments, env)
    assert b'"dice-mismatch"' in (folder / "public" / "ledger.jsonl").read_bytes()
    assert b"dice d10x10 3141592653\n" in (folder / "public" / "seed.txt").read_bytes()


def test_dice_may_be_typed_one_by_one(folder: Path) -> None:
    """Throws typed in groups: equal throws in a row count each; a repeated command changes nothing."""
    env = stage.environment(folder)
    stage.draw(["freeze", str(folder)], env)
    for arguments in stage.commands(folder)[:8]:
        stage.draw(arguments, env)
    for at, group in ((1, "3"), (2, "3"), (3, "31415926")):
        for role in ("operator", "checker"):
            stage.draw(["dice", str(folder), "--by", role, "--at", str(at), group], env)
        stage.draw(["dice", str(folder), "--by", "checker", "--at", str(at), group], env)
    stage.draw(["dice", str(folder), "--by", "operator", "--at", "3", "99999999"], env, code=1)
    for arguments in stage.commands(folder)[10:]:
        stage.draw(arguments, env)
    assert b"dice d10x10 3331415926\n" in (folder / "public" / "seed.txt").read_bytes()


@pytest.mark.parametrize("chain", [QUICKNET, digest(b"another chain")], ids=["quicknet", "another chain"])
def test_beacon_line_is_waited_for_and_checked_where_it_can_be(folder: Path, chain: str) -> None:
    """With a drand round in the notice envelopes wait for its line. Of quicknet nothing but the round's own signature is taken and
    verifies; of a chain that nobody here knows any is taken, and step 8 could not be checked.
    """
    path = folder / "session.toml"
    chosen = f'beacon = {{ chain = "{chain}", round = {ROUND.round} }}'
    path.write_text(path.read_text(encoding="utf-8").replace('beacon = "none"', chosen), encoding="utf-8")
    env = stage.environment(folder)
    stage.draw(["freeze", str(folder)], env)
    commands = stage.commands(folder)
    for arguments in commands[:11]:
        stage.draw(arguments, env)
    stage.draw(commands[11], env, code=1)
    stage.draw(["beacon", str(folder), "not hexadecimal"], env, code=1)
    other = json.dumps({"round": ROUND.round + 1, "signature": ROUND_SIGNATURE})
    assert f"round {ROUND.round}" in stage.draw(["beacon", str(folder), other], env, code=1).stderr
    if chain == QUICKNET:
        for wrong in ("ab" * 48, ROUND_SIGNATURE[:-1] + "5", QUICKNET):
            said = stage.draw(["beacon", str(folder), wrong], env, code=1).stderr
            assert f"{ROUND.round}" in said and "Traceback" not in said
    grouped = " ".join(ROUND_SIGNATURE[n : n + 8] for n in range(0, 96, 8)).upper()
    for typed in (grouped, json.dumps({"round": ROUND.round, "signature": ROUND_SIGNATURE}), ROUND_SIGNATURE):
        stage.draw(["beacon", str(folder), typed], env)
    for arguments in commands[11:]:
        stage.draw(arguments, env)
    line = f"beacon {chain}:{ROUND.round} {ROUND_SIGNATURE}\n".encode()
    assert line in (folder / "public" / "seed.txt").read_bytes()
    last = stage.draw(["verify", str(folder / "public")], env, code=2).stdout
    assert last.endswith("could not check (18)\n" if chain == QUICKNET else "could not check (8)\n")


def test_paper_that_does_not_match_is_a_void_with_cause(folder: Path) -> None:
    """A wrong paper is refused without limit; two readers' finding voids, the other envelope published, nothing drawn."""
    env = stage.environment(folder)
    stage.draw(["freeze", str(folder)], env)
    for arguments in stage.commands(folder)[:12]:
        stage.draw(arguments, env)
    where = str(folder)
    for _ in range(3):
        stage.draw(["open", where, "--party", "A1", "--from", str(folder / "N1.secret")], env, code=1)
    stage.draw(["void", where], env, code=1)
    stage.draw(["open", where, "--party", "A1", "--mismatch"], env)
    stage.draw(["open", where, "--party", "N1", "--from", str(folder / "N1.secret")], env)
    stage.draw(["finish", where], env, code=1)
    stage.draw(["void", where], env)
    public = stage.tree(folder / "public")
    assert b"reason PAPER_MISMATCH\n" in public["void.txt"] and b"A1 mismatch\n" in public["transcript.txt"]
    assert f"N1 {stage.SECRETS['N1']}\n".encode() in public["transcript.txt"]
    notice, void = digest(public["notice.json"]), digest(public["void.txt"])
    stage.draw(["verify", str(folder / "public"), "--notice", notice, "--statement", void], env)
    assert "A1" in stage.draw(["freeze", where], env, code=1).stderr
    sheet = (folder / "session.toml").read_text(encoding="utf-8")
    (folder / "session.toml").write_text(
        sheet.replace('示例区教育局"\nphase', '示例区教育局监察室"\nphase'), encoding="utf-8"
    )
    stage.draw(["freeze", where], env)
    again = read_notice((folder / "public" / "notice.json").read_bytes())
    assert (again.attempt, again.version, again.previous) == (2, 1, void)
    assert stage.tree(folder / "voided" / "01") == public


def test_blind_void_allows_only_the_same_draw_again(folder: Path) -> None:
    """After a blind void a changed roster is refused; the same content freezes as attempt 2 and completes."""
    env = stage.environment(folder)
    stage.draw(["freeze", str(folder)], env)
    for arguments in stage.commands(folder)[:5]:
        stage.draw(arguments, env)
    rule = ["rule", str(folder), "--action", "VOID", "--reason", "MACHINE", "--signers", "D1,D2,D3"]
    stage.draw(rule, env)
    stage.draw(["void", str(folder)], env)
    stage.prepare(folder, rows=stage.ROWS[1:])
    assert "pool" in stage.draw(["freeze", str(folder)], env, code=1).stderr
    stage.prepare(folder)
    stage.draw(["freeze", str(folder)], env)
    for arguments in stage.commands(folder):
        stage.draw(arguments, env)
    assert b"attempt 2\n" in (folder / "public" / "statement.txt").read_bytes()
    assert stage.draw(["verify", str(folder / "public")], env, code=2).stdout.endswith("could not check (18)\n")


PEOPLE = {"OPERATOR": "钟离操作", "CHECKER": "司马复核", "NOTARY": "诸葛公证", "PARENT": "上官家长"}


def everybody(folder: Path, env: dict[str, str]) -> None:
    """Everybody whom the stage's rule sheet asks for signs in; the notary checks; a parent looks up a row (R45, R46)."""
    sign_in = ["sign-in", str(folder), "--kind"]
    for kind, name in PEOPLE.items():
        stage.draw([*sign_in, kind, "--name", name], env)
    assert "不得由同一人担任" in stage.draw([*sign_in, "NOTARY", "--name", " 钟离 操作 "], env, code=1).stderr
    assert "已经记录" in stage.draw([*sign_in, "NOTARY", "--name", "诸葛公证"], env).stderr
    listed = stage.draw(["sign-in", str(folder)], env).stdout
    assert "  3  公证员 notary  20" in listed and "还缺 1 人：家长代表" in listed and "诸葛公证" not in listed
    said = stage.draw([*sign_in, "PARENT"], env, text="钟离操作\n").stdout  # the operator is a parent too
    assert "人员已到齐" in said
    attest = ["attest", str(folder), "--item", "PROGRAM"]
    stage.draw(attest, env, text="999999\n", code=1)
    stage.draw(attest, env, text="333333\n")
    assert "已经记录" in stage.draw(attest, env, text="333333\n").stderr
    row = stage.draw(["spot", str(folder), "0001"], env).stdout
    assert "报名学校: 示例第一中学 S1" in row and "欧阳**" in row and "欧阳明月" not in row
    assert "0099" in stage.draw(["spot", str(folder), "0099"], env, code=1).stderr


def test_live_mode_refuses_test_clock_and_asks_two_people(tmp_path: Path) -> None:
    """Live: no test clock or entropy; freeze, dice, notary's steps ask each person's PIN, and a wrong one is refused."""
    folder = stage.prepare(tmp_path / "live", mode="live")
    assert "测试" in stage.draw(["freeze", str(folder)], stage.environment(folder), code=1).stderr
    env = stage.environment(folder, test=False)
    assert "口令" in stage.draw(["freeze", str(folder)], env, code=1).stderr
    stage.draw(["freeze", str(folder)], env, text="111111\n222222\n333333\nstage-2026\n")
    pins = {"operator": "111111\n", "checker": "222222\n", "notary": "333333\n"}
    first = stage.commands(folder)[0]
    assert "家长代表 2 人" in stage.draw(first, env, code=1).stderr  # nobody is there yet (R46)
    everybody(folder, env)
    for arguments in stage.commands(folder):
        role = next((r for r in pins if arguments[0] == "dice" and r in arguments), "")
        role = role or ("notary" if arguments == ["open", str(folder)] else "")
        confirm = "stage-2026\n" if arguments in (["board", str(folder)], ["open", str(folder)]) else ""
        if role:
            stage.draw(arguments, env, text="999999\n" + confirm, code=1)
        if confirm:
            stage.draw(arguments, env, text=pins.get(role, "") + "another-session\n", code=1)
        stage.draw(arguments, env, text=pins.get(role, "") + confirm)
    minutes = (folder / "public" / "ledger.jsonl").read_text(encoding="ascii")
    assert [minutes.count(f'"kind":"{kind}"') for kind in ("NOTARY", "PARENT", "spot")] == [1, 2, 1]
    at_rest = b"".join((*stage.tree(folder / "public").values(), *stage.tree(folder / "private").values()))
    assert not any(name.encode() in at_rest for name in PEOPLE.values())
    assert stage.draw(["verify", str(folder / "public")], env, code=2).stdout.endswith("could not check (18)\n")


def test_wrong_passphrase_and_damage_are_said(held: Path, tmp_path: Path) -> None:
    """A wrong passphrase, a missing folder, a damaged database: one message, exit 1, no traceback."""
    env = stage.environment(held)
    wrong = tmp_path / "wrong"
    wrong.write_text("not the passphrase\n", encoding="utf-8")
    assert "口令" in stage.draw(["status", str(held), "--passphrase-file", str(wrong)], env, code=1).stderr
    assert "冻结" in stage.draw(["status", str(tmp_path / "nowhere")], env, code=1).stderr
    copy = tmp_path / "copy"
    shutil.copytree(held, copy)
    (copy / "private" / "session.db").write_bytes(b"not a database" * 100)
    stage.draw(["status", str(copy)], env, code=1)


def test_secret_is_made_on_the_partys_own_device(tmp_path: Path) -> None:
    """`draw secret` prints only the commitment, keeps the secret in a private file, and keeps it when run again."""
    env = stage.environment(tmp_path, test=False)
    out = tmp_path / "W01.new"
    arguments = ["secret", "W01", "--notice", "ab" * 32, "--out", str(out)]
    said = stage.draw(arguments, env).stdout.strip()
    secret = out.read_text(encoding="ascii").strip()
    assert said == commitment("ab" * 32, "W01", secret) and secret not in said
    assert out.stat().st_mode & 0o077 == 0
    assert stage.draw(arguments, env).stdout.strip() == said


def test_audit_finds_every_seal_on_its_row(held: Path) -> None:
    """`draw audit-roster` passes on the session as frozen."""
    assert "相符" in stage.draw(["audit-roster", str(held)], stage.environment(held)).stdout


def test_new_writes_a_sheet_that_checks(tmp_path: Path) -> None:
    """`draw new` writes a commented template with a roster to overwrite, or a sample; both are ready to freeze."""
    env = stage.environment(tmp_path, test=False)
    stage.draw(["new", str(tmp_path / "t")], env)
    assert "可以冻结" in stage.draw(["check", str(tmp_path / "t")], env).stdout
    stage.draw(["new", str(tmp_path / "s"), "--sample", "zhongshan-2020"], env)
    assert "可以冻结" in stage.draw(["check", str(tmp_path / "s")], env).stdout
    stage.draw(["new", str(tmp_path / "s"), "--sample", "zhongshan-2020"], env, code=1)
