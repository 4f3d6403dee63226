"""Words of the public pages and of the programme (SPEC §14)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "public.title": ("公开记录", "Public record"),
    "public.empty": ("尚未发布公告", "No notice is published yet"),
    "public.notice": ("名单与规则已冻结，公告已发布", "The list and the rules are frozen; the notice is published"),
    "public.board": ("承诺公告板已封定，派位进行中", "The board is closed; the draw is going on"),
    "public.seed": ("种子已生成，结果由此确定", "The seed is fixed and decides the result"),
    "public.done": ("派位结束，结果已签名", "The draw is over and the result is signed"),
    "public.void": ("本次派位已作废，没有结果", "This attempt is void; it has no result"),
    "public.codes": ("请与签字纸质件对照", "Compare with the signed papers"),
    "public.files": ("全部文件与校验码", "All files and their hashes"),
    "public.file": ("文件", "file"),
    "public.size": ("字节", "bytes"),
    "public.how": (
        "下载后用任何 SHA-256 工具重新计算，应与本页和纸质件相同。README 写明了每一步怎样核对。",
        "Download and compute SHA-256 with any tool: it must equal this page and the papers. README has every step.",
    ),
    "programme.title": ("派位日程", "All sessions"),
    "programme.back": ("返回本场", "back to this session"),
    "programme.planned": ("尚未冻结", "planned"),
    "programme.frozen": ("名单已冻结", "frozen"),
    "programme.held": ("结果已产生", "held"),
    "programme.void": ("已作废", "void"),
    "programme.applicants": ("学生", "children"),
    "programme.admitted": ("录取", "admitted"),
    "programme.shortlisted": ("入围", "shortlisted"),
    "programme.unplaced": ("未录取", "not placed"),
    "programme.voided": ("作废 {n} 次", "void attempts: {n}"),
    "programme.amended": ("更正单 {n} 份", "amendments: {n}"),
    "programme.annulled": ("已依法撤销", "annulled by law"),
    "programme.places": ("各校学位", "Places at each school"),
    "programme.school": ("学校", "school"),
    "programme.legend": ("计划 → 录取 → 剩余，逐场。", "Places → admitted → left, session by session."),
    "programme.codes": ("校验码与接续", "Codes, and how the sessions are chained"),
    "programme.note": (
        "本页由各场公开记录生成，只有编码和人数。以各场签名记录和签字纸质件为准，请用 draw verify 核验。",
        "Made from the public records, codes and counts only. What counts are the signed records and papers: draw verify.",
    ),
    "programme.notice": ("公告", "notice"),
    "programme.statement": ("声明", "statement"),
    "programme.last": ("最后一份更正单", "last amendment"),
    "programme.later": ("尚未冻结，没有校验码。", "Not frozen yet: no codes."),
    "programme.record": ("查看记录", "the record"),
    "programme.continues": ("接续 {session}，与其记录一致：", "continues {session}; this is its record's hash:"),
    "programme.older": (
        "接续 {session}，其后该场又有更正单：",
        "continues {session}, which has been amended since:",
    ),
    "programme.away": ("接续另一场，其记录不在这里：", "continues a session whose record is not here:"),
}
