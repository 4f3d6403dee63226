"""Words of others' signatures: co-signatures, time stamps, signatures in PDFs."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "cosign.not_ended": (
        "派位尚未结束，还没有声明可以加签",
        "the session has not ended: there is no statement to sign yet",
    ),
    "cosign.private_key": (
        "这是私钥，请给公钥；私钥不要离开公证员的电脑",
        "is a private key: give the public one; the private one stays with its owner",
    ),
    "cosign.too_long": ("文件过大，不是这类签名或密钥", "is too large for such a signature or key"),
    "cosign.all_four": ("加签需要 --add、--key、--kind、--by 四项", "--add, --key, --kind and --by belong together"),
    "cosign.valid": ("核对无误", "valid"),
    "cosign.unchecked": (
        "本机无法核对（没有支持 SM2 的 openssl），已原样保存",
        "could not check: no openssl with SM2 here; kept as it is",
    ),
    "cosign.key_hash": ("公钥文件校验码（请与公证员当面核对）", "hash of the key file (compare it with its owner)"),
    "cosign.sm2_words": (
        "算法符合 GB/T 32918（SM2）与 GB/T 32905（SM3）；是否使用经检测的密码产品，以公证处出具的材料为准",
        "the algorithms conform to GB/T 32918 (SM2) and GB/T 32905 (SM3); whether a tested product made it, the office says",
    ),
    "cosign.how": (
        "公证员在自己的电脑上对 {file} 加签（私钥不离开那台电脑）。先运行 sha256sum {file} 与签字纸质件对照：",
        "The notary signs {file} on their own machine, which the private key never leaves. "
        "First compare sha256sum {file} with the paper:",
    ),
    "cosign.advice": (
        "任选一种。密钥只需生成一次；公钥的校验码请写进公证材料，否则签名只说明“这把钥匙签过”。",
        "One of these is enough. The key is made once; put the public key's hash into the notarial papers: "
        "without it a signature only says that this key signed.",
    ),
    "cosign.about": (
        "对上述声明文件的加签，用下面的命令核对；公钥属于谁，以公证材料中记载的公钥校验码为准。",
        "A co-signature of the file above; check it with the lines below. Whose key it is, the notarial papers say by its hash.",
    ),
    "cosign.help.add": ("加签文件", "the signature"),
    "cosign.help.key": ("加签人的公钥文件", "the signer's public key"),
    "cosign.help.kind": (
        "用什么工具签的；单独给出则只打印这种工具的命令",
        "the tool that made it; alone: print its lines only",
    ),
    "cosign.help.by": ("加签单位名称", "name of the office"),
    # -- time stamps
    "timestamp.one_of": ("请给出 --request 或 --import 其中一项", "give either --request or --import"),
    "timestamp.help.request": ("请求写到哪里（.tsq）", "where the request goes (.tsq)"),
    "timestamp.help.import": ("时间戳机构的回执（.tsr）", "the authority's answer (.tsr)"),
    "timestamp.help.authority": ("时间戳机构的根证书，PEM", "the authority's root certificates, PEM"),
    "timestamp.send": (
        "把 {file} 交给时间戳机构，收回 token.tsr；例如：",
        "send {file} to the authority and get token.tsr back, e.g.: "
        'curl -H "Content-Type: application/timestamp-query" --data-binary @{file} URL -o token.tsr',
    ),
    "timestamp.serial": ("序号", "serial"),
    "timestamp.checked": (
        "对象、随机数与机构签名都核对无误",
        "imprint, nonce and the authority's signature are right",
    ),
    "timestamp.unchecked": (
        "对象与随机数核对无误；机构签名未核对：请用 --authority 给出根证书，且本机要有 openssl",
        "imprint and nonce are right; the authority's signature was not checked: give its root certificates with --authority "
        "on a machine with openssl",
    ),
    "timestamp.other_text": ("不是对本场声明的时间戳", "is not over this session's statement"),
    "timestamp.other_nonce": ("不是对我们请求的回执", "answers no request of ours"),
    "timestamp.other_token": ("这个请求已有另一份回执", "that request has another token already"),
    "timestamp.about": (
        """对 statement.txt（作废场次为 void.txt）的可信时间戳，摘要算法 SHA-256，按 RFC 3161。
核对：openssl ts -verify -in {token} -queryfile {request} -CAfile {authority}
机构证书会过期；到期前请对归档包另加新的时间戳。机构是否合规，以其资质为准。""",
        """An RFC 3161 time stamp over statement.txt (void.txt of a voided attempt), SHA-256.
Check: openssl ts -verify -in {token} -queryfile {request} -CAfile {authority}
The authority's certificate expires: stamp the archive anew before that. Its standing is its own to prove.""",
    ),
    # -- signatures in PDFs
    "pades.nothing": ("请给出 PDF 文件，或用 --new-key 生成密钥", "give PDFs, or --new-key to make a key"),
    "pades.help.key": ("P-256 私钥，PEM（加密）", "the P-256 private key, encrypted PEM"),
    "pades.help.cert": ("它的证书，PEM", "its certificate, PEM"),
    "pades.help.out": (
        "签好的 PDF 放在哪个文件夹，默认就地追加签名",
        "folder of the signed PDFs; else each is signed in place",
    ),
    "pades.help.new_key": (
        "先生成新密钥和自签证书，NAME 为单位名称",
        "first make a key and a self-signed certificate for NAME",
    ),
    "pades.help.passphrase": ("存放密钥口令的文件，否则会询问", "file with the key's passphrase; else you are asked"),
    "pades.passphrase": ("PDF 签名密钥的口令", "passphrase of the PDF signing key"),
    "pades.fingerprint": ("证书校验码 SHA-256", "certificate SHA-256"),
    "pades.self_signed": (
        "自签证书：阅读软件会显示“签名有效、身份未知”。请把证书校验码印在公告上，或改用持牌机构签发的证书。",
        "A self-signed certificate: readers say that the signature is valid and the signer unknown. Print its hash on the notice, "
        "or use a certificate of a licensed authority.",
    ),
    "pades.there": ("已存在，不覆盖密钥", "is there already; keys are not overwritten"),
    "pades.long_name": ("名称最多 {most} 个字符", "at most {most} characters"),
    "pades.already": ("已有这把密钥的签名", "is signed by this key already"),
    "pades.no_pdf": ("不是可以签名的 PDF", "is no PDF that can be signed"),
    "pades.no_file": ("没有这个文件", "no such file"),
    "pades.no_key": ("密钥或证书打不开（口令不对？）", "key or certificate cannot be opened (wrong passphrase?)"),
    "pades.p256": ("不是 P-256 密钥", "is not a P-256 key"),
    "pades.pair": ("证书不属于这把密钥", "is not the certificate of this key"),
    "pades.missing": (
        '没有安装 pyHanko。联网时运行：pip install "public-draw[pades]"',
        'pyHanko is not installed. While online: pip install "public-draw[pades]"',
    ),
}
