"""Other people's draws reproduced from what they published: every published case at hand, what is asked, and what is refused (R15).

Each case is a fact typed again from the source beside it. `lcg` and a whole list of `step` have none: none is invented here, their
tests are by a second way of reckoning.
"""

import hashlib
import json
from collections.abc import Mapping
from math import gcd
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from draw.cli import main
from draw.errors import DrawError, FormatError, InputErrors
from draw.replaying.case import Replay, Unclear, count_published, difference
from draw.replaying.systems import SYSTEMS

Inputs = dict[str, Any]


def made(system: str, inputs: object, **answers: str) -> Replay:
    """A draw made again."""
    return SYSTEMS[system](json.dumps(inputs).encode(), "case.json", answers)


def picks(system: str, inputs: object, **answers: str) -> list[str]:
    """What was drawn."""
    return list(made(system, inputs, **answers).picked)


def asked(system: str, inputs: object, **answers: str) -> dict[str, set[str]]:
    """Name of each question and its readings."""
    with pytest.raises(Unclear) as error:
        made(system, inputs, **answers)
    return {q.name: {key for key, _ in q.readings} for q in error.value.questions}


def faults(system: str, inputs: object, **answers: str) -> list[str]:
    """The keys at which something is wrong."""
    with pytest.raises(InputErrors) as error:
        made(system, inputs, **answers)
    return [p.column for p in error.value.problems]


# -- published cases ---------------------------------------------------------------------------------------------------

SECTION_6 = {
    "sources": [[9319], [2, 5, 12, 8, 10], [9, 18, 26, 34, 41, 45]], "pool_size": 25, "count": 16,
    "key_string": "9319./2.5.8.10.12./9.18.26.34.41.45./",
}  # fmt: skip
USED_TO = "abc123"
LONG = "3546311556112163624615351222"  # the seed in the text of sampler.py itself
LONG_47 = [
    740, 180, 264, 789, 238, 448, 272, 611, 761, 208, 596, 88, 160, 113, 766, 427, 184, 816, 653, 411, 779, 331, 339, 487, 594,
    235, 65, 527, 821, 490, 461, 251, 471, 414, 174, 567, 300, 134, 144, 357, 786, 792, 218, 550, 787, 537, 197,
]  # fmt: skip
LETTERS = ["a", "b", "c", "d"]
HUNDRED = list(range(100))
PUBLISHED: dict[str, tuple[str, Inputs, Any]] = {
    "RFC 3797 section 6": (
        "rfc3797", SECTION_6,
        {
            "order": [17, 7, 2, 16, 25, 23, 8, 24, 19, 13, 22, 5, 18, 9, 1, 4],
            "md5": [
                "990DD0A5692A029A98B5E01AA28F3459", "3691E55CB63FCC37914430B2F70B5EC6", "FE814EDF564C190AC1D25753979990FA",
                "1863CCACEB568C31D7DDBDF1D4E91387", "F4AB33DF4889F0AF29C513905BE1D758", "13EAEB529F61ACFB9A29D0BA3A60DE4A",
                "992DB77C382CA2BDB9727001F3CDCCD9", "63AB4258ECA922976811C7F55C383CE7", "DFBC5AC97CED01B3A6E348E3CC63F40D",
                "31CB111C4A4EBE9287CEAE16FE51B909", "07FA46C122F164C215BBC72793B189A3", "AC52F8D75CCBE2E61AFEB3387637D501",
                "53306F73E14FC0B2FBF434218D25948E", "B5D1403501A81F9A47318BE7893B347C", "85B10B356AA06663EF1B1B407765100A",
                "3269E6CE559ABD57E2BA6AAB495EB9BD",
            ],
        },
    ),
    "NomCom 2012, mcr/rfc3797": (
        "rfc3797",
        {"sources": ["17 20 22 35 38 48 36", 90193202, 55598744, "11 17 21 48 50 9 10"], "pool_size": 134, "count": 12},
        {"order": [90, 25, 92, 126, 24, 31, 122, 96, 81, 132, 2, 41], "md5": ["CA30D5996DE35BA57B393541328C4159"]},
    ),
    "NomCom 2013, mcr/rfc3797": (
        "rfc3797",
        {
            "sources": [[7, 8, 11, 17, 19, 25, 46], ["08285182"], [60115701], [2, 3, 18, 26, 32, 33, 42]], "pool_size": 154,
            "count": 12, "read": {"zeros": "drop"},
        },
        [138, 151, 89, 112, 117, 145, 118, 143, 144, 122, 95, 139],
    ),
    "NomCom 2022, richsalz/ietf-rfc3797-code": (
        "rfc3797",
        {
            "sources": [
                [7, 18, 28, 40, 48, 8, 11], [15, 21, 31, 36, 65, 16], [17, 21, 12, 26, 8, 42, 35, 13],
                [1, 10, 13, 14, 16, 25, 27, 5, 21],
            ],
            "pool_size": 267, "count": 10,
        },
        {"order": [171, 245, 68, 190, 70, 126, 110, 128, 138, 173], "md5": ["D0BD0C1947856D9EC8892BFD7B8F537A"]},
    ),
    "sampler.py's own text, without replacement": (
        "rivest", {"seed": LONG, "a": 1, "b": 876, "count": 47, "with_replacement": False}, LONG_47,
    ),
    "sampler.py's own text, behind forty": (
        "rivest", {"seed": LONG, "a": 1, "b": 876, "skip": 40, "count": 7, "with_replacement": False}, LONG_47[40:],
    ),
    "consistent_sampler README 1": (
        "consistent-sampler",
        {"ids": ["A-1", "A-2", "A-3", "B-1", "B-2", "B-3"], "seed": 314159, "take": 4, "with_replacement": False},
        ["B-2", "B-3", "A-3", "A-2"],
    ),
    "consistent_sampler README 2": (
        "consistent-sampler",
        {"ids": ["a1", "b2", "c3", "d4", "e5", "f6"], "seed": 19283746, "take": 10, "with_replacement": True},
        [
            ["0.303241347", "e5", 1], ["0.432145156", "b2", 1], ["0.487135586", "c3", 1], ["0.581779914", "b2", 2],
            ["0.680782907", "b2", 3], ["0.700258702", "c3", 2], ["0.816686725", "b2", 4], ["0.841870265", "a1", 1],
            ["0.857737141", "a1", 2], ["0.866227993", "f6", 1],
        ],
    ),
    "consistent_sampler, shuffle 31": ("consistent-sampler", {"ids": LETTERS, "seed": 31}, ["b", "a", "d", "c"]),
    "consistent_sampler, shuffle 77": ("consistent-sampler", {"ids": LETTERS, "seed": 77}, ["b", "d", "c", "a"]),
    "consistent_sampler, other kinds of ids": (
        "consistent-sampler", {"ids": [1, "two", "('III', 3.0)", "(1, 1, 1, 1)"], "seed": 7711},
        ["('III', 3.0)", 1, "two", "(1, 1, 1, 1)"],
    ),
    "consistent_sampler, five of a hundred": (
        "consistent-sampler", {"ids": HUNDRED, "seed": 41, "take": 5},
        [["0.000508333", 73, 1], ["0.003446232", 51, 1], ["0.004419823", 17, 1], ["0.020115273", 58, 1], ["0.023482375", 38, 1]],
    ),
    "consistent_sampler, the next five": (
        "consistent-sampler", {"ids": HUNDRED, "seed": 41, "drop": 5, "take": 5}, [42, 39, 20, 11, 67],
    ),
    "consistent_sampler, eight of four": (
        "consistent-sampler", {"ids": ["A#2", "B#7", "C#1", "D#4"], "seed": 314159, "take": 8, "with_replacement": True},
        ["D#4", "C#1", "C#1", "B#7", "A#2", "C#1", "D#4", "B#7"],
    ),
    "consistent_sampler, numbers with nines": (
        "consistent-sampler", {"ids": ["ab-1", "ab-2", "cd-1", "ef-3"], "seed": 314159},
        [["0.317685817", "cd-1", 1], ["0.832984519", "ef-3", 1], ["0.9098039269", "ab-1", 1], ["0.9231549043", "ab-2", 1]],
    ),
    "Nanchang 2023": (
        "ring", {"n": 20, "winners": 15, "start": 6, "interval": 3}, [6, 9, 12, 15, 18, 1, 4, 8, 13, 17, 2, 7, 14, 20, 10],
    ),
}  # fmt: skip
# cjerdonek/rivest-sampler-tests tests.json, with duplicates: (seed, total, published)
TESTS_JSON: list[tuple[str, int, list[int]]] = [
    ("1", 1000, [97, 89, 163]), ("0", 2, [1, 1, 2]), ("0", 1000, [905, 573, 160]),
    ("999999999999999999999999", 1000, [544, 800, 654]), (LONG, 876, [740, 180, 264, 789, 238]), ("abcde", 1000, [247, 427, 157]),
    (USED_TO, 1000, [455, 764, 629]), ("snowman: ☃", 1000, [634, 56, 46]), ("😀", 1000, [596, 415, 303, 11, 141]),
]  # fmt: skip
for _seed, _total, _drawn in TESTS_JSON:
    PUBLISHED[f"tests.json {_seed!r} of {_total}"] = (
        "rivest", {"seed": _seed, "total": _total, "count": len(_drawn), "with_replacement": True}, _drawn,
    )  # fmt: skip


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_draws_come_out_as_published(name: str) -> None:
    """Every pick, number and hash that was published, whether the inputs stand alone or under `inputs`."""
    system, inputs, expected = PUBLISHED[name]
    plain = {k: v for k, v in inputs.items() if k != "read"}
    for form in (
        {**inputs, "expected": expected},
        {"inputs": plain, "expected": expected, "read": inputs.get("read", {})},
    ):
        found = made(system, form)
        assert difference(found) is None
        assert count_published(found) == len(found.picked)
        assert found.published


def test_a_seed_of_zeros_is_published_as_text() -> None:
    """tests.json: "a numeric string is not first parsed to an integer": so it was published, and comes out once that is said."""
    inputs = {"seed": "0000000000", "total": 1000, "count": 3, "with_replacement": True}
    assert asked("rivest", inputs) == {"seed": {"text", "number"}}
    assert picks("rivest", inputs, seed="text") == ["978", "359", "132"]
    assert picks("rivest", inputs, seed="number") == ["905", "573", "160"]  # published for the seed 0
    assert picks("rivest", inputs | {"read": {"seed": "text"}}) == ["978", "359", "132"]


def test_published_tickets_of_a_seed_with_a_leading_zero() -> None:
    """consistent_sampler.py, first_ticket and next_ticket: id AB-130, seed 01382438112797316654."""
    inputs = {"ids": ["AB-130"], "seed": "01382438112797316654", "take": 2, "with_replacement": True, "digits": 77}
    assert asked("consistent-sampler", inputs) == {"seed": {"text", "number"}}
    found = made("consistent-sampler", inputs, seed="text")
    assert [number for number, _, _ in found.details] == [
        "0.26299714122838008416507544297546663599715395525154425586041245287750224561854",
        "0.8232357229934205790595761924514048157652891124687533667363938813600770093316",
    ]


def test_the_first_numbers_of_fuzhou_2020() -> None:
    """The city's news of 2020 names start 2538, step 5 and then 2543, 2548, 2553, 2558; the number of children it does not name."""
    inputs = {"n": 2650, "winners": 530, "start": 2538, "step": 5, "expected": [2538, 2543, 2548, 2553, 2558]}
    found = made("ring", inputs)
    assert difference(found) is None and count_published(found) == 5 and not found.published
    assert picks("lcg", inputs) == list(found.picked)


def test_the_files_of_published_cases_may_hold_words_for_people() -> None:
    """`id`, `family`, `source` and `note` are passed over; anything else unknown is not."""
    case = {
        "id": "x",
        "family": "ring-start-interval",
        "source": "a page",
        "note": "n",
        "inputs": PUBLISHED["Nanchang 2023"][1],
    }
    assert picks("ring", case)[0] == "6"
    assert faults("ring", case | {"step": 3}) == ["step"]


# -- RFC 3797 ----------------------------------------------------------------------------------------------------------


def key(sources: object, **answers: str) -> str:
    """The key string of sources."""
    return made("rfc3797", {"sources": sources, "pool_size": 3}, **answers).used


def test_sources_are_written_as_section_4_says() -> None:
    """RFC 3797 §4: a period at the end or before the fraction, no zeros around, each source ascending and ended by a slash."""
    assert key([3]) == key([[3]]) == key(["3"]) == "3./"
    assert key(["3 2 1", [10, 9]]) == "1.2.3./9.10./"
    assert key([["1.50", "20.000", "0.5", 7]], decimals="sorted") == "0.51.57.20./"
    assert json.loads("[1.50]") and SYSTEMS["rfc3797"](b'{"sources": [1.50], "pool_size": 2}', "f", {}).used == "1.5/"
    assert key([[5, 5]]) == "5.5./"
    assert key([10**30]) == f"{10**30}./"


def test_leading_zeros_of_a_source_are_asked_about() -> None:
    """The RFC drops them, some programs kept them: each reading shows what it gives."""
    assert asked("rfc3797", {"sources": [["08285182"]], "pool_size": 3}) == {"zeros": {"drop", "keep"}}
    assert key([["08285182"]], zeros="drop") == "8285182./"
    assert key([["08285182"]], zeros="keep") == "08285182./"
    assert key([["0", "0.7"]]) == "0.0.7/"


def test_decimals_that_do_not_ascend_are_asked_about() -> None:
    """The RFC's text sorts them, its program does not."""
    inputs = {"sources": [["2.5", "1.25"]], "pool_size": 3}
    assert asked("rfc3797", inputs) == {"decimals": {"sorted", "given"}}
    assert key(inputs["sources"], decimals="sorted") == "1.252.5/"
    assert key(inputs["sources"], decimals="given") == "2.51.25/"


def test_sources_without_an_order_are_asked_about() -> None:
    """§4: the sources' strings stand in the order announced, which an object does not have."""
    sources = {"lottery": [3, 1], "debt": [7]}
    assert asked("rfc3797", {"sources": sources, "pool_size": 3}) == {"order": {"lottery,debt"}}
    assert key(sources, order="debt,lottery") == "7./1.3./"
    assert key(sources, order="lottery, debt") == "1.3./7./"
    assert faults("rfc3797", {"sources": sources, "pool_size": 3}, order="lottery") == ["read.order"]


def test_all_questions_come_at_once() -> None:
    """Order, zeros and decimals of one file are one refusal."""
    sources = {"a": ["01"], "b": ["2.5", "1.5"]}
    assert asked("rfc3797", {"sources": sources, "pool_size": 3}).keys() == {"order", "zeros", "decimals"}


def test_a_key_string_leaves_nothing_open() -> None:
    """It may stand alone, or beside the sources, and then must be what they give; `extra` is added as the NomCom of 2023 did."""
    alone = {"key_string": SECTION_6["key_string"], "pool_size": 25, "count": 16}
    assert picks("rfc3797", alone) == picks("rfc3797", SECTION_6)
    assert faults("rfc3797", SECTION_6 | {"key_string": "9319./"}) == ["key_string"]
    assert made("rfc3797", {"sources": [1], "extra": "abc", "pool_size": 2}).used == "1./abc./"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"sources": [["W 4-1"]]}, ["sources", "sources"]), ({"sources": [[-1]]}, ["sources"]), ({"sources": []}, ["sources"]),
        ({"sources": [[]]}, ["sources"]), ({"sources": 5}, ["sources"]), ({"sources": ["1,2"]}, ["sources"]),
        ({"sources": [[True]]}, ["sources"]),
        ({"sources": ["٣"]}, ["sources"]), ({"sources": [""]}, ["sources"]), ({"sources": [None]}, ["sources"]),
        ({"pool_size": 0}, ["pool_size"]), ({"pool_size": 65536}, ["pool_size"]), ({"pool_size": "25"}, ["pool_size"]),
        ({"count": 26}, ["count"]), ({"count": 1.5}, ["count"]), ({"seed": 1}, ["seed"]), ({"key_string": 1}, ["key_string"]),
        ({"key_string": "ü"}, ["key_string"]), ({"extra": 1}, ["extra"]),
        ({"pool_size": 0, "count": True, "x": 1}, ["x", "pool_size", "count"]),
    ],
)  # fmt: skip
def test_faults_of_an_rfc_3797_file_come_all_at_once(change: Inputs, where: list[str]) -> None:
    """Each with the key at which it stands."""
    inputs = {k: v for k, v in SECTION_6.items() if k != "key_string"} | change
    assert faults("rfc3797", inputs) == where


@given(st.lists(st.lists(st.integers(0, 10**9), min_size=1, max_size=6), min_size=1, max_size=4), st.integers(1, 300))
@settings(max_examples=40)
def test_everybody_is_picked_once_and_shorter_selections_are_beginnings(sources: list[list[int]], pool: int) -> None:
    """RFC 3797 §5.1 is a walk through the pool: without a count everybody, and a smaller count is a beginning of it."""
    whole = picks("rfc3797", {"sources": sources, "pool_size": pool})
    assert sorted(whole, key=int) == [str(n) for n in range(1, pool + 1)]
    shuffled = [sorted(source, reverse=True) for source in sources]
    count = (pool + 1) // 2
    assert picks("rfc3797", {"sources": shuffled, "pool_size": pool, "count": count}) == whole[:count]


# -- the two samplers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seed", "readings"),
    [
        ("007", {"text": "007", "number": "7"}), ("-01", {"text": "-01", "number": "-1"}),
        ("0x1F", {"text": "0x1F", "number": "31"}),
        ("12 34", {"text": "12 34", "joined": "1234"}), ("1,234", {"text": "1,234", "joined": "1234"}),
        ("12-34", {"text": "12-34", "joined": "1234"}), (" abc", {"text": " abc", "trimmed": "abc"}),
        ("007\n", {"text": "007\n", "trimmed": "007", "number": "7"}),
    ],
)  # fmt: skip
def test_seeds_that_could_mean_two_things_are_asked_about(seed: str, readings: Mapping[str, str]) -> None:
    """Leading zeros, 0x, groups of digits, blanks at the ends: both samplers ask, and take what they are told."""
    rivest = {"seed": seed, "total": 10, "count": 1, "with_replacement": True}
    consistent = {"ids": ["a"], "seed": seed}
    for system, inputs in (("rivest", rivest), ("consistent-sampler", consistent)):
        assert asked(system, inputs) == {"seed": set(readings)}
        for name, text in readings.items():
            assert made(system, inputs, seed=name).used == text
        assert faults(system, inputs, seed="hexadecimal") == ["read.seed"]


@pytest.mark.parametrize("seed", ["7", 7, 0, "0", "abc", "a b", "1e5", -3, "0.5", "☃", 10**40])
def test_seeds_that_mean_one_thing_are_taken(seed: object) -> None:
    """Text is itself, a number its decimal digits."""
    assert made("consistent-sampler", {"ids": ["a"], "seed": seed}).used == str(seed)


@pytest.mark.parametrize("seed", [1.5, True, None, [1], {"a": 1}])
def test_what_is_no_seed_is_refused(seed: object) -> None:
    """A fraction has no one spelling; a list, a flag, nothing are no seed."""
    for system, inputs in (
        ("rivest", {"total": 10, "count": 1, "with_replacement": True}),
        ("consistent-sampler", {"ids": ["a"]}),
    ):
        if seed is None:
            assert faults(system, inputs) == ["seed"]
        else:
            assert faults(system, inputs | {"seed": seed}) == ["seed"]


def test_rivests_program_always_asks_whether_one_may_be_drawn_twice() -> None:
    """So does this, where the file does not say."""
    inputs = {"seed": "x", "total": 2, "count": 2}
    assert asked("rivest", inputs) == {"replacement": {"yes", "no"}}
    assert sorted(picks("rivest", inputs, replacement="no")) == ["1", "2"]
    assert len(picks("rivest", inputs | {"count": 9}, replacement="yes")) == 9


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"a": 1}, ["total"]), ({"total": 0}, ["total"]), ({"count": 0}, ["count"]), ({"count": 11}, ["count"]),
        ({"with_replacement": "yes"}, ["with_replacement"]), ({"skip": 10}, ["skip"]), ({"skip": 5, "count": 6}, ["count"]),
        ({"n": 1}, ["n"]),
    ],
)  # fmt: skip
def test_faults_of_a_rivest_file(change: Inputs, where: list[str]) -> None:
    """Each with the key at which it stands."""
    assert faults("rivest", {"seed": "x", "total": 10, "count": 1, "with_replacement": False} | change) == where


def test_a_range_need_not_begin_at_one() -> None:
    """sampler.py asks for a and b: the same picks, shifted."""
    inputs = {"seed": LONG, "count": 47, "with_replacement": False}
    assert picks("rivest", inputs | {"a": 101, "b": 976}) == [str(n + 100) for n in LONG_47]
    assert faults("rivest", inputs | {"a": 5, "b": 4}) == ["b"]
    assert faults("rivest", inputs | {"a": 5}) == ["b"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"ids": []}, ["ids"]), ({"ids": "abc"}, ["ids"]), ({"ids": ["a", "a"]}, ["ids"]), ({"ids": [1, "1"]}, ["ids"]),
        ({"ids": ["a", 1.5, None]}, ["ids", "ids"]), ({"take": -1}, ["take"]), ({"digits": 100}, ["digits"]),
        ({"with_replacement": True}, ["take"]), ({"with_replacement": 1}, ["with_replacement"]),
    ],
)  # fmt: skip
def test_faults_of_a_consistent_sampler_file(change: Inputs, where: list[str]) -> None:
    """An id twice is refused, which the package does by `assert` only."""
    assert faults("consistent-sampler", {"ids": ["a", "b"], "seed": 1} | change) == where


@given(ids=st.lists(st.text(min_size=1, max_size=4), min_size=2, max_size=12, unique=True), seed=st.integers(0, 10**9))
@settings(max_examples=40)
def test_sampling_is_consistent(ids: list[str], seed: int) -> None:
    """The package's promise: a subset comes in the same order; order of the input and drop change nothing."""
    whole = picks("consistent-sampler", {"ids": ids, "seed": seed})
    assert sorted(whole) == sorted(ids)
    half = ids[::2]
    assert picks("consistent-sampler", {"ids": half[::-1], "seed": seed}) == [one for one in whole if one in half]
    assert picks("consistent-sampler", {"ids": ids, "seed": seed, "drop": 1}) == whole[1:]
    again = made("consistent-sampler", {"ids": ids, "seed": seed, "take": 30, "with_replacement": True, "digits": 90})
    numbers = [number for number, _, _ in again.details]
    assert numbers == sorted(numbers) and len(numbers) == 30
    firsts = [one for _, one, generation in again.details if generation == "1"]
    assert firsts == whole[: len(firsts)]


# -- rings -------------------------------------------------------------------------------------------------------------


@given(st.integers(1, 60), st.data())
def test_who_is_drawn_leaves_the_ring(n: int, data: st.DataObject) -> None:
    """Nanchang: counted person by person round the table, over those still there."""
    winners, start, interval = (data.draw(st.integers(1, n)) for _ in range(3))
    table, at, left, found = [True] * n, start - 1, 0, []
    while len(found) < winners:
        if table[at % n]:
            left -= 1
            if left <= 0:
                table[at % n], left = False, interval
                found.append(str(at % n + 1))
        at += 1
    assert picks("ring", {"n": n, "winners": winners, "start": start, "interval": interval}) == found


@given(st.integers(1, 60), st.data())
def test_steps_count_everybody(n: int, data: st.DataObject) -> None:
    """Fuzhou: start + k · step, where n + 1 is 1; where that comes back too early the two readings are asked about."""
    start, step = data.draw(st.integers(1, n)), data.draw(st.integers(1, n))
    lap = n // gcd(n, step)
    winners = data.draw(st.integers(1, n))
    inputs = {"n": n, "winners": winners, "start": start, "step": step}
    plain = [str((start + k * step - 1) % n + 1) for k in range(min(winners, lap))]
    if winners <= lap:
        assert picks("ring", inputs) == plain
        return
    assert asked("ring", inputs) == {"lap": {"after-last", "after-hit"}}
    for reading, behind in (("after-last", int(plain[-1])), ("after-hit", start)):
        found = picks("ring", inputs, lap=reading)
        rest = [str((behind + k - 1) % n + 1) for k in range(1, n + 1)]
        assert found == (plain + [one for one in rest if one not in plain])[:winners]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"start": 21}, ["start"]), ({"start": 0}, ["start"]), ({"start": "06"}, ["start"]), ({"winners": 21}, ["winners"]),
        ({"interval": 0}, ["interval"]), ({"interval": 21}, ["interval"]), ({"step": 3}, ["interval"]), ({"n": 0}, ["n"]),
    ],
)  # fmt: skip
def test_faults_of_a_ring_file(change: Inputs, where: list[str]) -> None:
    """R15: interval 1 to n, start 1 to n."""
    inputs = {"n": 20, "winners": 15, "start": 6, "interval": 3} | change
    assert faults("ring", inputs) == where


# -- a linear congruential generator ---------------------------------------------------------------------------------------

GENERATOR = {
    "modulus": 2**31 - 1, "multiplier": 16807, "increment": 0, "seed": 123456, "n": 50, "count": 10, "value": "mod",
    "first": "next", "repeats": "skip",
}  # fmt: skip


def test_lcg_is_the_recurrence_with_every_convention_said() -> None:
    """No published case: the recurrence is reckoned a second way, by powers."""
    inputs = GENERATOR | {"repeats": "again", "count": 20}
    states = [pow(16807, k, 2**31 - 1) * 123456 % (2**31 - 1) for k in range(21)]
    assert picks("lcg", inputs) == [str(s % 50 + 1) for s in states[1:]]
    assert picks("lcg", inputs | {"first": "seed"}) == [str(s % 50 + 1) for s in states[:20]]
    assert picks("lcg", inputs | {"value": "scale"}) == [str(s * 50 // (2**31 - 1) + 1) for s in states[1:]]
    assert len(set(picks("lcg", GENERATOR | {"count": 50}))) == 50
    assert not made("lcg", GENERATOR).published


def test_lcg_asks_for_every_convention_and_for_the_base_of_a_seed() -> None:
    """How a state becomes a number, where it begins, what a repeated number does, decimal or hexadecimal: nothing has a default."""
    bare = {k: v for k, v in GENERATOR.items() if k not in ("value", "first", "repeats")}
    assert asked("lcg", bare) == {"value": {"mod", "scale"}, "first": {"seed", "next"}, "repeats": {"skip", "again"}}
    assert picks("lcg", bare, value="mod", first="next", repeats="skip") == picks("lcg", GENERATOR)
    assert asked("lcg", GENERATOR | {"seed": "000123"}) == {"seed": {"number", "hex"}}
    assert asked("lcg", GENERATOR | {"seed": "0xff"}) == asked("lcg", GENERATOR | {"seed": "ff"}) == {"seed": {"hex"}}
    assert picks("lcg", GENERATOR | {"seed": "000123"}, seed="number") == picks("lcg", GENERATOR | {"seed": 123})
    assert picks("lcg", GENERATOR | {"seed": "000123"}, seed="hex") == picks("lcg", GENERATOR | {"seed": 0x123})


def test_lcg_that_runs_in_a_circle_ends() -> None:
    """A generator whose circle holds too few numbers is said so, not run for ever."""
    with pytest.raises(DrawError, match="circle and gives only 1 "):
        made("lcg", GENERATOR | {"multiplier": 1})
    with pytest.raises(DrawError, match="circle and gives only 2 "):
        made("lcg", GENERATOR | {"modulus": 4, "multiplier": 1, "increment": 2, "seed": 0, "n": 4, "count": 3})
    assert len(picks("lcg", GENERATOR | {"multiplier": 1, "repeats": "again"})) == 10


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"modulus": 1}, ["modulus"]), ({"seed": 2**31}, ["seed"]), ({"seed": "12 3"}, ["seed"]), ({"seed": -1}, ["seed"]),
        ({"count": 51}, ["count"]), ({"value": "round"}, ["value"]), ({"first": 1}, ["first"]), ({"n": 0}, ["n"]),
    ],
)  # fmt: skip
def test_faults_of_an_lcg_file(change: Inputs, where: list[str]) -> None:
    """Each with the key at which it stands."""
    assert faults("lcg", GENERATOR | change) == where


# -- every system ------------------------------------------------------------------------------------------------------

EXAMPLES = {
    "rfc3797": SECTION_6, "rivest": {"seed": "x", "total": 9, "count": 3, "with_replacement": True},
    "consistent-sampler": {"ids": LETTERS, "seed": 31}, "ring": PUBLISHED["Nanchang 2023"][1], "lcg": GENERATOR,
}  # fmt: skip


@pytest.mark.parametrize("system", SYSTEMS)
def test_files_that_are_no_case_are_refused(system: str) -> None:
    """No JSON, no object, a key twice, a missing key, an answer to no question: told, never a traceback."""
    for data in (b"", b"\xff", b"{", b'{"n": 1, "n": 2}', b"NaN", b"[" * 100_000):
        with pytest.raises(FormatError):
            SYSTEMS[system](data, "f", {})
    for thing in ([], 5, "x", None):
        assert faults(system, thing)[0] == ""
    assert faults(system, {})
    assert faults(system, EXAMPLES[system], lap_of_honour="x") == ["read.lap_of_honour"]


@given(system=st.sampled_from(sorted(SYSTEMS)), data=st.data())
@settings(max_examples=150)
def test_any_value_at_any_key_is_taken_or_told(system: str, data: st.DataObject) -> None:
    """A JSON value of any type in place of another, or a key left out: a result, a question, or a sentence."""
    inputs = dict(EXAMPLES[system])
    place = data.draw(st.sampled_from(sorted(inputs)))
    other = data.draw(
        st.none() | st.booleans() | st.integers(-5, 50) | st.floats(-9, 9) | st.text(max_size=5)
        | st.lists(st.integers(-2, 9) | st.text(max_size=3), max_size=3) | st.just({}) | st.just({"a": [1], "b": 2})
    )  # fmt: skip
    inputs[place] = other
    if data.draw(st.booleans()):
        del inputs[place]
    try:
        assert made(system, inputs).picked is not None
    except (InputErrors, Unclear) as error:
        assert str(error)


# -- the command -------------------------------------------------------------------------------------------------------


def said(tmp_path: Path, system: str, inputs: object, *more: str) -> tuple[int, str]:
    """Exit code and everything said."""
    path = tmp_path / "case.json"
    path.write_text(json.dumps(inputs), encoding="utf-8")
    result = CliRunner().invoke(main, ["replay", system, str(path), *more])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_command_draws_and_warns(tmp_path: Path, system: str) -> None:
    """Each system prints its picks, its known weakness (R15) and that it is for checking only; methods without a case say so."""
    code, text = said(tmp_path, system, EXAMPLES[system])
    assert code == 0 and "known weakness: " in text and "never for holding a draw" in text
    assert ("No complete published case" in text) == (system == "lcg")


def test_the_command_compares_with_what_was_published(tmp_path: Path) -> None:
    """0 for the same, also for the first part of it; 1 with the first item that is not."""
    inputs, expected = PUBLISHED["Nanchang 2023"][1:]
    assert said(tmp_path, "ring", {"inputs": inputs, "expected": expected})[0] == 0
    code, text = said(tmp_path, "ring", {"inputs": inputs, "expected": expected[:3]})
    assert code == 0 and "the 3 items published; nothing was published for the 12" in text
    code, text = said(tmp_path, "ring", {"inputs": inputs, "expected": [6, 9, 13]})
    assert code == 1 and "item 3 was published as 13 and recomputes to 12" in text
    code, text = said(tmp_path, "ring", {"inputs": inputs, "expected": [*expected, 3]})
    assert code == 1 and "item 16 was published as 3 and recomputes to" in text and "nothing" in text
    assert said(tmp_path, "rfc3797", SECTION_6 | {"expected": {"md5": ["00"]}})[0] == 1
    assert said(tmp_path, "rfc3797", SECTION_6 | {"expected": {"colour": ["00"]}})[0] == 1


def test_the_command_asks_with_exit_2(tmp_path: Path) -> None:
    """An ambiguous seed: 2, each reading with what it gives and the option that says it; then 0."""
    inputs = {"seed": "007", "total": 10, "count": 1, "with_replacement": True}
    code, text = said(tmp_path, "rivest", inputs)
    assert (
        code == 2 and "--read seed=text" in text and "--read seed=number" in text and "as a decimal number: 7" in text
    )
    assert said(tmp_path, "rivest", inputs, "--read", "seed=text")[0] == 0
    assert said(tmp_path, "rivest", inputs, "--read", "seed")[0] == 2
    code, text = said(tmp_path, "rivest", {"seed": "x", "total": 0})
    assert code == 2 and "'total'" in text and "'count'" in text
    assert said(tmp_path, "dice", inputs)[0] == 2


def test_the_numbers_of_the_samplers_are_hashes_by_hand() -> None:
    """One of each reckoned with hashlib alone, as a stranger would."""
    value = int(hashlib.sha256(b"x,1").hexdigest(), 16)
    assert picks("rivest", {"seed": "x", "total": 1000, "count": 1, "with_replacement": True}) == [
        str(value % 1000 + 1)
    ]
    inner = hashlib.sha256(b"x").hexdigest()
    digits = str(int(hashlib.sha256(f"{inner}a".encode()).hexdigest(), 16))[::-1]
    found = made("consistent-sampler", {"ids": ["a"], "seed": "x", "digits": 90}).details[0][0]
    assert found == f"0.{digits}"
