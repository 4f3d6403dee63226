"""What `draw compare` says."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "compared.same": ("两份完全相同。", "The two are the same."),
    "compared.second_more": (
        "{second} 是 {first} 的延续：原有内容未变，只有增加。",
        "{second} extends {first}: nothing was changed, only added.",
    ),
    "compared.first_more": (
        "{first} 是 {second} 的延续：原有内容未变，只有增加。",
        "{first} extends {second}: nothing was changed, only added.",
    ),
    "compared.different": ("两份不同。第一处不同：", "The two differ. The first difference:"),
    "place.changed": (
        "{file} 第 {line} 行第 {column} 字节处内容不同",
        "{file}, line {line}, byte {column}: not the same",
    ),
    "place.shorter": (
        "{file} 一份止于第 {line} 行之前，另一份更长",
        "{file}: one ends before line {line}, the other goes on",
    ),
    "compare.only": ("{file} 只在 {copy} 中有", "{file} is only in {copy}"),
    "compare.lines": ("记录增加 {lines} 行", "{lines} more lines of minutes"),
    "compare.added": ("新增", "added"),
    "compare.rewritten": ("随之重新生成", "made anew with it"),
    "compare.not_beside": (
        "两份的文件夹排列不同，只比较了派位记录，没有比较其旁的文件。",
        "The two are laid out differently: only the records were compared, not the files beside them.",
    ),
    "compare.not_verified": (
        "这里只比较两份是否一致；记录本身是否正确，用 draw verify 核对。",
        "This compares copies only; whether the record is right is for draw verify.",
    ),
    "compare.no_record": ("{path} 里没有派位记录（notice.json）。", "{path} holds no record (notice.json)."),
    "compare.odd": ("不是普通文件，或名称不通用", "no regular file, or a name that not every system can hold"),
    "compare.too_much": ("文件太多或太大", "too many or too large files"),
    "compare.damaged": ("不是 ZIP 文件，或已损坏", "no ZIP file, or a damaged one"),
}
