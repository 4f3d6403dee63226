"""Names as the public may see them: the family name and stars (R50). The code stays the key."""

from typing import Final

_COMPOUND: Final = frozenset(
    """
    欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容
    仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐
    段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 梁丘 左丘 东门 西门 第五
    """.split()
)


def mask(name: str) -> str:
    """欧阳明月 -> 欧阳**, 李强 -> 李*, 阿依古丽·买买提 -> 阿***, one character -> *.

    A compound family name stays whole only where a given name follows it. A name with · or in letters keeps its first character
    and always three stars, so that its length tells nothing.
    """
    if len(name) <= 1:
        return "*"
    if "·" in name or not all(c >= "\u3400" for c in name):
        return f"{name[0]}***"
    family = 2 if len(name) > 2 and name[:2] in _COMPOUND else 1
    return name[:family] + "*" * (len(name) - family)
