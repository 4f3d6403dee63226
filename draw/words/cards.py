"""Words of the incident cards: title, the sentence for the projector, who decides, what to say, what is guaranteed (R14, R47)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "card.power_title": ("停电", "Power failure"),
    "card.power_hall": (
        "停电：已记录的内容都在，来电后从同一步继续，结果不受影响",
        "Power failure: everything recorded is safe; we go on at the same step and the result is not affected",
    ),
    "card.power_decides": (
        "操作员直接恢复；等多久、是否暂停由现场决策组裁定",
        "The operator starts again; how long to wait is for the decision group",
    ),
    "card.power_say": (
        "会场停电，请大家留在座位。每一步都已即时存盘，来电后从同一步继续，不需要重来，也不可能得出另一个结果。",
        "The power is out, please stay seated. Every step is stored; we go on where we stopped, and the result is the same.",
    ),
    "card.power_guarantee": (
        "每一步写入磁盘后才显示。重启后自动回到同一步，并在大屏写明从第几号记录继续；揭示计时不计停电时间。",
        "A step is on the disk before it is shown. After a restart the same step stands; the reveal's time does not run meanwhile.",
    ),
    "card.projector_title": ("投影或大屏故障", "Projector fails"),
    "card.projector_hall": (
        "画面已恢复，派位没有受到影响",
        "The picture is back; the draw was not affected",
    ),
    "card.projector_decides": (
        "操作员；超过五分钟由主持人宣布暂停",
        "The operator; after five minutes the host calls a pause",
    ),
    "card.projector_say": (
        "大屏暂时没有画面。大屏只负责显示，不决定任何结果；请稍候，恢复后从同一页继续。",
        "The screen is dark for a moment. It only shows and decides nothing; we go on at the same page.",
    ),
    "card.projector_guarantee": (
        "投影页只读。任何一台接入的电脑打开投影页，都立即看到完整的当前画面。",
        "The projector page only reads. Any machine that opens it shows the whole present state at once.",
    ),
    "card.network_title": ("无线网络或手机页面不通", "Network or phones fail"),
    "card.network_hall": (
        "会场无线网络有故障：派位不依赖网络，照常进行，全部文件会后公布",
        "The hall's Wi-Fi has failed: the draw does not need it and goes on; every file is published afterwards",
    ),
    "card.network_decides": (
        "操作员；见证人因此来不及揭示时由现场决策组裁定",
        "The operator; the decision group if it costs witnesses their time",
    ),
    "card.network_say": (
        "手机页面暂时打不开。派位不需要网络，照常进行；会后所有文件公布，随时可以核对。",
        "Phones cannot reach the page just now. The draw needs no network and goes on; every file is published afterwards.",
    ),
    "card.network_guarantee": (
        "主持台、投影和记录在同一台设备上，不经过网络。公众端停止或被挤满，不影响派位。",
        "Desk, projector and record are on one machine. If the public side stops or is flooded, the draw goes on.",
    ),
    "card.machine_title": ("主机损坏，改用备用机", "Machine dead: use the spare"),
    "card.machine_hall": (
        "主机故障：改用备用机，从同一步继续，结果相同",
        "The machine has failed: the spare goes on at the same step with the same result",
    ),
    "card.machine_decides": ("现场决策组裁定，公证员在场见证", "The decision group, before the notary"),
    "card.machine_say": (
        "主机出现故障，经现场决策组裁定改用备用机。备用机持有同样的记录，同样的记录只能算出同样的结果。",
        "The machine has failed; by ruling we use the spare. It holds the same record, and the same record gives the same result.",
    ),
    "card.machine_guarantee": (
        "备用机从同一步继续，什么都不必重新收集；副本过旧会被拒绝，程序版本不同也会被拒绝。",
        "The spare goes on at the same step and collects nothing again; a stale copy or another program version is refused.",
    ),
    "card.witness_title": ("见证人缺席、迟到或丢失秘密值", "A witness is absent, late or lost the secret"),
    "card.witness_hall": (
        "缺席的公开方记为“缺席”，派位按公告继续",
        "An open party that is absent stands as absent; the draw goes on as the notice says",
    ),
    "card.witness_decides": (
        "开场前缺一类监督人员：现场决策组；承诺和揭示缺席：公告已经规定，无须决定",
        "Before the opening, a kind missing: the decision group; absent parties: the notice has decided already",
    ),
    "card.witness_say": (
        "有一位公开方没有在时限内揭示，按公告记为缺席。其余各方的数字仍然有效，谁也不能凭缺席改变结果。",
        "One open party did not reveal in time and stands as absent. The others count; staying away steers nothing.",
    ),
    "card.witness_guarantee": (
        "缺席写入公告板和种子文件，人人可见；逾期交来的只作记录，不计入。截止前重试不限次数。",
        "Absence stands on the board and in the seed file; late secrets are not counted. Tries are free until then.",
    ),
    "card.envelope_title": ("信封里的纸条与承诺不符", "An envelope's paper does not match"),
    "card.envelope_hall": (
        "有一张纸条与承诺不符：其余信封照样启封公布，本次有因作废",
        "One paper does not match its commitment: the others are opened and published, and this attempt is void with cause",
    ),
    "card.envelope_decides": ("操作员与公证员两人一致认定", "Operator and notary, both reading"),
    "card.envelope_say": (
        "有一张纸条与事先公布的承诺不一致。按公告，其余信封当场启封并公布，本次作废，更换这一方后重新派位。",
        "One paper does not match its commitment. The others are opened and published; this attempt is void.",
    ),
    "card.envelope_guarantee": (
        "录入次数不限，看错字不会造成作废。不能跳过封存方，也不能换一张纸条。",
        "Typing tries are unlimited, a misread digit voids nothing. A sealed party is never skipped and no paper is replaced.",
    ),
    "card.dice_title": ("骰子没有平放或掉出托盘", "A die is not flat, or fell"),
    "card.dice_hall": (
        "一枚骰子没有平放：读数之前已宣布，当场重掷",
        "A die does not lie flat: declared before its digit was read, and rethrown at once",
    ),
    "card.dice_decides": (
        "公证员先宣布，现场决策组登记裁定",
        "The notary declares it first; the decision group records it",
    ),
    "card.dice_say": (
        "这枚骰子没有平放在托盘里，现在还没有读数。按规则当场重掷这一枚，其他数字不变。",
        "This die does not lie flat and has not been read. It is rethrown at once; the other digits stay.",
    ),
    "card.dice_guarantee": (
        "已读出的数字不能重掷。封存方的秘密值还在信封里，此时没有任何人知道哪个数字对谁有利。",
        "A digit that has been read is never rethrown. The sealed secrets are still closed: nobody knows what a digit does.",
    ),
    "card.digit_title": ("录错数字", "A wrong digit is typed"),
    "card.digit_hall": (
        "两人录入不一致：重新读数，骰子不动",
        "The two entries differ: the dice are read again and not touched",
    ),
    "card.digit_decides": (
        "操作员与复核员重新读数，公证员监督",
        "Operator and second operator read again before the notary",
    ),
    "card.digit_say": (
        "两人录入的数字不一致，系统没有接受。骰子没有动过，请两位重新读数、重新录入。",
        "The two entries differ and the system took neither. Nobody touches the dice; both read and type again.",
    ),
    "card.digit_guarantee": (
        "两人分别录入，不一致就拒收并写入记录。两人一致的数字立即生效，不能再改。",
        "Two people type on their own; a difference is refused and stands in the minutes. What both typed alike counts and stays.",
    ),
    "card.objection_title": ("现场有人提出异议", "An objection from the floor"),
    "card.objection_hall": (
        "现场异议已由公证员登记，将书面答复",
        "The objection has been recorded by the notary and will be answered in writing",
    ),
    "card.objection_decides": (
        "宣布派位开始之前：公证员作出结论；之后：现场决策组决定是否暂停，异议转为申诉",
        "Before the draw is convened: the notary; afterwards the decision group may pause, and it becomes an appeal",
    ),
    "card.objection_say": (
        "您的意见已请公证员登记，请留下编号和联系方式，我们书面答复。名单和规则已经封存，现场谁也改不了。",
        "The notary has recorded it; leave your code for a written answer. Nobody here can change list or rules.",
    ),
    "card.objection_guarantee": (
        "异议书以加盐校验码进入记录，不能抹去。成立的异议产生新版本名单，并打印全部差异。",
        "The paper enters the minutes by its salted hash for good. An accepted one makes a new version with its differences.",
    ),
    "card.error_title": ("怀疑结果有误", "The result is thought to be wrong"),
    "card.error_hall": (
        "正在当场复算：任何人都可以用公开文件得到同样的结果",
        "It is being recomputed: anybody gets the same result from the public files",
    ),
    "card.error_decides": (
        "公证员主持复算；种子产生之后任何裁定都不能改变结果",
        "The notary has it recomputed; after the seed no ruling changes the result",
    ),
    "card.error_say": (
        "请公证员在另一台电脑上当场复算。如果两台机器的结果校验码相同，结果就完全相同；具体问题接受申诉，书面答复。",
        "The notary recomputes it on another machine. Equal result hashes mean equal results; questions are answered as appeals.",
    ),
    "card.error_guarantee": (
        "结果由名单、规则和种子唯一确定。依法更正只能以有编号、有签名的更正单作出，原件永远保留。",
        "List, rules and seed fix the result. What the law corrects is a numbered, signed amendment; the original stays for ever.",
    ),
    "card.must_void_title": ("程序提示必须作废", "The program asks for a void"),
    "card.must_void_hall": (
        "按公告规定，本次派位作废，没有任何结果；全部经过已签名公布",
        "As the notice rules, this attempt is void and has no result; all that happened is signed and published",
    ),
    "card.must_void_decides": (
        "公告已经规定，不由任何人决定；公证员核对理由",
        "The notice has decided; the notary checks the reason",
    ),
    "card.must_void_say": (
        "按事先公布的规则，本次派位作废，没有产生任何结果。下一次各方使用全新的秘密值，第几次、作废几次都会公开。",
        "By the published rules this attempt is void and has no result. The next one uses fresh secrets, and the count is public.",
    ),
    "card.must_void_guarantee": (
        "掷骰之前作废时信封未启封，没有人知道结果会是什么，所以谁也不能靠作废挑选结果。",
        "A void before the dice leaves the envelopes closed: nobody knew the result, so nobody can choose by voiding.",
    ),
    "card.rigged_title": ("有人喊“有黑幕”", "Somebody shouts that it is rigged"),
    "card.rigged_hall": (
        "不需要相信我们：每一步都可以自己核对，核验方法见公告和手机页面",
        "You need not trust us: every step can be checked by you; the notice and the phone page say how",
    ),
    "card.rigged_decides": ("主持人；秩序问题由会场安保处理", "The host; order in the hall is for the stewards"),
    "card.rigged_say": (
        "您可以不相信我们，所以每一步都能由您自己核对。请一位代表到公证员桌前，看封条、看承诺、看另一台电脑复算。",
        "You need not trust us: every step can be checked. Please send somebody to the notary's table to look at all of it.",
    ),
    "card.rigged_guarantee": (
        "除非所有封存方串通，否则没有人能在两个结果之间选择；即使串通，也只能当众作废。",
        "Unless all sealed parties collude nobody can choose between two results; and even they could only void, in public.",
    ),
    "card.media_title": ("媒体提问", "A question from the press"),
    "card.media_hall": ("媒体提问请在派位结束后进行", "Questions from the press, please, after the draw"),
    "card.media_decides": (
        "指定发言人；操作员和公证员不接受采访",
        "The spokesman; operator and notary give no interviews",
    ),
    "card.media_say": (
        "派位结束后由发言人统一答复。全部过程文件都会公布，欢迎请懂技术的同事自行复算。",
        "The spokesman answers after the draw. Every file is published; have your own experts recompute it.",
    ),
    "card.media_guarantee": (
        "公布的文件里没有姓名、证件号和住址，可以直接引用校验码和人数。",
        "The published files hold no name, id number or address; hashes and counts may be quoted.",
    ),
    "card.roster_title": ("冻结后发现名单有错", "An error in the frozen list"),
    "card.roster_hall": (
        "名单问题已登记，按公告规定的程序处理",
        "The question about the list is recorded and handled as the notice says",
    ),
    "card.roster_decides": (
        "宣布派位开始之前：异议程序；之后、第一个数字确认之前：现场决策组；再往后：结果产生后以更正单处理",
        "Before convening: an objection; then, before the first digit: the decision group; later: an amendment after the result",
    ),
    "card.roster_say": (
        "这一条名单问题已经登记。谁都不能在现场改名单；将按公告的程序处理，并书面答复这个家庭。",
        "The question is recorded. Nobody changes the list in the hall; the family gets a written answer.",
    ),
    "card.roster_guarantee": (
        "改动一个字，公告校验码就不同，程序会拒绝继续。删去一人，不改变其他任何人的先后。",
        "One changed character changes the notice hash and the program refuses. Striking one child moves nobody else.",
    ),
    "card.printer_title": ("打印机故障", "Printer fails"),
    "card.printer_hall": ("打印稍候：请公证员读出核对码", "Printing is delayed: the notary reads the code aloud"),
    "card.printer_decides": ("公证员：手写核对码签字，或等打印机恢复", "The notary: sign the code by hand, or wait"),
    "card.printer_say": (
        "打印机有故障。请公证员读出四十位核对码，各方手写记录并签字，打印件随后补上，内容完全相同。",
        "The printer has failed. The notary reads the forty-digit code, all write it down and sign; the print follows.",
    ),
    "card.printer_guarantee": (
        "同一份记录在任何电脑上生成的结果单逐字节相同，换打印机、换时间打印都不影响。",
        "The same record gives the same sheet, byte for byte, on any machine and at any time.",
    ),
    "card.passphrase_title": ("忘记口令", "A passphrase is forgotten"),
    "card.passphrase_hall": ("正在启封备用口令，请稍候", "The spare passphrase is being unsealed; one moment"),
    "card.passphrase_decides": (
        "公证员启封备用口令；取不出时由现场决策组裁定",
        "The notary unseals the spare; else the decision group",
    ),
    "card.passphrase_say": (
        "需要启封由公证处保管的备用口令，请公证员当众检查封条。口令只用来打开设备，与结果无关。",
        "The notary now unseals the spare passphrase. It only opens the machine and has nothing to do with the result.",
    ),
    "card.passphrase_guarantee": (
        "没有口令谁也打不开私密资料，我们也没有后门。正在运行的程序不再询问口令。",
        "Without it nobody opens the private folder; there is no back door. A running program does not ask again.",
    ),
    "card.notary_title": ("公证员身体不适", "A notary is taken ill"),
    "card.notary_hall": ("暂停：等候另一位公证员接替", "Paused: another notary takes over"),
    "card.notary_decides": (
        "公证处指定接替人，现场决策组裁定暂停与继续",
        "The notary office names the successor; the decision group rules the pause",
    ),
    "card.notary_say": (
        "一位公证员身体不适，由另一位公证员接替。没有公证员在场，程序不会往下走。",
        "A notary is unwell and another takes over. Without a notary nothing goes on.",
    ),
    "card.notary_guarantee": (
        "需要公证员的步骤只有签到的公证员本人能完成。暂停期间不接受任何新步骤，揭示不计时。",
        "A notary's step can only be done by a notary who has signed in. In a pause nothing is taken and the time stands still.",
    ),
    "card.evacuate_title": ("需要疏散", "The hall must be cleared"),
    "card.evacuate_hall": (
        "请按指引离场：派位暂停，回来后从同一步继续",
        "Please leave as directed: the draw is paused and goes on at the same step",
    ),
    "card.evacuate_decides": ("安全负责人；人身安全先于一切", "The safety officer; people come before everything"),
    "card.evacuate_say": (
        "请大家按工作人员指引有序离场。派位暂停，公证员带走透明箱，回来后从同一步继续。",
        "Please leave in order. The draw is paused, the notary takes the box along, and we go on at the same step.",
    ),
    "card.evacuate_guarantee": (
        "暂停不改变任何已定的内容；信封未启封前没有人知道结果，启封后结果已唯一确定。",
        "A pause changes nothing that is fixed. With closed envelopes nobody knows the result; with open ones it is fixed.",
    ),
}
