"""The hall's settings: how big the screen is, how far the last row sits, languages and look. One encrypted note of the store, in
the state that every projector follows; no part of the record, and it changes no page of the show (R48).

How many tiles a page of the show has is frozen in the rule sheet: the show's cursor counts pages, and a page must be the same
one after a restart, on a second projector and on the film. So the settings change type size and grid only; a frozen page that
is too full for this hall is shown smaller, and the desk says so while it can still be changed.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

from draw.edges.session import Session
from draw.encoding import canonical_json, strict_json
from draw.errors import StepRefused
from draw.words import pair, say
from web import legibility
from web.legibility import TILES, Aspect, Density, Room

NOTE: Final = "hall:settings"
_HEIGHT: Final = (50, 2000)  # cm
_FURTHEST: Final = (100, 10_000)
_WIFI: Final = 32  # bytes, IEEE 802.11
_PLACE: Final = 20  # characters


class Theme(StrEnum):
    """Light for projectors in lit halls, dark for walls of LEDs."""

    LIGHT = "light"
    DARK = "dark"


class Order(StrEnum):
    """Which language comes first, and whether English is shown."""

    ZH_EN = "zh-en"
    EN_ZH = "en-zh"
    ZH = "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """The settings; 0 and "" where nothing was set. `density` "auto" follows from the two lengths."""

    height_cm: int = 0
    furthest_cm: int = 0
    aspect: Aspect = Aspect.WIDE
    theme: Theme = Theme.LIGHT
    order: Order = Order.ZH_EN
    density: str = "auto"
    wifi: str = ""
    help_desk: str = ""

    @property
    def measured(self) -> bool:
        """True if both lengths are known."""
        return bool(self.height_cm and self.furthest_cm)

    @property
    def least(self) -> float:
        """The smallest type size that the last row reads, in % of the screen's height; 0 where it is not measured."""
        return legibility.least(self.height_cm, self.furthest_cm)

    @property
    def dense(self) -> Density:
        """The density chosen, or that of the lengths."""
        return legibility.density(self.least) if self.density == "auto" else Density(self.density)

    @property
    def room(self) -> Room:
        """What fits on a page of words."""
        return legibility.room(self.least, self.dense, self.aspect)

    def look(self) -> dict[str, Any]:
        """What the projector page needs of it, ready for JSON."""
        return {
            "theme": str(self.theme),
            "order": str(self.order),
            "least": round(self.least, 2),
            "floor": legibility.FLOOR[self.dense],
        }


def load(session: Session) -> Screen:
    """The settings of the session; the defaults before anything was set."""
    data = session.store.note(NOTE)
    if data is None:
        return Screen()
    value = strict_json(data, NOTE)
    return Screen(
        **value | {"aspect": Aspect(value["aspect"]), "theme": Theme(value["theme"]), "order": Order(value["order"])}
    )


def save(session: Session, screen: Screen) -> None:
    """Keep the settings; every projector follows at once."""
    session.store.set_notes({NOTE: canonical_json(asdict(screen))})


def read(form: Mapping[str, str]) -> Screen:
    """The settings as typed at the desk: metres with up to two decimals, empty for unknown. Raises StepRefused saying which
    field is wrong and what would be right."""
    return Screen(
        height_cm=_length(form, "height", _HEIGHT, "screen.height_wrong"),
        furthest_cm=_length(form, "furthest", _FURTHEST, "screen.furthest_wrong"),
        aspect=Aspect(_choice(form, "aspect", tuple(Aspect))),
        theme=Theme(_choice(form, "theme", tuple(Theme))),
        order=Order(_choice(form, "order", tuple(Order))),
        density=_choice(form, "density", ("auto", *Density)),
        wifi=_text(form, "wifi", _WIFI, lambda text: len(text.encode())),
        help_desk=_text(form, "help_desk", _PLACE, len),
    )


def _length(form: Mapping[str, str], name: str, limits: tuple[int, int], wrong: str) -> int:
    text = form.get(name, "").strip()
    if not text:
        return 0
    least, most = limits
    refused = StepRefused(say(wrong, least=_metres(least), most=_metres(most)))
    try:
        centimetres = Decimal(text) * 100
    except InvalidOperation:
        raise refused from None
    if (
        not centimetres.is_finite()
        or centimetres != centimetres.to_integral_value()
        or not least <= centimetres <= most
    ):
        raise refused
    return int(centimetres)


def _choice(form: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = form.get(name, "")
    if value not in choices:
        raise StepRefused(say("screen.choice_wrong", choices=" ".join(choices)))
    return value


def _text(form: Mapping[str, str], name: str, most: int, size: Any) -> str:
    text = form.get(name, "").strip()
    if size(text) > most or not text.isprintable():
        raise StepRefused(say("screen.text_wrong", most=most))
    return text


def _metres(centimetres: int) -> str:
    return f"{centimetres / 100:g}"


# -- what the desk says about them ----------------------------------------------------------------------------------


def facts(session: Session, show_page: int) -> dict[str, Any]:
    """What the form at the desk shows. `show_page`: units a page of the frozen show, 0 before a rule sheet is there."""
    screen = load(session)
    return {
        "height": _metres(screen.height_cm) if screen.height_cm else "",
        "furthest": _metres(screen.furthest_cm) if screen.furthest_cm else "",
        "aspects": [str(a) for a in Aspect],
        "densities": ["auto", *map(str, Density)],
        "orders": [str(o) for o in Order],
        "themes": [str(t) for t in Theme],
        "set": screen,
        "told": told(screen, show_page),
    }


def told(screen: Screen, show_page: int) -> list[tuple[str, tuple[str, str]]]:
    """("good" | "wait" | "bad", words): the size that follows, and whether the last row can read it."""
    tiles = TILES[screen.dense]
    if not screen.measured:
        return [("wait", pair("screen.unmeasured"))]
    size = f"{screen.least:.1f}"
    lines = [("good", pair("screen.size", size=size, tiles=tiles, **_words(screen.dense)))]
    if screen.least > legibility.LARGEST:
        lines = [
            (
                "bad",
                pair(
                    "screen.too_small",
                    size=size,
                    height=_metres(legibility.needed_height(screen.furthest_cm)),
                    furthest=_metres(legibility.needed_distance(screen.height_cm)),
                ),
            )
        ]
    if show_page > tiles:
        lines.append(("wait", pair("screen.page_full", page=show_page, tiles=tiles)))
    return lines


def _words(density: Density) -> dict[str, str]:
    zh, en = pair(f"density.{density}")
    return {"zh": zh, "en": en}
