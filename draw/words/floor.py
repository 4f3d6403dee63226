"""Words of the desk in the hall: the checklist, sign-in by kind, spot check, rulings, incident cards, sheets, role stations."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # stations
    "seat.operator": ("操作员座席", "Operator's station"),
    "seat.checker": ("复核员座席", "Second operator's station"),
    "seat.notary": ("公证员座席", "Notary's station"),
    "seat.discipline": ("纪检监察座席", "Discipline officer's station"),
    "seat.host": ("主持人座席", "Host's station"),
    "floor.code_login": ("由控制台代码登录", "in by the console's code"),
    "floor.no_account": (
        "正式派位：请先到“人员与账号”建立操作员本人的账号，否则不能执行任何操作。",
        "A live draw: make the operator's own account under people first; until then nothing can be done here.",
    ),
    "floor.people_page": ("人员与账号", "people"),
    "floor.handbook": ("手册", "handbook"),
    "floor.open_page": ("打开这一步的页面", "Open the page of this step"),
    "floor.open_proposal": ("打开提案，核对后在那里确认", "Open the proposal: check it and confirm it there"),
    "floor.stations_page": ("见证席", "witness stations"),
    "floor.at_step": ("您正在看的不是当前步骤", "This is not the present step"),
    "floor.to_now": ("回到当前步骤", "Back to the present step"),
    "floor.now": ("当前步骤", "now"),
    "floor.this_press": ("按下之后", "after this press"),
    "floor.coming": ("大屏按“下一页”将显示", "the screen's next page"),
    "floor.coming_none": (
        "没有下一页；下一幅画面由下一步操作带来",
        "no further page; the next act brings the next scene",
    ),
    "floor.coming_view": ("{zh}，第 {at} 页，共 {of} 页", "{en}, page {at} of {of}"),
    "floor.coming_tiles": ("{title}：第 {first}–{last} 位", "{title}: ranks {first} to {last}"),
    "floor.coming_one": ("{title}：第 {first} 位，单独展示", "{title}: rank {first}, alone"),
    "floor.coming_draw": ("{title}：开始，先说明名额与规则", "{title}: its first page with places and rule"),
    "floor.coming_closed": ("{title}：本项结束，小结", "{title}: its closing page"),
    "floor.coming_summary": ("{title}：未抽签，说明原因", "{title}: not drawn, and why"),
    "floor.coming_places": ("{title}：各校录取情况", "{title}: its schools"),
    "floor.coming_schools": ("全部学校汇总", "all schools"),
    "floor.coming_final": ("最后一页：结果校验码与核验方式", "the last page: result hash and how to verify"),
    "floor.tick": ("已完成，打勾", "Done: tick it"),
    "floor.tick_skip": ("演练中略过，打勾", "Leave out in this rehearsal"),
    "floor.untick": ("取消打勾", "Untick"),
    "floor.tick_why": (
        "打勾只在本清单上，不写入派位记录。",
        "A tick stands in this checklist only, not in the ledger.",
    ),
    "floor.put_on": ("放到大屏上", "Put on the screen"),
    "mark.done": ("已完成", "done"),
    "mark.now": ("现在", "now"),
    "mark.open": ("尚未完成", "not done"),
    "mark.later": ("以后", "later"),
    "mark.skip": ("不需要", "not needed"),
    "floor.step_unknown": ("没有这一步。", "There is no such step."),
    "floor.second_note": (
        "按下后只是提出；{zh}在自己的座席确认后才执行。",
        "This only proposes it; it is done when the {en} confirms at their own station.",
    ),
    "floor.as_role": ("由{zh}操作", "by the {en}"),
    "floor.kept": (
        "您输入的内容都还在下面的表单里，看清当前步骤后可以再提交。",
        "What you typed is still in the form below; look at the present step and send it again.",
    ),
    "floor.typed": ("您输入的内容（这张表单现在不能提交）", "what you typed (this form cannot be sent now)"),
    "floor.loose": (
        "现场已有新进展。您正在填写的内容没有丢失，可以直接提交。",
        "The ceremony has moved on. What you are typing is safe and may be sent as it is.",
    ),
    # the chapters and steps of the checklist
    "chapter.before": ("会前", "Before the day"),
    "chapter.opening": ("开场", "Opening"),
    "chapter.fixing": ("承诺与揭示", "Commit and reveal"),
    "chapter.numbers": ("现场数字与启封", "Dice and envelopes"),
    "chapter.result": ("结果", "Result"),
    "chapter.end": ("展示与归档", "Show and archive"),
    "todo.people": (
        "给操作员、复核员、公证员、纪检监察人员、主持人各建一个账号，邀请码当面交给本人。",
        "Make accounts for operator, second operator, notary, discipline officer and host; hand each code over in person.",
    ),
    "todo.freeze": (
        "核对方案与名册，由操作员提出、公证员确认冻结；打印公告，交公证员签字。",
        "Check rule sheet and roster; the operator proposes the freeze, the notary confirms it. "
        "Print the notice and have it signed.",
    ),
    "todo.objections": (
        "收到的每份异议都要登记，由公证员作出结论；成立的须冻结新版本。",
        "Register every objection; the notary decides each. An accepted one needs a new version.",
    ),
    "todo.rehearsal": (
        "在演练用的文件夹里用真名单演练，每页都有“演练”字样；之后公证员封存主机与备用机。",
        "Rehearse with the real list in a folder of its own, marked on every page; then the notary seals machine and spare.",
    ),
    "todo.recusal": (
        "主持人宣读回避声明，每人在声明表上签字。请先打印声明表。",
        "The host reads the recusal statement and everybody signs the sheet. Print it first.",
    ),
    "todo.sign_in": (
        "按类别签到。人员到齐之前，正式派位不能开始；缺人须由现场决策组裁定。",
        "Sign people in by kind. A live draw cannot begin until everybody is there, or the decision group rules.",
    ),
    "todo.checks": (
        "公证员查看封条和网络，计算机专业人员读出程序校验码；公证员在自己的座席逐项确认。",
        "The notary looks at seals and network, the expert reads the program's hash; the notary confirms each item.",
    ),
    "todo.counts": (
        "主持人宣读人数、派位对象、捆绑组和招生计划；大屏同时显示。",
        "The host reads children, units, bundles and places; the screen shows them.",
    ),
    "todo.spot": (
        "请家长报出自己孩子的派位号，大屏只显示去名后的一行。至少两次。",
        "Parents call out their child's code; the screen shows that one masked row. At least twice.",
    ),
    "todo.rules": (
        "主持人宣读规则：捆绑、空缺、中断、有人不揭示怎么办。",
        "The host reads the rules: bundles, vacancies, interruptions, who does not reveal.",
    ),
    "todo.convene": (
        "宣布开始。此后名单不能再改，各方可以提交承诺。",
        "Declare it open. The list can no longer change; parties may commit.",
    ),
    "todo.commit": (
        "各方提交承诺值：见证人用手机提交，纸条方由您录入。全部到齐后封定公告板。",
        "Everybody commits: witnesses from their phones, paper parties through you. Then close the board.",
    ),
    "todo.board": (
        "打印公告板，各方核对自己的一行和校验码并签字，然后开始揭示计时。",
        "Print the board; each party checks its line and the hash, and signs. Then start the reveals.",
    ),
    "todo.reveal": (
        "见证人在时限内揭示。交到公证员手里的纸条先登记，再截止。",
        "Witnesses reveal before the deadline. Record papers handed to the notary first, then close.",
    ),
    "todo.dice": (
        "代表掷骰，操作员与复核员各自录入自己看到的数字，一致才显示；全部掷完由公证员确认。",
        "Delegates throw; both operators type what they see, and only equal entries show. The notary confirms them all.",
    ),
    "todo.beacon": (
        "录入公告指定那一轮的信标签名；晚到就等，不能跳过。",
        "Type the signature of the round that the notice names; wait for a late one, never skip it.",
    ),
    "todo.envelopes": (
        "公证员出示封口，全部信封同时打开，纸条面朝上摆在镜头下。",
        "The notary shows the seals; all envelopes are opened together and the papers lie face up on camera.",
    ),
    "todo.opening_papers": (
        "逐张录入纸条；与承诺一致才会记录，次数不限。最后一张录入后种子立即产生。",
        "Type each paper; it is taken only if it matches, tries are unlimited. With the last one the seed is fixed.",
    ),
    "todo.finish": (
        "算出结果并签名。大屏先显示结果校验码，请公证员抄下。",
        "Compute and sign. The result hash shows before any name; the notary writes it down.",
    ),
    "todo.second": (
        "公证员的第二台机器用公布的文件复算，两边校验码须相同。",
        "The notary's second machine recomputes from the published files; both hashes must be equal.",
    ),
    "todo.show": (
        "逐页展示已经签名的结果；翻页、回看、黑屏都不改变结果。",
        "Page through the signed result; turning, looking back or a dark screen change nothing.",
    ),
    "todo.sheets": (
        "生成结果单，打印三份，逐页核对，签字盖章。",
        "Write the result sheet, print three copies, check and sign every page.",
    ),
    "todo.archive": (
        "把公开文件夹拷贝三份，逐份核验后由教育局、招考机构、公证处各存一份。",
        "Copy the public folder three times, verify each copy; bureau, exam office and notary keep one each.",
    ),
    "todo.void": (
        "本次没有结果。打印作废证明并签字；下一次须重新冻结。",
        "There is no result. Print and sign the certificate; the next attempt starts with a new freeze.",
    ),
    # what the press will do and what the hall then sees
    "then.freeze": (
        "名单与规则从此固定；公告签名公布，大屏显示公告校验码。",
        "List and rules stand; the signed notice is published.",
    ),
    "then.object": (
        "异议登记编号，纸质内容只以校验码入记录。",
        "The objection has a number; only a hash of its paper is recorded.",
    ),
    "then.object-decide": (
        "结论写入记录；成立的须冻结新版本。",
        "The outcome is recorded; an accepted one needs a new version.",
    ),
    "then.sign-in": (
        "签到写入记录（姓名只留本机），大屏更新到场人数。",
        "Recorded by salted hash; the hall sees the count, never a name.",
    ),
    "then.check": ("确认写入记录，大屏该项打勾。", "Recorded; the hall sees this item ticked."),
    "then.spot": ("查询写入记录，大屏显示这一行（去名）。", "Recorded; the hall sees this one masked row."),
    "then.convene": (
        "异议期结束，名单不能再改；大屏转到承诺公告板。",
        "Objections end for good; the hall sees the empty board.",
    ),
    "then.commit": (
        "承诺值写入记录，立即显示在大屏公告板上。",
        "Recorded; it stands on the board in the hall at once.",
    ),
    "then.board": (
        "公告板封定，没提交的公开方记为缺席；大屏显示公告板校验码。",
        "Nobody can commit any more; the hall sees the board's hash.",
    ),
    "then.reveal-open": ("揭示开始计时，大屏倒计时。", "The time runs; the hall sees the countdown."),
    "then.reveal": (
        "一致才记录，大屏该方打勾；不一致什么都不发生。",
        "Recorded if it matches, ticked in the hall; else nothing happens.",
    ),
    "then.reveal-close": (
        "没有揭示的记为缺席，之后交来的只作记录不计入；大屏转到掷骰。",
        "The rest stand as absent; the hall goes on to the dice.",
    ),
    "then.dice-operator": (
        "复核员录入相同后，数字才一次显示在大屏上。",
        "The digits show only when the second operator has typed the same.",
    ),
    "then.dice-checker": (
        "操作员录入相同后，数字才一次显示在大屏上。",
        "The digits show only when the operator has typed the same.",
    ),
    "then.dice-confirm": (
        "数字不能再改；此后不能改期、作废或重掷。大屏转到信封。",
        "The digits stand for good; the hall goes on to the envelopes.",
    ),
    "then.beacon": ("信标写入记录，大屏显示签名与校验码。", "Recorded; the hall sees signature and hash."),
    "then.envelopes": (
        "开封写入记录；大屏显示各封存方的承诺，等待录入。",
        "Recorded; the hall sees each sealed commitment waiting for its paper.",
    ),
    "then.paper": (
        "一致才记录，大屏该方打勾；最后一张之后种子立即产生并显示。",
        "Recorded if it matches; with the last one the hall sees the seed.",
    ),
    "then.paper-mismatch": (
        "写入记录，本次将有因作废；其余信封仍须启封。",
        "Recorded; this attempt will be void with cause. The other papers are still opened.",
    ),
    "then.finish": (
        "约几秒算完并签名，私钥销毁；大屏先显示结果校验码，不出现任何姓名。",
        "Computed and signed, the key destroyed; the hall sees the result hash and no name.",
    ),
    "then.void": (
        "作废证明签名公布，大屏显示作废原因；本次没有结果。",
        "The signed certificate is published; the hall sees the reason. There is no result.",
    ),
    "then.rule": ("裁定写入记录，大屏立即显示裁定与理由。", "Recorded; the hall sees ruling and reason at once."),
    "then.rule-void": (
        "裁定作废写入记录，大屏显示；之后只能生成作废证明。",
        "Recorded and shown; only the void certificate can follow.",
    ),
    # sign-in
    "floor.kind": ("类别", "kind"),
    "floor.kind_of": ("{zh}：已签到 {there}，需要 {needed}", "{en}: {there} there, {needed} needed"),
    "floor.kind_free": ("{zh}：已签到 {there}", "{en}: {there} there"),
    "floor.person": ("姓名", "name"),
    "floor.there": ("已签到", "there"),
    "floor.needed": ("须到场", "needed"),
    "floor.short": ("还缺 {count} 人", "{count} missing"),
    "floor.full": ("到齐", "complete"),
    "floor.declared": ("本人已听取回避声明，并在声明表上签字", "has heard the recusal statement and signed the sheet"),
    "floor.declare_first": (
        "请先确认本人已在回避声明表上签字，再签到。",
        "Sign in only who has signed the recusal sheet; tick the box.",
    ),
    "floor.name_first": ("请填写姓名。", "Give the name."),
    "floor.known": (
        "有账号的人：已签声明表的，按姓名签到",
        "account holders who have signed the sheet: press to sign in",
    ),
    "floor.seen": ("已看到，确认", "Seen: confirm"),
    "floor.more_screen": ("更多大屏操作", "more for the screen"),
    "floor.paper_drawer": ("裁定书文字或扫描件（可不填）", "text or scan of the ruling (optional)"),
    "floor.signed": ("已签到人员（姓名只在工作人员座席显示）", "signed in (names show at staff stations only)"),
    "floor.nobody_yet": ("还没有人签到。", "Nobody has signed in yet."),
    "floor.all_there": ("各类人员已到齐。", "Everybody is there."),
    "floor.missing": ("还缺：{people}", "still missing: {people}"),
    "floor.missing_one": ("{zh} {count} 人", "{count} × {en}"),
    "floor.accepted": (
        "现场决策组已裁定：缺少的人员不再等待。",
        "The decision group has ruled: who is missing is not waited for.",
    ),
    "floor.live_locked": (
        "人员未到齐，不能开始：{zh}。请继续签到，或由现场决策组裁定“缺少见证人仍继续”。",
        "Locked, still missing: {en}. Sign them in, or the decision group rules to go on without them.",
    ),
    "floor.recusal_sheet": ("打印回避声明表", "Print the recusal sheet"),
    # the recusal sheet and the board, on paper
    "floor.recusal_title": ("回避声明表", "Recusal statements"),
    "floor.recusal_text": (
        "本人声明：本人及近亲属没有子女参加本次派位；如在派位过程中发现有此情形，立即报告并退出。本人不同时担任操作员、复核员、公证员中的两项。",
        "I declare: neither I nor a close relative has a child in this draw; should I learn "
        "otherwise, I report it at once and step down. "
        "I hold no two of operator, second operator and notary.",
    ),
    "floor.row": ("序号", "no."),
    "floor.signature": ("签字", "signature"),
    "floor.time": ("时间", "time"),
    "floor.print": ("打印", "Print"),
    "floor.print_how": ("用浏览器打印（Ctrl+P），A4 纵向。", "Print with the browser (Ctrl+P), A4 upright."),
    "floor.back": ("返回座席", "Back to the station"),
    "floor.board_title": ("承诺公告板", "Board of commitments"),
    "floor.board_text": (
        "各方核对自己的承诺值与下方校验码后签字。此后任何人都不能更改自己的数字。",
        "Each party checks its own commitment and the hash below, and signs. Nobody can change a number after this.",
    ),
    "floor.board_absent": ("缺席", "absent"),
    "floor.board_party": ("参与方", "party"),
    "floor.board_value": ("承诺值", "commitment"),
    "floor.paper_facts": ("场次 {session} · 第 {attempt} 次", "session {session} · attempt {attempt}"),
    "floor.not_yet": ("公告板尚未封定。", "The board is not closed yet."),
    # codes to compare
    "floor.codes": ("请与纸质件逐组核对", "compare with the paper, group by group"),
    "floor.code_notice": ("公告校验码", "notice hash"),
    "floor.code_program": ("程序校验码", "program hash"),
    "floor.code_board": ("公告板校验码", "board hash"),
    "floor.code_reveals": ("揭示截止时的校验码", "hash after the reveals"),
    "floor.code_dice": ("数字确认后的校验码", "hash after the dice"),
    "floor.code_seed": ("种子", "seed"),
    "floor.code_result": ("结果校验码", "result hash"),
    "floor.code_statement": ("声明校验码（签字用）", "statement hash (to be signed)"),
    "floor.code_void": ("作废证明校验码", "hash of the void certificate"),
    # spot check
    "floor.spot_code": ("派位号", "applicant code"),
    "floor.spot_row": ("名单中的这一行（去名）", "this row of the frozen list, masked"),
    "floor.unit": ("派位对象", "unit"),
    "floor.alone": ("单独派位", "drawn alone"),
    "floor.mates": ("与 {codes} 捆绑", "bundled with {codes}"),
    "floor.spot_first": ("请输入派位号。", "Give the code."),
    "floor.lookup": ("家长报号，查结果", "Look up a child's result"),
    "floor.lookup_do": ("放到大屏上", "Put on the screen"),
    # rulings
    "floor.rulings": ("现场决策组裁定", "Rulings of the decision group"),
    "floor.rule_link": ("登记裁定", "Record a ruling"),
    "floor.pause": ("提请暂停", "Pause"),
    "floor.no_rulings": ("还没有裁定。", "No ruling yet."),
    "floor.signers": ("签字人（至少 {quorum} 人）", "signers (at least {quorum})"),
    "floor.signer": ("{code}", "{code}"),
    "floor.signers_first": (
        "请勾选签字人，至少 {quorum} 人。",
        "Tick who signed: at least {quorum}.",
    ),
    "floor.paper_text": ("裁定书文字（可不填）", "text of the ruling (may be empty)"),
    "floor.paper_file": ("或附上裁定书扫描件（可不附）", "or attach a scan of it (may be empty)"),
    "floor.paper_hint": (
        "文字或扫描件加密存在本机，记录里只有它的校验码；两样都有时以扫描件为准。",
        "Kept encrypted on this machine; the ledger holds its hash only. With both, the scan counts.",
    ),
    "floor.paper_open": ("打开裁定书", "open the paper"),
    "floor.paper_missing": ("没有这份裁定书。", "There is no such paper."),
    "floor.signed_by": ("签字 {signers}", "signed {signers}"),
    "effect.CONTINUE": ("结束暂停，从同一步继续。", "Ends the pause; goes on at the same step."),
    "effect.PAUSE": (
        "除裁定、签到、逾期登记外一切停止，揭示计时停走；大屏显示“暂停”。",
        "Everything but rulings, sign-ins and late reveals stops, the reveals' time too; the screen says so.",
    ),
    "effect.RESUME_STANDBY": (
        "在备用机上从同一步继续；结果不变，原机不再使用。",
        "Goes on at the same step with the spare; the result is the same, the old machine stays off.",
    ),
    "effect.ACCEPT_MISSING_WITNESS": (
        "不再等待缺席的人员（操作员、复核员、公证员各一人仍不可缺）。",
        "Who is missing is not waited for, but one operator, second operator and notary each must be there.",
    ),
    "effect.POSTPONE": (
        "改期：一切停止，直到裁定“继续”。第一个骰子确认之前才可以。",
        "Everything stops until CONTINUE is ruled. Only before the first confirmed die.",
    ),
    "effect.RETHROW": (
        "未平放的骰子在读数之前重掷；已读出的数字不能重掷。",
        "A die that does not lie flat is thrown again before it is read; a digit once read stands.",
    ),
    "effect.VOID": (
        "本次作废，没有结果，永远留在记录里；下一次须重新冻结，各方使用新的秘密数字。第一个骰子确认之前才可以。",
        "This attempt ends without a result and stays on record; the next one needs a new freeze "
        "and fresh secrets. Only before the first confirmed die.",
    ),
    "act.sign_in": ("签到", "Sign in"),
    "why.sign_in": (
        "本人已在回避声明表上签字后再签到。姓名只加密存在本机，记录里只有校验码。",
        "Only after the person has signed the recusal sheet. The name stays encrypted here; the ledger holds a salted hash.",
    ),
    "act.check": ("公证员确认", "The notary confirms"),
    "why.check": ("亲眼看到再确认，每项一次。", "Confirm only what you have seen, each item once."),
    "act.spot": ("抽查一行", "Look up a row"),
    "why.spot": (
        "家长报出派位号，核对学校和捆绑情况是否与本人所知一致。",
        "A parent calls out a code and compares school and bundle with what they know.",
    ),
    "act.rule_void": ("裁定本次作废", "Rule this attempt void"),
    "why.rule_void": (
        "只有在第一个骰子确认之前、现场决策组裁定作废时使用。不能撤销。",
        "Only before the first confirmed die, when the decision group has ruled so. It cannot be undone.",
    ),
    "did.sign_in": ("已签到（第 {number} 号）。", "Signed in, number {number}."),
    "did.check": ("已确认：{zh}。", "Confirmed: {en}."),
    "did.spot": ("派位号 {code} 已查询，大屏正在显示。", "Row {code} is looked up and on the screen."),
    "refuse.not_convened": (
        "派位还没有宣布开始，请先由操作员开始、公证员确认。",
        "The draw is not convened yet: the operator opens it first, the notary confirms.",
    ),
    # what waits for the second person
    "floor.pending": ("等待第二人确认", "Waiting for the second person"),
    "floor.pending_by": ("{zh} {name} 提出", "proposed by the {en} {name}"),
    "floor.pending_for": ("须由{zh}在自己的座席确认", "the {en} confirms at their own station"),
    "floor.pending_confirm": ("核对无误，确认执行", "I have checked it: confirm"),
    "floor.pending_refuse": ("不同意，退回", "Refuse and send back"),
    "floor.pending_withdraw": ("撤回", "Withdraw"),
    "floor.pending_facts": ("提出的内容", "what is proposed"),
    "floor.pending_none": ("没有等待您确认的事项。", "Nothing waits for you to confirm."),
    "floor.pending_paper": ("打开所附裁定书", "open the attached paper"),
    # incident cards
    "floor.cards": ("处置卡", "Incidents"),
    "floor.cards_title": ("现场处置卡：选一张", "Incident cards: pick one"),
    "floor.card_show": ("在大屏上显示这句话", "Show this sentence on the screen"),
    "floor.card_hide": ("从大屏撤下", "Take it off the screen"),
    "floor.card_shown": ("大屏正在显示：{zh}", "on the screen: {en}"),
    "floor.card_rule": ("登记裁定：{zh}", "record the ruling: {en}"),
    "floor.card_void": ("作废须在“裁定”里单独登记", "a void is recorded apart, under rulings"),
    "floor.card_more": ("在手册中查看", "in the handbook"),
    # sheets and archive
    "floor.sheet_none": ("结果单还没有生成。", "The result sheet is not written yet."),
    "floor.sheet_make": ("生成结果单 PDF", "Write the result sheet (PDF)"),
    "floor.sheet_working": ("正在生成结果单：{text}", "writing the result sheet: {text}"),
    "floor.sheet_begun": ("开始生成结果单，可以继续展示。", "The result sheet is being written; the show may go on."),
    "floor.sheet_failed": ("结果单没有生成：{text}", "The result sheet could not be written: {text}"),
    "floor.sheet_fault": ("程序内部错误，请再试一次", "a fault in the program; try again"),
    "floor.sheet_ready": ("结果单已生成", "The result sheet is ready"),
    "floor.sheet_get": ("下载 {name}（{size} KB）", "download {name} ({size} KB)"),
    "floor.sheet_missing": ("没有这份文件。", "There is no such file."),
    "floor.sheet_early": ("结果签名之后才能生成。", "Only once the result is signed."),
    "floor.sealed": ("记录已封存签名", "The record is sealed and signed"),
    "floor.sealed_where": ("公开文件夹", "public folder"),
    "floor.sealed_sums": ("SHA256SUMS 的校验码", "hash of SHA256SUMS"),
    "floor.copies": (
        "用文件管理器把整个公开文件夹拷贝到三个 U 盘，每份拷贝后用 draw verify 核验。本页不代为拷贝。",
        "Copy the whole public folder to three sticks with the file manager and run draw verify on "
        "each copy. This page copies nothing.",
    ),
    # health
    "floor.projectors": ("大屏 {n}", "{n} projectors"),
    "floor.no_projector": ("没有大屏连接", "no projector is connected"),
    "floor.witnesses": ("见证席 {n} / {of}", "witness stations {n} of {of}"),
    "floor.phones": ("手机 {n}", "{n} phones"),
    "floor.staff": ("在席：{who}", "at their stations: {who}"),
    "floor.last_act": ("最近一次写入 {ms} 毫秒", "last write {ms} ms"),
    "floor.disk_ok": ("磁盘剩余 {gb} GB", "{gb} GB free"),
    "floor.disk_low": ("磁盘只剩 {gb} GB，请清理", "only {gb} GB free: make room"),
    "floor.public_up": ("公众端运行中", "public side is up"),
    "floor.public_restarting": (
        "公众端中断，正在自动重启；派位不受影响",
        "the public side is down and starting again; the ceremony is not affected",
    ),
    "floor.minutes": ("现场记录（{count} 行）", "Ledger ({count} lines)"),
    "floor.hall_settings": ("会场与投影设置", "Hall and screen settings"),
    # checker, notary, discipline officer, host
    "floor.checker_idle": (
        "现在没有需要您录入的内容。掷骰时，录入框会出现在这里；请独立读数，不看操作员的屏幕。",
        "Nothing to type now. When the dice are thrown the form appears here; read them yourself, not the operator's screen.",
    ),
    "floor.attest": ("这一步请核对", "check at this step"),
    "floor.attest_why": (
        "亲眼看到才算数。有疑问时请要求暂停：点“处置卡”，或直接对操作员说“停”。",
        "Only what you see counts. In doubt ask for a pause: open the incident cards, or say stop.",
    ),
    "floor.read_only": (
        "本座席只能查看，不能操作。有疑问请要求现场决策组裁定。",
        "This station only looks. Ask the decision group for a ruling where something is wrong.",
    ),
    "floor.stage": ("阶段", "phase"),
    "floor.say_now": ("现在说", "say now"),
    "floor.say_next": ("接下来", "next"),
    "floor.host_wait": ("请等操作员完成这一步。", "Wait for the operator."),
    "host.people": (
        "本场操作员、复核员、公证员由不同的人担任，各用本人账号，每一步都有记录。",
        "Operator, second operator and notary are different people, each with an own account; every act is on record.",
    ),
    "host.freeze": (
        "名单已冻结，任何改动都会使这串校验码不同。",
        "The list is frozen; any change would change this hash.",
    ),
    "host.objections": (
        "公示期间收到的异议均已登记，并由公证员逐件作出结论。",
        "Every objection was registered, and the notary decided each.",
    ),
    "host.rehearsal": (
        "派位前的演练都有“演练”标记，结果一律无效，次数显示在大屏下方。",
        "The rehearsals were marked as such and do not count; their number stands at the foot of the screen.",
    ),
    "host.recusal": (
        "请各位工作人员和监督人员确认：本人及近亲属没有子女参加本次派位，并在声明表上签字。",
        "Staff and witnesses, please confirm that neither you nor a close relative has a child in this draw, and sign the sheet.",
    ),
    "host.sign_in": (
        "请公证、纪检、代表、家长、学校、媒体等各方依次签到。",
        "Notary, discipline, deputies, parents, schools and press: please sign in.",
    ),
    "host.checks": (
        "现在启封设备。请公证员查看封条和网络，请计算机专业人员读出程序校验码。",
        "The machine is unsealed. Notary, look at the seals and the network; expert, read the program's hash.",
    ),
    "host.counts": (
        "本场派位学生 {children} 人，派位对象 {units} 个，其中多胞胎捆绑 {bundles} 组，招生计划 {places} 人。",
        "This draw has {children} children, {units} units, {bundles} bundles and {places} places.",
    ),
    "host.spot": (
        "请两位家长报出自己孩子的派位号，我们当场查看名单中的这一行。",
        "Two parents, please call out your child's code; we look at that row of the list.",
    ),
    "host.rules": (
        "现在宣读派位规则。遇到中断，从同一步继续，结果不变。",
        "Now the rules. After an interruption we go on at the same step, and the result is the same.",
    ),
    "host.convene": (
        "人员到齐，设备完好，名单无误。我宣布：派位现在开始。",
        "Everybody is here, machine and list are in order. The draw begins.",
    ),
    "host.beacon": (
        "现在读取公告指定的那一轮公共随机信标，谁也不能事先知道。",
        "Now the public beacon round that the notice names; nobody could know it before.",
    ),
    "host.second": (
        "公证处的第二台机器正在用公布的文件复算。……两台机器结果相同。",
        "The notary's own machine recomputes from the published files. … Both machines agree.",
    ),
    "host.sheets": (
        "结果单正在打印，请各方逐页核对签字。请公证员宣读公证词。",
        "The sheets are being printed; please check and sign every page. Notary, please read your statement.",
    ),
    "host.archive": (
        "全部记录已封存。任何人都可以用公开数据重新计算本次结果。感谢各位监督。",
        "The record is sealed. Anybody can recompute this result from the public files. Thank you for watching.",
    ),
    "host.void": (
        "本次派位作废，没有产生任何结果。作废证明已经签名公布，下一次的时间另行公告。",
        "This attempt is void and has no result. The signed certificate is published; the next date will be announced.",
    ),
    "host.paused": (
        "派位暂停，请大家留在座位。已经记录的一切都在，恢复后从同一步继续，结果不受影响。",
        "We pause; please stay seated. Everything recorded is safe; we go on at the same step and the result is not affected.",
    ),
    # what the notary checks at each step, with liability
    "attest.freeze_1": (
        "公告上的场次、次数、学生人数与教育局书面材料一致",
        "session, attempt and number of children are those of the bureau's papers",
    ),
    "attest.freeze_2": (
        "用自己的设备抽查若干行封条与身份信息（draw audit）",
        "some rows' seals and identities checked against the private roster",
    ),
    "attest.freeze_3": ("公告校验码抄在纸上并签字", "the notice hash written on paper and signed"),
    "attest.objections_1": ("每份异议都有编号和纸质件", "every objection has a number and its paper"),
    "attest.objections_2": (
        "成立的异议已冻结新版本，差异表已打印",
        "an accepted one led to a new version with printed differences",
    ),
    "attest.objections_3": ("没有未作结论的异议", "none is left without an outcome"),
    "attest.rehearsal_1": (
        "演练页面都有“演练”字样，使用的不是本场秘密",
        "rehearsal pages were marked, with other secrets",
    ),
    "attest.rehearsal_2": ("主机与备用机封条编号已登记", "the seals of machine and spare are noted"),
    "attest.recusal_1": ("每位工作人员和监督人员都在声明表上签了字", "everybody on duty has signed the sheet"),
    "attest.recusal_2": (
        "操作员、复核员、公证员不是同一人",
        "operator, second operator and notary are different people",
    ),
    "attest.sign_in_1": ("签到的人与证件、座位一致", "who signs in is the person on the papers"),
    "attest.sign_in_2": ("各类人员已到齐，或裁定书已签字", "everybody is there, or the ruling is signed"),
    "attest.checks_1": (
        "封条编号与登记一致，启封全程有录像",
        "the seal's number is the noted one, unsealing is filmed",
    ),
    "attest.checks_2": ("网线、无线网络均未接外网", "no cable and no Wi-Fi leads outside"),
    "attest.checks_3": ("读出的程序校验码与公告一致", "the program's hash read out is that of the notice"),
    "attest.counts_1": (
        "大屏人数、派位对象、捆绑组、招生计划与公告一致",
        "the counts on the screen are those of the notice",
    ),
    "attest.counts_2": ("大屏公告校验码与手中签字纸质件一致", "the notice hash is that of your signed paper"),
    "attest.spot_1": ("号码由家长当场报出，不是事先安排", "parents called the codes themselves"),
    "attest.spot_2": ("家长确认显示的学校与捆绑无误", "the parent confirms school and bundle"),
    "attest.rules_1": ("宣读的规则与冻结的方案一致", "what is read is the frozen rule sheet"),
    "attest.rules_2": (
        "中断、缺席、捆绑、空缺的处理都已读到",
        "interruptions, absence, bundles and vacancies were read",
    ),
    "attest.convene_1": ("前面各项均已完成", "all the above is done"),
    "attest.convene_2": ("透明箱是空的，骰子经过检查", "the box is empty and the dice are checked"),
    "attest.commit_1": (
        "每张纸条先与承诺值核对一致再封入信封",
        "each paper was checked against its commitment before sealing",
    ),
    "attest.commit_2": ("封口盖章，放入镜头内的透明箱", "envelopes sealed, in the transparent box on camera"),
    "attest.commit_3": ("没有人知道别人的秘密数字", "nobody knows another's secret"),
    "attest.board_1": ("打印的公告板与大屏逐行一致", "the printed board is the screen's, line by line"),
    "attest.board_2": ("公告板校验码读出并抄下，各方签字", "the board hash read out, written down, signed"),
    "attest.reveal_1": ("截止前交到手里的纸条都已登记", "papers handed in before zero are recorded"),
    "attest.reveal_2": ("缺席的公开方当众说明", "who is absent is said aloud"),
    "attest.reveal_3": ("信封仍在箱内，没有人碰过", "the envelopes are untouched"),
    "attest.dice_1": ("掷骰的人来自现场，骰子平放在盘中", "people from the audience throw; the die lies flat"),
    "attest.dice_2": ("每一个数字与大屏一致，再掷下一个", "each digit is the one on the screen before the next throw"),
    "attest.dice_3": ("两名录入者互相看不到", "the two typists cannot see each other"),
    "attest.beacon_1": ("轮次是公告写明的那一轮", "the round is the one of the notice"),
    "attest.beacon_2": ("信标产生时间晚于揭示截止", "it came after the reveals closed"),
    "attest.envelopes_1": ("封口完好，与封存时一致", "the seals are as they were"),
    "attest.envelopes_2": ("全部信封同时打开，纸条面朝上，录像清楚", "all opened together, face up, on camera"),
    "attest.opening_papers_1": ("每张纸条录入时逐字可见", "every paper is visible while it is typed"),
    "attest.opening_papers_2": (
        "不符时由您和另一人共同认定，再在本座席确认",
        "a mismatch only if you and another reader agree",
    ),
    "attest.finish_1": ("在出现姓名之前抄下结果校验码", "the result hash written down before any name shows"),
    "attest.finish_2": ("抄下种子与声明校验码", "seed and statement hash written down"),
    "attest.second_1": ("第二台机器由公证处带来，没有装本场数据", "the second machine is the notary's own"),
    "attest.second_2": ("两台机器的结果校验码逐组一致", "both result hashes are equal"),
    "attest.show_1": ("大屏每页下方的校验码始终不变", "the codes at the foot of the screen never change"),
    "attest.show_2": ("家长报号查询的结果与展示一致", "codes called by parents give what was shown"),
    "attest.sheets_1": ("三份结果单页数一致，逐页签字", "three copies with the same pages, each page signed"),
    "attest.sheets_2": ("声明校验码与抄下的一致", "the statement hash is the one you wrote down"),
    "attest.sheets_3": ("宣读公证词", "the notary's statement is read"),
    "attest.archive_1": ("三份拷贝逐份核验为“一致”", "each of the three copies verifies as match"),
    "attest.archive_2": ("各方收到的介质编号已登记", "who took which medium is noted"),
    "attest.void_1": (
        "作废原因与现场一致，信封处理符合规则",
        "the reason is the real one; envelopes were treated by the rules",
    ),
    "attest.void_2": ("作废证明校验码抄下并签字", "the certificate's hash written down and signed"),
}
