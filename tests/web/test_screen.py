"""The hall's settings: type sizes by the x150 rule, a form that refuses clearly, and a show whose pages they never move."""

from pathlib import Path

import pytest
import room

from draw.errors import StepRefused
from web import legibility, screen
from web.legibility import LARGEST, TILES, Aspect, Density
from web.pages import pool_pages, rule_pages
from web.screen import Screen

FORM = {
    "height": "2.25", "furthest": "15", "aspect": "16:9", "density": "auto", "order": "zh-en", "theme": "light", "wifi": "",
    "help_desk": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("height", "metres", "percent"),
    [
        (150, 10, 4.8), (150, 15, 7.2), (150, 20, 9.7), (200, 10, 3.6), (200, 15, 5.4), (200, 20, 7.2),
        (225, 10, 3.2), (225, 15, 4.8), (225, 20, 6.4), (300, 10, 2.4), (300, 15, 3.6), (300, 20, 4.8),
    ],
)  # fmt: skip
def test_type_is_as_large_as_the_rule_says(height: int, metres: int, percent: float) -> None:
    """A Han character of distance/150, 0.92 of the type size, in % of the screen's height: the published table."""
    assert round(legibility.least(height, 100 * metres), 1) == percent
    assert legibility.readable_from(height, legibility.least(height, 100 * metres)) == pytest.approx(metres)


def test_density_follows_from_the_size() -> None:
    """Eight tiles a page far away, twelve normally and where nothing is measured, twenty near."""
    found = {least: TILES[legibility.density(least)] for least in (0, 2.4, 3.6, 3.7, 4.8, 4.9, 7.2)}
    assert found == {0: 12, 2.4: 20, 3.6: 20, 3.7: 12, 4.8: 12, 4.9: 8, 7.2: 8}


def test_limits_told_are_the_limits() -> None:
    """At the height and the distance that the desk names as enough, type is just small enough for a page."""
    for furthest in (800, 1500, 3000):
        height = legibility.needed_height(furthest)
        assert legibility.least(height, furthest) <= LARGEST < legibility.least(height - 1, furthest)
    for height in (120, 225, 400):
        furthest = legibility.needed_distance(height)
        assert legibility.least(height, furthest) <= LARGEST < legibility.least(height, furthest + 1)


def test_larger_type_leaves_less_room() -> None:
    """Fewer and shorter lines the larger the type, on every shape of screen; a lower screen shape has more lines."""
    for aspect in Aspect:
        rooms = [legibility.room(size, Density.NEAR, aspect) for size in (3.6, 4.8, 5.4, 6.4)]
        assert [r.lines for r in rooms] == sorted((r.lines for r in rooms), reverse=True)
        assert [r.han for r in rooms] == sorted((r.han for r in rooms), reverse=True)
    assert legibility.room(0, Density.NORMAL, Aspect.OLD).lines > legibility.room(0, Density.NORMAL, Aspect.WIDE).lines


def test_settings_are_kept_sealed_and_in_the_state(tmp_path: Path) -> None:
    """One note of the store that no file shows; every projector's state carries it; another start finds it."""
    place = room.Room(room.freeze(tmp_path / "s"))
    assert place.state()["screen"] == {"theme": "light", "order": "zh-en", "least": 0.0, "floor": 4.4}
    place.login()
    answer = place.client.post(
        "/screen/settings",
        data=place.form(**FORM | {"theme": "dark", "order": "en-zh", "wifi": "PAIWEI"}),
        headers=room.ORIGIN,
    )
    assert answer.status_code == 303
    assert place.state()["screen"] == {"theme": "dark", "order": "en-zh", "least": 4.83, "floor": 4.4}
    kept = [path.read_bytes() for path in place.session.store.folder.glob("session.db*")]
    assert kept and not any(b"PAIWEI" in data for data in kept)
    assert screen.load(place.session).wifi == "PAIWEI"
    again = room.Room(place.session)
    assert again.state()["screen"] == place.state()["screen"]
    assert len(place.session.store.lines(1)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("height", "0.4"), ("height", "21"), ("height", "2.255"), ("height", "two"), ("height", "NaN"), ("furthest", "0.5"),
        ("furthest", "101"), ("furthest", "-3"), ("aspect", "1:1"), ("density", ""), ("order", "en"), ("theme", "pink"),
        ("wifi", "a\u200eb"), ("wifi", "网" * 11), ("help_desk", "x" * 21),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_refused_and_nothing_is_kept(tmp_path: Path, field: str, value: str) -> None:
    """One clear message, what was typed stays in the form, and the hall does not change."""
    with pytest.raises(StepRefused):
        screen.read(FORM | {field: value})
    if value in ("0.4", "pink"):
        place = room.Room(room.freeze(tmp_path / "s"))
        place.login()
        answer = place.client.post("/screen/settings", data=place.form(**FORM | {field: value}), headers=room.ORIGIN)
        assert answer.status_code == 422 and 'role="alert"' in answer.text and 'value="15"' in answer.text
        assert screen.load(place.session) == Screen()


def test_empty_lengths_mean_not_measured() -> None:
    """A hall that nobody measured says so, and gets the type of a hall of ordinary depth."""
    found = screen.read(FORM | {"height": "", "furthest": " "})
    assert (found.measured, found.least, found.dense) == (False, 0, Density.NORMAL)
    assert [kind for kind, _ in screen.told(found, 10)] == ["wait"]


def test_a_screen_that_is_too_small_is_told() -> None:
    """With the height that would do, the distance that would do, and the frozen page that is too full."""
    found = screen.read(FORM | {"height": "1.5"})
    (kind, words), (_, full) = screen.told(found, 10)
    assert kind == "bad" and "1.98" in words[0] and "11.38" in words[0] and "7.2" in words[1]
    assert "8" in full[0] and "show.page" in full[1]
    assert [kind for kind, _ in screen.told(screen.read(FORM), 10)] == ["good"]


def test_the_settings_move_no_page_of_the_show(tmp_path: Path) -> None:
    """R48: the pages of the show are frozen with the rule sheet; the same cursor is the same page in every hall."""
    place = room.Room(room.freeze(tmp_path / "s"))
    room.hold(place.session)
    place.login()
    for _ in range(2):
        place.screen("next")
    before = place.state()
    for density in Density:
        screen.save(place.session, screen.read(FORM | {"density": density, "height": "1.5"}))
        after = place.state()
        assert (after["at"], after["view"]) == (before["at"], before["view"])


def test_words_are_cut_by_the_room(tmp_path: Path) -> None:
    """Rules and list take more pages with larger type, fewer in Chinese alone, and say the same on all of them together."""
    frozen = room.Room(room.freeze(tmp_path / "s")).service.frozen()
    sizes = [screen.read(FORM | {"height": height}) for height in ("4", "2.25", "1.6")]
    pages = [rule_pages(frozen, s) for s in sizes]
    assert [len(p) for p in pages] == sorted(len(p) for p in pages) and len(pages[0]) < len(pages[2])
    assert [pool_pages(frozen, s.room) for s in sizes] == sorted(pool_pages(frozen, s.room) for s in sizes)
    assert len(rule_pages(frozen, screen.read(FORM | {"order": "zh"}))) < len(pages[1])
    said = [[words for page in p for kind, words in page if kind != "head"] for p in pages]
    assert said[0] == said[1] == said[2]


def test_only_the_operator_sets_the_screen(tmp_path: Path) -> None:
    """A stranger neither sees the form nor posts it."""
    place = room.Room(room.freeze(tmp_path / "s"))
    assert place.client.get("/screen", headers=room.ORIGIN).status_code == 303
    assert place.client.post("/screen/settings", data=FORM, headers=room.ORIGIN).status_code == 403
    place.login()
    assert place.client.get("/screen", headers=room.ORIGIN).status_code == 200
