"""Fields and forms as the desk's template gets them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from draw.words import pair
from web.acts import ACTS

Pair = tuple[str, str]
HEX: Final = 64  # characters of a commitment or a secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A choice of a field; `hint`: what choosing it leads to."""

    value: str
    label: Pair
    hint: Pair | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One input of a form.

    `kind`: text, hex, digits, select, choice (radio buttons with their consequences), boxes (a check box an option, named
    name_value), tick, area, file, hidden. `length`: characters that a value has, 0 if any. `suggest`: values offered.
    """

    name: str
    label: Pair
    kind: str = "text"
    options: tuple[Option, ...] = ()
    value: str = ""
    hint: Pair | None = None
    length: int = 0
    suggest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """An act as the desk shows it.

    `step`: of the checklist. `then`: what happens and what the hall then sees. `closed` says why it cannot be sent yet, `left` in
    how many seconds it can. `main`: the next act of its step. `second`: the role that must confirm it in live mode.
    """

    act: str
    step: str
    title: Pair
    why: Pair
    then: Pair
    fields: tuple[Field, ...] = ()
    closed: Pair | None = None
    who: tuple[str, ...] = ()
    second: str = ""
    confirm: bool = False
    loose: bool = False
    main: bool = True
    danger: bool = False
    left: int = 0


def form(act: str, step: str, *fields: Field, **more: Any) -> FormView:
    """An act as a form of a step."""
    key = act.replace("-", "_")
    return FormView(
        act=act,
        step=step,
        title=pair(f"act.{key}"),
        why=pair(f"why.{key}"),
        then=pair(f"then.{act}"),
        fields=fields,
        who=tuple(str(role) for role in ACTS[act].who),
        second=str(ACTS[act].second or ""),
        confirm=ACTS[act].confirm,
        loose=ACTS[act].loose,
        **more,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed into a form that was refused: it is shown again, never lost."""

    act: str
    values: Mapping[str, str]


NOTHING: Final = Typed(act="", values={})


def described(view: FormView | None, values: Mapping[str, str]) -> list[tuple[Pair, str]]:
    """What a form says, as (label, value) rows; values of unknown names under their names."""
    rows = []
    fields = {f.name: f for f in view.fields} if view is not None else {}
    for name, value in values.items():
        head, _, choice = name.rpartition("_")
        field = fields.get(name) or fields.get(head)
        if field is None:
            rows.append(((name, name), value))
        elif field.kind == "boxes":
            rows.append((field.label, choice))
        elif field.kind != "file" and value:
            label = next((" ".join(o.label).strip() for o in field.options if o.value == value), value)
            rows.append((field.label, label))
    return rows
