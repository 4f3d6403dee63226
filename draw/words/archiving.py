"""Words of what outlives the session: second sums, archive, copies, sealed list, the end of the retention (R50, R53)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "archive.sm3_line": (
        "需 coreutils 9，或逐个 openssl dgst -sm3 FILE；算法符合 GB/T 32905；",
        "coreutils 9 or later, else openssl dgst -sm3 FILE; the algorithm conforms to GB/T 32905",
    ),
    # -- README.txt of the archive
    "archive.mark_rehearsal": (
        "【演练】本包是演练的归档，结果无效。",
        "REHEARSAL: the archive of a rehearsal, without effect.",
    ),
    "archive.mark_unsound": (
        "【注意】制包时本记录核验不一致，见下文“制包时的核验结论”。",
        "NOTE: the record did not verify when this was made; see the verdict below.",
    ),
    "archive.readme": (
        """{title}
{authority} · 场次 {session} · 第 {attempt} 次

这是一次公开派位的归档包。不需要我们的程序，也不需要联网，任何人都可以用下面的命令核对。
包内没有姓名（按规则打码的除外）、证件号和盐值；非公开名单另行加密封存。

内容""",
        """{title}
{authority} · session {session} · attempt {attempt}

This is the archive of a public draw. Anybody can check it with the lines below, without our programs and without a network.
It holds no names (but masked ones, where the rules show them), no id numbers and no salts; the private list is sealed apart.

Contents""",
    ),
    "archive.of.record": ("公开记录全部文件（SPEC.md 第 2 节）", "the whole public record (SPEC.md, section 2)"),
    "archive.of.sheets": ("公开的纸质文件：公告、结果单、名册等", "public papers: notice, result sheet, rolls"),
    "archive.of.cosignatures": (
        "公证处等的加签，每份附核对命令",
        "co-signatures (notary), each with its line to check",
    ),
    "archive.of.timestamps": ("时间戳请求与回执（RFC 3161）", "time-stamp requests and tokens (RFC 3161)"),
    "archive.of.voided": ("作废各次的公开记录", "public records of the attempts that were voided"),
    "archive.of.earlier": ("本场接续的前场记录", "records of the sessions that this one continues"),
    "archive.of.program": (
        "派位程序本身，与 record/program.txt 逐个一致",
        "the program itself, as listed in record/program.txt",
    ),
    "archive.of.SPEC.md": ("规则与格式全文", "the law: rules and formats"),
    "archive.of.verify.py": (
        "独立核验程序，Python 3.11 以上，不需要安装任何包",
        "standalone verifier, Python 3.11+, no package",
    ),
    "archive.of.verify.html": (
        "独立核验网页，浏览器打开即可，不联网",
        "standalone verifier page: open it in a browser, offline",
    ),
    "archive.readme_lines": (
        """1. 本包完好
   sha256sum -c MANIFEST.sha256
   cksum -a sm3 -c MANIFEST.sm3        需 coreutils 9；算法符合 GB/T 32905
   Windows：certutil -hashfile 文件 SHA256
   MANIFEST.sha256 本身的校验码就是“归档校验码”，应与移交清单上签字的一致：sha256sum MANIFEST.sha256

2. 与签字纸质件对照
   sha256sum record/notice.json
      公告校验码 {notice}
      口播核对码 {notice_aloud}
   sha256sum record/{file}
      声明校验码 {statement}
      口播核对码 {statement_aloud}

3. 签名
   cd record
   openssl pkeyutl -verify -pubin -inkey signer.pem -rawin -in {file} -sigfile {signature}
   sha256sum -c SHA256SUMS

4. 全部核验（在本文件夹里）
   python3 verify.py record --notice {notice} --statement {statement}{earlier}

制包时的核验结论（没有给出签字纸质件上的校验码时，第 18 步只能说“无法核对”）：
   {verdict}

现场录像在制包之后提交：其校验码在本包旁边的 .zip.videos.txt，按 64 MiB 分段。""",
        """1. This archive is whole
   sha256sum -c MANIFEST.sha256
   cksum -a sm3 -c MANIFEST.sm3        coreutils 9 or later; the algorithm conforms to GB/T 32905
   Windows: certutil -hashfile FILE SHA256
   The hash of MANIFEST.sha256 is the "archive code"; it should be the one signed on the list of delivery:
   sha256sum MANIFEST.sha256

2. Compare with the signed papers
   sha256sum record/notice.json
      notice hash      {notice}
      read-aloud code  {notice_aloud}
   sha256sum record/{file}
      statement hash   {statement}
      read-aloud code  {statement_aloud}

3. Signatures
   cd record
   openssl pkeyutl -verify -pubin -inkey signer.pem -rawin -in {file} -sigfile {signature}
   sha256sum -c SHA256SUMS

4. Everything at once (in this folder)
   python3 verify.py record --notice {notice} --statement {statement}{earlier}

Verdict when this was made (without the hashes of the signed papers, step 18 can only say "could not check"):
   {verdict}

Video comes after the archive: its hashes, in parts of 64 MiB, are in the file .zip.videos.txt beside it.""",
    ),
    # -- writing it
    "archive.no_record": ("不是记录，也不是场次文件夹", "is neither a record nor a session folder"),
    "archive.refused": (
        "记录核验不一致，没有制包；确需留存请加 --unsound，包内会写明",
        "the record does not verify, so nothing was written; to keep it all the same add --unsound, and the archive will say so",
    ),
    "archive.inside": ("不能写进记录文件夹", "cannot be written into the record itself"),
    "archive.private_file": (
        "是非公开文件，不能放进公开归档包；什么都没有写",
        "is a private file and cannot go into the public archive; nothing was written",
    ),
    "archive.unreadable": (
        "电子表格已损坏，无法检查其中有没有非公开内容；什么都没有写。请重新生成或移出 sheets",
        "is a damaged spreadsheet that cannot be searched for private entries; nothing was written. Make it again or move it out",
    ),
    "archive.private_text": (
        "含有非公开名单中的姓名、证件号、报名号或盐值；什么都没有写。请把这份文件移出 sheets 后重试",
        "holds a name, id, registration number or salt of the private list; nothing was written. Move that file out of the sheets",
    ),
    "archive.other_there": ("已有不同的文件，请换一个名称", "is there already with other content; choose another name"),
    "archive.made": ("{files} 个文件，{size} 字节", "{files} files, {size} bytes"),
    "archive.code": ("归档校验码", "archive code"),
    "archive.other_program": (
        "本机程序不是公告所列的那一版，没有放进包里",
        "the program on this machine is not the one in the notice, and was left out",
    ),
    "archive.not_looked": (
        "没有打开场次，未逐字检查姓名与证件号；给出 --passphrase-file 即可检查",
        "the session was not opened, so names and ids were not looked for; with --passphrase-file they are",
    ),
    "archive.one_of": (
        "请选一项：--out 或 --sealed，--copies，--check，--video",
        "choose one: --out or --sealed, --copies, --check, --video",
    ),
    "archive.one_record": ("只能给一个记录或归档包", "give one record or one archive"),
    "archive.copies_of": (
        "用法：draw archive 归档包 --copies 文件夹…",
        "usage: draw archive FILE.zip --copies FOLDER…",
    ),
    "archive.help.out": ("公开归档包写到哪里", "where the public archive goes"),
    "archive.help.sheets": (
        "放进包里的公开纸质文件，默认为场次的 sheets（其中 private 从不放入）",
        "public papers to put in; else the session's sheets (private ones in it never)",
    ),
    "archive.help.earlier": ("接续的前场记录，可重复", "a record that this session continues; repeatable"),
    "archive.help.unsound": ("核验不一致也制包，并写明", "write it although the record does not verify, and say so"),
    "archive.help.sealed": ("加密的非公开名单写到哪里", "where the encrypted private list goes"),
    "archive.help.until": ("非公开名单保管到哪一天 YYYY-MM-DD", "until when the private list is kept, YYYY-MM-DD"),
    "archive.help.sealed_passphrase": (
        "存放封存名单口令的文件，否则会询问",
        "file with the passphrase of the sealed list; else you are asked",
    ),
    "archive.help.copies": ("把归档包复制到各文件夹并读回核对", "copy the archive into each folder and read it back"),
    "archive.help.check": ("核对副本（ZIP 或解开的文件夹）", "check copies, ZIPs or unpacked folders"),
    "archive.help.code": ("移交清单上签字的归档校验码", "the archive code from the signed list of delivery"),
    "archive.help.video": (
        "录像文件：登记校验码；与 --check 同用则核对",
        "a video file: note its hashes; with --check compare them",
    ),
    "archive.help.open": ("解到哪个新文件夹", "the new folder"),
    # -- copies and their check
    "archive.copy_same": ("读回一致", "read back, the same"),
    "archive.copy_differs": ("读回不一致，请换介质重做", "READ BACK, DIFFERENT: use another medium"),
    "archive.same_disk": (
        "与原件或另一副本在同一磁盘，磁盘损坏时帮不上忙",
        "on the disk of the original or of another copy: no help if that disk fails",
    ),
    "archive.kept_by": ("保管单位、签字：____________________", "kept by, signed: ____________________"),
    "archive.same_file": ("副本位置重复，或就是原件", "stands there twice, or is the original"),
    "archive.no_copy": ("没有这个归档包", "there is no such archive"),
    "archive.good": ("一致", "the same"),
    "archive.bad": ("不一致", "DIFFERENT"),
    "archive.other_code": (
        "清单与签字的归档校验码或其他副本不同",
        "its manifest is not the signed one, or not that of the other copies",
    ),
    "archive.fault.changed": ("内容已改变", "was changed"),
    "archive.fault.missing": ("缺少", "is missing"),
    "archive.fault.extra": ("清单上没有", "is not in the manifest"),
    "archive.fault.unreadable": ("读不出来", "cannot be read"),
    "archive.fault.manifest": ("清单缺失或已损坏", "the manifest is missing or damaged"),
    "archive.fault.zip": (
        "ZIP 结构已损坏，无法打开：请用另一副本",
        "the ZIP is damaged and cannot be opened: use another copy",
    ),
    "archive.fault.twice": ("有重名的文件", "a file stands in it twice"),
    "archive.fault.layout": (
        "文件内容都对，但 ZIP 的目录、日期或次序被改动",
        "all files are right, but directory, dates or order of the ZIP were changed",
    ),
    # -- video
    "archive.video_code": ("录像清单校验码", "hash of the list of videos"),
    "archive.other_video": ("同名录像已登记，内容不同", "is listed already, with other content"),
    "archive.video_of_other": ("是另一个归档包的录像清单", "is the list of another archive"),
    "archive.not_listed": ("没有登记", "is not listed"),
    # -- the sealed list
    "archive.not_sealed": (
        "派位尚未结束（或作废），不能封存名单",
        "the session has not ended, so its list cannot be sealed yet",
    ),
    "archive.short_passphrase": ("口令至少 {least} 个字符", "the passphrase needs at least {least} characters"),
    "archive.same_passphrase": ("请另用一个口令，不要用场次口令", "use another passphrase than the session's"),
    "archive.date_over": ("{date} 已过，请给出将来的保管期限", "{date} is over; give a date to come"),
    "archive.until_needed": ("--sealed 需要 --retain-until 日期", "--sealed needs --retain-until DATE"),
    "archive.sealed_passphrase": (
        "封存名单的口令（与场次口令不同）",
        "passphrase of the sealed list (another than the session's)",
    ),
    "archive.sealed_made": ("已加密，保管到 {until}", "encrypted, kept until {until}"),
    "archive.sealed_code": ("封存名单校验码", "hash of the sealed list"),
    "archive.sealed_advice": (
        "与记录分开保管；口令密封后另处存放，没有口令谁也打不开；标签可以公开",
        "keep it apart from the record, and its passphrase, in an envelope, apart from both: nobody opens it without. "
        "The label may be public",
    ),
    "archive.opened": (
        "已解到 {folder}，每个文件都核对无误；用后请销毁",
        "unpacked to {folder}, every file checked; destroy after use",
    ),
    "archive.label": (
        """{name} 是加密的非公开名单（编号与身份、盐值），保管到 {until}，到期用 draw retire {name} 销毁。
用我们的程序打开：draw open-sealed {name} --out 新文件夹
不用我们的程序打开：openssl enc -d -aes-256-cbc -pbkdf2 -iter {rounds} -md sha256 -in {name} -out list.zip
然后解开 list.zip，在其中运行 sha256sum -c MANIFEST.sha256；不一致说明口令不对或文件被改动。""",
        """{name} is the encrypted private list (codes and identities, salts), kept until {until}.
Then draw retire {name} destroys it.
Open it with our program: draw open-sealed {name} --out NEWFOLDER
Without our program: openssl enc -d -aes-256-cbc -pbkdf2 -iter {rounds} -md sha256 -in {name} -out list.zip
then unzip list.zip and run sha256sum -c MANIFEST.sha256 in it; a difference says wrong passphrase, or a changed file.""",
    ),
    # -- the end of the retention
    "retire.nothing": (
        "不是场次文件夹，也不是带标签的封存名单",
        "is neither a session folder nor a sealed list with its label",
    ),
    "retire.nothing_left": ("没有可销毁的文件", "there is nothing left to destroy"),
    "retire.by": ("请用 --by 写明由谁销毁（可多人）", "say with --by who destroys it (more than one may)"),
    "retire.too_early": (
        "保管期限 {date} 还没有过（none 表示没有登记）；确需提前请用 --early 写明理由",
        "the retention date {date} is not over (none: no date was noted); to destroy it earlier give a reason with --early",
    ),
    "retire.what": (
        "场次 {session}：将销毁 {count} 个文件，保管期限 {until}。之后不能再出更正单、不能再查姓名。",
        "session {session}: {count} file(s) will be destroyed, retention date {until}. "
        "Afterwards no amendment can be signed and no name looked up.",
    ),
    "retire.left": ("不是本程序写的，请人工处理", "not written by this program, look at it yourselves"),
    "retire.code": ("销毁凭据校验码", "hash of the receipt"),
    "retire.elsewhere": (
        "备份 U 盘、备用机、封存名单的副本不在本机，请同样销毁并各写凭据",
        "standby sticks, the spare machine and copies of the sealed list lie elsewhere: destroy them too, each with a receipt",
    ),
    "retire.retired": (
        "本场非公开部分已按期销毁，不能再打开",
        "the private half of this session was destroyed; it cannot be opened again",
    ),
    "retire.help.by": ("销毁人，可重复", "who destroys it; repeatable"),
    "retire.help.early": ("保管期限未到也销毁的理由", "reason for destroying it before its date"),
    "retire.receipt": (
        """以上文件已覆写并删除，其后不可恢复；列出的校验码是销毁前（加密状态）文件的校验码。
固态盘可能留有旧块：文件都是加密的，密钥文件 private/vault.json 最先覆写。报名名册原件（roster、名单）未加密。
公开记录、公开纸质文件和加签保留。销毁人签字：____________________ 监督人签字：____________________""",
        """The files above were overwritten and removed; the hashes are those of the files as they lay (encrypted) before that.
Flash disks may keep old blocks: the files were encrypted, and the key file private/vault.json was overwritten first. The rosters
and lists as handed in were not encrypted. Public record, public papers and co-signatures stay.
Signed: ____________________ Witness: ____________________""",
    ),
}
