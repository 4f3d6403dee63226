"""The one catalogue of what people read, Chinese first and English beside it; official words from the glossary.

Keys are stable; a test holds that every key in code and templates is here and that both languages use the same fields.
"""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # verdicts and steps (SPEC §11)
    "word.match": ("相符", "match"),
    "word.mismatch": ("不符", "mismatch"),
    "word.could not check": ("未能核验", "could not check"),
    "step.1": ("文件齐全", "files"),
    "step.2": ("派位公告", "notice"),
    "step.3": ("公告签名", "notice signature"),
    "step.4": ("冻结文件", "frozen files"),
    "step.5": ("规则与名册", "rules and pool"),
    "step.6": ("承诺公告板", "board"),
    "step.7": ("种子", "seed"),
    "step.8": ("公共随机信标", "beacon"),
    "step.9": ("派位顺序", "orders"),
    "step.10": ("派位结果", "results"),
    "step.11": ("结果清单", "outputs"),
    "step.12": ("现场记录", "ledger"),
    "step.13": ("结果声明", "statement"),
    "step.14": ("声明签名", "statement signature"),
    "step.15": ("文件清单与签名", "sums"),
    "step.16": ("更正单", "amendments"),
    "step.17": ("前续场次", "earlier records"),
    "step.18": ("与签字纸质件对照", "anchors"),
    "verdict.match": (
        "全部核验相符: 本记录与签字纸质件上的校验码一致,结果可由任何人重新计算得出。",
        "Everything matches: the record agrees with the codes on the signed papers and anybody can recompute it.",
    ),
    "verdict.could not check": (
        "未发现不符,但有事项未能核验: {what}",
        "Nothing is wrong, but something could not be checked: {what}",
    ),
    "verdict.mismatch": ("不符! 第 {step} 步: {what}", "MISMATCH at step {step}: {what}"),
    # stages of the ceremony (SPEC §9)
    "stage.start": ("尚未冻结", "not frozen"),
    "stage.objections": ("公示与异议", "notice and objections"),
    "stage.commit": ("提交承诺", "commitments"),
    "stage.board": ("公告板已封定", "board closed"),
    "stage.reveal": ("公开方揭示", "reveals"),
    "stage.dice": ("现场掷骰", "dice"),
    "stage.beacon": ("公共随机信标", "beacon"),
    "stage.envelopes": ("等待启封", "envelopes closed"),
    "stage.opening": ("启封", "opening envelopes"),
    "stage.seeded": ("种子已生成", "seed fixed"),
    "stage.done": ("结果已产生", "result signed"),
    "stage.void": ("本次作废", "void"),
    # refusals
    "refuse.not_frozen": ("名单尚未冻结。请先运行 freeze。", "The list is not frozen yet; freeze it first."),
    "refuse.ended": ("本次派位已经结束,不能再记录。", "This attempt has ended; nothing more can be recorded."),
    "refuse.paused": (
        "现在处于暂停。须先由现场决策组裁定继续。",
        "Paused; the decision group must rule CONTINUE first.",
    ),
    "refuse.void_ruled": ("已裁定作废,只能生成作废证明。", "Ruled void; only the void certificate can follow."),
    "refuse.must_void": ("本次必须作废: {reason}。请运行 void。", "This attempt must be voided ({reason}); run void."),
    "refuse.no_void": ("现在没有可以作废的理由。", "Nothing allows a void now."),
    "refuse.stage": ("现在是“{stage}”阶段,不能做这一步。", "Not possible in this phase ({stage})."),
    "refuse.version": ("第一次冻结的版本须为 1。", "The first freeze is version 1."),
    "refuse.refreeze": (
        "已冻结。只有在有异议成立之后、现场开始之前才能冻结新版本。",
        "Already frozen; a new version needs an accepted objection, before the ceremony is convened.",
    ),
    "refuse.objection_number": ("下一个异议编号是 {number}。", "The next objection is number {number}."),
    "refuse.objection_closed": (
        "异议 {number} 不存在或已有结论。",
        "Objection {number} does not exist or has its outcome.",
    ),
    "refuse.other_notice": ("不是最后冻结的公告。", "Not the notice that was frozen last."),
    "refuse.objections_open": (
        "还有异议没有结论,或异议成立后尚未冻结新版本。",
        "An objection has no outcome, or an accepted one has not led to a new version.",
    ),
    "refuse.no_party": ("公告里没有此参与方: {party}。", "The notice has no such party here: {party}."),
    "refuse.commit_twice": ("{party} 已提交承诺,不能更改。", "{party} has committed; it cannot be changed."),
    "refuse.commit_copy": ("此承诺值与另一方相同。", "Another party has the same commitment."),
    "refuse.sealed_missing": ("封存方尚未提交承诺: {parties}。", "Sealed parties have not committed: {parties}."),
    "refuse.board_differs": ("公告板与已提交的承诺不同。", "The board differs from the commitments."),
    "refuse.too_few_commitments": (
        "公开方承诺少于 {need} 个,本次须作废。",
        "Fewer than {need} open commitments: void.",
    ),
    "refuse.absent": ("{party} 没有提交承诺,不能揭示。", "{party} has not committed and cannot reveal."),
    "refuse.reveal_twice": ("{party} 已揭示。", "{party} has revealed."),
    "refuse.secret_differs": (
        "{party} 的秘密值与其承诺不一致。可以重新输入。",
        "This secret does not open the commitment of {party}; it may be entered again.",
    ),
    "refuse.too_early": ("揭示时限未到,还有 {left} 秒。", "The reveal is open for {left} more seconds."),
    "refuse.not_absent": ("{party} 不是缺席方。", "{party} is not absent."),
    "refuse.die_index": ("下一个是第 {index} 个骰子。", "The next die is number {index}."),
    "refuse.die_value": ("骰子数字不对: {problem}", "Not a valid throw: {problem}"),
    "refuse.dice_incomplete": ("骰子还没有掷完(已有 {count} 个)。", "The dice are not complete ({count} so far)."),
    "refuse.transcript_differs": ("与已记录的内容不一致。", "The transcript differs from what is recorded."),
    "refuse.opened_twice": ("{party} 的信封已处理。", "The envelope of {party} has been dealt with."),
    "refuse.not_all_opened": ("信封还没有全部启封。", "Not every envelope is open."),
    "refuse.ruling_number": ("下一个裁定编号是 {number}。", "The next ruling is number {number}."),
    "refuse.ruling_too_late": (
        "第一个骰子确认之后(或现场开始之前)不能裁定 {action}。",
        "{action} is possible only between the convening and the first confirmed die.",
    ),
    "refuse.dice_by": ("请由操作员和复核员分别输入。", "Operator and second operator each type the dice."),
    "refuse.dice_mismatch": (
        "两人输入不一致: 第 {index} 个骰子。两人请重新读数并重新输入。",
        "The two entries differ at die {index}; both read the dice and type again.",
    ),
    "refuse.pin": ("{role} 的口令不对。", "Wrong PIN of the {role}."),
    "refuse.pin_needed": ("正式派位须输入 {role} 的口令。", "Live mode asks for the PIN of the {role}."),
    "refuse.live_pins": (
        "正式派位须先设定操作员、复核员、公证员的口令。",
        "Live mode needs PINs of operator, checker and notary.",
    ),
    "refuse.live_test": (
        "正式派位不接受测试用的时钟或随机数。",
        "A live draw accepts no test clock and no test entropy.",
    ),
    "refuse.program_changed": (
        "程序与公告中的程序校验码不同,不能继续。请使用冻结时的程序版本。",
        "This program is not the one named in the notice; use the version of the freeze.",
    ),
    "refuse.show_not_ready": ("结果签名之后才能展示。", "The show starts after the result is signed."),
    "refuse.void_changes": (
        "盲作废之后的新公告只能改动: 次数、版本、前次、时间、信标。不同之处: {keys}",
        "After a blind void only attempt, version, previous, scheduled and beacon may change; this differs: {keys}",
    ),
    "refuse.void_party": (
        "有因作废之后须更换违约方: {party}",
        "After a void with cause the failed party must be replaced: {party}",
    ),
    # outcomes and reasons (SPEC §8)
    "outcome.admitted": ("录取", "admitted"),
    "outcome.waiting": ("候补", "waiting"),
    "outcome.not_admitted": ("未录取", "not admitted"),
    "reason.REGISTERED": ("注册入学(报名人数未超过计划)", "registered without a draw: children did not exceed places"),
    "reason.RANK": ("按录取序号录取", "admitted by rank"),
    "reason.NEXT_FITS": ("前面的捆绑组顺延,按序录取", "admitted by rank after a bundle that no longer fitted"),
    "reason.BUNDLE_OVERFLOW": (
        "末位核增,整组录取",
        "bundle met the last place and was admitted whole (approved extra)",
    ),
    "reason.BUNDLE_GROW": ("按号录取,整组录取", "bundle admitted as one number (approved extra)"),
    "reason.SPLIT_IN": ("捆绑组拆分,本人录取", "bundle split at the last place; this child admitted"),
    "reason.SPLIT_OUT": ("捆绑组拆分,本人候补首位", "bundle split at the last place; this child first in line"),
    "reason.BUNDLE_SKIPPED": ("剩余学位不足整组,顺延", "bundle passed over: fewer places left than children"),
    "reason.BUNDLE_STOPPED": ("剩余学位不足整组,录取停止", "bundle did not fit; admission stopped"),
    "reason.AFTER_STOP": ("录取已停止,余额另行补录", "admission had stopped; places go to supplementary enrolment"),
    "reason.PLACES_FULL": ("计划已录满", "places were filled before this rank"),
    "reason.NOT_HELD": ("计划已录满,本批次不再进行", "batch not held: places were filled before"),
    "status.held": ("已派位", "held"),
    "status.registered": ("注册入学", "registered without a draw"),
    "status.not-held": ("不再进行", "not held"),
    "status.empty": ("无人报名", "nobody"),
    "policy.SKIP": (
        "捆绑组人数多于剩余学位时,该组顺延、列候补首位,由后面放得下的对象继续录取;绝不超计划。",
        "A bundle larger than the places left is passed over to the head of the waiting list; never over plan.",
    ),
    "policy.OVERFLOW": (
        "捆绑组遇最后学位时整组录取,超出部分使用已批准的核增计划(最多 {extra} 个,文号 {document})。",
        "A bundle that meets the last place is admitted whole within the approved extra ({extra}, {document}).",
    ),
    "policy.GROW": (
        "按派位号录取:一个捆绑组占一个名额,多出的学生使用已批准的核增计划(最多 {extra} 个,文号 {document})。",
        "Places count units: a bundle takes one, further children use the approved extra ({extra}, {document}).",
    ),
    "policy.SPLIT": (
        "捆绑组人数多于剩余学位时拆分:按编号先后录取到满,其余列候补首位(家长已书面同意)。",
        "A bundle larger than the places left is split in code order; the others head the waiting list (consented).",
    ),
    "policy.STOP": (
        "捆绑组人数多于剩余学位时录取停止,余下学位留作补录。",
        "At a bundle larger than the places left admission stops; the places go to supplementary enrolment.",
    ),
    "vacancies.RANKED": ("空缺按录取序号递补。", "Vacancies are filled in order of rank."),
    "vacancies.SUPPLEMENTARY_DRAW": ("空缺另行派位。", "Vacancies go to a new draw."),
    "vacancies.NONE": ("空缺不补。", "Vacancies are not filled."),
    "mode.live": ("正式", "live"),
    "mode.rehearsal": ("演练", "REHEARSAL"),
    "role.operator": ("操作员", "operator"),
    "role.checker": ("复核员", "second operator"),
    "role.notary": ("公证员", "notary"),
    "role.decision": ("现场决策组", "decision group"),
    "role.system": ("系统", "system"),
    "phase.sealed": ("封存方", "sealed party"),
    "phase.open": ("公开方", "open party"),
}


def pair(key: str, **facts: object) -> tuple[str, str]:
    """(Chinese, English) of a key, its fields filled in. KeyError for an unknown key."""
    chinese, english = WORDS[key]
    return chinese.format(**facts), english.format(**facts)


def say(key: str, **facts: object) -> str:
    """Both languages in one line: for terminals and error messages."""
    chinese, english = pair(key, **facts)
    return f"{chinese} {english}"


def zh(key: str, **facts: object) -> str:
    """Chinese alone."""
    return pair(key, **facts)[0]
