"""Which team of teachers gets which class, related pupils and teachers kept apart (SPEC §16.7, R42)."""

from collections.abc import Mapping

from draw.allocation.further import TeamLine, TeamReason
from draw.allocation.rounding import Rounding
from draw.allocation.standing import Contest, Given, Standing, Status
from draw.errors import DrawError
from draw.order import Order
from draw.rules import TeamDraw


def contest(standing: Standing, draw: TeamDraw) -> Contest:
    """The teams."""
    units = [team.code for team in draw.teams]
    return Contest(units=units, children=0, places={"": len(units)}, status=Status.HELD)


def _named(standing: Standing, draw: TeamDraw) -> list[tuple[str, frozenset[str]]]:
    """Each class in order, and the teams that somebody in it names."""
    if draw.of is None:
        return [(str(n), frozenset()) for n in range(1, len(draw.teams) + 1)]
    columns = [standing.pool.attributes[name] for name in draw.recusals]
    members = standing.classes[draw.of.id].members()
    return [(code, frozenset(c[line] for c in columns for line in lines)) for code, lines in members.items()]


def walk(standing: Standing, draw: TeamDraw, current: Contest, order: Order) -> Mapping[str, Given]:
    """Class by class the first team that may, so that every later class can still have one."""
    named = _named(standing, draw)
    ones, teams = [1] * len(named), order.units
    barred = [(n, t) for n, (_, names) in enumerate(named) for t, team in enumerate(teams) if team in names]
    pairs = Rounding(ones, ones, ones, barred)
    free, lines = list(range(len(teams))), []
    for n, (code, names) in enumerate(named):
        team = next((t for t in free if teams[t] not in names and pairs.decide(n, t, 1)), None)
        if team is None:
            raise DrawError(f"draw {draw.id}: class {code} can have no team (sound 14)")
        reason = TeamReason.TEAM if team == free[0] else TeamReason.TEAM_RECUSED
        lines.append(TeamLine(code, teams[team], team + 1, reason))
        free.remove(team)
    standing.teams[draw.id] = lines
    return {"": Given(admitted=0, last_rank=0, rest=0)}
