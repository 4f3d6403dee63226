"""Words of the standby copy and the second machine."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # -- standby copies (draw/edges/standby.py, the desk's health list)
    "standby.title": ("备份", "Standby copies"),
    "standby.none": (
        "没有备份：插入 U 盘后用 --standby 启动",
        "No standby copy: put in a USB stick and start with --standby",
    ),
    "standby.ok": ("备份到第 {n} 行，{at}", "copied up to line {n}, {at}"),
    "standby.first": ("正在建立备份", "making the copy"),
    "standby.copying": ("正在复制 {done} / {of} MB", "copying {done} of {of} MB"),
    "standby.same_disk": (
        "与场次在同一磁盘，磁盘损坏时帮不上忙",
        "on the same disk as the session: no help if that disk fails",
    ),
    "standby.since": ("自 {since} 起，备份停在第 {n} 行", "since {since}; the copy stands at line {n}"),
    "standby.never": ("自 {since} 起，还没有备份", "since {since}; there is no copy yet"),
    "standby.gone": (
        "备份位置不在了：插回 U 盘或恢复网络，会自动继续",
        "it is not there: put the stick back in or restore the network; the copy goes on by itself",
    ),
    "standby.full": ("备份位置已满：换一个更大的", "it is full: use a larger one"),
    "standby.foreign": (
        "里面不是本场次的备份，或备份已损坏：换一个空文件夹",
        "what lies there is no copy of this session, or a damaged one: use an empty folder",
    ),
    "standby.ahead": (
        "里面的备份比本机更新，或与本机不同：可能另一台机器已继续；请公证员核对大屏记录号后再决定",
        "the copy there is further than this machine, or another: a second machine may have gone on; "
        "let the notary compare the record number on the screen before anything else",
    ),
    "standby.retired": (
        "另一台机器已接管本场次，本机不再写入",
        "another machine has taken this session over; nothing is written here any more",
    ),
    "standby.slow": ("备份迟迟没有完成，主持端不受影响", "the copy does not get on; the ceremony is not affected"),
    "standby.failed": ("备份没有成功，会自动重试", "the copy failed; it is tried again"),
    "standby.inside": (
        "备份文件夹与场次文件夹不能互相包含",
        "the standby folder and the session folder must not lie in one another",
    ),
    "standby.retired_here": (
        "本场次已由另一台机器接管，本机不得继续；请在那台机器上操作",
        "this session was taken over by another machine and must not go on here; use that machine",
    ),
    "standby.made": (
        "备份到第 {n} 行 {head}，展示第 {show} 页，{time}",
        "copied up to line {n} {head}, page {show} of the show, {time}",
    ),
    "standby.keep": (
        "把这一行抄在应急卡上：接管时要输入大屏最后的记录号与首尾码",
        "write this line on the incident card: a take-over asks for the last record number and code on the screen",
    ),
    "standby.unreadable": ("数据库无法读取", "the database cannot be read"),
    "standby.snapshot": ("快照不可写", "a snapshot is never written to"),
    "standby.serving": ("备份 {folder}", "standby {folder}"),
    # -- take-over (draw/edges/takeover.py)
    "takeover.no_copy": ("这里没有可用的备份", "there is no standby copy that can be used"),
    "takeover.program": (
        "备用机上的程序与冻结时的不同：备份 {theirs}，本机 {ours}；请安装公告中校验码的程序",
        "the program on this machine is not the frozen one: copy {theirs}, here {ours}; install the program of the notice",
    ),
    "takeover.head_form": (
        "请按大屏页脚输入记录号与首尾码，例如 --record 12 --head 1a2b3c4d-5e6f7a8b",
        "type the record number and the ends of its code as in the footer of the screen, e.g. "
        "--record 12 --head 1a2b3c4d-5e6f7a8b",
    ),
    "takeover.stale": (
        "备份过旧，不能接管：备份到第 {n} 行（{time}），大屏已到第 {seen} 行；请用更新的备份",
        "the copy is stale and must not be taken over: it ends at line {n} ({time}), the hall saw line {seen}; "
        "use a newer copy",
    ),
    "takeover.other": (
        "备份与大屏不是同一份记录，不能接管：第 {n} 行备份为 {ours}，大屏为 {seen}",
        "the copy is not the record of the screen and must not be taken over: line {n} is {ours} in the copy, "
        "{seen} on the screen",
    ),
    "takeover.need_record": (
        "备份已有 {n} 行记录：请输入大屏最后显示的记录号与首尾码",
        "the copy holds {n} lines: type the record number and code that the screen showed last",
    ),
    "takeover.damaged": (
        "备份不完整或已损坏，不能接管：{path}",
        "the copy is not whole, or damaged, and must not be taken over: {path}",
    ),
    "takeover.taken": (
        "这份备份已在 {time} 被接管（第 {n} 行）。若那台机器也坏了，用它自己的备份；确实没有时由决策组裁定后加 --again",
        "this copy was taken over at {time} (line {n}). If that machine has failed too, use its own standby; only where "
        "there is none, and by a ruling of the decision group, add --again",
    ),
    "takeover.not_empty": (
        "{folder}：文件夹不是空的，换一个新名字",
        "{folder}: the folder is not empty; choose a new name",
    ),
    "takeover.no_old": (
        "{folder}：不是原机器上本场次的文件夹",
        "{folder}: is not this session's folder on the machine before",
    ),
    "takeover.reading": ("读取并核对备份，约 {mb} MB", "reading and checking the copy, about {mb} MB"),
    "takeover.sound": (
        "备份完好：{session} 第 {attempt} 次，第 {n} 行 {head}，展示第 {show} 页，阶段 {stage}",
        "the copy is sound: {session} attempt {attempt}, line {n} {head}, page {show} of the show, stage {stage}",
    ),
    "takeover.done": (
        "已接管到 {folder}；记录没有增加一行",
        "taken over into {folder}; no line was added to the minutes",
    ),
    "takeover.marked": ("原机器会看到停用标记：{folders}", "the machine before will find the mark: {folders}"),
    "takeover.unmarked": (
        "无法给原机器留下停用标记：请公证员当场关机并封存原机器",
        "the machine before could not be marked: the notary has it switched off and sealed now",
    ),
    "takeover.next": ("下一步（由决策组签字后）:", "next (after the decision group has signed):"),
    "takeover.fork": (
        "原机器必须停用：两台机器若都继续，同一行号的首尾码不同，两份记录不会都与签字纸质件相符",
        "the machine before must stay off: if both go on, the same line has two codes, and only one of the two records "
        "can match the signed papers",
    ),
    "takeover.ask_record": (
        "大屏页脚最后显示的记录号 #（没有冻结过则为 0)",
        "last record number # in the footer of the screen (0 if nothing was frozen)",
    ),
    "takeover.ask_head": ("该记录的首尾码，如 1a2b3c4d-5e6f7a8b", "the ends of its code, e.g. 1a2b3c4d-5e6f7a8b"),
    # -- the second machine (draw/edges/second.py); lines that begin with ✗ are red
    "claim.notice": ("公告", "notice"),
    "claim.board": ("公告板", "board"),
    "claim.transcript": ("启封前记录", "transcript before the envelopes"),
    "claim.seed": ("种子", "seed"),
    "claim.outputs": ("派位结果文件", "outputs"),
    "claim.result": ("结果校验码", "result"),
    "claim.statement": ("声明", "statement"),
    "claim.void": ("作废证明", "void certificate"),
    "second.url": (
        "{url}：地址应为 http://主机:端口/",
        "{url}: an address is http://host:port/",
    ),
    "second.source": (
        "{source}：既不是 http:// 地址，也不是文件夹",
        "{source}: is neither an http:// address nor a folder",
    ),
    "second.out": (
        "{folder}：里面有不属于记录的文件，换一个新文件夹",
        "{folder}: holds files that are of no record; choose a new folder",
    ),
    "second.ask_code": ("配对码（公证员席上取得）", "pairing code (from the notary's station)"),
    "second.program": ("本机程序校验码", "program on this machine"),
    "second.early": ("本机已先算出{what_zh}", "worked out here first, {what_en}"),
    "second.right": ("✓ {what_zh}一致", "{what_en} agrees"),
    "second.wrong": ("✗ {what_zh}不一致", "{what_en} DOES NOT AGREE"),
    "second.could_not": ("▲ {what_zh}未能核验", "{what_en} could not be checked"),
    "second.differs": ("本机算出 {ours}，公布的是 {theirs}", "here {ours}, published {theirs}"),
    "second.paper": ("与签字纸质件上的 {paper} 不同", "is not {paper} of the signed paper"),
    "second.record": ("整份记录", "the whole record"),
    "second.again": (
        "▲ 公告已换（新版本或新一次），从头核对",
        "another notice (a new version or attempt): everything is checked anew",
    ),
    "second.lost": ("▲ 暂时读不到，继续尝试", "cannot be read now, trying on"),
    "second.found": ("又能读到了", "it can be read again"),
    "second.nothing": ("▲ 那里还没有公布任何文件", "nothing is published there yet"),
    "second.agrees": ("主持端确认一致：{what_zh}", "the ceremony side agrees: {what_en}"),
    "second.disagrees": (
        "✗ 主持端的值与本机不同：{what_zh}。请公证员立即告知现场决策组",
        "the ceremony side has another value: {what_en}. Let the notary tell the decision group now",
    ),
    "second.refused": ("▲ 主持端没有收下：{what_zh}", "the ceremony side did not take it: {what_en}"),
    "second.untold": (
        "▲ {n} 项没有报告成功：由公证员在席上手工输入",
        "{n} reports were not taken: the notary types them at the station",
    ),
    "second.papers": (
        "请把公告与声明的口播核对码同签字纸质件逐组比对",
        "compare the read-aloud codes of notice and statement with the signed papers, group by group",
    ),
    "second.kept": ("整份记录已留存", "the whole record is kept"),
    "second.good": ("✓ 复算一致，两台机器结果相同", "recomputed: the two machines agree"),
    "second.bad": ("✗ 复算不一致：见上面的 ✗", "recomputed: something does not agree, see ✗ above"),
    "second.unchecked": (
        "▲ 没有发现不一致，但有未能核验的项",
        "nothing disagrees, but something could not be checked",
    ),
    "second.ended": ("▲ 在记录完整之前结束", "ended before the record was whole"),
    "second.label": ("机器名称须为 1 到 {most} 个字符", "the machine's name has 1 to {most} characters"),
    "second.step": ("没有这一步", "there is no such step"),
    "second.value": (
        "请输入 64 位校验码，或 40 位口播核对码",
        "type the 64 digits of the hash, or the 40 of the read-aloud code",
    ),
    "second.not_yet": ("本机还没有这一项：{step}", "this machine has no value yet: {step}"),
    "second.many": ("报告已满 {most} 条", "there are {most} reports already"),
    # -- the second machine at the ceremony side (web/second.py, part_machines.html)
    "second.title": ("第二台电脑", "The second machine"),
    "second.page": ("第二台电脑：配对与结果", "The second machine: pair it, see its results"),
    "second.alarm": (
        "第二台电脑的结果与本机不一致。公证员立即告知现场决策组；程序不会自动停下。",
        "The second machine does not agree with this one. The notary tells the decision group now; "
        "the program does not stop by itself.",
    ),
    "second.paired": ("{machine} 已配对", "{machine} is paired"),
    "second.waiting": ("配对码已发出，等待第二台电脑", "a code was given, waiting for the second machine"),
    "second.nobody": ("没有第二台电脑", "no second machine"),
    "second.what": (
        "公证处自己的电脑读取公开文件，独立重算每一步。它不需要口令，也改变不了任何结果；不一致时大屏变红，由现场决策组处理。",
        "The notary's own machine reads the published files and works out every step again. It needs no passphrase and can "
        "change no result; a disagreement turns the screen red and is for the decision group.",
    ),
    "second.pair_title": ("让它逐步报告", "Let it report step by step"),
    "second.pair_why": (
        "一个配对码只给一台电脑用；新码发出，旧码作废。",
        "A code is for one machine; a new one makes the former void.",
    ),
    "second.pair": ("发一个配对码", "Give a code"),
    "second.code_is": (
        "配对码只显示这一次，请当面告诉第二台电脑的操作人：",
        "The code is shown this once; tell it to the person at the second machine:",
    ),
    "second.command": (
        "在第二台电脑上运行，按提示输入配对码：",
        "Run this on the second machine and type the code when asked:",
    ),
    "second.reports": ("它报告的结果", "What it reports"),
    "second.none_yet": ("还没有报告。", "Nothing was reported yet."),
    "second.col_step": ("步骤", "step"),
    "second.col_machine": ("电脑", "machine"),
    "second.col_word": ("与本机", "with this machine"),
    "second.col_code": ("口播核对码", "read-aloud code"),
    "second.same": ("一致", "agrees"),
    "second.other": ("不一致", "does not agree"),
    "second.no_value": ("公布的文件不成立", "what is published does not hold"),
    "second.by_hand": ("手工输入", "typed by hand"),
    "second.type_title": ("没有网络时手工输入", "Type it where no network joins them"),
    "second.type_why": (
        "从第二台电脑的屏幕抄录：64 位校验码，或 40 位口播核对码。",
        "Copy it from the second machine's screen: the 64 digits of the hash, or the 40 of the read-aloud code.",
    ),
    "second.value_label": ("校验码或口播核对码", "hash or read-aloud code"),
    "second.type": ("登记", "Record"),
    "second.code_wrong": ("配对码不对，或已由另一台电脑使用", "the pairing code is wrong, or another machine uses it"),
    "second.too_many": ("太快了，稍后再报", "too fast; report again later"),
    "second.not_now": (
        "本机还没有这一步，或报告的是另一次派位；稍后再报",
        "this machine has not reached that step, or the report is of another attempt; report again later",
    ),
    # -- options of the commands standby, takeover and second
    "machine.record": ("大屏页脚最后的记录号", "last record number in the footer of the screen"),
    "machine.head": ("该记录的首尾码", "the ends of its code"),
    "machine.check": ("只核对，不接管", "check the copy and make nothing"),
    "machine.old": ("原机器的场次文件夹（可达时）", "the session folder before, where it can be reached"),
    "machine.again": ("这份备份已被接管过也继续", "although the copy was taken over before"),
    "machine.out": ("下载到哪个新文件夹", "a new folder for the files"),
    "machine.notice": ("签字纸质件上的公告校验码", "notice hash on the signed paper"),
    "machine.statement": ("签字纸质件上的声明校验码", "statement hash on the signed paper"),
    "machine.earlier": ("前续场次的记录，可重复", "the record of a session that this one continues, repeatable"),
    "machine.report": ("主持端地址：逐步报告复算结果", "tell the ceremony side at this address, step by step"),
    "machine.code": ("配对码；不给则提示输入", "pairing code from the notary's station; else you are asked"),
    "machine.name": ("本机名称，显示在大屏", "name of this machine on the screen"),
    "machine.once": ("只核对现有文件，不等待", "check what is there now, do not wait for more"),
}
