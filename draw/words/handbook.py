"""Words of the handbook's frame and of the staffed look-up (R50)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "handbook.title": ("手册", "Handbook"),
    "handbook.operator": ("操作员指南", "Operator's guide"),
    "handbook.notary": ("公证员清单", "Notary's checklist"),
    "handbook.cards": ("现场处置卡", "Incident cards"),
    "handbook.parents": ("告诉家长", "For parents"),
    "handbook.witness": ("见证人一页", "For witnesses"),
    "handbook.network": ("会场网络与投影", "Hall network and projector"),
    "handbook.decides": ("谁决定", "Who decides"),
    "handbook.host": ("主持人说", "The host says"),
    "handbook.screen": ("大屏显示", "On the screen"),
    "handbook.guarantee": ("系统保证", "What the system guarantees"),
    "handbook.steps": ("怎么做", "What to do"),
    "handbook.rulings": ("可登记的裁定", "Rulings that fit"),
    "handbook.no_ruling": ("不需要裁定", "No ruling is needed"),
    "handbook.command": ("命令", "Command"),
    "handbook.ruling": ("{action}（理由：{reason}）", "{action} (reason: {reason})"),
}
