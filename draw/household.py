"""Lines of a record's README for tools that people have already: databases, node, certutil, PowerShell (SPEC §7, §11)."""

from collections.abc import Sequence
from typing import Final

from draw import readme_things
from draw.readme_things import things, who_of
from draw.rules import DrawRule, Rules
from draw.words import say

_RESULTS: Final = 8  # columns of results.csv: unit is the second, draw the third, outcome the sixth


def _columns(letter: str, count: int, kind: str) -> str:
    """Columns without names of their own: an attribute may be called like a word of SQL."""
    return ",".join(f"{letter}{n} {kind}" for n in range(1, count + 1))


def _texts(codes: Sequence[str], quote: str) -> str:
    return ",".join(f"{quote}{code}{quote}" for code in codes)


def _where(draw: DrawRule, rules: Rules, earlier: Sequence[str], quote: str) -> str:
    """The condition of a draw's units on pool.csv (c1, c2, …) and results.csv (r1 … r8)."""
    column = {a.name: f"c{n}" for n, a in enumerate(rules.attributes, start=3)}
    terms = [f"{column[name]} IN ({_texts(codes, quote)})" for name, codes in who_of(draw)]
    if earlier:
        admitted = _texts(["admitted"], quote)
        terms.append(f"c2 NOT IN (SELECT r2 FROM r WHERE r6={admitted} AND r3 IN ({_texts(earlier, quote)}))")
    return f" WHERE {' AND '.join(terms)}" if terms else ""


def postgres_line(seed: str, draw: DrawRule, rules: Rules, earlier: Sequence[str]) -> str:
    """The shell line that prints orders/<draw>.csv with psql, in any database; `earlier`: as for `readme.perl_line`."""
    if listed := things(draw):
        return readme_things.postgres_line(seed, draw.id, listed)
    pool = f"CREATE TEMP TABLE c ({_columns('c', len(rules.attributes) + 3, 'text')})"
    parts = [f'-c "{pool}"', "-c '\\copy c FROM pool.csv CSV HEADER'"]
    if earlier:
        parts += [
            f'-c "CREATE TEMP TABLE r ({_columns("r", _RESULTS, "text")})"',
            "-c '\\copy r FROM results.csv CSV HEADER'",
        ]
    number = f"encode(sha256(convert_to('number1:{seed}:{draw.id}:'||c2,'UTF8')),'hex')"
    inner = f"SELECT DISTINCT {number} AS number,c2 AS unit FROM c{_where(draw, rules, earlier, chr(39))}"
    ranked = f"SELECT row_number() OVER (ORDER BY number) AS rank,number,unit FROM ({inner}) t ORDER BY rank"
    return f'psql -q --csv {" ".join(parts)} -c "{ranked}"'


def mariadb_line(seed: str, draw: DrawRule, rules: Rules, earlier: Sequence[str]) -> str:
    """The shell line that prints orders/<draw>.csv with mariadb (or mysql), in a database called test."""
    if listed := things(draw):
        return readme_things.mariadb_line(seed, draw.id, listed)

    def loaded(table: str, count: int, name: str) -> str:
        read = f'LOAD DATA LOCAL INFILE "{name}" INTO TABLE {table} FIELDS TERMINATED BY "," IGNORE 1 LINES;'
        return (
            f"CREATE TEMPORARY TABLE {table} ({_columns(table, count, 'varchar(64)')}) CHARACTER SET utf8mb4; {read} "
        )

    tables = loaded("c", len(rules.attributes) + 3, "pool.csv")
    tables += loaded("r", _RESULTS, "results.csv") if earlier else ""
    number = f'SHA2(CONCAT("number1:{seed}:{draw.id}:",c2),256)'
    inner = f"SELECT DISTINCT {number} AS n,c2 AS u FROM c{_where(draw, rules, earlier, chr(34))}"
    ranked = f'SELECT CONCAT_WS(",",ROW_NUMBER() OVER (ORDER BY n),n,u) FROM ({inner}) t ORDER BY n'
    return f"mariadb --default-character-set=utf8mb4 --local-infile=1 -N test -e '{tables}SELECT \"rank,number,unit\"; {ranked}'"


def node_line(seed: str, draw: DrawRule, rules: Rules, earlier: Sequence[str]) -> str:
    """The shell line that prints orders/<draw>.csv with node alone."""
    if listed := things(draw):
        return readme_things.node_line(seed, draw.id, listed)
    column = {a.name: n for n, a in enumerate(rules.attributes, start=2)}
    terms = [f"[{_texts(codes, chr(34))}].includes(f[{column[name]}])" for name, codes in who_of(draw)]
    gone = ""
    if earlier:
        ids = _texts(earlier, '"')
        gone = f'for(const f of t("results.csv"))if(f[5]=="admitted"&&[{ids}].includes(f[2]))g.add(f[1]);'
        terms.append("!g.has(f[1])")
    number = f'c.createHash("sha256").update("number1:{seed}:{draw.id}:"+x).digest("hex")'
    return (
        'node -e \'const c=require("crypto"),u=new Set(),g=new Set(),'
        't=p=>require("fs").readFileSync(p,"utf8").trim().split("\\n").slice(1).map(l=>l.split(","));'
        f'{gone}for(const f of t("pool.csv"))if({"&&".join(terms) or "true"})u.add(f[1]);'
        f'console.log("rank,number,unit");[...u].map(x=>{number}+","+x).sort().forEach((l,i)=>console.log(i+1+","+l))\''
    )


def certutil_lines(seed: str, draw: str) -> list[str]:
    """Two lines for the command prompt of Windows: the seed, and one child's number."""
    number = f'<nul set /p="number1:{seed}:{draw}:UNIT">n.txt & certutil -hashfile n.txt SHA256'
    return ["certutil -hashfile seed.txt SHA256", number]


def powershell_lines(seed: str, draw: str) -> list[str]:
    """The same two for PowerShell."""
    text = f'[Text.Encoding]::UTF8.GetBytes("number1:{seed}:{draw}:UNIT")'
    sha = f"[Security.Cryptography.SHA256]::Create().ComputeHash({text})"
    return [
        "(Get-FileHash seed.txt -Algorithm SHA256).Hash.ToLower()",
        f'[BitConverter]::ToString({sha}).Replace("-","").ToLower()',
    ]


def section(seed: str, rules: Rules, draw: DrawRule | None, earlier: Sequence[str]) -> list[str]:
    """The README's section on other tools, without a heading's number; `draw`: a held one, shown for all, or None."""
    shown = rules.draws[0] if draw is None else draw
    lines = []
    if draw is not None:
        lines = [
            f"   {say('household.whole', draw=draw.id)}",
            f"   {postgres_line(seed, draw, rules, earlier)}",
            f"   {mariadb_line(seed, draw, rules, earlier)}",
            f"   {node_line(seed, draw, rules, earlier)}",
        ]
    lines.append(f"   {say('household.windows', draw=shown.id)}")
    return [*lines, *(f"   {x}" for x in (*certutil_lines(seed, shown.id), *powershell_lines(seed, shown.id)))]
