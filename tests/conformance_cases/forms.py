"""The form of every single value: notice.json, rules.json, bodies of the ledger (SPEC §3, §4, §9).

One value of each record is of no form, and is one that nothing else looks at: only its own check can refuse it.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from conformance_cases.bases import CARRY
from conformance_cases.case import MISMATCH, Files, add, fails
from conformance_cases.forging import H, Rows, first, last, ledger, refrozen, with_lines
from conformance_cases.minutes import ACCEPTED, OBJECTION, REJECTED, before, behind, body, line, ruling
from conformance_cases.sheets import Sheet, Spoil, both, draw, inside, key, school, sheet_of

NOTICE: dict[str, tuple[dict[str, Any], str]] = {
    "version_zero": ({"version": 0}, "version is at least 1"),
    "rehearsals_minus": ({"rehearsals": -1}, "rehearsals is at least 0"),
    "rehearsals_huge": ({"rehearsals": 10**17}, "an integer is at most 2^53-1"),
    "units_text": ({"units": "5"}, "units is an integer"),
    "pool_capital": ({"pool": H.upper()}, "pool is a hash"),
    "rules_capital": ({"rules": H.upper()}, "rules is a hash"),
    "program_short": ({"program": H[:-1]}, "program is a hash"),
    "removed_yes": ({"removed": "yes"}, "removed is a hash or none"),
    "amender_short": ({"amender": H[:-1]}, "amender is a key"),
    "min_open_minus": ({"min_open": -1}, "min_open is at least 0"),
    "after_no_hash": ({"after": ["yes"]}, "after is a list of hashes"),
    "dice_number": ({"dice": 10}, "dice is text"),
    "beacon_chain_short": ({"beacon": {"chain": H[:-1], "round": 1}}, "a chain is a hash"),
    "scheduled_minute_60": ({"scheduled": "2026-07-18T09:60:00+08:00"}, "a time exists"),
    "scheduled_second_60": ({"scheduled": "2026-07-18T09:00:60+08:00"}, "a time exists"),
    "scheduled_year_zero": ({"scheduled": "0000-07-18T09:00:00+08:00"}, "a date exists, from the year 1"),
    "party_without_name": ({"parties": [{"id": p, "name": "" if p == "W01" else p, "phase": "open" if p == "W01" else "sealed"}
        for p in ("A1", "N1", "W01")]}, "a party's name is a label"),
    "party_phase_late": ({"parties": [{"id": p, "name": p, "phase": "late" if p == "W01" else "sealed"}
        for p in ("A1", "N1", "W01")], "min_open": 0}, "a phase is sealed or open"),
}  # fmt: skip


def _noticed(values: dict[str, Any], files: Files) -> Files:
    return refrozen(files, values)


for _key, (_values, _why) in NOTICE.items():
    add(f"notice_{_key}", f"{_why[0].upper()}{_why[1:]} (§1, §3).", partial(_noticed, _values), "void_early", MISMATCH, 2)

# -- rules.json ----------------------------------------------------------------------------------------------------------------


def _ruled(spoil: Spoil, files: Files) -> Files:
    sheet = sheet_of(files)
    spoil(sheet)
    return refrozen(files, rules=sheet)


def attribute(at: int, /, **values: Any) -> Spoil:
    """An attribute with other values."""
    return lambda s: s["attributes"][at].update(values)


DATES = {"kind": "date", "earliest": "2019-09-01", "latest": "2020-08-31", "edge": "INCLUSIVE"}
LIST = {"kind": "list", "name": "民办录取", "bars": "ADMITTED"}
DWELLING = {"kind": "dwelling", "name": "学位房", "year": 2026, "years": 6, "counted": "FROM_USE", "shared": "REFUSE"}


def checked(test: Any, /, **values: Any) -> Spoil:
    """One check of eligibility."""
    check = {"label": "年龄", "who": {}, "column": "生日", "test": test, "missing": "FAILS", "fails": "AGE"} | values
    return key("eligibility", [check])


def outside(**values: Any) -> Spoil:
    """One group of children placed outside the draw."""
    return key("outside", [{"group": "直升", "school": "X1", "count": 1, "document": "文"} | values])


RULES: dict[str, tuple[Spoil, str]] = {  # of the base `every_kind`
    "attribute_label": (attribute(1, label=""), "an attribute's label is a label"),
    "attribute_values_word": (attribute(4, values="numbers"), "values is a list, or one of three words"),
    "value_code": (lambda s: s["attributes"][0]["values"][4].update(code="stray"), "a value's code has capitals and digits"),
    "value_label": (lambda s: s["attributes"][0]["values"][4].update(label=" "), "a value's label is a label"),
    "school_name": (school("X1", name=""), "a school's name is a label"),
    "school_places_true": (school("X1", places=True), "places is an integer, true is none"),
    "school_extra_minus": (school("Y1", approved_extra=-1), "approved_extra is at least 0"),
    "school_document_long": (school("Y1", approved_document="文" * 201), "approved_document is a label"),
    "outside_group": (outside(group=""), "a group is a label"),
    "outside_document": (outside(document=""), "a document is a label"),
    "eligibility_label": (checked(DATES, label=""), "a check's label is a label"),
    "eligibility_column": (checked(DATES, column=""), "a column is a label"),
    "eligibility_missing": (checked(DATES, missing="PASSES"), "missing is FAILS or REFUSE"),
    "eligibility_fails": (checked(DATES, fails="FRIEND"), "fails is a reason of removal or REFUSE"),
    "eligibility_who_list": (checked(DATES, who=[]), "who is an object"),
    "eligibility_who_value": (checked(DATES, who={"way": ["WALK"]}), "values of who are declared"),
    "eligibility_who_number": (checked(DATES, who={"way": [7]}), "values of who are text"),
    "eligibility_test_text": (checked("present"), "a test is an object"),
    "eligibility_kind_list": (checked({"kind": ["date"]}), "a test's kind is text"),
    "eligibility_earliest": (checked(DATES | {"earliest": "2019-13-01"}), "earliest is a date or none"),
    "eligibility_earliest_number": (checked(DATES | {"earliest": 2019}), "earliest is text"),
    "eligibility_latest": (checked(DATES | {"latest": "2020-8-31"}), "latest is a date or none"),
    "eligibility_no_dates": (checked(DATES | {"earliest": "none", "latest": "none"}), "earliest and latest are not both none"),
    "eligibility_edge": (checked(DATES | {"edge": "HALF"}), "edge is INCLUSIVE or EXCLUSIVE"),
    "eligibility_value_none": (checked({"kind": "value", "allowed": []}), "allowed is not empty"),
    "eligibility_value_label": (checked({"kind": "value", "allowed": [""]}), "what is allowed is a label"),
    "eligibility_value_twice": (checked({"kind": "value", "allowed": ["是", "是"]}), "nothing is allowed twice"),
    "eligibility_list_name": (checked(LIST | {"name": ""}), "a list's name is a label"),
    "eligibility_list_bars": (checked(LIST | {"bars": "SEEN"}), "bars is one of three"),
    "eligibility_dwelling_name": (checked(DWELLING | {"name": ""}), "a register's name is a label"),
    "eligibility_dwelling_year": (checked(DWELLING | {"year": 1899}), "a year is from 1900 on"),
    "eligibility_dwelling_years": (checked(DWELLING | {"years": 0}), "years is at least 1"),
    "eligibility_dwelling_counted": (checked(DWELLING | {"counted": "BEFORE"}), "counted is one of two"),
    "eligibility_dwelling_shared": (checked(DWELLING | {"shared": "MAYBE"}), "shared is REFUSE or ALLOW"),
    "eligibility_apart_empty": (checked({"kind": "apart", "with": {}}, column="none"), "`with` is not empty"),
    "eligibility_apart_column": (checked({"kind": "apart", "with": {"way": ["NEAR"]}}), "column is none exactly for apart"),
    "eligibility_present_column": (checked({"kind": "present"}, column="none"), "column is none exactly for apart"),
    "blocks_governs": (inside("blocks", governs="CITY"), "governs is BLOCK or DRAW"),
    "blocks_block_of_a_list": (inside("blocks", block="way"), "block is an attribute of codes"),
    "blocks_block_undeclared": (inside("blocks", block="zone"), "block is a declared attribute"),
    "blocks_school_of_preferences": (inside("blocks", school="p3"), "school is an attribute of schools"),
    "bundles_mixed": (inside("bundles", mixed="MERGE", mixed_attribute="area"), "mixed is one of three"),
    "bundles_attribute_with_refuse": (inside("bundles", mixed_attribute="area"), "mixed_attribute is none with REFUSE"),
    "bundles_attribute_missing": (inside("bundles", mixed="DISSOLVE"), "mixed_attribute is named unless mixed is REFUSE"),
    "bundles_attribute_of_codes": (inside("bundles", mixed="DISSOLVE", mixed_attribute="family"),
        "mixed_attribute is not of codes"),
    "bundles_attribute_undeclared": (inside("bundles", mixed="DISSOLVE", mixed_attribute="zone"), "mixed_attribute is declared"),
    "bundles_member_removed": (inside("bundles", member_removed="KEEP"), "member_removed is DISSOLVE or SHRINK"),
    "draw_school_undeclared_elsewhere": (draw("quota", school="Q9"), "a draw's school is declared (Sound 1)"),
    "draw_school_number": (draw("quota", school=9), "a school's code is text"),
    "draw_kind_list": (draw("quota", kind=["admission"]), "a kind is text"),
    "draw_who_list": (draw("quota", who=[]), "who is an object"),
    "draw_who_value": (draw("near", who={"way": ["NEAR", "ZOO"]}), "values of who are declared (Sound 1)"),
    "draw_text": (lambda s: s["draws"].append("x"), "a draw is an object"),
    "quota_number": (draw("quota", quota=2), "a quota is none or an object"),
    "quota_places_minus": (draw("quota", quota={"places": -1}), "places of a quota is at least 0"),
    "quota_percent_text": (draw("rest", quota={"percent": "50", "rounding": "FLOOR"}), "percent is an integer"),
    "shortlist_bundle": (draw("listed", bundle="HALF"), "bundle is WHOLE or SKIP"),
    "shortlist_absent": (draw("listed", absent="LAST"), "absent is NEXT or NONE"),
    "shortlist_multiplier_zero": (draw("listed", multiplier=0), "multiplier is at least 1"),
    "preferences_school_undeclared": (draw("wished", schools=["Y1", "Z1", "Q9"]), "schools are declared (Sound 1)"),
    "preferences_school_number": (draw("wished", schools=["Y1", "Z1", 9]), "schools are codes"),
    "preferences_no_school": (draw("wished", schools=[], unlisted="ANY"), "schools is not empty"),
    "preferences_none": (draw("wished", preferences=[], unlisted="ANY"), "preferences is not empty"),
    "preferences_empty_twice": (draw("wished", preferences=["p1", "p3", "p3"]), "no preference stands twice"),
    "preferences_undeclared": (draw("wished", preferences=["p1", "p4"]), "a preference is a declared attribute"),
    "preferences_method": (draw("wished", method="BOTH"), "method is one of two"),
    "preferences_unlisted": (draw("wished", unlisted="SOME"), "unlisted is NONE or ANY"),
    "preferences_bundle": (draw("wished", bundle="WHOLE"), "bundle is SPLIT or HOLD"),
    "preferences_adjust": (draw("wished", adjust="p3"), "adjust is an attribute of codes"),
    "nearest_area": (both(draw("near", area="home"), lambda s: s["draws"][4].update(
        distances={c: {"Y1": 5, "Z1": 7} for c in ("X1", "F1", "Y1", "Z1")})), "area is an attribute of a list"),
    "nearest_bundle": (draw("near", bundle="WHOLE"), "bundle is SPLIT or HOLD"),
    "nearest_short": (draw("near", short="MAYBE"), "short is REFUSE or DRAW"),
    "nearest_no_school": (draw("near", schools=[], short="DRAW", distances={"E1": {}, "E2": {}}), "schools is not empty"),
    "nearest_distances_list": (draw("near", distances=[]), "distances is an object"),
    "nearest_metres_text": (lambda s: s["draws"][4]["distances"]["E1"].update(Z1="7"), "a distance is an integer"),
    "after_bundle_at_head": (inside("after_draw", bundle_at_head="JUMP"), "bundle_at_head is PASS_OVER or WAIT"),
    "after_member_struck": (inside("after_draw", member_struck="SOME"), "member_struck is one of two"),
    "after_no_show": (inside("after_draw", no_show="FINE"), "no_show is FORFEIT or BOUND"),
    "after_report_by": (inside("after_draw", report_by="2026-08-32"), "report_by is a date or none"),
    "after_report_by_number": (inside("after_draw", report_by=20260826), "report_by is text"),
    "after_leave_days": (inside("after_draw", report_by="2026-08-26", leave_days=366), "leave_days is at most 365"),
    "after_priority": (both(school("X1", vacancies="PRIORITY_GROUP"), inside("after_draw", priority={"zone": ["E1"]})),
        "priority asks declared attributes"),
    "hall_present_list": (inside("hall", present=[]), "present is an object"),
    "hall_present_zero": (inside("hall", present={"NOTARY": 1, "PARENT": 0}), "at least one of a kind that is named"),
    "hall_quorum_zero": (inside("hall", quorum=0), "quorum is at least 1"),
    "show_singly": (inside("show", singly=-1), "singly is at least 0"),
}  # fmt: skip
for _key, (_spoil, _why) in RULES.items():
    add(f"form_{_key}", f"rules.json (§4): {_why}.", partial(_ruled, _spoil), "every_kind", MISMATCH, 5)


def _attributed(names: list[str], files: Files) -> Files:
    """Attributes that no draw reads, with a column each."""
    sheet = sheet_of(files)
    sheet["attributes"] += [{"name": name, "label": name, "values": "codes"} for name in names]
    columns = "".join(f",{name}" for name in names)

    def more(lines: list[str]) -> list[str]:
        return [lines[0].replace(",seal", f"{columns},seal"), *(f"{x[:-65]}{',NONE' * len(names)}{x[-65:]}" for x in lines[1:])]

    return refrozen(files, rules=sheet, pool=with_lines(files["pool.csv"], more))


for _key, _names, _why in (
    ("capital", ["Zone"], "a name has no capital"), ("reserved", ["unit"], "no attribute is named unit"),
    ("twice", ["zone", "zone"], "names are unique"),
):  # fmt: skip
    add(f"form_attribute_{_key}", f"Attributes with a column each (§4): {_why}.", partial(_attributed, _names), "void_early",
        MISMATCH, 5)  # fmt: skip


def _doubled(sheet: Sheet) -> None:
    sheet["draws"].append(sheet["draws"][0] | {"follows": ["x1"]})


@fails(5, "void_early")
def form_draw_twice(r: Files) -> Files:
    """A draw id is unique, even where the notice names it twice (§4)."""
    sheet = sheet_of(r)
    _doubled(sheet)
    return refrozen(r, {"draws": ["x1", "x1"]}, rules=sheet)


for _key, _word in (("applicants", "ALL"), ("abstained", "IN"), ("places", "MANY")):
    add(f"form_carry_{_key}", f"rules.json (§4): `{_key}` of carry is one of two words.",
        partial(_ruled, key("carry", CARRY | {_key: _word})), "chained", MISMATCH, 5, earlier=["bases/amended_thrice"])  # fmt: skip

# -- the ledger ----------------------------------------------------------------------------------------------------------------


def _ledger(change: Callable[[Rows], Any], files: Files) -> Files:
    return ledger(files, change)


def numbered(row: dict[str, Any], number: Any) -> dict[str, Any]:
    """The line with another number."""
    return row | {"body": row["body"] | {"number": number}}


def _with(row: dict[str, Any], **values: Any) -> dict[str, Any]:
    return row | {"body": row["body"] | values}


def _late(rows: Rows) -> None:
    rows[first(rows, "late")]["body"]["secret"] = "too late"


def _commits_again(rows: Rows) -> None:
    rows.insert(first(rows, "commit"), _with(dict(rows[first(rows, "commit")]), commitment=H))


def _mismatch(party: str) -> dict[str, Any]:
    return line("paper-mismatch", "operator", party=party, **{"with": "notary"})


LEDGER: dict[str, tuple[str, Callable[[Rows], Any], str]] = {
    "objection_paper": ("skip", behind("freeze", _with(OBJECTION, paper="letter"), REJECTED), "a paper is a hash"),
    "objection_number_text": ("skip", behind("freeze", _with(OBJECTION, number="1"), REJECTED), "a number is an integer"),
    "objection_number_two": ("skip", behind("freeze", numbered(OBJECTION, 2), numbered(REJECTED, 2)),
        "objections are numbered from 1"),
    "objection_outcome_word": ("skip", behind("freeze", OBJECTION, _with(REJECTED, outcome="settled")), "an outcome is one of two"),
    "objection_after_acceptance": ("skip", behind("freeze", OBJECTION, ACCEPTED), "only a new freeze heals an accepted objection"),
    "sign_in_person": ("example", body("sign-in", person="the operator"), "a person is a hash"),
    "sign_in_after_acceptance": ("live", lambda r: _early_sign_in(r), "nobody signs in until the new freeze"),
    "spot_of_no_code": ("example", lambda r: r[first(r, "spot")]["body"].update(applicant="nobody"), "an applicant is a code"),
    "late_secret": ("live", _late, "a late secret is one, too"),
    "late_before_the_close": ("live", lambda r: _moved_late(r), "a secret is late only behind reveal-close"),
    "frozen_again_at_will": ("live", lambda r: [x for x in r if not x["kind"].startswith("objection")],
        "a second freeze needs an accepted objection"),
    "frozen_again_after_a_rejection": ("live", lambda r: r[first(r, "objection-outcome")]["body"].update(outcome="rejected"),
        "a second freeze needs an accepted objection"),
    "late_of_a_stranger": ("live", behind("reveal-close", line("late", "W09", secret=H)), "only parties of the notice are late"),
    "opened_of_a_stranger": ("skip", behind("opened", line("opened", "A9")), "only parties of the notice have papers"),
    "mismatch_of_a_stranger": ("void_cause", before("paper-mismatch", _mismatch("A9")), "only parties of the notice have papers"),
    "mismatch_of_a_parent": ("void_cause", before("paper-mismatch", _mismatch("W01")), "only sealed parties have papers"),
    "mismatch_twice": ("void_cause", before("paper-mismatch", _mismatch("A1")), "a paper is looked at once"),
    "void_twice": ("void_cause", lambda r: [*r, dict(r[-1])], "nothing follows the void"),
    "objection_open_alone": ("skip", behind("freeze", OBJECTION), "an objection has its outcome before the convening"),
    "sign_in_while_open": ("example", lambda r: [r[0], OBJECTION, r[1], REJECTED, *r[2:]],
        "nobody signs in before an objection has its outcome"),
    "commit_replaced": ("skip", _commits_again, "a party commits once; the first one counts"),
    "ruling_number_text": ("skip", behind("reveal-open", numbered(ruling(1, "CONTINUE"), "1")), "a number is an integer"),
    "ruling_at_the_start": ("skip", lambda r: [ruling(1, "CONTINUE"), *r], "rulings come behind the first freeze"),
    "die_value_of_three": ("skip", body("die", value="003"), "a ball has two digits"),
}  # fmt: skip


def _early_sign_in(rows: Rows) -> Rows:
    one = rows.pop(first(rows, "sign-in", number=1))
    rows.insert(first(rows, "objection-outcome") + 1, one)
    return rows


def _moved_late(rows: Rows) -> Rows:
    one = rows.pop(first(rows, "late"))
    rows.insert(last(rows, "reveal-close"), one)
    return rows


for _key, (_base, _change, _why) in LEDGER.items():
    add(f"minutes_{_key}", f"{_why[0].upper()}{_why[1:]} (§9).", partial(_ledger, _change), _base, MISMATCH, 12)
