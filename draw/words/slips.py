"""Words of the family slips and of the check of a paper's QR code (SPEC §11 step 19, §15)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "step.19": ("纸上二维码", "paper code"),
    "verdict.match_list": (
        "核验相符：这一行在已冻结并公示的名单中。派位尚未举行，派位后请再核验完整记录。",
        "Match: this line is in the frozen, published list. Nobody was drawn yet; verify the whole record after the draw.",
    ),
    "family.signing": ("签署 {count} 张家庭凭条", "signing {count} family slips"),
    "family.signed": ("已签署 {done} / {count} 张家庭凭条", "family slips signed: {done} of {count}"),
    "family.sheet": ("家庭凭条", "Family slip"),
    "family.laid": ("家庭凭条 {done} / {count}", "family slips: {done} of {count}"),
    "family.registration": ("报名号", "Registration no."),
    "family.name": ("姓名", "Name"),
    "family.bundle": ("捆绑", "Bundle"),
    "family.mates": ("{unit}，与 {mates} 一起派位", "{unit}, drawn with {mates}"),
    "family.time": ("时间", "Time"),
    "family.place": ("地点", "Place"),
    "family.place_said": ("见派位公告", "see the notice"),
    "family.draws": ("参加派位", "Draws"),
    "family.frozen": ("冻结内容", "As frozen"),
    "family.aloud": ("口播核对码", "Read-aloud code"),
    "family.how": ("怎样核对", "How to check"),
    "family.how_1": ("公告校验码应与派位公告逐组一致。", "The notice hash must be that of the posted notice."),
    "family.how_2": (
        "手机扫码得五行文字，一字不改粘贴到核验网页；或存为 slip.txt，运行 verify.py 记录 --code slip.txt。",
        "Scan; paste the five lines into the verify page, or save them: verify.py RECORD --code slip.txt",
    ),
    "family.how_3": (
        "再输入姓名和证件号：相符，名单中这一行就是您的孩子。",
        "Add name and id: a match proves that this line is your child's.",
    ),
    "family.how_4": (
        "派位后同样核对，即见随机号、序号和结果。",
        "After the draw the same check shows number, rank and outcome.",
    ),
    "family.keep": ("请妥善保存，勿拍照外传。", "Keep it safe; do not post a picture."),
    "family.version": ("第 {attempt} 次 · 公告第 {version} 版", "attempt {attempt}, notice version {version}"),
    "family.number": ("第 {number} 张 共 {count} 张", "slip {number} of {count}"),
    "family.code_option": (
        "纸上二维码的文字所在文件，- 为标准输入",
        "file with the text of a paper's QR code, - for standard input",
    ),
    "family.name_option": (
        "凭条上孩子的姓名，与 --id 一起核对封印；不会显示",
        "the name of the slip's child, checked with --id against the seal; never shown",
    ),
    "family.id_option": ("孩子的证件号", "the child's id"),
    "family.both": ("--name 与 --id 一起给，并须有 --code", "--name and --id go together, and need --code"),
}
