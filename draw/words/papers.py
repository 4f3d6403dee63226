"""Words of the documents of a ceremony: notice, board, cards, minutes, certificates (R49)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # the command
    "papers.early": ("还不能打印：{kind}", "cannot be printed yet: {kind}"),
    "papers.unknown": (
        "没有“{kind}”这种文书；可用：{kinds}",
        "there is no document {kind!r}; there are: {kinds}",
    ),
    "papers.ready": ("可以打印", "ready"),
    "papers.later": ("未到时候", "not yet"),
    "papers.private": ("含姓名，不公开", "holds names, not public"),
    "papers.kind_option": ("文书种类，可重复；不给则为结果单", "kind of document, repeatable; else the result sheet"),
    "papers.all_option": ("现在能打印的全部文书", "all documents that are ready"),
    "papers.list_option": ("列出文书种类与是否可以打印", "list the kinds and whether they are ready"),
    "papers.one_way": ("--kind、--all、--list 只能用一个", "give one of --kind, --all and --list"),
    # what several documents say
    "papers.signatures": ("签署", "Signatures"),
    "papers.rehearsal_only": ("演练文书，不具任何效力", "Rehearsal: this paper has no effect"),
    "papers.party_of": ("承诺方 {id}", "party {id}"),
    "papers.decision_member": ("现场决策组 {member}", "Decision group {member}"),
    "papers.principal": ("{school} 校长", "Head teacher, {school}"),
    "papers.ledger_hash": ("现场记录校验码", "Ledger hash"),
    "papers.transcript_hash": ("种子记录校验码", "Transcript hash"),
    "papers.void_hash": ("作废证明校验码", "Void hash"),
    "papers.amendment_hash": ("更正单校验码", "Amendment hash"),
    "papers.absent": ("缺席", "absent"),
    # notice
    "papers.notice": ("派位公告", "Notice of the draw"),
    "papers.basics": ("基本情况", "The session"),
    "papers.authority": ("主办单位", "Authority"),
    "papers.time": ("时间", "Time"),
    "papers.place": ("地点", "Place (by hand)"),
    "papers.mode": ("性质", "Mode"),
    "papers.version": ("次数与版次", "Attempt and version"),
    "papers.version_of": (
        "第 {attempt} 次派位，公告第 {version} 版",
        "attempt {attempt}, version {version} of the notice",
    ),
    "papers.replaces": ("代替", "Replaces"),
    "papers.replaces_none": ("首次公告，不代替任何公告", "the first notice; it replaces none"),
    "papers.replaces_version": (
        "代替本次派位第 {version} 版公告，其公告校验码：{previous}",
        "version {version} of the notice of this attempt, whose hash is: {previous}",
    ),
    "papers.replaces_void": (
        "第 {attempt} 次派位已作废，其作废证明校验码：{previous}",
        "attempt {attempt} was voided; the hash of its void certificate: {previous}",
    ),
    "papers.continues": ("接续场次", "Continues"),
    "papers.continues_from": (
        "接续前面的场次，其最后文书的校验码：{hashes}",
        "the sessions whose last papers have these hashes: {hashes}",
    ),
    "papers.held_rehearsals": ("演练", "Rehearsals"),
    "papers.held_rehearsals_count": ("冻结前已演练 {count} 次", "{count} held before the freeze"),
    "papers.who_is_in": ("参加派位", "In the draw"),
    "papers.who_is_in_count": (
        "报名学生 {applicants} 人；派位对象 {units} 个，其中多胞胎捆绑 {bundles} 个",
        "{applicants} children; {units} units, {bundles} of them bundles",
    ),
    "papers.removed": ("不参加派位", "Not in the draw"),
    "papers.removed_count": ("{reason_zh} {count} 人", "{reason_en} {count}"),
    "papers.removed_none": ("名册中无人被剔除", "nobody on the roster was removed"),
    "papers.plan": ("招生计划", "Places"),
    "papers.plan_total": ("合计 {places} 个；核增 {extra} 个", "in all {places}; approved extra {extra}"),
    "papers.school_name": ("学校", "School"),
    "papers.document": ("核增依据", "Approved by"),
    "papers.rules": ("派位规则", "The rules"),
    "papers.rules_intro": (
        "以下由规则文件逐条生成，程序执行的就是这些规则；凡法律法规没有规定、由主办单位选定的事项也都写明。各派位的录取机会为精确值。",
        (
            "Made line by line from the rule file that the program carries out; every choice that the law leaves open is "
            "among them. The chances are exact."
        ),
    ),
    "papers.randomness": ("种子的来源", "Where the seed comes from"),
    "papers.dice": ("现场数字", "Dice"),
    "papers.dice_spec": ("{kind_zh}，共 {count} 个，由现场观众掷出", "{kind_en}, {count} throws by the audience"),
    "papers.dice_none": ("本场不用现场数字", "no dice in this session"),
    "papers.beacon": ("公共随机信标", "Beacon"),
    "papers.beacon_round": ("drand 链 {chain}，第 {round} 轮", "drand chain {chain}, round {round}"),
    "papers.beacon_none": ("本场不用信标", "no beacon in this session"),
    "papers.least_open": ("公开方下限", "Open parties"),
    "papers.least_open_count": (
        "至少 {count} 个公开方揭示，否则本次作废",
        "at least {count} of them must reveal, or the attempt is void",
    ),
    "papers.reveal_time": ("揭示时限", "Time to reveal"),
    "papers.reveal_seconds": ("不少于 {count} 秒（暂停时间不计）", "no less than {count} s, pauses not counted"),
    "papers.parties": ("承诺方", "Parties"),
    "papers.party_id": ("代号", "Id"),
    "papers.party_name": ("名称", "Name"),
    "papers.party_phase": ("方式", "How"),
    "papers.codes": ("校验码", "Hashes"),
    "papers.pool_hash": ("派位名单", "pool.csv"),
    "papers.rules_hash": ("规则文件", "rules.json"),
    "papers.program_hash": ("程序文件", "program.txt"),
    "papers.roster_hash": ("名册（不公开）", "private roster"),
    "papers.removed_hash": ("剔除人数表", "removed.csv"),
    "papers.signer_key": ("结果签名公钥", "signer's key"),
    "papers.amender_key": ("更正签名公钥", "amender's key"),
    "papers.on_the_day": ("当天核对什么", "What to check on the day"),
    "papers.check_notice": (
        "公告：大屏上的公告校验码与口播核对码应与本页逐组一致；公开文件可自行计算：",
        "Notice: hash and read-aloud code on the screen must be those on this page; for the public file:",
    ),
    "papers.check_frozen": (
        "名单与规则：公开的文件应得出本页的校验码：",
        "List and rules: the public files must give the hashes on this page:",
    ),
    "papers.check_child": (
        "自己的孩子：凭派位号在 pool.csv 中找到那一行，用凭条上的盐、姓名、证件号计算，应得该行的封印：",
        "Your child: find the line of the code in pool.csv; salt, name and id of your slip must give its seal:",
    ),
    "papers.check_child_line": (
        'printf %s "seal1:{session}:派位号:盐:姓名:证件号" | sha256sum',
        'printf %s "seal1:{session}:CODE:SALT:NAME:ID" | sha256sum',
    ),
    "papers.check_order": (
        "现场次序：承诺公告板封定后，公开方才揭示；揭示截止后才掷骰；骰子确认后才启封。次序不对，可当场提出。",
        "In the hall: reveals only after the board is closed, dice only after the reveals, envelopes only after the dice.",
    ),
    "papers.check_seed": (
        "种子：就是 seed.txt 的校验码；孩子的随机号可自行计算：",
        "Seed: it is the hash of seed.txt; a child's number can be computed by anybody:",
    ),
    "papers.check_seed_thing": (
        "种子：就是 seed.txt 的校验码；名单上每一项的随机号可自行计算（UNIT 是它的代码）：",
        "Seed: it is the hash of seed.txt; the number of anything on the list can be computed by anybody (UNIT: its code):",
    ),
    # board
    "papers.board": ("承诺公告板", "Board of commitments"),
    "papers.board_open": (
        "未封定：只到现场记录第 {n} 行（{time}），还可能增加承诺。",
        "NOT CLOSED: as of ledger line {n} ({time}); commitments may still be added.",
    ),
    "papers.board_intro": (
        "承诺值 = SHA-256(commit1:公告校验码:代号:秘密值)。公告板封定后任何承诺都不能增加、更改；揭示或启封的秘密值必须与此相符。",
        (
            "A commitment = SHA-256(commit1:<notice hash>:<id>:<secret>). Once the board is closed none can be added or "
            "changed; what is revealed or opened later must fit it."
        ),
    ),
    "papers.not_yet": ("尚未提交", "not yet committed"),
    "papers.commitment": ("承诺值", "Commitment"),
    "papers.party_signs": ("承诺方签字", "signature of the party"),
    # envelope
    "papers.envelope": ("封存卡", "Card for a sealed secret"),
    "papers.envelope_warning": (
        "系统不知道、也不打印任何秘密值。秘密值只由本方在自己的设备上生成，只写在这张纸上。",
        "No secret is printed here or known to the system: it is made on the party's own device and stands on this paper only.",
    ),
    "papers.step_make": (
        "在自己的设备上（断网）用封存网页或命令生成 64 位十六进制秘密值：",
        "On your own device, offline, make a secret of 64 hex digits with the kit's page or the command:",
    ),
    "papers.step_commit": (
        "计算承诺值（把 SECRET 换成秘密值），交给操作员上公告板：",
        "Compute the commitment (put the secret for SECRET) and hand it to the operator for the board:",
    ),
    "papers.step_write": (
        "把秘密值逐格抄在下面，或把打印的秘密值贴在格内；与设备上的逐组核对两遍。",
        "Copy the secret into the cells, or paste it printed there; compare it group by group, twice.",
    ),
    "papers.step_fold": (
        "沿虚线向内折两次，秘密值在里面；装入信封，在封口骑缝处签字、盖章、写日期，交公证员保管。",
        "Fold inwards twice along the dashes, the secret inside; seal in an envelope, sign across the flap, hand to the notary.",
    ),
    "papers.step_keep": (
        "把秘密值逐格抄在下面，折好随身保管；揭示开始后自己提交，或把本卡交公证员。",
        "Copy the secret into the cells, fold, keep it; reveal it when the time comes, or hand the card to the notary.",
    ),
    "papers.secret": ("秘密值（折在里面）", "Secret, folded inside"),
    "papers.fold": ("折线", "fold"),
    "papers.across": ("骑缝", "across"),
    "papers.sealed_by": ("封存人", "Sealed by"),
    "papers.taken_by": ("公证员接收", "Taken by the notary"),
    "papers.opened_by": ("启封时公证员", "Notary at the opening"),
    # transcript
    "papers.transcript": ("种子记录单", "Transcript of the seed"),
    "papers.transcript_void": ("作废次种子记录单", "Transcript of a voided attempt"),
    "papers.transcript_intro": (
        (
            "seed.txt 逐行如下。每行之后的校验码是前 K 行的 SHA-256（head -n K seed.txt | sha256sum），"
            "即现场在该行之后公布的码；最后一行之后的就是种子。"
        ),
        (
            "seed.txt line by line. Under each line stands the SHA-256 of the first K lines (head -n K seed.txt | sha256sum), "
            "as the hall saw it; that after the last line is the seed."
        ),
    ),
    "papers.transcript_intro_void": (
        (
            "transcript.txt 逐行如下，到作废为止。每行之后的校验码是前 K 行的 SHA-256"
            "（head -n K transcript.txt | sha256sum）。没有产生种子。"
        ),
        (
            "transcript.txt line by line, up to the void. Under each line stands the SHA-256 of the first K lines "
            "(head -n K transcript.txt | sha256sum). There is no seed."
        ),
    ),
    "papers.line_form": ("格式", "form of the file"),
    "papers.line_notice": ("公告校验码", "notice hash"),
    "papers.line_board": ("公告板校验码", "board hash"),
    "papers.line_dice": ("现场数字", "dice"),
    "papers.line_beacon": ("公共随机信标", "beacon"),
    "papers.line_secret": ("{who_zh}：秘密值", "{who_en}: secret"),
    "papers.line_absent": ("{who_zh}：缺席", "{who_en}: absent"),
    "papers.line_mismatch": ("{who_zh}：纸条与承诺不符", "{who_en}: paper does not match"),
    "papers.after_line": ("第 {k} 行后", "after line {k}"),
    # minutes
    "papers.minutes": ("现场记录", "Minutes of the session"),
    "papers.minutes_open": (
        "尚未结束：只到第 {n} 行（{time}）。",
        "NOT FINISHED: as of line {n} ({time}).",
    ),
    "papers.minutes_intro": (
        (
            "由 ledger.jsonl 逐行生成，共 {n} 行；每行含前一行的校验码，改动任何一行都会使末行校验码不同。"
            "校验码只印前八位与后八位，全文在公开记录中。"
        ),
        (
            "Made from ledger.jsonl, {n} lines; each holds the hash of the one before, so any change shows in the last. "
            "Hashes are shown by their first and last eight digits."
        ),
    ),
    "papers.lines": ("逐行记录", "Line by line"),
    "papers.rulings": ("现场决策组裁定", "Rulings of the decision group"),
    "papers.absences": ("缺席的承诺方", "Parties that stayed away"),
    "papers.not_committed": ("未提交承诺：{who_zh}", "no commitment: {who_en}"),
    "papers.not_revealed": ("提交了承诺而未揭示：{who_zh}", "committed, did not reveal: {who_en}"),
    "papers.nobody_absent": ("无人缺席", "nobody"),
    "papers.spots": ("现场抽查", "Spot checks"),
    "papers.spots_of": ("派位号 {codes}", "applicants {codes}"),
    "papers.spots_none": ("没有抽查", "none"),
    "papers.none_ruled": ("没有裁定", "none"),
    "papers.chain": ("末行校验码", "Hash of the last line"),
    "papers.m_freeze": (
        "冻结第 {version} 版名单与规则，公证员在场；公告校验码 {notice}。",
        "Version {version} frozen, with the notary; notice hash {notice}.",
    ),
    "papers.m_objection": (
        "登记异议第 {number} 号，异议书校验码 {paper}。",
        "Objection {number} recorded, paper {paper}.",
    ),
    "papers.m_objection_accepted": ("公证员登记异议第 {number} 号结论：成立。", "Objection {number}: accepted."),
    "papers.m_objection_rejected": ("公证员登记异议第 {number} 号结论：不成立。", "Objection {number}: rejected."),
    "papers.m_sign_in": (
        "签到第 {number} 号：{kind_zh}（姓名校验码 {person}）。",
        "Sign-in {number}: {kind_en} (hash of the person {person}).",
    ),
    "papers.m_check": ("公证员检查：{item_zh}。", "The notary checked: {item_en}."),
    "papers.m_spot": ("现场抽查派位号 {applicant}。", "Spot check of applicant {applicant}."),
    "papers.m_convene": ("派位开始，公告校验码 {notice}。", "Convened; notice hash {notice}."),
    "papers.m_commit": ("{who_zh}的承诺上公告板：{commitment}。", "{who_en} commits: {commitment}."),
    "papers.m_board": ("承诺公告板封定，校验码 {board}。", "Board closed, hash {board}."),
    "papers.m_reveal_open": ("公开方揭示开始。", "Reveals open."),
    "papers.m_reveal": (
        "{who_zh}揭示秘密值 {secret}，与承诺相符。",
        "{who_en} reveals {secret}; it fits its commitment.",
    ),
    "papers.m_reveal_close": ("揭示截止，此时记录校验码 {transcript}。", "Reveals closed; transcript {transcript}."),
    "papers.m_late": (
        "{who_zh}逾期揭示，只作记录，不计入种子。",
        "{who_en} reveals late; for the record only, not in the seed.",
    ),
    "papers.m_dice_mismatch": (
        "两人录入自第 {index} 个数字起不一致，重新核对。",
        "The two entries differ from throw {index} on; read again.",
    ),
    "papers.m_die": ("现场数字第 {index} 个：{value}，两人录入一致。", "Throw {index}: {value}, both entries agree."),
    "papers.m_dice": (
        "公证员确认现场数字，此时记录校验码 {transcript}。",
        "The notary confirms the dice; transcript {transcript}.",
    ),
    "papers.m_beacon": (
        "记录公共随机信标签名 {signature}，此时记录校验码 {transcript}。",
        "Beacon signature {signature}; transcript {transcript}.",
    ),
    "papers.m_envelopes": (
        "公证员宣布启封，纸条全部面朝上。",
        "The notary opens the envelopes; all papers lie face up.",
    ),
    "papers.m_opened": ("{who_zh}的纸条已录入，与承诺相符。", "The paper of {who_en} fits its commitment."),
    "papers.m_paper_mismatch": (
        "操作员、公证员两人确认：{who_zh}的纸条与承诺不符。",
        "Operator and notary find that the paper of {who_en} does not match.",
    ),
    "papers.m_seed": ("种子产生：{seed}。", "Seed: {seed}."),
    "papers.m_outputs": ("顺序与结果产生，结果文件校验码 {outputs}。", "Orders and results; outputs hash {outputs}."),
    "papers.m_ruling": (
        "裁定第 {number} 号：{action_zh}；理由：{reason_zh}；签字：{signers}；裁定书：{paper_zh}。",
        "Ruling {number}: {action_en}; reason: {reason_en}; signed {signers}; paper: {paper_en}.",
    ),
    "papers.no_paper": ("无", "none"),
    "papers.m_resume": ("程序重新启动，记录无缺。", "The program was started again; nothing is lost."),
    "papers.m_void": ("本次作废，作废证明校验码 {void}。", "Void; hash of the certificate {void}."),
    # void
    "papers.void": ("作废证明", "Certificate of a void"),
    "papers.void_said": (
        "兹证明：本场第 {attempt} 次派位作废，没有产生任何结果。",
        "This certifies that attempt {attempt} of this session is void; it has no result.",
    ),
    "papers.void_reason": ("作废理由", "Reason"),
    "papers.void_kind": ("作废类别", "Kind"),
    "papers.void_time": ("作废时间", "Time"),
    "papers.void_ruling": ("所依裁定", "Ruling"),
    "papers.void_codes": ("校验码", "Hashes"),
    "papers.void_next": ("接下来", "What follows"),
    "papers.void_next_blind": (
        "须举行第 {attempt} 次派位：名单、规则、承诺方一概不变，只可改预定时间与信标；其公告写明本证明的校验码。",
        (
            "Attempt {attempt} must be held with the same list, rules and parties; only time and beacon may change. Its notice "
            "names the hash of this certificate."
        ),
    ),
    "papers.void_next_cause": (
        "须举行第 {attempt} 次派位：纸条不符的承诺方（{parties_zh}）必须更换；其公告写明本证明的校验码。",
        (
            "Attempt {attempt} must be held, with another party in place of {parties_en}, whose paper did not match. Its notice "
            "names the hash of this certificate."
        ),
    ),
    "papers.void_count": (
        "此后本场每份文书都印明：作废 {voided} 次。本次的公开记录全部保留。",
        "From now on every paper of this session says: voided {voided}. The whole public record of this attempt is kept.",
    ),
    # amendment
    "papers.amendment": ("更正单", "Amendment"),
    "papers.amendment_fill": ("更正单（含递补通知）", "Amendment, with offers from the waiting list"),
    "papers.amendment_number": ("编号", "Number"),
    "papers.amendment_number_is": ("第 {number} 号", "number {number}"),
    "papers.amendment_time": ("签发时间", "Signed at"),
    "papers.amendment_after": ("其前为", "Before it"),
    "papers.amendment_after_number": ("第 {number} 号更正单", "amendment {number}"),
    "papers.amendment_after_statement": ("派位结果声明", "the statement of the result"),
    "papers.amendment_previous": ("前一份校验码", "Hash before it"),
    "papers.amendment_sums": ("附件校验码", "SHA256SUMS"),
    "papers.events": ("发生的事项", "What happened"),
    "papers.event_of": ("{event_zh}：派位号 {who_zh}", "{event_en}: applicant {who_en}"),
    "papers.event_at": ("学校：{school_zh}；日期 {day_zh}", "at {school_en}; {day_en}"),
    "papers.event_on": ("日期 {day_zh}", "{day_en}"),
    "papers.event_paper": ("文书校验码 {paper}", "hash of the document {paper}"),
    "papers.event_no_paper": ("没有附文书", "no document"),
    "papers.changes": ("由此产生的变动", "What it changes"),
    "papers.no_change": ("没有人变动。", "Nobody moves."),
    "papers.before": ("原来", "Before"),
    "papers.after": ("现在", "Now"),
    "papers.cause": ("原因", "Cause"),
    "papers.offers": ("递补通知", "Offers"),
    "papers.offer": (
        "派位号 {who_zh}：通知递补到{school_zh}，请于 {day_zh}前（含当日）向教育行政部门答复；逾期视为放弃。",
        "Applicant {who_en}: offered a place at {school_en}; reply by {day_en}, or the offer ends.",
    ),
    "papers.amendment_intro": (
        "原结果不改动、不重新派位；只有规则指明的人变动。任何人都可由公开记录重新计算本单。",
        "The result itself is not touched and nothing is drawn again; only those move whom the rules name.",
    ),
}
