"""The steps of the incident cards, in order; title, sentences and guarantee are in cards.py (R14, R47)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "card.power_step1": (
        "主持人说明；公证员看住透明箱、骰子托盘和主机，任何人不得接近。",
        "The host speaks; the notary watches box, tray and machine.",
    ),
    "card.power_step2": ("有不间断电源时不要关机，等待来电。", "With a UPS leave the machine on and wait."),
    "card.power_step3": (
        "来电后开机，用同一命令启动，输入场次口令。",
        "Afterwards start with the same command and type the passphrase.",
    ),
    "card.power_step4": (
        "公证员核对大屏底部：记录号不小于停电前拍下的号码，公告校验码相同。",
        "The notary checks the footer: a record number not lower than before, the same notice hash.",
    ),
    "card.power_step5": (
        "主机不能启动：用备用机（见“主机损坏”）。等待过久：裁定暂停；第一个数字确认之前可以改期。",
        "If it does not start use the spare. If it takes long rule PAUSE; before the first digit POSTPONE is possible.",
    ),
    "card.projector_step1": ("先按 B 键：可能只是黑屏键被按到。", "Press B first: the blank key may have been hit."),
    "card.projector_step2": ("检查线缆和信号源；在投影浏览器按 F5 刷新。", "Check cable and source; reload with F5."),
    "card.projector_step3": (
        "换一台电脑接投影，打开投影页地址。",
        "Connect another machine and open the projector page.",
    ),
    "card.projector_step4": (
        "仍无画面：登记暂停裁定；不要在没有画面时继续掷骰、启封或展示。",
        "Still dark: rule a pause; no dice, envelopes or names without a picture.",
    ),
    "card.network_step1": (
        "看主持台“运行状态”：公众端停止时，结束当前一步后重新启动即可。",
        "See Health at the desk: a stopped public side is started again between two steps.",
    ),
    "card.network_step2": (
        "检查无线接入点电源，按“会场网络”一页逐项核对。",
        "Check the access points against the network page.",
    ),
    "card.network_step3": (
        "见证人无法用手机：改用纸质，把秘密值交给公证员，由操作员代为登记；截止前交到公证员手里的先登记后截止。",
        "Witnesses without a phone hand the paper to the notary; what was handed in before zero is recorded first.",
    ),
    "card.network_step4": (
        "揭示时限可能不够时，先裁定暂停，计时随之停止，恢复后继续。",
        "If the reveal's time may not be enough rule PAUSE: the time stands still.",
    ),
    "card.network_step5": ("未上网的家庭由工作人员在查询页代查。", "Staff look up codes for families without a phone."),
    "card.machine_step1": (
        "公证员记录时间和大屏底部的记录号，给主机断电、封存，不再开机。",
        "The notary notes time and record number; the dead machine is sealed and stays off.",
    ),
    "card.machine_step2": ("现场决策组签署裁定书。", "The decision group signs the ruling."),
    "card.machine_step3": (
        "取出封存的备用机和副本 U 盘，公证员当众检查封条。",
        "The sealed spare and its copy are unsealed before the notary.",
    ),
    "card.machine_step4": (
        "在备用机上接管，输入场次口令；提示副本过旧时换最新的一份，不得强行继续。",
        "Take over on the spare and type the passphrase; if the copy is stale take the newest one.",
    ),
    "card.machine_step5": (
        "公证员核对：公告校验码相同，记录号与故障前一致，程序校验码相同。",
        "The notary compares notice hash, record number and program hash.",
    ),
    "card.machine_step6": (
        "登记“在备用机上继续”的裁定，主持人宣布继续。",
        "Record the ruling RESUME_STANDBY; the host announces it.",
    ),
    "card.witness_step1": (
        "开场前缺一类监督人员：等候；决定不等时，由现场决策组裁定“缺少见证人仍继续”。",
        "A kind is missing before the opening: wait, or rule ACCEPT_MISSING_WITNESS.",
    ),
    "card.witness_step2": (
        "公开方没有提交承诺：封定公告板时自动记为缺席。",
        "An open party without a commitment stands as absent when the board closes.",
    ),
    "card.witness_step3": (
        "手机丢失或没电：凭打印或手抄的秘密值，在任何设备上揭示，或交公证员代登。",
        "Lost phone: reveal from the paper on any device, or through the notary.",
    ),
    "card.witness_step4": (
        "输入不符：可重新输入，截止前次数不限；抄错一个字符也会不符，请逐组核对。",
        "No match: type again, as often as needed until the deadline.",
    ),
    "card.witness_step5": (
        "逾期交来：仍可登记，只作记录，不计入种子。",
        "Too late: it may be recorded, and is not counted.",
    ),
    "card.witness_step6": (
        "承诺或揭示的公开方少于公告规定的最少数：见“程序提示必须作废”。",
        "Fewer than the notice asks: see the void card.",
    ),
    "card.envelope_step1": ("不要移动纸条，全部面朝上留在镜头下。", "Leave all papers face up on camera."),
    "card.envelope_step2": (
        "换一个人重新读、重新录入；可扫描纸条上的二维码核对。",
        "Another person reads and types again; scan the QR code to compare.",
    ),
    "card.envelope_step3": (
        "确认参与方代号没有选错，信封没有拿混。",
        "Check the party's id and that the envelopes are not mixed up.",
    ),
    "card.envelope_step4": (
        "操作员与公证员都认定不符：各自确认，登记“纸条与承诺不符”。",
        "Both agree that it does not match: both confirm and record it.",
    ),
    "card.envelope_step5": ("继续录入其余每一张纸条，全部公布。", "Go on with every other paper; all are published."),
    "card.envelope_step6": (
        "生成作废证明，打印签字。下一次更换不符的一方，全体使用新的秘密值。",
        "Write the void certificate and sign it. The next attempt replaces that party and uses fresh secrets.",
    ),
    "card.dice_step1": (
        "任何人不得读出或录入这枚骰子的数字；公证员先宣布“未平放”。",
        "Nobody reads or types this die; the notary declares it first.",
    ),
    "card.dice_step2": (
        "登记裁定“重掷未平放的骰子”，理由“骰子未平放”。",
        "Record the ruling RETHROW, reason DIE_NOT_FLAT.",
    ),
    "card.dice_step3": (
        "由同一位代表当场重掷这一枚，其他骰子不动。",
        "The same delegate rethrows this die at once; the others stay.",
    ),
    "card.dice_step4": (
        "已经读出数字的，一律有效，不得以任何理由重掷。",
        "A digit that has been read counts, whatever the reason.",
    ),
    "card.digit_step1": (
        "大屏提示第几个数字不一致。骰子不动，镜头保持对准。",
        "The screen names the number that differs. Nobody touches the dice.",
    ),
    "card.digit_step2": (
        "两人各自重新读骰子，不看对方屏幕，不互相提示。",
        "Both read again without looking at each other's screen.",
    ),
    "card.digit_step3": (
        "重新录入从第一个尚未确认的数字开始的全部数字。",
        "Type again from the first number that is not confirmed.",
    ),
    "card.digit_step4": (
        "两人录成同一个错误数字且已生效：不能更改，以记录为准，公证员写入笔录。此时信封未启封，这个数字偏向不了任何人。",
        "If both typed the same wrong digit it stands; the notary notes it. The envelopes are closed: it can favour nobody.",
    ),
    "card.digit_step5": (
        "为防止这种情况：每枚骰子录入后，公证员对照大屏点头，再录下一枚。",
        "To prevent it: after each die the notary compares the screen before the next.",
    ),
    "card.objection_step1": (
        "主持人请公证员登记：时间、派位号、事由。不在现场讨论个案，不念姓名。",
        "The notary writes down time, code and matter. No case is discussed aloud, no name is read.",
    ),
    "card.objection_step2": (
        "尚未宣布派位开始：收下书面异议并登记，公证员作出结论后才能开始。",
        "Before convening: record the paper; the draw begins after the notary's outcome.",
    ),
    "card.objection_step3": (
        "异议成立：更正名册后冻结第 2 版，打印差异清单，重新公示。",
        "Accepted: correct the roster, freeze version 2, print the differences, publish again.",
    ),
    "card.objection_step4": (
        "已宣布派位开始：派位继续；结束后登记为申诉，限期书面答复。",
        "After convening: the draw goes on; it becomes an appeal with a deadline.",
    ),
    "card.objection_step5": (
        "现场决策组认为有必要时裁定暂停，弄清后裁定继续。",
        "The decision group may pause, and go on when the matter is clear.",
    ),
    "card.error_step1": (
        "不要关闭或重启任何程序，不要重新派位。",
        "Close nothing, restart nothing, and never draw again.",
    ),
    "card.error_step2": (
        "公证员在第二台电脑上核验公开记录，对照签字纸质件上的两个校验码。",
        "The notary verifies the record on the second machine with the two codes of the signed papers.",
    ),
    "card.error_step3": (
        "“相符”：当场宣布复算一致；个案按申诉受理。",
        "Match: say so; the single case becomes an appeal.",
    ),
    "card.error_step4": (
        "“未能核验”：补上缺少的校验码或文件，再核验。",
        "Could not check: supply what is missing and verify again.",
    ),
    "card.error_step5": (
        "“不符”：停止展示，保全两台设备和记录，公证员记录第一处不同，报主管部门。",
        "Mismatch: stop the show, secure both machines, note the first difference, report it.",
    ),
    "card.error_step6": (
        "依法撤销或更正的，登记事项、签发更正单；需要重新派位的，另开新场次。",
        "What the law annuls or corrects becomes an amendment; a new draw is a new session.",
    ),
    "card.must_void_step1": (
        "读出主持台显示的理由，公证员核对是否属实。",
        "Read the reason at the desk; the notary checks it.",
    ),
    "card.must_void_step2": (
        "生成作废证明，打印，公证员与各方签字。",
        "Write the void certificate, print it, have it signed.",
    ),
    "card.must_void_step3": (
        "掷骰之前作废：信封不启封，由公证员带走。",
        "Before the dice: the envelopes stay closed and go with the notary.",
    ),
    "card.must_void_step4": (
        "再次派位：重新冻结。掷骰前作废的，名单和规则都不得改动。",
        "Again: freeze once more. After a void before the dice neither list nor rules may change.",
    ),
    "card.must_void_step5": (
        "各方重新生成秘密值；旧的秘密值和承诺一律不用。",
        "Every party makes a fresh secret; no old one is used.",
    ),
    "card.must_void_step6": (
        "作废的记录与新的记录一起归档公布。",
        "The void record is archived and published with the new one.",
    ),
    "card.rigged_step1": (
        "主持人平静地请对方说出怀疑哪一步，不争论，不强行制止。",
        "The host calmly asks which step is doubted; no quarrel.",
    ),
    "card.rigged_step2": (
        "请一位代表到公证员桌前：看封条、公告板签字件、骰子、另一台电脑。",
        "A delegate comes to the notary's table and looks at everything.",
    ),
    "card.rigged_step3": (
        "尚未掷骰：可以当场检查骰子。已有结果：请其在自己的手机上按派位号重新计算。",
        "Before the dice: inspect them. After the result: recompute on their own phone.",
    ),
    "card.rigged_step4": ("告知申诉渠道和期限，公证员写入笔录。", "Name the way to appeal; the notary notes it."),
    "card.rigged_step5": ("秩序无法维持：现场决策组裁定暂停。", "If order cannot be kept: rule a pause."),
    "card.media_step1": (
        "把提问引到会场外的发言人处，不打断派位。",
        "Lead questions to the spokesman outside; the draw is not interrupted.",
    ),
    "card.media_step2": (
        "可以说：规则、程序、校验码、人数、如何核验。",
        "May be said: rules, procedure, hashes, counts, how to check.",
    ),
    "card.media_step3": (
        "不能说：任何学生的姓名、个案、尚未公布的内容，以及“谁更有希望”。",
        "Never: names, single cases, anything not yet public, anybody's prospects.",
    ),
    "card.media_step4": (
        "拍摄对准大屏即可：每个画面底部都有场次、次数和校验码。",
        "Filming the screen is enough: every frame carries session, attempt and hashes.",
    ),
    "card.roster_step1": (
        "登记派位号和问题，公证员与教育局各留一份。",
        "Note the code and the matter; notary and bureau keep a copy each.",
    ),
    "card.roster_step2": (
        "尚未宣布派位开始：按异议登记；成立则更正名册，冻结第 2 版并重新公示。",
        "Before convening: an objection; if accepted, version 2.",
    ),
    "card.roster_step3": (
        "已宣布派位开始、第一个数字尚未确认：现场决策组可裁定改期；必须改名单的，裁定作废，下一次冻结后走异议程序再改。",
        "Then, before the first digit: POSTPONE; or VOID, and correct it by objection after the next freeze.",
    ),
    "card.roster_step4": (
        "第一个数字确认之后：继续完成。不应参加的学生，结果产生后取消资格并递补；漏报的学生由教育局按政策另行安置。",
        "After the first digit: finish. A child who should not be in is struck by amendment; one left out is placed by the bureau.",
    ),
    "card.roster_step5": ("答复家庭，并告知申诉渠道。", "Answer the family and name the way to appeal."),
    "card.printer_step1": (
        "公证员读出口播核对码，十组、每组四位；操作员对照大屏。",
        "The notary reads the code, ten groups of four; the operator compares the screen.",
    ),
    "card.printer_step2": (
        "各方在空白签字页手写四十位数字并签名，公证员拍照。",
        "All write the forty digits on a blank page and sign; the notary photographs it.",
    ),
    "card.printer_step3": (
        "把公开文件拷到 U 盘，在另一台电脑打印。",
        "Copy the public files and print on another machine.",
    ),
    "card.printer_step4": (
        "结果单随时可以重新生成，内容逐字节相同；打印后与手写核对码对照再签字。",
        "The sheet can be made again, byte for byte the same; compare with the handwritten code, then sign.",
    ),
    "card.passphrase_step1": (
        "程序仍在运行：不要退出，继续用它完成派位。",
        "If the program is running do not end it: finish the draw with it.",
    ),
    "card.passphrase_step2": (
        "程序已退出：公证员当众启封备用口令，操作员输入，重新封存。",
        "If it has ended: the notary unseals the spare, it is typed and sealed again.",
    ),
    "card.passphrase_step3": (
        "检查大小写、输入法（须为英文）、键盘布局。",
        "Check capitals, the input method (English) and the keyboard layout.",
    ),
    "card.passphrase_step4": (
        "个人口令忘记：先裁定暂停，操作员在“人员与账号”撤销其账号、重新邀请，本人重新设定口令；也可由另一位同一身份的人接替。",
        "A personal password: pause, remove the account, invite the person again; or another of that role takes over.",
    ),
    "card.passphrase_step5": (
        "备用口令也没有，且第一个数字尚未确认：本场次无法继续，公证员记录，以新的场次编号重新冻结。",
        "No spare and no digit confirmed yet: this session cannot go on; freeze a new one under a new id.",
    ),
    "card.passphrase_step6": (
        "备用口令也没有，且数字已确认：公证员封存全部设备、信封和副本，报主管部门，不得另行派位。",
        "No spare and digits confirmed: seal machines, envelopes and copies and report it; no other draw is held.",
    ),
    "card.notary_step1": (
        "裁定暂停，理由“人员”；透明箱和设备由另一位公证员看管。",
        "Rule PAUSE, reason PERSON; the other notary guards box and machine.",
    ),
    "card.notary_step2": (
        "另一位公证员已签到：由其继续；裁定继续。",
        "A second notary has signed in: they go on; rule CONTINUE.",
    ),
    "card.notary_step3": (
        "没有第二位：等候公证处派人；第一个数字确认之前可以裁定改期。",
        "None there: wait for one; before the first digit POSTPONE is possible.",
    ),
    "card.notary_step4": (
        "接替人逐项核对封条、公告校验码、记录号，写入笔录。",
        "The successor checks seals, notice hash and record number.",
    ),
    "card.notary_step5": (
        "种子产生之后公证员不适：结果已经确定，可以等候，不影响结果。",
        "After the seed the result is fixed; waiting changes nothing.",
    ),
    "card.evacuate_step1": (
        "先疏散人员。来得及时：登记暂停裁定；来不及，恢复后补登记并写明时间。",
        "People first. Rule a pause if there is time, else record it afterwards.",
    ),
    "card.evacuate_step2": (
        "公证员带走透明箱、签字件和副本 U 盘；操作员锁屏，设备不必带走。",
        "The notary takes box, papers and copies; the operator locks the desk.",
    ),
    "card.evacuate_step3": (
        "回到会场：公证员检查封条、箱子、骰子位置和大屏记录号，有异常先写入笔录。",
        "Back in the hall the notary checks seals, box, dice and record number.",
    ),
    "card.evacuate_step4": (
        "设备损毁用备用机（见“主机损坏”）；当天不能恢复且第一个数字未确认，裁定改期。",
        "A destroyed machine: the spare. Not possible today and no digit confirmed: POSTPONE.",
    ),
    "card.evacuate_step5": ("裁定继续，从同一步进行。", "Rule CONTINUE and go on at the same step."),
}
