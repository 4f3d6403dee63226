"""Words of a record's README about tools that people have already."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "household.title": ("其他工具", "Other tools"),
    "household.number_of_thing": (
        "一个随机号（UNIT：rules.json 名单中的代码）",
        "One number (UNIT: a code of the lists in rules.json)",
    ),
    "household.whole": (
        "{draw} 的整个顺序（其他各场改派位代码和条件）：",
        "the whole order of {draw} (other draws: another id, another condition):",
    ),
    "household.windows": (
        "Windows 上核对种子和 {draw} 的一个随机号（UNIT 见上）；这四行未经我方运行：",
        "the seed and one number in {draw} on Windows (UNIT as above); not run by us:",
    ),
}
