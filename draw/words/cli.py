"""Words of the command line (cli_parts) and of the edges behind it."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "attend.name": ("姓名", "name"),
    "attend.signed": ("签到 {number}：{person}", "sign-in {number}: {person}"),
    "attend.missing": ("还缺 {count} 人：{person}", "still missing {count}: {person}"),
    "attend.complete": ("人员已到齐。", "Everybody is there."),
    "attend.row": ("派位号 {applicant}，派位对象 {unit}", "applicant {applicant}, unit {unit}"),
}
