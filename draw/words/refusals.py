"""Why an act is refused, and what would be right (SPEC §9)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "refuse.not_frozen": ("名单尚未冻结。请先运行 freeze。", "The list is not frozen yet; freeze it first."),
    "refuse.ended": ("本次派位已经结束，不能再记录。", "This attempt has ended; nothing more can be recorded."),
    "refuse.paused": (
        "现在处于暂停。须先由现场决策组裁定继续。",
        "Paused; the decision group must rule CONTINUE first.",
    ),
    "refuse.void_ruled": ("已裁定作废，只能生成作废证明。", "Ruled void; only the void certificate can follow."),
    "refuse.must_void": ("本次必须作废：{reason}。请运行 void。", "This attempt must be voided ({reason}); run void."),
    "refuse.no_void": ("现在没有可以作废的理由。", "Nothing allows a void now."),
    "refuse.stage": ("现在是“{stage}”阶段，不能做这一步。", "Not possible in this phase ({stage})."),
    "refuse.version": ("第一次冻结的版本须为 1。", "The first freeze is version 1."),
    "refuse.refreeze": (
        "已冻结。只有在有异议成立之后、现场开始之前才能冻结新版本。",
        "Already frozen; a new version needs an accepted objection, before the ceremony is convened.",
    ),
    "refuse.other_session": (
        "同一场次的场次编号与正式/演练不能改变：应为 {session}，{mode}。另一场派位请另建文件夹。",
        "A session keeps its id and mode: {session}, {mode}. Another draw needs a folder of its own.",
    ),
    "refuse.objection_number": ("下一个异议编号是 {number}。", "The next objection is number {number}."),
    "refuse.objection_closed": (
        "异议 {number} 不存在或已有结论。",
        "Objection {number} does not exist or has its outcome.",
    ),
    "refuse.other_notice": ("不是最后冻结的公告。", "Not the notice that was frozen last."),
    "refuse.objections_open": (
        "还有异议没有结论，或异议成立后尚未冻结新版本。",
        "An objection has no outcome, or an accepted one has not led to a new version.",
    ),
    "refuse.people_missing": (
        "还有人员没有签到：{people_zh}。到齐后再开始；无法到场的，由现场决策组裁定“缺少见证人仍继续”"
        "（操作员、复核员、公证员各一人不可缺）。",
        "Still to sign in: {people_en}. Begin when they are there, or the decision group rules ACCEPT_MISSING_WITNESS (one "
        "operator, one second operator and one notary must be there all the same).",
    ),
    "refuse.person_kind": (
        "没有这一类人员：{kind}。可选：{kinds}。",
        "No such kind of person: {kind}. One of: {kinds}.",
    ),
    "refuse.person_name": (
        "请写明签到人的姓名（1 至 200 个字，不含控制字符）。",
        "Give the name of the person who signs in (1 to 200 characters, no control characters).",
    ),
    "refuse.check_item": ("没有这一检查项：{item}。可选：{items}。", "No such item: {item}. One of: {items}."),
    "refuse.no_applicant": ("名单里没有派位号 {applicant}。", "The list has no applicant {applicant}."),
    "refuse.sign_in_number": ("下一个签到编号是 {number}。", "The next sign-in is number {number}."),
    "refuse.sign_in_twice": ("此人已作为{who_zh}签到。", "This person has signed in as {who_en} already."),
    "refuse.sign_in_two_posts": (
        "操作员、复核员、公证员不得由同一人担任：此人已担任其中另一职务，不能再作为{who_zh}签到。",
        "Nobody is two of operator, second operator and notary: this person has been another of them and cannot sign in as "
        "{who_en}.",
    ),
    "refuse.check_twice": ("“{item_zh}”已检查并记录。", "“{item_en}” has been checked and recorded."),
    "refuse.ruling_quorum": (
        "裁定须由现场决策组 D1 至 D{group} 中至少 {need} 人签字。",
        "A ruling needs the signatures of at least {need} members of the decision group D1 to D{group}.",
    ),
    "refuse.no_party": ("公告里没有此参与方：{party}。", "The notice has no such party here: {party}."),
    "refuse.commit_twice": ("{party} 已提交承诺，不能更改。", "{party} has committed; it cannot be changed."),
    "refuse.commit_copy": ("此承诺值与另一方相同。", "Another party has the same commitment."),
    "refuse.sealed_missing": ("封存方尚未提交承诺：{parties}。", "Sealed parties have not committed: {parties}."),
    "refuse.board_differs": ("公告板与已提交的承诺不同。", "The board differs from the commitments."),
    "refuse.too_few_commitments": (
        "公开方承诺少于 {need} 个，本次须作废。",
        "Fewer than {need} open commitments: void.",
    ),
    "refuse.absent": ("{party} 没有提交承诺，不能揭示。", "{party} has not committed and cannot reveal."),
    "refuse.reveal_twice": ("{party} 已揭示。", "{party} has revealed."),
    "refuse.secret_differs": (
        "{party} 的秘密值与其承诺不一致。可以重新输入。",
        "This secret does not open the commitment of {party}; it may be entered again.",
    ),
    "refuse.too_early": ("揭示时限未到，还有 {left} 秒。", "The reveal is open for {left} more seconds."),
    "refuse.not_absent": ("{party} 不是缺席方。", "{party} is not absent."),
    "refuse.die_index": ("下一个是第 {index} 个骰子。", "The next die is number {index}."),
    "refuse.die_value": ("骰子数字不对：{problem}", "Not a valid throw: {problem}"),
    "refuse.dice_incomplete": ("骰子还没有掷完（已有 {count} 个）。", "The dice are not complete ({count} so far)."),
    "refuse.transcript_differs": ("与已记录的内容不一致。", "The transcript differs from what is recorded."),
    "refuse.beacon_wrong": (
        "这不是公告所定第 {round} 轮信标的签名（{problem}）。请重新抄录或扫描；什么都没有登记。",
        "Not the signature of the notice's beacon round {round} ({problem}). Type or scan it again; nothing was recorded.",
    ),
    "refuse.opened_twice": ("{party} 的信封已处理。", "The envelope of {party} has been dealt with."),
    "refuse.not_all_opened": ("信封还没有全部启封。", "Not every envelope is open."),
    "refuse.ruling_number": ("下一个裁定编号是 {number}。", "The next ruling is number {number}."),
    "refuse.ruling_too_late": (
        "第一个骰子确认之后（或现场开始之前）不能裁定 {action}。",
        "{action} is possible only between the convening and the first confirmed die.",
    ),
    "refuse.dice_by": ("请由操作员和复核员分别输入。", "Operator and second operator each type the dice."),
    "refuse.dice_mismatch": (
        "两人输入不一致：第 {index} 个骰子。两人请重新读数并重新输入。",
        "The two entries differ at die {index}; both read the dice and type again.",
    ),
    "refuse.pin": ("{role} 的口令不对。", "Wrong PIN of the {role}."),
    "refuse.pin_needed": ("正式派位须输入 {role} 的口令。", "Live mode asks for the PIN of the {role}."),
    "refuse.live_pins": (
        "正式派位须先设定操作员、复核员、公证员的口令。",
        "Live mode needs PINs of operator, second operator and notary.",
    ),
    "refuse.live_test": (
        "正式派位不接受测试用的时钟或随机数。",
        "A live draw accepts no test clock and no test entropy.",
    ),
    "refuse.program_changed": (
        "程序与公告中的程序校验码不同，不能继续。请使用冻结时的程序版本。",
        "This program is not the one named in the notice; use the version of the freeze.",
    ),
    "refuse.rules_changed": (
        "session.toml 与已冻结的方案不同：{where} 冻结时为 {frozen}，现在为 {now}。改回原样，或经异议程序重新冻结。",
        "session.toml is not the frozen rule sheet: {where} was {frozen} and is {now}. Restore it, or freeze a new version "
        "after an accepted objection.",
    ),
    "refuse.rules_unreadable": (
        "session.toml 已改动，无法读取：{problem}",
        "session.toml was changed and cannot be read: {problem}",
    ),
    "refuse.void_changes": (
        "盲作废之后的新公告只能改动：次数、版本、前次、时间、信标。不同之处：{keys}",
        "After a blind void only attempt, version, previous, scheduled and beacon may change; this differs: {keys}",
    ),
    "refuse.void_party": (
        "有因作废之后须更换违约方：{party}",
        "After a void with cause the failed party must be replaced: {party}",
    ),
    "refuse.roster": (
        "私有名册与公告中的校验码不符。",
        "The private roster is not the one whose hash the notice names.",
    ),
}
