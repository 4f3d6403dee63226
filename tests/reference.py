"""SPEC §7 and §8 a second time, child by child over plain lists, in no way built like the product.

A child is a dict; a school's places are a number on a slate; a draw writes what it says about a child into the child's
story. Draws with a choice are one list of attempts, sorted by when each is made, and read once from top to bottom.
"""

import hashlib
from typing import Any

Child = dict[str, Any]
LAST = 10**6  # comes after every rank, wish and member
HEADS = {
    "results": "applicant,unit,draw,rank,number,outcome,school,reason",
    "draws": "draw,school,status,places,units,children,admitted,last_rank,left",
    "waiting": "school,position,unit,children,draw,rank,reason",
    "shortlists": "draw,school,applicant,unit",
}


def numbers(seed: str, draw: str, units: set[str]) -> list[tuple[str, str]]:
    """(number, unit) in ascending order (SPEC §7)."""
    return sorted((hashlib.sha256(f"number1:{seed}:{draw}:{unit}".encode()).hexdigest(), unit) for unit in units)


def matches(who: dict[str, list[str]], child: Child) -> bool:
    """True if `who` takes the child (SPEC §4)."""
    return all(child["who"][attribute] in values for attribute, values in who.items())


def text(head: str, lines: list[list[Any]]) -> str:
    """A file of these lines under its header."""
    return "".join(f"{line}\n" for line in [HEADS[head], *(",".join(map(str, line)) for line in lines)])


class Session:
    """The slate of a session while its draws are run."""

    def __init__(self, rules: dict[str, Any], children: list[Child], seed: str) -> None:
        self.rules, self.seed = rules, seed
        fresh = ({**c, "placed": "", "story": []} for c in children)
        self.children = sorted(fresh, key=lambda c: c["applicant"])
        self.school = {s["code"]: s for s in rules["schools"]}
        self.left = {s["code"]: s["places"] for s in rules["schools"]}
        self.spill = dict.fromkeys(self.left, 0)
        self.extra = dict.fromkeys(self.left, 0)  # places over plan that adjustments have used
        self.files: dict[str, str] = {}
        self.table: list[list[Any]] = []
        self.listed: list[list[Any]] = []

    def keeps(self, school: str) -> bool:
        """True if a school's vacancies go down a waiting list."""
        return self.school[school]["vacancies"] in ("RANKED", "PRIORITY_GROUP")

    def tell(self, d: dict[str, Any], child: Child, rank: int, outcome: str, school: str, reason: str) -> None:
        """Write into a child's story what draw d says; rank 0 if no lot was drawn."""
        entry = {"draw": d["id"], "rank": rank, "outcome": outcome, "school": school, "reason": reason}
        child["story"].append(entry)
        if outcome == "admitted":
            child["placed"] = school

    def run(self, d: dict[str, Any]) -> None:
        """One draw."""
        some_placed = {c["unit"] for c in self.children if c["placed"]}
        here = [c for c in self.children if matches(d["who"], c) and c["unit"] not in some_placed]
        one_school = {"admission": self.admission, "shortlist": self.shortlist}
        one_school.get(d["kind"], self.several)(d, here)
        for s in self.rules["schools"]:
            inside = sum(c["placed"] == s["code"] for c in self.children)
            assert inside <= s["places"] + s["approved_extra"], f"R8: {inside} children in {s['code']}"

    def order(self, d: dict[str, Any], here: list[Child]) -> list[tuple[int, list[Child]]]:
        """(rank, children by code) of every unit, and the file of the order."""
        drawn = numbers(self.seed, d["id"], {c["unit"] for c in here})
        lines = [f"{rank},{number},{unit}\n" for rank, (number, unit) in enumerate(drawn, start=1)]
        self.files[f"orders/{d['id']}.csv"] = "rank,number,unit\n" + "".join(lines)
        return [(rank, [c for c in here if c["unit"] == unit]) for rank, (_, unit) in enumerate(drawn, start=1)]

    def line(self, d: dict[str, Any], school: str, status: str, here: list[Child], places: int, left: int) -> None:
        """A line of tables/draws.csv, counted out of the stories."""
        said = [c["story"][-1] for c in here if c["story"] and c["story"][-1]["draw"] == d["id"]]
        inside = [e["rank"] for e in said if e["outcome"] in ("admitted", "shortlisted") and e["school"] == school]
        units, last = {c["unit"] for c in here}, max(inside, default=0) or ""
        self.table.append([d["id"], school, status, places, len(units), len(here), len(inside), last, left])

    # -- one school (SPEC §8.1, §8.2) --------------------------------------------------------------------------------

    def admission(self, d: dict[str, Any], here: list[Child]) -> None:
        """SPEC §8.1."""
        s, quota = d["school"], d["quota"]
        places = self.left[s]
        if quota != "none" and "places" in quota:
            places = min(self.left[s], quota["places"] + self.spill[s])
        elif quota != "none":
            hundredths = self.left[s] * quota["percent"]
            share = hundredths // 100
            if quota["rounding"] == "CEILING" and hundredths % 100:
                share += 1
            places = min(self.left[s], share + self.spill[s])
        rest, shown, closed = places, places, False
        if not here:
            status = "empty"
        elif places == 0:
            status = "not-held"
            for c in here:
                self.tell(d, c, 0, "not_admitted", "", "NOT_HELD")
        elif len(here) <= places:
            status, rest = "registered", places - len(here)
            shown = rest
            for c in here:
                self.tell(d, c, 0, "admitted", s, "REGISTERED")
        else:
            status = "held"
            rest, closed = self.walk(d, self.order(d, here), places)
            shown = rest
        self.line(d, s, status, here, places, shown)
        self.left[s] -= places - rest
        self.spill[s] = 0 if quota == "none" else rest
        if closed:
            self.left[s] = self.spill[s] = 0

    def walk(self, d: dict[str, Any], ranked: list[tuple[int, list[Child]]], rest: int) -> tuple[int, bool]:
        """The table of SPEC §8.1: what is left, and whether a bundle stopped the walk."""
        s, policy = d["school"], self.school[d["school"]]["last_place"]
        passed_over = stopped = False

        for rank, unit in ranked:
            k = len(unit)

            def ins(some: list[Child], reason: str, rank: int = rank) -> None:
                for c in some:
                    self.tell(d, c, rank, "admitted", s, reason)

            def outs(some: list[Child], reason: str, rank: int = rank) -> None:
                for c in some:
                    self.tell(d, c, rank, *(("waiting", s) if self.keeps(s) else ("not_admitted", "")), reason)

            if stopped:
                outs(unit, "AFTER_STOP")
            elif rest == 0:
                outs(unit, "PLACES_FULL")
            elif policy == "GROW":
                ins(unit, "RANK" if k == 1 else "BUNDLE_GROW")
                rest -= 1
            elif k <= rest:
                ins(unit, "NEXT_FITS" if passed_over else "RANK")
                rest -= k
            elif policy == "SKIP":
                outs(unit, "BUNDLE_SKIPPED")
                passed_over = True
            elif policy == "OVERFLOW":
                ins(unit, "BUNDLE_OVERFLOW")
                rest = 0
            elif policy == "SPLIT":
                ins(unit[:rest], "SPLIT_IN")
                outs(unit[rest:], "SPLIT_OUT")
                rest = 0
            else:
                assert policy == "STOP"
                outs(unit, "BUNDLE_STOPPED")
                stopped = True
        return rest, stopped

    def shortlist(self, d: dict[str, Any], here: list[Child]) -> None:
        """SPEC §8.2."""
        s = d["school"]
        places = rest = d["multiplier"] * self.school[s]["places"]
        passed_over = False
        if not here:
            status = "empty"
        elif places == 0:
            status = "not-held"
            for c in here:
                self.tell(d, c, 0, "not_admitted", "", "NOT_HELD")
        elif len(here) <= places:
            status, rest = "registered", places - len(here)
            for c in here:
                self.tell(d, c, 0, "shortlisted", s, "ALL_SHORTLISTED")
        else:
            status = "held"
            out = ("waiting", s) if d["absent"] == "NEXT" else ("not_shortlisted", "")
            for rank, unit in self.order(d, here):
                verdict: tuple[str, str, str] = ("shortlisted", s, "NEXT_FITS" if passed_over else "RANK")
                used = len(unit)
                if rest == 0:
                    verdict, used = (*out, "LIST_FULL"), 0
                elif len(unit) > rest and d["bundle"] == "WHOLE":
                    verdict, used = ("shortlisted", s, "BUNDLE_WHOLE"), rest
                elif len(unit) > rest:
                    verdict, used, passed_over = (*out, "BUNDLE_SKIPPED"), 0, True
                rest -= used
                for c in unit:
                    self.tell(d, c, rank, *verdict)
        self.listed += [
            [d["id"], s, c["applicant"], c["unit"]] for c in here if c["story"][-1]["outcome"] == "shortlisted"
        ]
        self.line(d, s, status, here, places, rest)

    # -- several schools (SPEC §8.3, §8.4) ---------------------------------------------------------------------------

    def wishes(self, d: dict[str, Any], child: Child) -> list[tuple[int, str]]:
        """(number of the wish, school), first choice first: a unit's list."""
        if d["kind"] == "nearest":
            metres = d["distances"][child["who"][d["area"]]]
            return list(enumerate(sorted(d["schools"], key=lambda s: (metres[s], s))))
        named = enumerate(child["who"][attribute] for attribute in d["preferences"])
        return [(n, school) for n, school in named if school in d["schools"]]

    def several(self, d: dict[str, Any], here: list[Child]) -> None:
        """SPEC §8.3, and §8.4 as far as it is the same."""
        open_places = {s: self.left[s] for s in d["schools"]}
        rest = dict(open_places)
        firsts = [self.wishes(d, c)[0][1] if self.wishes(d, c) else "" for c in here]
        if not here:
            status = "empty"
        elif not any(open_places.values()):
            status = "not-held"
            for c in here:
                self.tell(d, c, 0, "not_admitted", "", "NOT_HELD")
        elif "" not in firsts and all(firsts.count(s) <= open_places[s] for s in d["schools"]):
            status = "registered"
            for c, s in zip(here, firsts, strict=True):
                self.tell(d, c, 0, "admitted", s, "REGISTERED")
                rest[s] -= 1
        else:
            status = "held"
            ranked = self.order(d, here)
            self.attempts(d, ranked, rest)
            if d["kind"] == "preferences" and d["adjust"] != "none":
                self.adjust(d, ranked, rest)
        for s in d["schools"]:
            self.line(d, s, status, here, open_places[s], rest[s])
            self.left[s] = rest[s]

    def attempts(self, d: dict[str, Any], ranked: list[tuple[int, list[Child]]], rest: dict[str, int]) -> None:
        """Every attempt of every unit, and its end, in the order of the method; then each is made."""
        nearest = d["kind"] == "nearest"
        by_number = nearest or d["method"] == "NUMBER_FIRST"
        anywhere = [] if nearest or d["unlisted"] == "NONE" else list(enumerate(d["schools"]))
        listed, full = ("NEAREST", "NO_PLACE") if nearest else ("CHOICE", "LIST_FULL")
        agenda: list[tuple[tuple[int, ...], int, list[Child], str, str]] = []
        for rank, unit in ranked:
            list_ = self.wishes(d, unit[0])

            def put(wish: int, member: int, part: int, who: list[Child], s: str, why: str, rank: int = rank) -> None:
                when = (rank, wish, member, part) if by_number else (wish, rank, member, part)
                agenda.append((when, rank, who, s, why))

            for n, s in list_:
                put(n, 0, 0, unit, s, listed)
            for n, s in anywhere:
                put(LAST, 0, n, unit, s, "ANY_PLACE")
            if len(unit) > 1 and d["bundle"] == "SPLIT":
                for m, c in enumerate(unit):
                    for part, (_, s) in enumerate([*list_, *anywhere]):
                        put(LAST + 1, m, part, [c], s, "SPLIT_CHOICE")
            put(LAST + 1, LAST, 0, unit, "", "")
        for _, rank, who, s, why in sorted(agenda, key=lambda a: a[0]):
            if s and not any(c["placed"] for c in who) and rest[s] >= len(who):
                rest[s] -= len(who)
                for c in who:
                    self.tell(d, c, rank, "admitted", s, why)
            if s or all(c["placed"] for c in who):
                continue
            list_ = self.wishes(d, who[0])
            reason = full
            if any(c["placed"] for c in who):
                reason = "SPLIT_OUT"
            elif len(who) > 1 and d["bundle"] == "HOLD" and any(rest[s] for _, s in [*list_, *anywhere]):
                reason = "BUNDLE_HELD"
            waits = [s for _, s in list_ if self.keeps(s) and not nearest]
            for c in who:
                if not c["placed"]:
                    self.tell(d, c, rank, *(("waiting", waits[0]) if waits else ("not_admitted", "")), reason)

    def adjust(self, d: dict[str, Any], ranked: list[tuple[int, list[Child]]], rest: dict[str, int]) -> None:
        """Brothers and sisters come together, where there is room (R27)."""
        done = {"NONE"}
        everybody = [c for _, unit in ranked for c in unit]
        for first in everybody:
            group = first["who"][d["adjust"]]
            family = [c for c in everybody if c["who"][d["adjust"]] == group]
            if group in done:
                continue
            done.add(group)
            if len(family) < 2 or any(not c["placed"] for c in family):
                continue
            if any(c["who"][a] != first["who"][a] for c in family for a in d["preferences"]):
                continue
            list_ = [s for _, s in self.wishes(d, first)]
            held = {c["placed"] for c in family}
            if len(held) < 2 or not held <= set(list_):
                continue
            s = next(x for x in list_ if x in held)
            movers = [c for c in family if c["placed"] != s]
            if rest[s] + self.school[s]["approved_extra"] - self.extra[s] < len(movers):
                continue
            for c in movers:
                if rest[s]:
                    rest[s] -= 1
                else:
                    self.extra[s] += 1
                if self.extra[c["placed"]]:
                    self.extra[c["placed"]] -= 1
                else:
                    rest[c["placed"]] += 1
                c["story"][-1] |= {"school": s, "reason": "MOVED"}
                c["placed"] = s

    # -- the files (SPEC §8.5) ---------------------------------------------------------------------------------------

    def last_word(self, child: Child) -> dict[str, Any]:
        """The entry of a child's story that stands in results.csv."""
        story = child["story"]
        placing = [e for e in story if e["outcome"] == "admitted"]
        lots = [e for e in story if e["rank"]]
        return dict((placing or lots or story)[-1])

    def write(self) -> dict[str, str]:
        """All files."""
        lines = []
        for c in self.children:
            e = self.last_word(c)
            number = ""
            if e["rank"]:
                number = self.files[f"orders/{e['draw']}.csv"].splitlines()[e["rank"]].split(",")[1]
            lines.append(
                [c["applicant"], c["unit"], e["draw"], e["rank"] or "", number, e["outcome"], e["school"], e["reason"]]
            )
        self.files["results.csv"] = text("results", lines)
        self.files["tables/draws.csv"] = text("draws", self.table)
        self.files["tables/waiting.csv"] = text("waiting", [line for s in self.school for line in self.waiting(s)])
        if any(d["kind"] == "shortlist" for d in self.rules["draws"]):
            self.files["tables/shortlists.csv"] = text("shortlists", self.listed)
        return self.files

    def waiting(self, school: str) -> list[list[Any]]:
        """One school's lines of tables/waiting.csv."""
        draws = {d["id"]: d for d in self.rules["draws"] if school in d.get("schools", [d.get("school")])}
        lists = [d for d in draws.values() if d["kind"] == "shortlist"]
        if not (any(d["absent"] == "NEXT" for d in lists) if lists else self.keeps(school)):
            return []
        order = [d["id"] for d in self.rules["draws"]]
        queue: dict[str, tuple[tuple[Any, ...], list[Any]]] = {}
        for c in self.children:
            if self.last_word(c)["outcome"] in ("admitted", "shortlisted"):
                continue
            for e in c["story"]:
                d = draws.get(e["draw"])
                if not e["rank"] or d is None or d["kind"] == "nearest" or e["outcome"] == "shortlisted":
                    continue
                place = 0
                if d["kind"] == "preferences":
                    list_ = [s for _, s in self.wishes(d, c)]
                    if school not in list_:
                        continue
                    place = list_.index(school) if d["method"] == "PREFERENCE_FIRST" else 0
                fellows = [x for x in self.children if x["unit"] == c["unit"]]
                priority = self.rules["after_draw"]["priority"]
                behind = self.school[school]["vacancies"] == "PRIORITY_GROUP" and not all(
                    matches(priority, x) for x in fellows
                )
                passed_over = e["reason"] in ("BUNDLE_SKIPPED", "SPLIT_OUT")
                number = sum(self.last_word(x)["outcome"] not in ("admitted", "shortlisted") for x in fellows)
                key = (behind, not passed_over, order.index(d["id"]), place, e["rank"])
                queue[c["unit"]] = (key, [c["unit"], number, d["id"], e["rank"], e["reason"]])
        ranked = sorted(queue.values(), key=lambda entry: entry[0])
        return [[school, n, *line] for n, (_, line) in enumerate(ranked, start=1)]


def session(rules: dict[str, Any], children: list[Child], seed: str) -> dict[str, str]:
    """Path -> text of every result file but outputs.txt. A child: {"applicant", "unit", "who": attribute -> value}."""
    current = Session(rules, children, seed)
    for d in rules["draws"]:
        current.run(d)
    return current.write()
