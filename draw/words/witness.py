"""Words of the witness stations, their cards, and the envelope page."""

from collections.abc import Mapping
from typing import Final

STATION: Final[Mapping[str, tuple[str, str]]] = {
    # -- the witness's own page
    "station.title": ("见证席 {party}", "Witness station {party}"),
    "station.stage": ("第 {attempt} 次派位", "attempt {attempt}"),
    "station.connecting": ("正在连接主持端……", "Connecting …"),
    "station.noscript": (
        "本页需要启用脚本。也可以用纸质卡片参加，请向工作人员索取。",
        "This page needs scripts. You can also take part on paper; ask the staff for a card.",
    ),
    "station.lost": (
        "连不上主持端，自 {at} 起没有更新，正在重试。您的秘密值还在本机。",
        "No connection since {at}; trying again. Your secret is still on this device.",
    ),
    "station.paused": ("派位暂停，请等待主持人宣布。", "The draw is paused; wait for the host."),
    "station.again": ("第 {attempt} 次派位，请重新生成秘密值", "Attempt {attempt}: make a new secret"),
    "station.again_why": (
        "公告已经更换，以前的秘密值不再使用，也不会被再次使用。",
        "There is a new notice. A secret made for another one is not used again.",
    ),
    "station.who": ("您代表：{name}", "You are here for: {name}"),
    "station.what": ("您要做三件事：", "You will do three things:"),
    "station.next": ("下一步", "Next"),
    "station.what_1": ("用这台设备生成一个只有您知道的秘密值", "make a secret on this device that only you know"),
    "station.what_2": ("核对公告板上您的那一行", "check your line on the board"),
    "station.what_3": ("听到通知后，按一下“揭示”", "press “reveal” when you are asked to"),
    "station.compare": ("请核对公告", "Compare the notice"),
    "station.compare_why": (
        "下面十组数字，与您手中公告上的“口播核对码”相同吗？",
        "Are these ten groups the read-aloud code on your paper notice?",
    ),
    "station.same": ("相同，开始", "They are the same: begin"),
    "station.differs": (
        "不相同就不要继续，请立即举手告诉公证员。",
        "If they differ, stop and tell the notary at once.",
    ),
    "station.before": (
        "请稍候：派位尚未开始。开始以后，这里会出现按钮。",
        "Please wait: the button comes when the draw begins.",
    ),
    "station.not_frozen": ("名单尚未冻结，请稍候。", "The list is not frozen yet. Please wait."),
    "station.not_party": (
        "本场派位没有 {party} 这一方，请询问工作人员。",
        "This session has no party {party}; ask the staff.",
    ),
    "station.make": ("生成我的秘密值", "Make my secret"),
    "station.make_why": (
        "由这台设备随机产生，主持方看不到。送出去的只是由它算出的“承诺值”，从承诺值猜不出秘密值，以后也不能再改。",
        "This device makes it at random and the organiser cannot see it. Only its commitment is handed in: nobody can guess "
        "the secret from it, and you cannot change it later.",
    ),
    "station.make_do": ("生成并提交承诺值", "Make it and hand in the commitment"),
    "station.memory_only": (
        "这个浏览器不能保存数据（可能是无痕模式）。请先把秘密值抄下或保存，再提交；关掉本页它就没有了。",
        "This browser keeps nothing (private mode?). Save or write down the secret before you hand it in: it is gone when the "
        "page closes.",
    ),
    "station.keep_first": ("先保存，再提交", "Keep it first, then hand it in"),
    "station.kept": ("我已抄下或保存好了", "I have written it down or saved it"),
    "station.hand_in": ("提交承诺值", "Hand in the commitment"),
    "station.hand_in_why": (
        "秘密值已生成，承诺值还没有送到。请再按一次。",
        "The secret is made, but its commitment has not arrived yet. Press again.",
    ),
    "station.receipt": ("请保存这张凭据", "Keep this receipt"),
    "station.receipt_why": (
        "承诺值已提交 ✓ 。万一设备丢失或没电，凭它也能揭示。",
        "The commitment is handed in ✓. If the device is lost or its battery dead, this is enough to reveal.",
    ),
    "station.secret": ("秘密值", "secret"),
    "station.commitment": ("承诺值", "commitment"),
    "station.notice": ("公告校验码", "notice hash"),
    "station.board_hash": ("公告板校验码", "board hash"),
    "station.aloud": ("口播核对码", "read-aloud code"),
    "station.nobody": (
        "揭示之前不要给任何人看，也不要拍照发出去。",
        "Show it to nobody before the reveal, and send no photo of it.",
    ),
    "station.save": ("保存为文件", "Save as a file"),
    "station.print": ("打印", "Print"),
    "station.receipt_next": ("已保存，下一步", "I have kept it: next"),
    "station.more": ("完整内容与自己核对的方法", "In full, and how to check it yourself"),
    "station.check_line": ("在任何电脑上核对：", "Check it on any computer:"),
    "station.show_again": ("再看一次我的凭据", "Show my receipt again"),
    "station.receipt_title": ("公开派位 · 见证凭据", "Public draw · witness receipt"),
    "station.session": ("场次", "session"),
    "station.attempt": ("第几次", "attempt"),
    "station.party": ("参与方", "party"),
    "station.wait": ("承诺值已提交 ✓", "Commitment handed in ✓"),
    "station.wait_why": (
        "请看大屏：您的那一行应当与下面相同。公告板封定以后，本页会自动核对。",
        "Look at the screen: your line must be the one below. When the board is closed this page compares it by itself.",
    ),
    "station.board_closed": ("公告板已封定", "The board is closed"),
    "station.board_ok": ("公告板上您的那一行正确", "Your line on the board is right"),
    "station.board_bad": ("公告板与您的承诺不符", "The board is not what you committed to"),
    "station.board_bad_why": (
        "请立即举手告诉公证员，先不要揭示。",
        "Tell the notary at once, and do not reveal.",
    ),
    "station.bad_hash": ("公告板的内容与它的校验码不符", "the board's text does not have the hash that was told"),
    "station.bad_notice": ("公告板写的是另一份公告", "the board names another notice"),
    "station.bad_line": ("您那一行的承诺值不是您的", "the commitment on your line is not yours"),
    "station.bad_board": ("种子文件写的是另一份公告或公告板", "seed.txt names another notice or board"),
    "station.bad_reveal": (
        "您已经揭示，而且得到确认，记录里却没有",
        "you revealed and it was acknowledged, but the record does not have it",
    ),
    "station.bad_value": ("您那一行的内容不是您的", "what stands on your line is not yours"),
    "station.bad_seed_hash": ("种子文件的内容与种子不符", "the text of seed.txt does not have the hash that was told"),
    "station.board_aloud": (
        "再请核对：下面十组数字，与大屏上的公告板口播核对码相同吗？不同请告诉公证员。",
        "Compare once more: is this the board's read-aloud code on the screen? If not, tell the notary.",
    ),
    "station.board_wait": ("请等待主持人宣布开始揭示。", "Wait until the host opens the reveals."),
    "station.board_text": ("公告板全文", "The whole board"),
    "station.seed_text": ("种子文件全文", "The whole of seed.txt"),
    "station.reveal": ("现在请揭示", "Reveal now"),
    "station.reveal_why": (
        "按一下，您的秘密值就公开，并与公告板上的承诺核对。",
        "Press once: your secret becomes public and is compared with your commitment on the board.",
    ),
    "station.left": ("剩余时间", "time left"),
    "station.time_over": ("时限已到，尚未截止，请马上揭示", "The time is over but not closed yet: reveal at once"),
    "station.reveal_do": ("揭示我的秘密值", "Reveal my secret"),
    "station.type": ("请照凭据输入秘密值", "Type the secret from your receipt"),
    "station.type_why": (
        "这台设备上没有您已提交的秘密值。请从凭据上照抄 64 个字符，大小写和空格都可以。",
        "This device does not have the secret that was handed in. Copy the 64 characters from the receipt; capitals and "
        "blanks do not matter.",
    ),
    "station.type_count": ("已输入 {count} / 64 个字符", "{count} of 64 characters"),
    "station.type_stray": ("这些字符不该出现：{stray}", "these characters cannot be right: {stray}"),
    "station.type_wrong": (
        "与您提交的承诺不符，没有送出。请逐组再核对一遍。",
        "It does not match your commitment; nothing was sent. Compare group by group.",
    ),
    "station.elsewhere": ("{party} 已经提交了承诺值", "{party} has handed in a commitment already"),
    "station.elsewhere_why": (
        "是在另一台设备或另一个浏览器上提交的，这里没有它的秘密值。请继续使用那台设备；或者在这里照凭据输入。"
        "如果不是您提交的，请立即告诉公证员。",
        "It was made on another device or browser, and its secret is not here. Go on there, or type it here from the "
        "receipt. If it was not you, tell the notary at once.",
    ),
    "station.type_keep": ("核对并存入本机", "Check it and keep it here"),
    "station.revealed": ("与承诺一致 ✓", "It matches your commitment ✓"),
    "station.revealed_why": (
        "您的秘密值已经公开，您的任务完成了。请继续看大屏；种子产生后，这里会自动核对。",
        "Your secret is public and your part is done. Watch the screen; when the seed is fixed this page checks it by itself.",
    ),
    "station.absent_board": ("您没有在封定前提交，记为缺席", "You did not commit in time and stand as absent"),
    "station.absent_reveal": ("您没有在截止前揭示，记为缺席", "You did not reveal in time and stand as absent"),
    "station.absent_board_line": (
        "公告板和种子文件里，{party} 一行写作 absent。",
        "On the board and in seed.txt the line of {party} reads “absent”.",
    ),
    "station.absent_reveal_line": (
        "种子文件里，{party} 一行写作 absent。",
        "In seed.txt the line of {party} reads “absent”.",
    ),
    "station.absent_means": (
        "派位照常进行，不用您的秘密值；只要其余各方有一方诚实，结果仍然谁也预料不到。截止之后没有第二次机会。",
        "The draw goes on without your secret; one honest party among the others is enough for a result that nobody can "
        "foresee. There is no second deadline.",
    ),
    "station.late_do": ("仍然交出，只作记录", "Hand it in all the same, for the minutes only"),
    "station.late": (
        "已过时限：已作为“逾期”记录，不参与计算。",
        "Too late: recorded as late, and never part of the seed.",
    ),
    "station.seed_fixed": ("种子已生成", "The seed is fixed"),
    "station.seed_ok": ("您的秘密值就在种子里", "Your secret is in the seed"),
    "station.seed_absent": ("{party} 在种子文件里记为缺席", "{party} stands as absent in seed.txt"),
    "station.seed_bad": ("种子文件不对", "seed.txt is not right"),
    "station.seed_why": (
        "本机已重新计算：种子文件的校验码就是种子。请与大屏核对口播核对码。",
        "This device has computed it again: the hash of seed.txt is the seed. Compare the read-aloud code with the screen.",
    ),
    "station.seed": ("种子", "seed"),
    "station.forget": ("清除本机上的记录并退出", "Clear this device and leave"),
    "station.forgotten": ("已清除。谢谢您！", "Cleared. Thank you!"),
    "station.void": ("本次派位作废", "This attempt is void"),
    "station.must_void": ("本次派位将作废", "This attempt will be void"),
    "station.void_why": (
        "您的秘密值不再使用。如有下一次派位，本页会请您重新生成。请不要关闭本页。",
        "Your secret is not used any more. If there is another attempt, this page will ask you for a new one. Keep it open.",
    ),
    "station.link": ("请输入卡片上的代码", "Type the code on your card"),
    "station.link_why": (
        "请重新扫描卡片上的二维码；或在这里输入卡片上的代码。",
        "Scan the code on your card again, or type what is printed under it.",
    ),
    "station.link_code": ("卡片上的代码", "code on the card"),
    "station.enter": ("进入", "Enter"),
    "station.staff": (
        "这个浏览器已登录主持台。请换一个浏览器或设备打开见证席；也可以退出主持台，在这里继续。",
        "This browser is logged in at the desk. Open the station on another device or browser, or leave the desk and go on.",
    ),
    "station.staff_leave": ("退出主持台，进入见证席", "Leave the desk and enter the station"),
    "station.taken": (
        "这个浏览器刚刚被用作另一个见证席。",
        "This browser was just used as another witness's station.",
    ),
    "station.taken_back": ("回到 {party}", "Go back to {party}"),
    "station.failed": ("没有送到，请再按一次。", "It did not arrive; press again."),
    "station.progress": ("第 {step} 步，共 {of} 步", "step {step} of {of}"),
}

REFUSALS: Final[Mapping[str, tuple[str, str]]] = {
    "refuse.foreign_party": ("见证席只能代表自己这一方 {party}。", "A station acts for its own party {party} only."),
    "refuse.station_early": (
        "派位尚未开始，还不能提交承诺值。",
        "The draw has not begun; commitments cannot come yet.",
    ),
    "refuse.not_opened": ("还没有开始揭示，请等待主持人宣布。", "The reveals are not open yet; wait for the host."),
    "refuse.notice_changed": (
        "公告已更换，这是为另一份公告准备的，没有送出。请刷新本页。",
        "There is another notice now and this was made for the earlier one; nothing was recorded. Reload the page.",
    ),
    "refuse.late_once": ("{party} 的逾期揭示已经记录过。", "The late reveal of {party} is recorded already."),
}

CARDS: Final[Mapping[str, tuple[str, str]]] = {
    # -- the operator's page of stations, and the printed cards
    "station.stations": ("见证席", "Witness stations"),
    "station.stations_why": (
        "每个公开方一张卡片：生成链接，当面打印交给本人。链接只显示一次；重新生成后，旧卡片立即失效。",
        "A card for each open party: make the link, print it and hand it over in person. It is shown once; a new link voids "
        "the old card.",
    ),
    "station.local": (
        "现在只有本机能打开见证席。要让手机和平板使用，请用本机在局域网中的地址启动：draw serve DIR --host 地址",
        "Only this machine can open the stations now. For phones and tablets start with this machine's address on the hall's "
        "network: draw serve DIR --host ADDRESS",
    ),
    "station.none": ("本场没有公开方。", "This session has no open party."),
    "station.link_made": ("{time} 已生成链接", "link made at {time}"),
    "station.link_none": ("尚无链接", "no link yet"),
    "station.committed": ("已提交承诺", "committed"),
    "station.has_revealed": ("已揭示", "revealed"),
    "station.link_make": ("生成链接和卡片", "Make the link and its card"),
    "station.link_renew": ("重新生成，旧卡片作废", "Make a new one; the old card is void"),
    "station.link_sure": ("输入 {party} 以确认", "type {party} to confirm"),
    "station.link_confirm": (
        "没有生成新链接：要作废旧卡片，请输入 {party} 以确认。",
        "No new link was made: type {party} to confirm that the old card becomes void.",
    ),
    "station.blank": (
        "打印空白卡片（自带秘密值的见证人用）",
        "Print blank cards (for witnesses who bring their own secret)",
    ),
    "station.kit": ("封存方用的离线网页", "Offline page for the sealed parties"),
    "station.kit_why": (
        "教育局、公证处等封存方把它存到自己的电脑上，断网打开，生成秘密值并打印封存纸条。下载后请核对文件校验码。",
        "Sealed parties save it on a machine of their own, open it offline, make their secret and print the slip to seal. "
        "Compare the file's hash after the download.",
    ),
    "station.kit_get": ("下载 {name}", "Download {name}"),
    "station.to_desk": ("回到主持台", "Back to the desk"),
    "station.card": ("见证席卡片", "Witness card"),
    "station.card_print": ("打印这张卡片", "Print this card"),
    "station.card_once": (
        "这个链接只显示这一次。打印或由本人扫描之后再离开本页。",
        "This link is shown only now. Print it, or let its witness scan it, before you leave this page.",
    ),
    "station.card_scan": ("用手机相机或浏览器扫一扫", "Scan with the camera or a browser"),
    "station.card_type": (
        "或者在浏览器里打开这个地址，再输入代码",
        "or open this address in a browser and type the code",
    ),
    "station.card_steps": ("您要做的四步", "What you will do"),
    "station.card_1": (
        "扫码打开本席网页，核对公告的口播核对码。",
        "Scan, and compare the notice's read-aloud code with your paper.",
    ),
    "station.card_2": (
        "按一下，由您自己的手机生成秘密值；送出去的只是承诺值。保存凭据。",
        "Press: your own phone makes a secret; only its commitment is handed in. Keep the receipt.",
    ),
    "station.card_3": (
        "公告板封定后，看网页上您的那一行是不是 ✓，并与大屏核对口播核对码。",
        "When the board is closed, see the ✓ at your line and compare the code with the screen.",
    ),
    "station.card_4": (
        "主持人宣布后，在 {seconds} 秒内按“揭示”。",
        "When the host says so, press “reveal” within {seconds} seconds.",
    ),
    "station.card_keep": (
        "请收好：这张卡片（它是您的钥匙，不要给别人）和您的凭据（揭示前不给任何人看）。手机丢了或没电，"
        "用这张卡片在任何一台设备上打开本席，照凭据输入秘密值；或把凭据交到主持台。",
        "Keep this card (it is your key; give it to nobody) and your receipt (show it to nobody before the reveal). If your "
        "phone is lost or empty, open the station with this card on any device and type the secret from the receipt, "
        "or bring the receipt to the desk.",
    ),
    "station.card_missed": (
        "没有按时提交或揭示，您这一方当众记为“缺席”（absent），没有第二次机会；派位照常进行。",
        "Who does not commit or reveal in time stands as absent before everybody. There is no second deadline; the draw goes on.",
    ),
    "station.paper": ("见证席空白卡片", "Blank witness card"),
    "station.paper_why": (
        "给自带秘密值的见证人。秘密值请在自己的设备上产生，只把下半张交给工作人员。",
        "For a witness who brings a secret of their own, made on a device of theirs. Only the lower half is handed in.",
    ),
    "station.paper_keep": (
        "上半张：自己保管，揭示前不给任何人看",
        "Upper half: keep it; show it to nobody before the reveal",
    ),
    "station.paper_give": ("下半张：交给主持台", "Lower half: hand it in at the desk"),
    "station.paper_secret": ("秘密值，64 个字符（0–9、a–f）", "secret, 64 characters (0–9, a–f)"),
    "station.paper_commitment": ("承诺值，64 个字符", "commitment, 64 characters"),
    "station.paper_make": ("产生一个秘密值：", "make a secret:"),
    "station.paper_hash": (
        "把 <secret> 换成秘密值，算出承诺值：",
        "put the secret in place of <secret> and compute the commitment:",
    ),
    "station.paper_reveal": (
        "主持人宣布揭示后，把上半张交到主持台；计时到零之前交到就算数。",
        "When the reveals open bring the upper half to the desk; it counts if it is there before the time is over.",
    ),
    "station.paper_sign": ("签名", "signature"),
    "station.print_all": ("打印", "Print"),
}

SLIP: Final[Mapping[str, tuple[str, str]]] = {
    # -- the envelope page, offline
    "slip.title": ("封存纸条", "Secret for the envelope"),
    "slip.why": (
        "在自己的电脑上断网使用。本页不联网、不保存任何内容：关掉就没有了。",
        "Use it offline on a machine of your own. It sends nothing and keeps nothing: close it and everything is gone.",
    ),
    "slip.noscript": ("本页需要启用脚本。", "This page needs scripts."),
    "slip.step_1": ("第一步 填写", "1 Fill in"),
    "slip.notice": ("公告校验码（64 个字符，从公告复制或照抄）", "notice hash (64 characters from the notice)"),
    "slip.party": ("参与方代号，如 A1、N1", "party, e.g. A1, N1"),
    "slip.party_bad": (
        "代号应为 A1–A9、N1–N9，或见证方 W00–W99",
        "a party is A1–A9 or N1–N9, or a witness W00–W99",
    ),
    "slip.count": ("已输入 {count} / 64 个字符", "{count} of 64 characters"),
    "slip.stray": ("这些字符不该出现：{stray}", "these characters cannot be right: {stray}"),
    "slip.compare": (
        "请与公告上的“口播核对码”逐组核对，完全相同才能继续",
        "Compare with the read-aloud code on the paper notice, group by group",
    ),
    "slip.aloud": ("口播核对码", "read-aloud code"),
    "slip.same": ("核对码相同", "The codes are the same"),
    "slip.step_2": ("第二步 生成并打印", "2 Make and print"),
    "slip.make": ("生成秘密值", "Make the secret"),
    "slip.make_why": (
        "由本机随机产生。之后打印两张：一张装入信封，一张当场交出。",
        "This machine makes it at random. Then print two slips: one for the envelope, one to hand in.",
    ),
    "slip.print": ("打印两张纸条", "Print both slips"),
    "slip.anew": ("作废，重新开始", "Throw it away and start again"),
    "slip.disagree": (
        "本页算出的承诺值与浏览器自带的算法不同，请换一台电脑。",
        "This page and the browser's own SHA-256 disagree; use another machine.",
    ),
    "slip.step_3": ("第三步 封入信封之前，核对纸条", "3 Check the paper before sealing it"),
    "slip.check_why": (
        "看着打印出来的纸条（不是屏幕），逐字输入秘密值。打出 ✓ 才能封入信封。",
        "Type the secret from the printed paper, not from the screen. Seal it only after a ✓.",
    ),
    "slip.hidden": ("秘密值已在屏幕上隐藏，请看纸条。", "The secret is hidden on the screen now; look at the paper."),
    "slip.check_secret": ("纸条上的秘密值", "secret on the paper"),
    "slip.check_commitment": ("要核对的承诺值", "commitment to check against"),
    "slip.check_need": (
        "先填好公告校验码和参与方。",
        "Fill in the notice hash and the party first.",
    ),
    "slip.right": ("纸条与承诺一致，可以封入信封", "The paper matches its commitment: seal it"),
    "slip.wrong": (
        "纸条与承诺不符。请逐组再看一遍；若输入无误，此纸条不能使用，请重新开始。",
        "The paper does not match. Look again group by group; if it is typed rightly, do not use this paper and start again.",
    ),
    "slip.sealed_head": ("装入信封 · 启封前不得打开", "FOR THE ENVELOPE · do not open before the opening"),
    "slip.own_head": ("自己保管 · 揭示前不给任何人看", "KEEP IT · show it to nobody before the reveal"),
    "slip.give_head": ("承诺纸条 · 当场交出", "COMMITMENT · to hand in"),
    "slip.secret": ("秘密值", "secret"),
    "slip.commitment": ("承诺值", "commitment"),
    "slip.notice_hash": ("公告校验码", "notice hash"),
    "slip.party_short": ("参与方", "party"),
    "slip.secret_qr": ("二维码内容为秘密值本身", "the QR code is the secret itself"),
    "slip.commitment_qr": ("二维码内容为承诺值本身", "the QR code is the commitment itself"),
    "slip.line": ("任何人可以核对：", "anybody can check it:"),
    "slip.sign": ("经手人签名与日期", "signature and date"),
    "slip.leave": (
        "秘密值只在本页。确认纸条打印清楚之前，不要关闭本页。",
        "The secret is only on this page. Do not close it before the slips are printed well.",
    ),
}

KIT: Final[Mapping[str, tuple[str, str]]] = {
    "kit.envelope": ("信封纸条网页", "envelope page"),
    "kit.written": ("已写入 {folder}，文件校验码（SHA-256）：", "written to {folder}; SHA-256 of each file:"),
}

WORDS: Final[Mapping[str, tuple[str, str]]] = {**STATION, **REFUSALS, **CARDS, **SLIP, **KIT}
