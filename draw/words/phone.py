"""Words of the phones: where we are, one's own code, the checks made on the phone."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "phone.now": ("现在", "Now"),
    "phone.attempt": ("第 {n} 次派位 · 作废 {v} 次 · 演练 {r} 次", "attempt {n} · voided {v} · rehearsals {r}"),
    "phone.connected": ("已连接，自动更新", "live"),
    "phone.stale": ("连接中断，自 {at} 起没有更新，正在重连", "nothing new since {at}; reconnecting"),
    "phone.paused": ("已暂停更新", "updates are paused"),
    "phone.pause": ("暂停更新", "Pause updates"),
    "phone.resume": ("继续更新", "Resume updates"),
    "phone.left": ("剩余时间", "time left"),
    "phone.showing": (
        "正在展示：{title_zh}（第 {number} 项，共 {of} 项）",
        "now showing: draw {title_en} ({number} of {of})",
    ),
    "phone.shown": ("已展示 {shown} / {of}", "shown {shown} of {of}"),
    "phone.tile_rank": ("第 {rank} 位", "rank {rank}"),
    "phone.own": ("我的孩子", "My child"),
    "phone.code": ("派位号（编号）", "Your child's code"),
    "phone.code_hint": (
        "在公告的名单或家庭凭条上，例如 0417。只留在这部手机里，不会发送。",
        "On the published list or the family's slip, for example 0417. It stays on this phone and is never sent.",
    ),
    "phone.ask": ("查询并核对", "Look up and check"),
    "phone.noscript": (
        "这部手机的浏览器没有启用脚本，不能自动核对。请到服务台查询，或打开“全部文件与校验码”。",
        "This browser runs no scripts and cannot check by itself. Ask at the desk, or open the list of files.",
    ),
    "phone.old": (
        "这里应当出现查询框。如果一直没有，说明浏览器太旧：请换一部手机，或到服务台查询。",
        "A box for the code should appear here. If it does not, this browser is too old: use another phone or ask at the desk.",
    ),
    "phone.desk": (
        "没有手机，或者看不明白？请到服务台查询。",
        "No phone, or not clear? Ask at the desk.",
    ),
    "phone.home": ("返回首页", "Back to the first page"),
    "phone.private": (
        "本页不保存任何内容：没有登录，没有 Cookie，编号不离开手机。",
        "This page stores nothing: no login, no cookies; the code does not leave the phone.",
    ),
    "phone.checking": ("正在用公布的文件核对……", "Checking with the published files…"),
    "phone.unfinished": (
        "文件没有下载完，核对没有完成，稍后自动再试。",
        "A file did not arrive; the check is not finished and will be tried again by itself.",
    ),
    "phone.not_yet": (
        "公告还没有发布。名单冻结后，这里自动显示。",
        "No notice is published yet. After the freeze the answer appears here by itself.",
    ),
    "phone.in_list": (
        "{code} 号在冻结名单中（名单文件第 {row} 行）。",
        "No. {code} is in the frozen list (line {row} of the list).",
    ),
    "phone.in_bundle": (
        "捆绑组 {unit}，共 {size} 个孩子，与 {mates_zh} 一起派位。",
        "Bundle {unit} of {size} children, drawn together with {mates_en}.",
    ),
    "phone.takes_part": ("参加的派位：{draws_zh}。", "Takes part in: {draws_en}."),
    "phone.list_consistent": (
        "名单与公告一致。请把下面的数字与纸质公告或大屏对照。",
        "The list agrees with the notice. Compare these digits with the notice on paper or on the screen.",
    ),
    "phone.is_ranked": (
        "{code} 号：{outcome_zh}。在“{draw_zh}”中排第 {rank} 位（共 {of} 个派位对象）；{why_zh}。",
        "No. {code}: {outcome_en}. Rank {rank} of {of} in draw {draw_en}; {why_en}.",
    ),
    "phone.is_drawn": (
        "{code} 号：{outcome_zh}。在“{draw_zh}”中抽出第 {rank} 位（共 {of} 个派位对象，入围名单不分先后）；{why_zh}。",
        "No. {code}: {outcome_en}. Drawn {rank} of {of} in draw {draw_en}, whose list has no rank; {why_en}.",
    ),
    "phone.is_unranked": (
        "{code} 号：{outcome_zh}。“{draw_zh}”没有抽签；{why_zh}。",
        "No. {code}: {outcome_en}. Draw {draw_en} was not held; {why_en}.",
    ),
    "phone.is_late": (
        "{code} 号：{outcome_zh}。“{draw_zh}”；{why_zh}。",
        "No. {code}: {outcome_en}. Draw {draw_en}; {why_en}.",
    ),
    "phone.in_class": ("{n} 班", "class {n}"),
    "phone.at_seat": ("座位：第 {row} 排第 {column} 座。", "Seat: row {row}, seat {column} from the left."),
    "phone.things": ("抽签结果：学校、班级和名额", "What was drawn for schools and classes"),
    "phone.things_ask": ("显示并核对", "Show and check"),
    "phone.things_none": ("本场没有这类抽签。", "Nothing of this kind was drawn."),
    "phone.things_checked": (
        "这些表格与签名的结果声明一致。",
        "These tables are those of the signed statement.",
    ),
    "phone.at_place": ("候补名单第 {n} 位", "position {n} on the list"),
    "phone.mates": ("捆绑组 {unit}，与 {mates_zh} 一起派位。", "Bundle {unit}, drawn together with {mates_en}."),
    "phone.also_listed": ("此前已入围{school_zh}。", "Shortlisted before at {school_en}."),
    "phone.consistent": (
        "本手机已用公布的文件重新核对，前后一致。请把下面两组数字与签字纸质件或大屏对照。",
        "Checked again on this phone from the published files: consistent. "
        "Compare these two codes with the signed papers or the screen.",
    ),
    "phone.as_drawn": ("派位当天的结果：", "As drawn on the day:"),
    "phone.amended": (
        "本场派位已发布 {n} 份更正单，见全部文件",
        "Amendments to this draw: {n}; see the list of files",
    ),
    "phone.changed": (
        "更正单 {number} 已改变这个孩子的结果：{to_zh}。",
        "Amendment {number} has changed this child's result: {to_en}.",
    ),
    "phone.changed_why": (
        "更正单 {number} 已改变这个孩子的结果：{to_zh}（{why_zh}）。",
        "Amendment {number} has changed this child's result: {to_en} ({why_en}).",
    ),
    "phone.vacancy": ("有空缺，依次递补", "a vacancy was filled"),
    "phone.annulled": (
        "这次派位已依法撤销，结果不再有效。",
        "This draw has been annulled by law; the result no longer stands.",
    ),
    "phone.is_void": ("本次派位已作废，没有结果。", "This attempt is void; there is no result."),
    "phone.unknown": ("名单中没有 {code}。", "There is no {code} in the list."),
    "phone.unknown_why": (
        "请对照凭条再输入一次：编号由数字、大写字母和短横组成，例如 0417；多胞胎用孩子自己的编号。仍查不到，请到服务台。",
        "Compare with your slip: digits, capital letters and hyphens, for example 0417; of twins each child's own. "
        "If it stays unknown, ask at the desk.",
    ),
    "phone.meant": ("您要查的是不是：", "Did you mean:"),
    "phone.code_notice": ("公告口播核对码", "read-aloud code of the notice"),
    "phone.code_statement": ("结果声明口播核对码", "read-aloud code of the statement"),
    "phone.meaning": ("这是什么意思？核对了什么？", "What does this mean? What was checked?"),
    "phone.meaning_text": (
        "手机下载了公布的文件，自己从头算了一遍。全部通过，只说明这些文件前后一致；只有数字与签字纸质件相同，才说明它们就是现场那一份。",
        "The phone took the published files and computed everything again. All passed means only that they fit together; "
        "that they are those of the hall is told by the signed papers.",
    ),
    "phone.pass": ("通过", "passed"),
    "phone.fail": ("不通过", "failed"),
    "phone.open": ("未检查", "not checked"),
    "phone.later": ("还没有到这一步。", "Its time has not come."),
    "phone.no_amendments": ("没有更正单。", "There are none."),
    "phone.row": ("名单中的一行", "the line of the list"),
    "phone.number": ("随机号", "number"),
    "phone.by_hand": ("在任何电脑上重算这个随机号", "to compute this number on any computer"),
    "phone.mismatch": ("核对不符", "Something does not fit"),
    "phone.mismatch_do": (
        "请截屏，把这一页拿给公证员或服务台看。签字的纸质件为准；同一文件可在别的手机上再核对一次。",
        "Take a screenshot and show this page to the notary or at the desk. "
        "The signed papers count; another phone can check the same files.",
    ),
    "phone.bad_missing": ("应有的文件 {file} 没有发布。", "The file {file} should be there and is not."),
    "phone.bad_form": (
        "{file} 第 {line} 行格式不对。",
        "{file}, line {line}: not in the form that the rules prescribe.",
    ),
    "phone.bad_hash": (
        "{file} 的校验码与 {by} 中写的不同：文件被改动过。",
        "The hash of {file} is not the one in {by}: the file was changed.",
    ),
    "phone.bad_names": ("{file} 与 {by} 的内容对不上。", "{file} does not fit {by}."),
    "phone.bad_line": ("{file} 第 {line} 行与 {by} 不一致。", "{file}, line {line}, differs from {by}."),
    "phone.bad_signature": ("{file} 的签名无效。", "The signature of {file} is not valid."),
    "phone.bad_commitment": (
        "{party} 公布的数字与它事先的承诺不符。",
        "The number of {party} does not match its commitment.",
    ),
    "phone.bad_number": (
        "{file} 第 {line} 行的随机号不是由种子算出的那一个。",
        "{file}, line {line}: the number is not the one computed from the seed.",
    ),
    "phone.bad_order": ("{file} 第 {line} 行没有由小到大排列。", "{file}, line {line}: not in ascending order."),
    "phone.bad_extra": (
        "{file} 中多出了 {unit}，或者它出现了两次。",
        "{unit} has no place in {file}, or stands there twice.",
    ),
    "phone.bad_left_out": ("{file} 中漏掉了 {unit}。", "{unit} was left out of {file}."),
    "phone.bad_row": (
        "结果文件中 {code} 号的一行与 {file} 不一致。",
        "The line of {code} in the results does not fit {file}.",
    ),
    "proof.notice": ("公告完整，签名有效", "The notice is whole and its signature valid"),
    "proof.rules": ("派位规则就是公告中冻结的那一份", "The rules are the ones frozen by the notice"),
    "proof.list": (
        "名单就是公告中冻结的那一份，人数相符",
        "The list is the one frozen by the notice, with the declared counts",
    ),
    "proof.board": ("承诺公告板属于这份公告，各方都在", "The board belongs to this notice and names every party"),
    "proof.seed": (
        "种子由公告、公告板、各方数字和现场数字算出，各方数字与承诺相符",
        "The seed comes from notice, board, all numbers and dice; each number matches its commitment",
    ),
    "proof.statement": (
        "结果声明写的就是这份公告、公告板、种子和结果清单",
        "The statement names this notice, board, seed and list of results",
    ),
    "proof.signature": ("结果声明的签名有效", "The signature of the statement is valid"),
    "proof.outputs": ("结果文件与声明中的清单一致", "The result files are those of the signed list"),
    "proof.order": (
        "每个随机号都重新算过，由小到大，没有多人、没有漏人",
        "Every number was computed again; they ascend; nobody was added or left out",
    ),
    "proof.row": ("孩子的结果与派位顺序一致", "The child's result fits the order"),
    "proof.amendments": ("更正单的签名有效、依次接续", "The amendments are signed and follow each other"),
    "proof.allocation": (
        "按规则逐步录取的全过程（手机上不演算，可用核验程序复算）",
        "The whole allocation by the rules (not computed on a phone; the verifier does it)",
    ),
    "proof.papers": ("与签字纸质件对照（请您自己看）", "Comparison with the signed papers (this is yours to do)"),
}
