"""Lines of a record's README for draws whose order is not one of units that `who` names: lists of the rule sheet, cells (SPEC §16).

A code is of digits, capitals and hyphens, so that it needs no quoting in any shell or language.
"""

from collections.abc import Sequence

from draw.rules import (
    CellsDraw,
    DrawRule,
    LateDraw,
    OrderDraw,
    QuotaDraw,
    Rules,
    SeatsDraw,
    ShortlistDraw,
    TeamDraw,
    Who,
)

_HEAD = "rank,number,unit"
_PERL = "perl -MDigest::SHA=sha256_hex"


def things(draw: DrawRule) -> tuple[str, ...]:
    """The codes that the draw orders, if they stand in rules.json; else none."""
    match draw:
        case OrderDraw():
            return tuple(item.code for item in draw.items)
        case QuotaDraw():
            return tuple(item.code for item in draw.items)
        case TeamDraw():
            return tuple(team.code for team in draw.teams)
        case LateDraw():
            return tuple(one.code for one in draw.classes)
    return ()


def who_of(draw: DrawRule) -> Who:
    """Whose units the draw orders: seats those of their classes."""
    return draw.of.who if isinstance(draw, SeatsDraw) else draw.who


def placing_before(draw: DrawRule, rules: Rules) -> list[str]:
    """Ids of the earlier draws that can have placed units of this one: those it follows (sound 3), but no shortlist or order."""
    follows = draw.of.follows if isinstance(draw, SeatsDraw) else draw.follows
    return [d for d in follows if not isinstance(rules.draw(d), ShortlistDraw | OrderDraw)]


def perl_line(seed: str, draw: str, codes: Sequence[str]) -> str:
    """The shell line that prints the order of these codes with perl alone."""
    return (
        f'{_PERL} -le \'print "{_HEAD}"; print ++$i.",$_" for sort '
        f'map {{sha256_hex("number1:{seed}:{draw}:$_").",$_"}} qw({" ".join(codes)})\''
    )


def duckdb_line(seed: str, draw: str, codes: Sequence[str]) -> str:
    """One SQL statement that prints it in DuckDB."""
    listed = ",".join(f"'{code}'" for code in codes)
    return _ranked(
        f"SELECT sha256('number1:{seed}:{draw}:'||unit) AS number,unit FROM (SELECT unnest([{listed}]) AS unit)"
    )


def postgres_line(seed: str, draw: str, codes: Sequence[str]) -> str:
    """The shell line that prints it with psql."""
    listed = ",".join(f"('{code}')" for code in codes)
    number = f"encode(sha256(convert_to('number1:{seed}:{draw}:'||unit,'UTF8')),'hex')"
    inner = f"SELECT {number} AS number,unit FROM (VALUES {listed}) c(unit)"
    ranked = f"SELECT row_number() OVER (ORDER BY number) AS rank,number,unit FROM ({inner}) t ORDER BY rank"
    return f'psql -q --csv -c "{ranked}"'


def mariadb_line(seed: str, draw: str, codes: Sequence[str]) -> str:
    """The shell line that prints it with mariadb (or mysql), in a database called test."""
    listed = " UNION ".join(f'SELECT "{code}" AS u' for code in codes)
    inner = f'SELECT SHA2(CONCAT("number1:{seed}:{draw}:",u),256) AS n,u FROM ({listed}) c'
    ranked = f'SELECT CONCAT_WS(",",ROW_NUMBER() OVER (ORDER BY n),n,u) FROM ({inner}) t ORDER BY n'
    return f"mariadb --default-character-set=utf8mb4 -N test -e 'SELECT \"{_HEAD}\"; {ranked}'"


def node_line(seed: str, draw: str, codes: Sequence[str]) -> str:
    """The shell line that prints it with node alone."""
    listed = ",".join(f'"{code}"' for code in codes)
    number = f'c.createHash("sha256").update("number1:{seed}:{draw}:"+x).digest("hex")'
    return (
        f'node -e \'const c=require("crypto");console.log("{_HEAD}");'
        f'[{listed}].map(x=>{number}+","+x).sort().forEach((l,i)=>console.log(i+1+","+l))\''
    )


def perl_cells(seed: str, draw: CellsDraw, rules: Rules) -> str:
    """The shell line that prints the order of cells: the rows that somebody counted has, in pool.csv."""
    column = {a.name: n + 2 for n, a in enumerate(rules.attributes)}
    who = "".join(f" and $F[{column[name]}]=~/^({'|'.join(codes)})$/" for name, codes in draw.who)
    values = " ".join(code if code not in draw.only else "-" for code in _values(draw, rules))
    return (
        f'{_PERL} -F, -lane \'$n{{$F[{column[draw.row]}]}}=1 if $F[0] ne "applicant"{who}; '
        f"END{{@v=qw({values}); for $i(1..@v){{next if !$n{{$v[$i-1]}}; "
        f'push @t,sha256_hex("number1:{seed}:{draw.id}:$i-$_").",$i-$_" for 1..{len(draw.offered)}}} '
        f'print "{_HEAD}"; print ++$k.",$_" for sort @t}}\' pool.csv'
    )


def duckdb_cells(seed: str, draw: CellsDraw, rules: Rules) -> str:
    """One SQL statement that prints it in DuckDB."""
    rows = ",".join(f"('{v}',{i})" for i, v in enumerate(_values(draw, rules), 1) if v not in draw.only)
    quoted = [(name, ",".join(f"'{code}'" for code in codes)) for name, codes in draw.who]
    # p.: an attribute may be called like a word of SQL
    where = "".join(f" AND p.{name} IN ({codes})" for name, codes in quoted)
    pool = f"SELECT p.{draw.row} FROM read_csv('pool.csv',header=true,all_varchar=true) p WHERE true{where}"
    cells = (
        f"SELECT i||'-'||j AS unit FROM (VALUES {rows}) v(r,i), (SELECT unnest(range(1,{len(draw.offered) + 1})) AS j) "
        f"WHERE r IN ({pool})"
    )
    return _ranked(f"SELECT sha256('number1:{seed}:{draw.id}:'||unit) AS number,unit FROM ({cells})")


def _ranked(inner: str) -> str:
    return f"SELECT row_number() OVER (ORDER BY number) AS rank,number,unit FROM ({inner}) ORDER BY number"


def _values(draw: CellsDraw, rules: Rules) -> tuple[str, ...]:
    return next(a.codes() for a in rules.attributes if a.name == draw.row)
