"""Words of the published result page and of the command that publishes it (R50, R51)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "published.title": ("派位结果公示与查询", "Published results and look-up"),
    "published.rehearsal": ("演练，不具任何效力", "REHEARSAL: no effect"),
    "published.annulled": ("本次派位已被更正单撤销", "This draw has been annulled by an amendment"),
    "published.by_amendment": ("按更正单变更", "changed by an amendment"),
    "published.until": ("公示截止：{date}（含当日）", "Published until {date}, that day included"),
    "published.as_of": ("含更正单 1 至 {number}", "with amendments 1 to {number}"),
    "published.no_amendment": ("没有更正单", "no amendment"),
    "published.from": (
        "本页由已签名的结果文件直接生成，只有派位号，没有姓名。校验码：",
        "Made from the signed result file alone; codes, no names. Hash:",
    ),
    "published.statement": ("结果声明", "Statement"),
    "published.last": ("最新更正单", "Last amendment"),
    "published.ask": ("输入派位号查询", "Type an applicant code"),
    "published.code": ("派位号", "Applicant code"),
    "published.find": ("查询", "Look up"),
    "published.unknown": (
        "名单中没有派位号 {code}。请核对凭条上的派位号。",
        "There is no code {code} in the list. Please compare it with your slip.",
    ),
    "published.answer": ("派位号 {code}：{zh}", "Code {code}: {en}"),
    "published.at": ("学校：{school}", "School: {school}"),
    "published.rank": ("录取序号 {rank}", "rank {rank}"),
    "published.why": ("原因：{zh}", "Why: {en}"),
    "published.schools": ("各校结果", "By school"),
    "published.school": ("学校", "School"),
    "published.count": ("录取", "Admitted"),
    "published.show": ("查看名单", "Show the list"),
    "published.list": ("{school}：录取 {count} 人", "{school}: {count} admitted"),
    "published.total": ("共 {total} 人报名，录取 {admitted} 人", "{total} applicants, {admitted} admitted"),
    "published.closed": ("公示已结束", "The publication has ended"),
    "published.closed_why": (
        "公示期截至 {date}。如需查询，请持凭条到招生办公室。",
        "It ended on {date}. Please bring your slip to the admissions office.",
    ),
    "published.waiting_check": ("页面尚未开放", "This page is not open yet"),
    "published.waiting_why": (
        "公示页正在逐字节核对，核对一致后开放。",
        "It is being compared with the signed file byte by byte and opens when it agrees.",
    ),
    "published.no_script": (
        "查询需要浏览器启用脚本；也可查看张贴的结果单。",
        "The look-up needs scripts; or see the posted result sheet.",
    ),
    "publish.help_until": (
        "公示最后一天 YYYY-MM-DD（必填，印在页面上）",
        "last day of the publication, YYYY-MM-DD; printed on the page",
    ),
    "publish.help_out": ("页面所在文件夹", "the folder of the page"),
    "publish.help_check": (
        "回读核对已上传的页面：网址或文件",
        "read the page back from an address or a file and compare it with the signed record",
    ),
    "publish.help_close": ("结束公示，写下架记录", "end the publication and write the take-down record"),
    "publish.help_date": ("今天的日期，默认取本机时钟", "today, YYYY-MM-DD; else this machine's clock"),
    "publish.no_result": ("没有已签名的结果，不能公示。", "There is no signed result to publish."),
    "publish.not_sound": (
        "记录核验不符，不公示。请先运行 draw verify。",
        "The record does not verify; nothing is published. Run draw verify first.",
    ),
    "publish.rehearsed": ("这是演练的记录，页面上标明演练。", "This is a rehearsal's record; the page says so."),
    "publish.bad_date": ("{value} 不是日期，应为 YYYY-MM-DD。", "{value} is no date; write YYYY-MM-DD."),
    "publish.past": (
        "公示最后一天 {until} 已过（今天 {today}）。",
        "The last day of the publication, {until}, is over; today is {today}.",
    ),
    "publish.one_of": (
        "请给出 --until（发布）、--check（核对）或 --close（结束）中的一项。",
        "Give one of --until (publish), --check (read back), --close (end).",
    ),
    "publish.closed_already": ("公示已经结束，见 {path}。", "The publication has been ended already, see {path}."),
    "publish.none": ("{path} 里没有公示页。", "There is no published page in {path}."),
    "publish.made": (
        "已写好并回读一致：{path}（{total} 个派位号，录取 {admitted} 人，通知应发 {admitted} 份）",
        "Written and read back: {path} ({total} codes, {admitted} admitted, {admitted} notices to send)",
    ),
    "publish.agrees": (
        "回读一致：{place} 与已签名的记录逐字节相同。",
        "Read back: {place} is byte for byte what the signed record gives.",
    ),
    "publish.differs": (
        "不一致！{place} 与已签名的记录不同：{what}。请立即撤下该页面。",
        "DIFFERENT! {place} is not what the signed record gives: {what}. Take the page down now.",
    ),
    "publish.shows": (
        "派位号 {code} 在页面上是{zh}，记录中是{should_zh}",
        "code {code} is {en} on the page, {should_en} in the record",
    ),
    "publish.other_bytes": ("从第 {at} 字节起不同", "differs from byte {at} on"),
    "publish.old": (
        "页面来自更早的结果 {value}，现为 {should}",
        "the page is of an earlier result {value}; it is {should} now",
    ),
    "publish.unread": ("无法读取 {place}：{why}", "{place} cannot be read: {why}"),
    "publish.overdue": (
        "公示最后一天 {until} 已过，页面仍在。请用 --close 结束。",
        "The last day, {until}, is over and the page is still there. End it with --close.",
    ),
    "publish.ended": ("公示已结束，下架记录：{path}", "The publication has ended; take-down record: {path}"),
}
