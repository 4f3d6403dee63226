"""Words of what follows the draw: amendments, appeals, reconciliation (SPEC §13, R37-R39, R54, R55)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "sheet.share": (
        "本项名额 {own} 个，上一项转入 {spill} 个，学校剩余 {left} 个：可用学位 {places} 个",
        "quota {own}, carried over {spill}, the school had {left} left: {places} places",
    ),
    "sheet.here": (
        "多校派位：本校学位 {places} 个，在此录取 {admitted} 人，余 {left} 个；没有录取的学生列在最后",
        "several schools: {places} places here, {admitted} admitted, {left} left; those without a place stand at the end",
    ),
    "sheet.waiting": ("序号为候补位次；括号内为派位代码", "numbers are positions on the list; in brackets the draw"),
    "sheet.schools": ("{count} 所学校：{schools}", "{count} schools: {schools}"),
    "sheet.outside": (
        "{group} {count} 人，依据 {document}，不占计划",
        "{group}: {count}, by {document}, besides the places",
    ),
    "event.reported": ("已报到", "reported"),
    "event.leave": ("请假", "leave"),
    "event.no-show": ("未报到", "no-show"),
    "event.declined": ("放弃", "declined"),
    "event.accepted": ("接受递补", "accepted"),
    "event.expired": ("逾期未答复", "expired"),
    "event.contacted": ("已联系", "contacted"),
    "event.struck": ("取消资格", "struck"),
    "event.elsewhere": ("另有去处", "elsewhere"),
    "event.annulled": ("派位依法撤销", "annulled"),
    "amend.applicant": (
        "名单中没有编号 {applicant}，请核对编号。",
        "There is no applicant {applicant} in the pool; check the code.",
    ),
    "amend.nobody": (
        "“{event_zh}”不针对个人，编号与学校须留空（现为 {applicant}）。",
        "{event_en} concerns nobody in particular: leave applicant and school empty (now {applicant}).",
    ),
    "amend.date_form": (
        "{applicant}：日期“{date}”不合格，须为存在的日期，如 2026-08-26。",
        "{applicant}: {date!r} is no date; write one that exists, like 2026-08-26.",
    ),
    "amend.date_order": (
        "{applicant}：日期 {date} 早于上一事项的 {last}，须为 {last} 或以后。",
        "{applicant}: {date} is before the last event; it must be {last} or later.",
    ),
    "amend.paper": (
        "{applicant}：文书须为校验码或 none。",
        "{applicant}: the paper must be a hash, or none.",
    ),
    "amend.empty": ("（空）", "(empty)"),
    "amend.school": (
        "{applicant}：学校应为 {right_zh}，不是 {school}。",
        "{applicant}: the school must be {right_en}, not {school}.",
    ),
    "amend.fate": (
        "{applicant} 现为“{now_zh}”，不能登记“{event_zh}”；须为：{right_zh}。",
        "{applicant} is {now_en}; {event_en} is possible only for: {right_en}.",
    ),
    "amend.ended": (
        "{applicant} 已经是“{now_zh}”，不用再登记“{event_zh}”。",
        "{applicant} is {now_en} already; {event_en} needs no recording.",
    ),
    "amend.reported": (
        "{applicant} 已报到，不能再登记“{event_zh}”；取消资格或另有去处仍可登记。",
        "{applicant} has reported, so {event_en} is not possible; struck or elsewhere still is.",
    ),
    "amend.no_leave": (
        "{applicant}：规则不设请假（leave_days 为 0）。",
        "{applicant}: the rules know no leave (leave_days is 0).",
    ),
    "amend.leave_twice": ("{applicant} 已请过假，只能一次。", "{applicant} has leave already; there is only one."),
    "amend.leave_late": (
        "{applicant}：请假最迟 {day}，{date} 已过期。",
        "{applicant}: leave had to be asked by {day}; {date} is too late.",
    ),
    "amend.no_deadline": (
        "{applicant}：规则没有报到期限（report_by），不能登记“{event_zh}”。",
        "{applicant}: the rules name no day to report by, so {event_en} is not possible.",
    ),
    "amend.early": (
        "{applicant}：最早 {day} 才能登记“{event_zh}”，{date} 太早。",
        "{applicant}: {event_en} is possible from {day}; {date} is too early.",
    ),
    "amend.annulled": (
        "本次派位已依法撤销，不能再登记任何事项。",
        "The draw was annulled by law; nothing more can be recorded.",
    ),
    "amend.no_event": ("没有要登记的事项。", "There is no event to record."),
    "amend.status": (
        "更正单 {number} 份；最后的校验码 {last}",
        "{number} amendment(s); hash of the last, or of the statement: {last}",
    ),
    "amend.no_offer": ("没有待答复的递补通知。", "No offer is open."),
    "amend.offer": (
        "{applicant}：{day} 已通知递补到 {school}，{last} 前答复（含当日）",
        "{applicant}: offered {school} on {day}, to reply by {last}",
    ),
    "amend.offer_over": (
        "{applicant}：{day} 已通知递补到 {school}，答复期 {last} 已过，可登记“逾期未答复”",
        "{applicant}: offered {school} on {day}; the reply was due {last}: record expired",
    ),
    "amend.places": ("{school}：空余学位 {free}", "{school}: {free} free"),
    "amend.kept": ("其中 {count} 个留作补录，不递补", "of which {count} kept for supplementary enrolment"),
    "amend.line": ("候补 {count} 个，依次为：{units}", "{count} in line, first: {units}"),
    "amend.no_line": ("无人候补", "nobody in line"),
    "amend.vacancy": ("递补", "vacancy"),
    "amend.move": (
        "{applicant}：由{old_zh}变为{new_zh}（{cause_zh}）",
        "{applicant}: {old_en} -> {new_en} ({cause_en})",
    ),
    "amend.nothing_moves": ("没有人变动。", "Nobody moves."),
    "amend.will": ("第 {number} 号更正单将使：", "Amendment {number} will do this:"),
    "amend.done": ("第 {number} 号更正单已签名公布", "amendment {number} is signed and published"),
    "amend.future": (
        "{applicant}：日期 {date} 晚于今天 {today}；登记后就不能再登记更早的事项，请核对。",
        "{applicant}: {date} is after today, {today}; nothing earlier could be recorded any more. Check the date.",
    ),
    "amend.not_sealed": (
        "结果尚未签名封存，或本次已作废：没有可以更正的结果。",
        "No signed and sealed result: there is nothing to amend.",
    ),
    "amend.key": ("更正私钥丢失或与公告不符。", "The amendment key is lost, or is not the notice's."),
    "amend.overtaken": (
        "刚才另有一份更正单签发，什么都没有签名。请重新查看。",
        "Another amendment has just been signed; nothing was signed here. Look again.",
    ),
    "amend.confirm": ("签发吗？输入 是 或 yes", "Sign it? yes or no"),
    "amend.not_confirmed": ("没有确认，什么都没有签名。", "Not confirmed; nothing was signed."),
    "amend.over_plan": (
        "{school} 将有 {count} 人，超过计划 {places} 与核增 {extra}：不能签发（程序或规则有误）。",
        "{school} would have {count} children for {places} places and {extra} approved extra ones: not signed.",
    ),
    "amend.full": ("更正单已满 9999 号。", "There are 9999 amendments already."),
    "closing.CONFIRMED": ("维持原结果", "confirmed"),
    "closing.AMENDMENT": ("已由第 {number} 号更正单更正", "amended by amendment {number}"),
    "closing.NEW_SESSION": ("另行派位", "a new session"),
    "appeal.line": (
        "申诉 {number}：编号 {code}，答复期限 {deadline}",
        "case {number}: code {code}, answer due {deadline}",
    ),
    "appeal.open": ("待答复", "open"),
    "appeal.overdue": ("已逾期，尚无结论", "OVERDUE, no outcome yet"),
    "appeal.none": ("没有申诉。", "No appeals."),
    "appeal.unknown": ("没有第 {number} 号申诉。", "There is no case {number}."),
    "appeal.code": (
        "“{code}”不是编号，应如 0417。",
        "{code!r} is no applicant code; write it like 0417.",
    ),
    "appeal.date": (
        "答复期限“{date}”不合格，应为存在的日期，如 2026-09-01。",
        "{date!r} is no date; write one that exists, like 2026-09-01.",
    ),
    "appeal.empty": ("文件是空的。", "The file is empty."),
    "appeal.amendment_needed": (
        "结论 AMENDMENT 必须、其他结论不得写明更正单编号（--amendment N）。",
        "Outcome AMENDMENT names the amendment (--amendment N); other outcomes name none.",
    ),
    "appeal.amendment_unknown": (
        "没有第 {number} 号更正单（现有 {known} 份）。请先签发更正单。",
        "There is no amendment {number} ({known} so far); sign it first.",
    ),
    "appeal.closed": (
        "第 {number} 号申诉已有结论，不能更改；请另立一号。",
        "Case {number} has its outcome, which stays; open another case.",
    ),
    "appeal.pool": (
        "冻结的名单 pool.csv 共 {count} 人，校验码 {hash}，写在派位公告里。",
        "The frozen list pool.csv has {count} applicants; its hash {hash} stands in the notice.",
    ),
    "appeal.not_in_pool": (
        "名单中没有编号 {code}。",
        "There is no applicant {code} in the list.",
    ),
    "appeal.in_pool": (
        "编号 {code} 在名单中，第 {line} 行：{row}",
        "Applicant {code} is in the list, line {line}: {row}",
    ),
    "appeal.by_hand": (
        "手工核对：sha256sum pool.csv；sed -n {line}p pool.csv",
        "by hand: sha256sum pool.csv; sed -n {line}p pool.csv",
    ),
    "appeal.seal": (
        '封印：printf %s "seal1:{session}:{code}:<盐>:<姓名>:<证件号>" | sha256sum 应得 {seal}（三项见家长凭条）',
        'seal: printf %s "seal1:{session}:{code}:<salt>:<name>:<id>" | sha256sum must give {seal} (they are on the slip)',
    ),
    "appeal.rank": (
        "派位 {draw} 共 {count} 个派位对象，本对象排第 {rank}。",
        "Draw {draw} ordered {count} units; this one has rank {rank}.",
    ),
    "appeal.amended": (
        "第 {number} 号更正单：{row}",
        "amendment {number}: {row}",
    ),
    "appeal.not_amended": ("没有更正单涉及此编号。", "No amendment concerns this code."),
    "appeal.question": ("申诉内容", "question"),
    "appeal.answer": ("答复内容", "answer"),
    "appeal.binary": ("（不是文字文件，{size} 字节，校验码 {hash}）", "(no text file, {size} bytes, hash {hash})"),
    "appeal.opened": ("第 {number} 号申诉已登记", "case {number} is recorded"),
    "appeal.answered": ("第 {number} 号申诉已有结论", "case {number} has its outcome"),
    "differs.row": ("{file} 第 {row} 行：", "{file} row {row}:"),
    "differs.unregistered": (
        "录取而未注册：{who}，{school}",
        "in the result, not registered: {who}, {school}",
    ),
    "differs.unknown": (
        "已注册，但既不在结果中，也不在申报的名单中：{who}，{school}",
        "registered, but neither in the result nor declared: {who}, {school}",
    ),
    "differs.moved": (
        "注册在别的学校：{who}，注册 {school}，应为 {other}",
        "registered at another school: {who}, at {school}, should be {other}",
    ),
    "differs.name": (
        "证件号相同而姓名不同：{who}，应为 {other}（{school}）",
        "same id, another name: {who}, should be {other} ({school})",
    ),
    "differs.twice": (
        "重复注册：{who}，{school}，已在第 {other} 行",
        "registered twice: {who}, {school}, already in row {other}",
    ),
    "differs.declared_twice": (
        "重复申报：{who}，{school}，已在第 {other} 行",
        "declared twice: {who}, {school}, already in row {other}",
    ),
    "differs.declared_placed": (
        "申报在派位之外安置，但已在 {other} 录取：{who}，{school}",
        "declared as placed outside the draw, but admitted at {other}: {who}, {school}",
    ),
    "differs.declared_unregistered": (
        "已申报而未注册：{who}，{school}",
        "declared, not registered: {who}, {school}",
    ),
    "differs.declared_count": (
        "{school} 申报名单人数与规则不符{who}：{other}",
        "{school}: the declared list has not the count of the rules{who}: {other}",
    ),
    "differs.other_school": (
        "另有 {count} 行注册在本场以外的学校“{school}”，未核对",
        "{count} more row(s) at {school!r}, no school of this session, were not compared",
    ),
    "differs.no_id": (
        "没有一个证件号与名册相同：两份名单用的可能不是同一种号码。",
        "Not one id is also in the roster: the two lists may hold different kinds of numbers.",
    ),
    "differs.counts": (
        "{school}：计划 {plan}，录取 {result}，派位外申报 {declared}，注册 {registered}",
        "{school}: plan {plan}, result {result}, declared outside {declared}, registered {registered}",
    ),
    "differs.public": (
        "{path} 在公开文件夹里；差异含姓名与证件号，请写到别处。",
        "{path} is in the public folder; the differences hold names and ids, write them elsewhere.",
    ),
    "differs.none": ("三单一致，没有差异。", "The three lists agree; no difference."),
    "differs.some": (
        "共 {count} 处差异，须逐条说明或更正。",
        "{count} difference(s); each must be explained or corrected.",
    ),
    "differs.offers": (
        "还有 {count} 份递补通知待答复，不计入结果。",
        "{count} offer(s) are still open and do not count as placed.",
    ),
}
