"""The README inside a record: what a stranger types, with this session's own values (SPEC §2, §11)."""

from collections.abc import Sequence
from typing import Final

from draw import household, readme_things, turnout
from draw.hashing import read_aloud
from draw.notice import Notice
from draw.readme_things import placing_before, things, who_of
from draw.rules import CellsDraw, DrawRule, Rules
from draw.words import say

MOST_ORDERS: Final = 12  # draws whose lines are written out
_SM3: Final = (f"cksum -a sm3 -c SM3SUMS    # {say('archive.sm3_line')}",)


def perl_line(seed: str, draw: DrawRule, rules: Rules, earlier: Sequence[str]) -> str:
    """The shell line that prints orders/<draw>.csv from pool.csv with perl alone.

    `earlier`: ids of the draws that can have placed some of this draw's units; if there are any, results.csv is read first.
    """
    if listed := things(draw):
        return readme_things.perl_line(seed, draw.id, listed)
    if isinstance(draw, CellsDraw):
        return readme_things.perl_cells(seed, draw, rules)
    column = {a.name: n + 2 for n, a in enumerate(rules.attributes)}
    who = "".join(f" and $F[{column[name]}]=~/^({'|'.join(codes)})$/" for name, codes in who_of(draw))
    placed, files = "", "pool.csv"
    if earlier:
        ids = "|".join(i.replace(".", "\\.") for i in earlier)
        placed = f'if($ARGV eq "results.csv"){{$s{{$F[1]}}=1 if $F[5] eq "admitted" and $F[2]=~/^({ids})$/;next}} '
        files = "results.csv pool.csv"
    return (
        f"perl -MDigest::SHA=sha256_hex -F, -lane '{placed}"
        f'push @t,sha256_hex("number1:{seed}:{draw.id}:$F[1]").",$F[1]" if $F[0] ne "applicant"{who} and !$s{{$F[1]}}++; '
        f'END{{print "rank,number,unit"; print ++$i.",$_" for sort @t}}\' {files}'
    )


def duckdb_line(seed: str, draw: DrawRule, rules: Rules, earlier: Sequence[str]) -> str:
    """One SQL statement that prints orders/<draw>.csv in DuckDB."""
    if listed := things(draw):
        return readme_things.duckdb_line(seed, draw.id, listed)
    if isinstance(draw, CellsDraw):
        return readme_things.duckdb_cells(seed, draw, rules)

    def table(name: str) -> str:
        return f"read_csv('{name}',header=true,all_varchar=true)"

    def texts(codes: Sequence[str]) -> str:
        return ",".join(f"'{c}'" for c in codes)

    where = [f"p.{name} IN ({texts(codes)})" for name, codes in who_of(draw)]  # p.: a name may be a word of SQL
    if earlier:
        where.append(
            f"unit NOT IN (SELECT unit FROM {table('results.csv')} WHERE outcome='admitted' AND draw IN ({texts(earlier)}))"
        )
    condition = f" p WHERE {' AND '.join(where)}" if where else ""
    return (
        "SELECT row_number() OVER (ORDER BY number) AS rank,number,unit FROM (SELECT DISTINCT "
        f"sha256('number1:{seed}:{draw.id}:'||unit) AS number,unit FROM {table('pool.csv')}{condition}) ORDER BY number"
    )


def text(
    notice: Notice,
    notice_hash: str,
    *,
    rules: Rules,
    seed: str,
    statement_hash: str,
    held: Sequence[str],
    sm3: bool = False,
) -> bytes:
    """The bytes of README. `held`: ids of the draws that were held; `sm3`: the record has SM3SUMS."""
    draw = held[0] if held else notice.draws[0]
    lines = [
        f"{notice.title}",
        f"{notice.authority} · 场次 session {notice.session} · 第 {notice.attempt} 次 attempt {notice.attempt}"
        + (" · 演练 REHEARSAL" if notice.mode == "rehearsal" else ""),
        "",
        "本文件夹是一次公开派位的完整记录。任何人都可以用下面的命令核对,不需要信任我们的程序。",
        "This folder is the whole record of a public draw. Anybody can check it with the lines below, without our programs.",
        "",
        "1. 与签字纸质件对照 Compare with the signed papers",
        f"   sha256sum notice.json      {notice_hash}",
        f"                              {read_aloud(notice_hash)}",
        f"   sha256sum statement.txt    {statement_hash}",
        f"                              {read_aloud(statement_hash)}",
        "   sha256sum notice.json board.txt seed.txt statement.txt",
        "",
        "2. 种子就是 seed.txt 的校验码 The seed is the hash of seed.txt",
        f"   sha256sum seed.txt         {seed}",
        "   head -n K seed.txt | sha256sum      现场在第 K 行之后看到的校验码 what the hall saw after line K",
        '   printf %s "commit1:NOTICE:PARTY:SECRET" | sha256sum      = board.txt 中该方的承诺 that party\'s line on the board',
        "",
        "3. 一个孩子的随机号 One child's number (UNIT: pool.csv, column 2)"
        if turnout.anybody(rules)
        else f"3. {say('household.number_of_thing')}",
        f'   printf %s "number1:{seed}:{draw}:UNIT" | sha256sum',
        "",
        "4. 签名与文件 Signatures and files",
        "   openssl pkeyutl -verify -pubin -inkey signer.pem -rawin -in statement.txt -sigfile statement.sig",
        "   openssl pkeyutl -verify -pubin -inkey signer.pem -rawin -in notice.json -sigfile notice.sig",
        "   sha256sum -c SHA256SUMS && sha256sum -c outputs.txt",
        *(f"   {line}" for line in _SM3 if sm3),
        "",
        "5. 整个派位顺序 Whole orders (= orders/DRAW.csv)",
        *_orders(rules, seed, held),
        "",
        "6. 全部核验 Everything at once (Python 3.11+, 不需要安装任何包 no package needed)",
        f"   python3 verify.py . --notice {notice_hash} --statement {statement_hash}",
        "",
        f"7. {say('household.title')}",
        *_household(rules, seed, held),
        "",
    ]
    return "\n".join(lines).encode()


def _household(rules: Rules, seed: str, held: Sequence[str]) -> list[str]:
    """One draw for all: the last, which asks most of a tool."""
    told = [d for d in rules.draws if d.id in held and not isinstance(d, CellsDraw)]
    last = told[-1] if told else None
    return household.section(seed, rules, last, placing_before(last, rules) if last else ())


def _orders(rules: Rules, seed: str, held: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for draw in rules.draws:
        if draw.id not in held:
            continue
        if len(lines) == 3 * MOST_ORDERS:
            more = len(held) - MOST_ORDERS
            lines.append(f"   其余 {more} 场同理,见 rules.json 的 id、who、follows: {more} more go the same way")
            break
        earlier = placing_before(draw, rules)
        lines += [
            f"   {draw.id}  {draw.title}",
            f"   {perl_line(seed, draw, rules, earlier)}",
            f'   duckdb -csv -c "{duckdb_line(seed, draw, rules, earlier)}"',
        ]
    return lines or ["   没有举行派位 no draw was held"]


def void_text(notice: Notice, notice_hash: str, void_hash: str, reason: str, *, sm3: bool = False) -> bytes:
    """The bytes of README of a void record."""
    lines = [
        f"{notice.title}",
        f"{notice.authority} · 场次 session {notice.session}",
        f"第 {notice.attempt} 次 attempt {notice.attempt}: 作废 VOID ({reason})",
        "",
        "本次派位已作废,没有产生任何结果。 This attempt was voided; it has no result.",
        "",
        f"sha256sum notice.json   {notice_hash}",
        f"sha256sum void.txt      {void_hash}",
        "openssl pkeyutl -verify -pubin -inkey signer.pem -rawin -in void.txt -sigfile void.sig",
        "sha256sum -c SHA256SUMS",
        *(line for line in _SM3 if sm3),
        "",
    ]
    return "\n".join(lines).encode()
