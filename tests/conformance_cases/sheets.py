"""Step 5: forms of rules.json and pool.csv, and what makes them sound (SPEC §4).

The notice vouches for each of these sheets, and the whole ceremony was held with it.
"""

import copy
import json
from collections.abc import Callable
from functools import partial
from typing import Any

from conformance_cases.bases import CARRY, FREE
from conformance_cases.case import MISMATCH, Files, add, fails, matches
from conformance_cases.forging import BOM, crlf, refrozen, replaced, swapped, with_lines

Sheet = dict[str, Any]
Spoil = Callable[[Sheet], Any]


def sheet_of(files: Files) -> Sheet:
    """rules.json as an object."""
    found: Sheet = json.loads(files["rules.json"])
    return found


def _ruled(spoil: Spoil, files: Files) -> Files:
    sheet = sheet_of(files)
    before = copy.deepcopy(sheet)
    spoil(sheet)
    assert sheet != before
    ids = dict.fromkeys(str(d["id"]).lower() for d in sheet["draws"]) or {"x1": None}  # of a form that step 2 lets pass
    return refrozen(files, {"draws": list(ids)}, rules=sheet)


def school(code: str, /, **values: Any) -> Spoil:
    """A school of the sheet with other values."""
    return lambda s: next(x for x in s["schools"] if x["code"] == code).update(values)


def draw(identifier: str, /, **values: Any) -> Spoil:
    """A draw of the sheet with other values."""
    return lambda s: next(x for x in s["draws"] if x["id"] == identifier).update(values)


def key(name: str, value: Any) -> Spoil:
    """A key of the sheet with another value."""
    return lambda s: s.update({name: value})


def inside(name: str, /, **values: Any) -> Spoil:
    """An object of the sheet with other values."""
    return lambda s: s[name].update(values)


def both(*spoils: Spoil) -> Spoil:
    """Several changes."""
    return lambda s: [spoil(s) for spoil in spoils]


EXTRA = {"approved_extra": 1, "approved_document": "教〔2026〕1号"}
FORMS: dict[str, tuple[Spoil, str]] = {  # of the base `void_early`
    "format": (key("format", "rules2"), 'format is "rules1"'),
    "key_missing": (lambda s: s.pop("show"), "missing keys are refused"),
    "key_unknown": (key("note", "x"), "unknown keys are refused"),
    "no_school": (key("schools", []), "a draw's school is declared (Sound 1)"),
    "no_draw": (key("draws", []), "draws is not empty"),
    "places_minus": (school("X1", places=-1), "places is at least 0"),
    "places_text": (school("X1", places="3"), "places is an integer"),
    "places_too_large": (school("X1", places=2**53), "an integer is at most 2^53-1"),
    "school_code_small": (both(school("X1", code="x1"), draw("x1", school="x1")), "a code has capitals and digits"),
    "school_twice": (lambda s: s["schools"].append(dict(s["schools"][0])), "a school's code is unique"),
    "school_none": (both(school("X1", code="NONE"), draw("x1", school="NONE")), "no school has the code NONE"),
    "school_extra_without_document": (school("X1", approved_extra=1, last_place="OVERFLOW"), "extra places need their document"),
    "school_document_without_extra": (school("X1", approved_document="文号"), "without extra places the document is none"),
    "last_place_unknown": (school("X1", last_place="LOT"), "last_place is one of the closed list"),
    "last_place_none": (school("X1", last_place="NONE"), "NONE only where no draw of kind admission is"),
    "vacancies_unknown": (school("X1", vacancies="OPEN"), "vacancies is one of the closed list"),
    "draw_kind_unknown": (draw("x1", kind="auction"), "kind is one of those of SPEC 4 and 16"),
    "draw_id_capital": (draw("x1", id="X1"), "a draw id has no capital"),
    "draw_twice": (lambda s: s["draws"].append(s["draws"][0] | {"follows": ["x1"]}), "a draw id is unique"),
    "draw_title_empty": (draw("x1", title=""), "a title is a label"),
    "draw_follows_itself": (draw("x1", follows=["x1"]), "follows names earlier draws"),
    "draw_follows_nobody": (draw("x1", follows=["x0"]), "follows names draws of the sheet"),
    "draw_school_undeclared": (draw("x1", school="X2"), "a draw's school is declared (Sound 1)"),
    "draw_who_undeclared": (draw("x1", who={"batch": ["B1"]}), "a draw's attributes are declared (Sound 1)"),
    "quota_zero_percent": (draw("x1", quota={"percent": 0, "rounding": "FLOOR"}), "a percentage is at least 1"),
    "quota_over_hundred": (draw("x1", quota={"percent": 101, "rounding": "FLOOR"}), "a percentage is at most 100"),
    "quota_no_rounding": (draw("x1", quota={"percent": 50}), "a percentage says how it is rounded"),
    "quota_rounding_half": (draw("x1", quota={"percent": 50, "rounding": "HALF"}), "rounding is FLOOR or CEILING"),
    "quota_both": (draw("x1", quota={"places": 1, "percent": 50, "rounding": "FLOOR"}), "a quota is places or percent"),
    "quota_over_places": (draw("x1", quota={"places": 4}), "fixed quotas sum to at most the school's places (Sound 5)"),
    "corrections": (key("corrections", "ALLOW"), "corrections is one of two"),
    "carry_without_after": (key("carry", FREE), "carry is none exactly when `after` is empty"),
    "bundles_attribute": (inside("bundles", mixed_attribute="batch"), "mixed_attribute is none exactly when mixed is REFUSE"),
    "reply_days": (inside("after_draw", reply_days=366), "reply_days is at most 365"),
    "list_until": (inside("after_draw", list_until="2026-02-30"), "a date exists"),
    "leave_days": (inside("after_draw", leave_days=1), "leave_days is 0 if report_by is none"),
    "priority": (inside("after_draw", priority={}), "priority is none when no school has PRIORITY_GROUP"),
    "priority_missing": (school("X1", vacancies="PRIORITY_GROUP"), "PRIORITY_GROUP needs a priority"),
    "hall_no_notary": (inside("hall", present={"PARENT": 2}), "NOTARY is among those present"),
    "hall_kind_unknown": (inside("hall", present={"NOTARY": 1, "FRIEND": 1}), "kinds of persons are a closed list"),
    "hall_hundred": (inside("hall", present={"NOTARY": 100}), "at most 99 of a kind"),
    "hall_quorum_over_group": (inside("hall", quorum=4), "quorum is at most group"),
    "hall_group_ten": (inside("hall", group=10), "group is at most 9"),
    "show_page_zero": (inside("show", page=0), "page is at least 1"),
    "show_names": (inside("show", names="whole"), "names are masked or none"),
    "outside_school": (key("outside", [{"group": "直升", "school": "X9", "count": 1, "document": "文"}]),
        "a school of `outside` is declared"),
    "outside_zero": (key("outside", [{"group": "直升", "school": "X1", "count": 0, "document": "文"}]), "count is at least 1"),
    "eligibility_kind": (key("eligibility", [{"label": "年龄", "who": {}, "column": "生日", "test": {"kind": "age"},
        "missing": "FAILS", "fails": "AGE"}]), "a test is one of six kinds"),
    "eligibility_dates": (key("eligibility", [{"label": "年龄", "who": {}, "column": "生日", "missing": "FAILS", "fails": "AGE",
        "test": {"kind": "date", "earliest": "2020-09-01", "latest": "2019-08-31", "edge": "INCLUSIVE"}}]),
        "earliest is not behind latest (§5)"),
}  # fmt: skip

SOUND: dict[str, tuple[Spoil, str]] = {  # of the base `every_kind`
    "places_without_draw": (
        lambda s: s["schools"].append(dict(s["schools"][1]) | {"code": "Q1"}), "a school with places is named by a draw (Sound 1)"),
    "two_draws": (draw("rest", follows=[]), "who matches two draws matches a later one only if it follows (Sound 3)"),
    "two_kinds": (draw("quota", who={"area": ["E1"], "way": ["ASSESS"]}), "two procedures may not claim one child (Sound 3)"),
    "no_draw_for_a_child": (draw("near", who={"way": ["STRAY"]}), "every applicant matches a draw (Sound 3)"),
    "overflow_without_extra": (school("X1", last_place="OVERFLOW"),
        "OVERFLOW needs extra places for its largest bundle (Sound 4)"),
    "overflow_too_little": (school("X1", last_place="OVERFLOW", **EXTRA),
        "OVERFLOW: each draw with a quota may go over, and the others once (Sound 4)"),
    "grow_without_extra": (school("X1", last_place="GROW"), "GROW needs extra places for all bundles (Sound 4)"),
    "skip_with_extra": (school("X1", **EXTRA), "SKIP has no use for extra places (Sound 4)"),
    "none_with_extra": (school("F1", **EXTRA), "a school without admission and adjustment has no extra places (Sound 4)"),
    "quotas_over_places": (draw("quota", quota={"places": 7}), "fixed quotas sum to at most the places (Sound 5)"),
    "nearest_short": (school("Z1", places=0), "short REFUSE: there are places for all who match (Sound 7)"),
    "block_over_places": (both(lambda s: s["blocks"].update(governs="BLOCK"), school("Y1", places=3)),
        "governs BLOCK: a school's blocks fit into its places (Sound 8)"),
    "blocks_of_a_list": (lambda s: s["blocks"].update(block="area"), "blocks are an attribute of codes"),
    "attribute_twice": (lambda s: s["attributes"].append(dict(s["attributes"][0])), "names of attributes are unique"),
    "attribute_named_seal": (lambda s: s["attributes"][0].update(name="seal"), "no attribute is named seal"),
    "attribute_capital": (lambda s: s["attributes"][0].update(name="Way"), "an attribute's name has no capital"),
    "value_twice": (lambda s: s["attributes"][0]["values"].append(s["attributes"][0]["values"][0]), "codes of values are unique"),
    "values_empty": (lambda s: s["attributes"][1].update(values=[]), "a list of values is not empty"),
    "who_not_sorted": (draw("near", who={"way": ["STRAY", "NEAR"]}), "values of who are sorted"),
    "who_twice": (draw("near", who={"way": ["NEAR", "NEAR"]}), "values of who are different"),
    "who_of_codes": (draw("near", who={"block": ["K4"]}), "who asks no attribute of codes"),
    "who_empty_list": (draw("near", who={"way": []}), "a list of who is not empty"),
    "multiplier_eleven": (draw("listed", multiplier=11), "multiplier is at most 10"),
    "shortlist_school_again": (draw("wished", schools=["Y1", "Z1", "F1"]), "a shortlist's school is named by no other draw"),
    "preferences_of_a_list": (draw("wished", preferences=["p1", "way"]), "preferences are schools"),
    "preferences_twice": (draw("wished", preferences=["p1", "p1"]), "no preference stands twice"),
    "schools_twice": (draw("wished", schools=["Y1", "Y1", "Z1"]), "no school stands twice"),
    "distance_missing": (lambda s: s["draws"][4]["distances"]["E2"].pop("Z1"), "distances has exactly the draw's schools"),
    "distance_area_missing": (lambda s: s["draws"][4]["distances"].pop("E2"), "distances has exactly the area's codes"),
    "distance_minus": (lambda s: s["draws"][4]["distances"]["E1"].update(Z1=-7), "a distance is at least 0"),
    "follows_not_in_order": (draw("near", follows=["rest", "quota"]), "follows stands in the order of the draws"),
    "overflow_and_preferences": (
        both(school("X1", last_place="GROW", **EXTRA), draw("wished", schools=["Y1", "Z1", "X1"])),
        "a school with GROW is named by draws of kind admission only"),
}  # fmt: skip

for _key, (_spoil, _why) in FORMS.items():
    add(f"rules_{_key}", f"rules.json (§4): {_why}.", partial(_ruled, _spoil), "void_early", MISMATCH, 5)
for _key, (_spoil, _why) in SOUND.items():
    add(f"unsound_{_key}", f"rules.json (§4): {_why}.", partial(_ruled, _spoil), "every_kind", MISMATCH, 5)


@fails(5, "chained")
def rules_after_without_carry(r: Files) -> Files:
    """carry is none exactly when the notice's `after` is empty (§4)."""
    return _ruled(key("carry", "none"), r)


@fails(5, "chained")
def rules_carry_word(r: Files) -> Files:
    """admitted is BARRED or FREE (§4)."""
    return _ruled(key("carry", CARRY | {"admitted": "OUT"}), r)


@fails(5)
def rules_draws_not_the_notice(r: Files) -> Files:
    """The notice's `draws` are the draw ids of rules.json, in its order (§3)."""
    return refrozen(r, {"draws": ["x2"]})


@fails(5)
def rules_not_canonical(r: Files) -> Files:
    """rules.json is the RFC 8785 bytes of its content (§1)."""
    return refrozen(r, rules=replaced(r["rules.json"], '"places":', '"places": '))


@fails(5)
def rules_bom(r: Files) -> Files:
    """No BOM (§1)."""
    return refrozen(r, rules=BOM + r["rules.json"])


@fails(5)
def rules_key_twice(r: Files) -> Files:
    """Repeated keys are refused (§1): of two numbers of places each reader would take another."""
    return refrozen(r, rules=replaced(r["rules.json"], '"places":3', '"places":6,"places":3'))


@fails(5)
def rules_places_leading_zero(r: Files) -> Files:
    """A number has no leading zero (§1)."""
    return refrozen(r, rules=replaced(r["rules.json"], '"places":3', '"places":03'))


# -- pool.csv ------------------------------------------------------------------------------------------------------------------


@fails(5)
def pool_applicants_miscounted(r: Files) -> Files:
    """The notice's `applicants` is their number in pool.csv (§3)."""
    return refrozen(r, {"applicants": 7})


@fails(5)
def pool_units_miscounted(r: Files) -> Files:
    """The notice's `units` is the number of different units (§3)."""
    return refrozen(r, {"units": 6})


ROW = r"0001,0001,713cd9d8"
POOLS: dict[str, tuple[Callable[[bytes], bytes], str]] = {  # of the base `void_early`
    "crlf": (crlf, "LF ends every line"),
    "bom": (lambda d: BOM + d, "there is no BOM"),
    "without_last_lf": (lambda d: d[:-1], "LF ends the last line too"),
    "empty_line": (lambda d: d + b"\n", "no line is empty"),
    "not_sorted": (lambda d: with_lines(d, swapped(1, 3)), "lines are sorted by applicant"),
    "applicant_twice": (lambda d: with_lines(d, lambda x: [*x[:2], *x[1:]]), "no applicant stands twice"),
    "quoted": (lambda d: with_lines(d, lambda x: [x[0], '"0001",' + x[1][5:], *x[2:]]), "a field is never quoted"),
    "header_other": (lambda d: replaced(d, "applicant,unit,seal", "applicant,unit,Seal"), "the header is that of §4"),
    "header_missing": (lambda d: with_lines(d, lambda x: x[1:]), "a header line comes first"),
    "semicolons": (lambda d: d.replace(b",", b";"), "a comma stands between fields"),
    "field_more": (lambda d: with_lines(d, lambda x: [*x[:2], x[2] + ",", *x[3:]]), "a line has the header's fields"),
    "field_less": (lambda d: with_lines(d, lambda x: [*x[:2], x[2].rpartition(",")[0], *x[3:]]), "a line has the header's fields"),
    "code_small": (lambda d: with_lines(d, lambda x: [*x[:-1], x[-1].replace("0006,0006", "a006,a006")]),
        "a code has no small letter"),
    "code_long": (lambda d: with_lines(d, lambda x: [*x[:-1], x[-1].replace("0006", "6" * 33)]),
        "a code has at most 32 characters"),
    "code_full_width": (lambda d: with_lines(d, lambda x: [*x[:-1], x[-1].replace("0006", "０００６")]), "a code is ASCII"),
    "space": (lambda d: replaced(d, ROW, "0001 ,0001,713cd9d8"), "no field ends with a space"),
    "seal_capital": (lambda d: with_lines(d, lambda x: [x[0], x[1][:10] + x[1][10:].upper(), *x[2:]]), "a seal is in lower case"),
    "seal_short": (lambda d: with_lines(d, lambda x: [x[0], x[1][:-1], *x[2:]]), "a seal has 64 digits"),
    "bundle_of_one": (lambda d: replaced(d, "0003,0003,", "0003,B009,"), "a unit of one has its applicant's code"),
    "bundle_named_after_a_child": (lambda d: d.replace(b",B001,", b",0002,"), "a bundle's code is no applicant's"),
    "unit_of_another": (lambda d: replaced(d, "0003,0003,", "0003,0004,"), "a unit of one has its own applicant's code"),
    "unit_leading_zero_lost": (lambda d: replaced(d, "0003,0003,", "0003,3,"),
        "0003 and 3 are two codes; a spreadsheet lost the zeros"),
}  # fmt: skip
KINDS: dict[str, tuple[Callable[[bytes], bytes], str]] = {  # of the base `every_kind`
    "value_undeclared": (lambda d: replaced(d, "0001,0001,ADMIT", "0001,0001,WALK"), "every value is declared (Sound 1)"),
    "member_differs": (lambda d: replaced(d, "0004,B001,ADMIT,E1", "0004,B001,ADMIT,E2"),
        "members of a bundle agree on what draws read (Sound 2)"),
    "bundle_with_a_family": (lambda d: d.replace(b"LIST,E1,Z1,NONE,NONE,NONE", b"LIST,E1,Z1,NONE,NONE,G9"),
        "a bundle has NONE in the adjust attribute (Sound 2)"),
    "child_without_draw": (lambda d: replaced(d, "0013,0013,NEAR", "0013,0013,STRAY"), "every applicant matches a draw (Sound 3)"),
    "school_wished_twice": (lambda d: replaced(d, "LIST,E1,Y1,Z1,NONE", "LIST,E1,Y1,Y1,NONE"),
        "nobody names a school twice (Sound 6)"),
    "gap_in_wishes": (lambda d: replaced(d, "LIST,E1,Y1,Z1,NONE", "LIST,E1,Y1,NONE,Z1"), "no school behind a NONE (Sound 6)"),
    "no_wish": (lambda d: replaced(d, "LIST,E1,Y1,Z1,NONE", "LIST,E1,NONE,NONE,NONE"), "unlisted NONE: a wish at least (Sound 6)"),
    "wish_elsewhere": (lambda d: replaced(d, "LIST,E1,Y1,Z1,NONE", "LIST,E1,X1,NONE,NONE"),
        "unlisted NONE: a wish for a school of the draw (Sound 6)"),
    "no_block": (lambda d: replaced(d, ",K4,", ",NONE,"), "nobody has block NONE (Sound 8)"),
    "block_split": (lambda d: replaced(d, ",K1,X1,", ",K1,Z1,"), "a block has one school (Sound 8)"),
    "columns_exchanged": (lambda d: with_lines(d, lambda x: [x[0].replace("way,area", "area,way"), *x[1:]]),
        "columns stand in rules.json's order"),
    "column_missing": (lambda d: with_lines(d, lambda x: [",".join(y.split(",")[:-2] + y.split(",")[-1:]) for y in x]),
        "every attribute has its column"),
}  # fmt: skip


def _pooled(change: Callable[[bytes], bytes], files: Files) -> Files:
    made = change(files["pool.csv"])
    assert made != files["pool.csv"]
    return refrozen(files, pool=made)


for _key, (_change, _why) in POOLS.items():
    add(f"pool_{_key}", f"pool.csv (§1, §4): {_why}.", partial(_pooled, _change), "void_early", MISMATCH, 5)
for _key, (_change, _why) in KINDS.items():
    add(f"pool_{_key}", f"pool.csv (§4): {_why}.", partial(_pooled, _change), "every_kind", MISMATCH, 5)


@matches()
def rules_larger_sheet(r: Files) -> Files:
    """A second school without places needs no draw (§4 Sound 1)."""
    sheet = sheet_of(r)
    sheet["schools"].append(sheet["schools"][0] | {"code": "X2", "places": 0, "last_place": "NONE"})
    return refrozen(r, rules=sheet)


@matches("every_kind")
def pool_family_of_one(r: Files) -> Files:
    """A family code that one child bears alone moves nobody (§8.3 Adjust)."""
    return refrozen(r, pool=replaced(r["pool.csv"], ",G1,", ",G2,"))


