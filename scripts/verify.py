#!/usr/bin/env python3
"""Check the record of a public school draw, from its files alone.

This is the second, independent implementation of draw/SPEC.md (format 1). It is one file, needs nothing but Python 3.9
or newer, uses no network, imports nothing of the product, and recomputes every hash, order, place and ledger line.

    python3 verify.py RECORD [--notice HASH] [--statement HASH] [--earlier FOLDER ...] [--applicant CODE]
                      [--code FILE [--name NAME --id ID]]

It trusts only three things: this text, Python, and the two hashes on the papers signed in the hall (`--notice`,
`--statement`). Without those papers a record can only be consistent in itself: the notice vouches for its own key. A
session that continues others needs their records too (`--earlier`, once for each). `--code` takes the text of a
paper's QR code from a file, or with - from standard input; a child's name and id check the seal on its slip, and are
never shown. With the code of a slip, RECORD may also be the frozen list as it is published before the draw (§15): then
only steps 1 to 4, 18 and 19 are made. `--applicant` takes the code of a child, or of anything else that was
drawn: a primary, a team of teachers, a delegate.

A beacon round of drand quicknet is checked by its BLS signature; a round of another chain could not be checked.

It prints one line a step of SPEC §11: 相符 match, 不符 mismatch with the first difference, or 未能核验 could not check
with what is missing; it never turns one word into another. The last line is the verdict; exit code 0 match, 1 mismatch,
2 could not check. `§n` in comments is a section of SPEC.md, `(n)` a step of §11; functions stand in the order of steps.
"""

# ruff: noqa: B905   (zip(strict=...) needs Python 3.10, and macOS comes with 3.9)
from __future__ import annotations

import argparse
import array
import base64
import bisect
import datetime
import functools
import hashlib
import heapq
import itertools
import json
import math
import os
import re
import stat
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple, NoReturn

MATCH, MISMATCH, UNCHECKED = "match", "mismatch", "could not check"
CHINESE = {MATCH: "相符", MISMATCH: "不符", UNCHECKED: "未能核验"}


class Mismatch(Exception):
    """The record is wrong; the text is the first difference."""


class Missing(Exception):
    """Nothing is wrong, but this step has nothing to check with; the text is what is missing."""


def want(true: bool, otherwise: str) -> None:
    if not true:
        raise Mismatch(otherwise)


def need(value: Any, what: str) -> Any:
    """The value that an earlier step has found sound; without it this step cannot say anything (§11)."""
    if value is None:
        raise Missing(what)
    return value


def show(value: object) -> str:
    """Any text of the record, harmless on a terminal: it was written by the people whom we check."""
    text = ascii(value)
    return text if len(text) <= 120 else text[:120] + "..."


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def sm3(data: bytes) -> str | None:
    """SM3 (GB/T 32905), or None where this machine's library has none."""
    try:
        return hashlib.new("sm3", data).hexdigest() if "sm3" in hashlib.algorithms_available else None
    except ValueError:  # listed, and then refused by the machine's policy
        return None


# -------------------------------------------------------------------------------- forms of values (§1)

# `fullmatch` and spelled-out classes throughout: `$` forgives a last LF, `\d` takes digits of other scripts, and
# int("+5") or int(" 5") would give one value two spellings.
CODE = re.compile(r"[0-9A-Z][0-9A-Z-]{0,31}")
SESSION = re.compile(r"[a-z0-9][a-z0-9-]{2,63}")
HASH = re.compile(r"[0-9a-f]{64}")
DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])\+08:00")
BIGGEST = 2**53 - 1  # the integers that every JSON reader keeps exactly

Check = Callable[[Any, str], None]


def like(pattern: str) -> Check:
    match = re.compile(pattern).fullmatch

    def check(value: Any, where: str) -> None:
        if not isinstance(value, str) or match(value) is None:
            raise Mismatch(f"{where} is {show(value)}")

    return check


def whole(low: int, high: int = BIGGEST) -> Check:
    def check(value: Any, where: str) -> None:
        if type(value) is not int or not low <= value <= high:  # isinstance would take True for 1
            raise Mismatch(f"{where} is {show(value)}")

    return check


def each(item: Check, least: int = 0, unique: str | None = "") -> Check:
    """A list; none of its values stands twice, or, of objects, none of their values under the key `unique`."""

    def check(value: Any, where: str) -> None:
        want(isinstance(value, list) and len(value) >= least, f"{where} is {show(value)}")
        for one in value:
            item(one, where)
        if unique is not None:
            seen = [one[unique] if unique else one for one in value]
            want(len(set(seen)) == len(seen), f"{where}: {show(seen)}: one stands twice")

    return check


def shape(**fields: Check) -> Check:
    """An object with exactly these keys: unknown and missing ones are refused (§1), repeated ones by `no_repeats`."""

    def check(value: Any, where: str) -> None:
        want(isinstance(value, dict), f"{where} is no object")
        odd = sorted(set(value) ^ set(fields))
        want(not odd, f"{where} lacks, or should not have, {show(odd[:1])}")
        for name, field in fields.items():
            field(value[name], f"{where} {name}")

    return check


def by_kind(**kinds: Check) -> Check:
    """An object whose `kind` says which of these forms it has."""

    def check(value: Any, where: str) -> None:
        kind = value.get("kind") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in kinds:
            raise Mismatch(f"{where}: kind {show(kind)}")
        kinds[kind](value, where)

    return check


def none_or(other: Check) -> Check:
    return lambda value, where: None if value == "none" else other(value, where)


def label(value: Any, where: str) -> None:
    good = isinstance(value, str) and 1 <= len(value) <= 200 and value[0] != " " and value[-1] != " "
    good = good and not any(c in "\u2028\u2029" or unicodedata.category(c) == "Cc" for c in value)
    want(good and unicodedata.is_normalized("NFC", value), f"{where} is {show(value)}")


@functools.lru_cache(maxsize=4096)
def days(text: str) -> int:
    """A date as a count of days, from 1970."""
    want(DATE.fullmatch(text) is not None, f"date is {show(text)}")
    try:
        return datetime.date(*map(int, text.split("-"))).toordinal() - datetime.date(1970, 1, 1).toordinal()
    except ValueError:
        raise Mismatch(f"date {text} does not exist") from None


@functools.lru_cache(maxsize=4096)
def seconds(text: str) -> int:
    """A time as Unix seconds; datetime.timestamp() would go through a float."""
    found = TIME.fullmatch(text)
    if found is None:
        raise Mismatch(f"time is {show(text)}")
    hour, minute, second = map(int, found.groups()[1:])
    return days(found[1]) * 86400 + (hour - 8) * 3600 + minute * 60 + second


def text(read: Callable[[str], int]) -> Check:
    def check(value: Any, where: str) -> None:
        want(isinstance(value, str), f"{where} is {show(value)}")
        read(value)

    return check


date, time = text(days), text(seconds)


def text_lines(data: bytes, name: str) -> list[str]:
    """The lines of a text file (§1): UTF-8, NFC, LF ends every line, no BOM, no CR, no empty line."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Mismatch(f"{name} is not UTF-8") from None
    want(text.isascii() or unicodedata.is_normalized("NFC", text), f"{name} is not NFC")
    want(not text.startswith("\ufeff"), f"{name} starts with a BOM")
    want("\r" not in text, f"{name} holds a CR")
    lines = text.split("\n")  # splitlines() would also split at U+2028 and others
    want(lines.pop() == "", f"{name}: no LF after the last line")
    want(bool(lines) and "" not in lines, f"{name} is empty, or has an empty line")
    return lines


def no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    want(len(dict(pairs)) == len(pairs), "a key stands twice")
    return dict(pairs)


def small_integer(digits: str) -> int:
    want(len(digits) <= 16 and 0 <= int(digits) <= BIGGEST, f"number {show(digits[:40])}")
    return int(digits)


def no_float(digits: str) -> int:
    raise Mismatch(f"number {show(digits[:40])}")


READER = json.JSONDecoder(
    object_pairs_hook=no_repeats, parse_int=small_integer, parse_float=no_float, parse_constant=no_float
)
# For integers, strings and ASCII keys (all others are refused as unknown) this writer gives the RFC 8785 bytes.
WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(data: bytes, name: str) -> Any:
    """The value of a JSON text, refused unless canonical(parse(bytes)) = bytes (§1)."""
    try:
        value = READER.decode(data.decode("utf-8"))
        again = WRITER.encode(value).encode("utf-8")
    except Mismatch as error:
        raise Mismatch(f"{name}: {error}") from None
    except RecursionError:
        raise Mismatch(f"{name} is nested too deeply") from None
    except ValueError:  # also UnicodeError: a lone surrogate, bytes that are no UTF-8
        raise Mismatch(f"{name} is no JSON text") from None
    want(again == data, f"{name} is not in canonical form")
    return value


# ------------------------------------------------------------------------- Ed25519 (RFC 8032 §5.1, §1)

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)  # a square root of -1
Point = tuple[int, int, int, int]  # X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z
ZERO: Point = (0, 1, 1, 0)


def add(p: Point, q: Point) -> Point:
    """RFC 8032 §5.1.4, with its letters; also right for p = q and for ZERO."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * D * p[3] * q[3] % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def small_order(p: Point) -> bool:
    for _ in range(3):
        p = add(p, p)
    return p[0] == 0 and p[1] == p[2]


def decode(data: bytes) -> Point | None:
    """The point with this encoding, None if there is none or the encoding is not the canonical one."""
    y, sign = int.from_bytes(data, "little") & (2**255 - 1), data[31] >> 7
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P != u:
        x = x * ROOT % P
    if v * x * x % P != u or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def encode(p: Point) -> bytes:
    inverse = pow(p[2], -1, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decode((4 * pow(5, -1, P) % P).to_bytes(32, "little")) or ZERO


@functools.lru_cache(maxsize=4096)
def ed25519(key: bytes, message: bytes, signature: bytes) -> bool:
    """Strict and cofactorless (§1): S < L, A and R canonical and of no small order, [S]B = R + [k]A."""
    point = decode(key) if len(key) == 32 and len(signature) == 64 else None
    s = int.from_bytes(signature[32:], "little")
    if point is None or small_order(point) or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    minus = (P - point[0], point[1], 1, P - point[3])
    table = (ZERO, BASE, minus, add(BASE, minus))
    r = ZERO
    for bit in range(252, -1, -1):  # [S]B - [k]A, both scalars in one pass
        r = add(r, r)
        which = (s >> bit & 1) | (k >> bit & 1) << 1
        if which:
            r = add(r, table[which])
    # Comparing encodings, not points, is what refuses an R that is not canonical.
    return encode(r) == signature[:32] and not small_order(r)


# ------------------------------------------ drand quicknet: BLS signatures on BLS12-381 (§6, RFC 9380)

# E is y^2 = x^3 + 4 modulo the prime Q; a point is (x, y), or None for the identity. G1 is the subgroup of E with ORDER
# points. G2 lies on y^2 = x^3 + 4(1 + u) over pairs a + bu, u^2 = -1. The values of a pairing are polynomials in w of
# degree 11 with w^6 = 1 + u; so u = w^6 - 1 and w^12 = 2w^6 - 2, and those with even powers alone are a field, EVEN.
QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
Q = 0x1A0111EA397FE69A4B1BA7B6434BACD764774B84F38512BF6730D2A0F6B0F6241EABFFFEB153FFFFB9FEFFFFFFFFAAAB
ORDER = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001
KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
GENERATOR = (  # of G2
    "93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"
    "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"
)
DST = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
Z, COFACTOR = 11, 0xD201000000010001  # RFC 9380 §8.8.1: Z and h_eff; A', B' are those of the isogenous curve
A_ISO = 0x144698A3B8E9433D693A02C96D4982B0EA985383EE66A8D8E8981AEFD881AC98936F8DA0E0F97F5CF428082D584C1D
B_ISO = 0x12E2908D11688030018B12E8753EEE3B2016C1F0F24F4070A0B9C14FCEF35EF55A23215A316CEAA5D1CC48E98E172BE0
# RFC 9380 appendix E.2, the 11-isogeny onto E, each polynomial from its constant on.
ISOGENY = (
    (  # x_num: k_(1,0) to k_(1,11)
        0x11A05F2B1E833340B809101DD99815856B303E88A2D7005FF2627B56CDB4E2C85610C2D5F2E62D6EAEAC1662734649B7,
        0x17294ED3E943AB2F0588BAB22147A81C7C17E75B2F6A8417F565E33C70D1E86B4838F2A6F318C356E834EEF1B3CB83BB,
        0x0D54005DB97678EC1D1048C5D10A9A1BCE032473295983E56878E501EC68E25C958C3E3D2A09729FE0179F9DAC9EDCB0,
        0x1778E7166FCC6DB74E0609D307E55412D7F5E4656A8DBF25F1B33289F1B330835336E25CE3107193C5B388641D9B6861,
        0x0E99726A3199F4436642B4B3E4118E5499DB995A1257FB3F086EEB65982FAC18985A286F301E77C451154CE9AC8895D9,
        0x1630C3250D7313FF01D1201BF7A74AB5DB3CB17DD952799B9ED3AB9097E68F90A0870D2DCAE73D19CD13C1C66F652983,
        0x0D6ED6553FE44D296A3726C38AE652BFB11586264F0F8CE19008E218F9C86B2A8DA25128C1052ECADDD7F225A139ED84,
        0x17B81E7701ABDBE2E8743884D1117E53356DE5AB275B4DB1A682C62EF0F2753339B7C8F8C8F475AF9CCB5618E3F0C88E,
        0x080D3CF1F9A78FC47B90B33563BE990DC43B756CE79F5574A2C596C928C5D1DE4FA295F296B74E956D71986A8497E317,
        0x169B1F8E1BCFA7C42E0C37515D138F22DD2ECB803A0C5C99676314BAF4BB1B7FA3190B2EDC0327797F241067BE390C9E,
        0x10321DA079CE07E272D8EC09D2565B0DFA7DCCDDE6787F96D50AF36003B14866F69B771F8C285DECCA67DF3F1605FB7B,
        0x06E08C248E260E70BD1E962381EDEE3D31D79D7E22C837BC23C0BF1BC24C6B68C24B1B80B64D391FA9C8BA2E8BA2D229,
    ),
    (  # x_den: k_(2,0) to k_(2,9); then 1
        0x08CA8D548CFF19AE18B2E62F4BD3FA6F01D5EF4BA35B48BA9C9588617FC8AC62B558D681BE343DF8993CF9FA40D21B1C,
        0x12561A5DEB559C4348B4711298E536367041E8CA0CF0800C0126C2588C48BF5713DAA8846CB026E9E5C8276EC82B3BFF,
        0x0B2962FE57A3225E8137E629BFF2991F6F89416F5A718CD1FCA64E00B11ACEACD6A3D0967C94FEDCFCC239BA5CB83E19,
        0x03425581A58AE2FEC83AAFEF7C40EB545B08243F16B1655154CCA8ABC28D6FD04976D5243EECF5C4130DE8938DC62CD8,
        0x13A8E162022914A80A6F1D5F43E7A07DFFDFC759A12062BB8D6B44E833B306DA9BD29BA81F35781D539D395B3532A21E,
        0x0E7355F8E4E667B955390F7F0506C6E9395735E9CE9CAD4D0A43BCEF24B8982F7400D24BC4228F11C02DF9A29F6304A5,
        0x0772CAACF16936190F3E0C63E0596721570F5799AF53A1894E2E073062AEDE9CEA73B3538F0DE06CEC2574496EE84A3A,
        0x14A7AC2A9D64A8B230B3F5B074CF01996E7F63C21BCA68A81996E1CDF9822C580FA5B9489D11E2D311F7D99BBDCC5A5E,
        0x0A10ECF6ADA54F825E920B3DAFC7A3CCE07F8D1D7161366B74100DA67F39883503826692ABBA43704776EC3A79A1D641,
        0x095FC13AB9E92AD4476D6E3EB3A56680F682B4EE96F7D03776DF533978F31C1593174E4B4B7865002D6384D168ECDD0A,
        1,
    ),
    (  # y_num: k_(3,0) to k_(3,15)
        0x090D97C81BA24EE0259D1F094980DCFA11AD138E48A869522B52AF6C956543D3CD0C7AEE9B3BA3C2BE9845719707BB33,
        0x134996A104EE5811D51036D776FB46831223E96C254F383D0F906343EB67AD34D6C56711962FA8BFE097E75A2E41C696,
        0x00CC786BAA966E66F4A384C86A3B49942552E2D658A31CE2C344BE4B91400DA7D26D521628B00523B8DFE240C72DE1F6,
        0x01F86376E8981C217898751AD8746757D42AA7B90EEB791C09E4A3EC03251CF9DE405ABA9EC61DECA6355C77B0E5F4CB,
        0x08CC03FDEFE0FF135CAF4FE2A21529C4195536FBE3CE50B879833FD221351ADC2EE7F8DC099040A841B6DAECF2E8FEDB,
        0x16603FCA40634B6A2211E11DB8F0A6A074A7D0D4AFADB7BD76505C3D3AD5544E203F6326C95A807299B23AB13633A5F0,
        0x04AB0B9BCFAC1BBCB2C977D027796B3CE75BB8CA2BE184CB5231413C4D634F3747A87AC2460F415EC961F8855FE9D6F2,
        0x0987C8D5333AB86FDE9926BD2CA6C674170A05BFE3BDD81FFD038DA6C26C842642F64550FEDFE935A15E4CA31870FB29,
        0x09FC4018BD96684BE88C9E221E4DA1BB8F3ABD16679DC26C1E8B6E6A1F20CABE69D65201C78607A360370E577BDBA587,
        0x0E1BBA7A1186BDB5223ABDE7ADA14A23C42A0CA7915AF6FE06985E7ED1E4D43B9B3F7055DD4EBA6F2BAFAAEBCA731C30,
        0x19713E47937CD1BE0DFD0B8F1D43FB93CD2FCBCB6CAF493FD1183E416389E61031BF3A5CCE3FBAFCE813711AD011C132,
        0x18B46A908F36F6DEB918C143FED2EDCC523559B8AAF0C2462E6BFE7F911F643249D9CDF41B44D606CE07C8A4D0074D8E,
        0x0B182CAC101B9399D155096004F53F447AA7B12A3426B08EC02710E807B4633F06C851C1919211F20D4C04F00B971EF8,
        0x0245A394AD1ECA9B72FC00AE7BE315DC757B3B080D4C158013E6632D3C40659CC6CF90AD1C232A6442D9D3F5DB980133,
        0x05C129645E44CF1102A159F748C4A3FC5E673D81D7E86568D9AB0F5D396A7CE46BA1049B6579AFB7866B1E715475224B,
        0x15E6BE4E990F03CE4EA50B3B42DF2EB5CB181D8F84965A3957ADD4FA95AF01B2B665027EFEC01C7704B456BE69C8B604,
    ),
    (  # y_den: k_(4,0) to k_(4,14); then 1
        0x16112C4C3A9C98B252181140FAD0EAE9601A6DE578980BE6EEC3232B5BE72E7A07F3688EF60C206D01479253B03663C1,
        0x1962D75C2381201E1A0CBD6C43C348B885C84FF731C4D59CA4A10356F453E01F78A4260763529E3532F6102C2E49A03D,
        0x058DF3306640DA276FAAAE7D6E8EB15778C4855551AE7F310C35A5DD279CD2ECA6757CD636F96F891E2538B53DBF67F2,
        0x16B7D288798E5395F20D23BF89EDB4D1D115C5DBDDBCD30E123DA489E726AF41727364F2C28297ADA8D26D98445F5416,
        0x0BE0E079545F43E4B00CC912F8228DDCC6D19C9F0F69BBB0542EDA0FC9DEC916A20B15DC0FD2EDEDDA39142311A5001D,
        0x08D9E5297186DB2D9FB266EAAC783182B70152C65550D881C5ECD87B6F0F5A6449F38DB9DFA9CCE202C6477FAAF9B7AC,
        0x166007C08A99DB2FC3BA8734ACE9824B5EECFDFA8D0CF8EF5DD365BC400A0051D5FA9C01A58B1FB93D1A1399126A775C,
        0x16A3EF08BE3EA7EA03BCDDFABBA6FF6EE5A4375EFA1F4FD7FEB34FD206357132B920F5B00801DEE460EE415A15812ED9,
        0x1866C8ED336C61231A1BE54FD1D74CC4F9FB0CE4C6AF5920ABC5750C4BF39B4852CFE2F7BB9248836B233D9D55535D4A,
        0x167A55CDA70A6E1CEA820597D94A84903216F763E13D87BB5308592E7EA7D4FBC7385EA3D529B35E346EF48BB8913F55,
        0x04D2F259EEA405BD48F010A01AD2911D9C6DD039BB61A6290E591B36E636A5C871A5C29F4F83060400F8B49CBA8F6AA8,
        0x0ACCBB67481D033FF5852C1E48C50C477F94FF8AEFCE42D28C0F9A88CEA7913516F968986F7EBBEA9684B529E2561092,
        0x0AD6B9514C767FE3C3613144B45F1496543346D98ADF02267D5CEEF9A00D9B8693000763E3B90AC11E99B138573345CC,
        0x02660400EB2E4F3B628BDD0D53CD76F2BF565B94E72927C1CB748DF27942480E420517BD8714CC80D1FADC1326ED06F7,
        0x0E0FA1D816DDC03E6B24255E0D7819C171C40F65E273B853324EFCD6356CAA205CA2F570F13497804415473A1D634B8F,
        1,
    ),
)

Pair = tuple[int, int]  # a point's x and y, or a and b of a + bu


def root(a: int) -> int:
    """A square root of a, if a has one: Q is 3 modulo 4."""
    return pow(a, (Q + 1) // 4, Q)


def slope(p: Pair, q: Pair) -> int:
    """Of the line through p and q, or of the tangent at p; the line must not be vertical."""
    up, along = (3 * p[0] * p[0], 2 * p[1]) if p == q else (q[1] - p[1], q[0] - p[0])
    return up * pow(along, -1, Q) % Q


def plus(p: Pair | None, q: Pair | None) -> Pair | None:
    if p is None or q is None:
        return p or q
    if p[0] == q[0] and (p[1] + q[1]) % Q == 0:
        return None
    s = slope(p, q)
    x = (s * s - p[0] - q[0]) % Q
    return x, (s * (p[0] - x) - p[1]) % Q


def multiple(n: int, p: Pair | None) -> Pair | None:
    out = None
    for bit in f"{n:b}":
        out = plus(out, out)
        if bit == "1":
            out = plus(out, p)
    return out


def g1_point(data: bytes) -> Pair:
    """The point of G1 with this compressed encoding; the identity is refused (§6)."""
    # The three highest bits: compressed, identity, y is the greater of the two.
    want(len(data) == 48, "the signature is not 48 bytes long")
    flags, x = data[0] >> 5, int.from_bytes(data, "big") % 2**381
    want(flags in (0b100, 0b101), "the signature is no compressed point, or it is the identity")
    want(x < Q, "the signature's x is not below the prime")
    y = root(x**3 + 4)
    want((y * y - x**3 - 4) % Q == 0, "the signature is no point of the curve")
    point = x, y if (y > Q // 2) == (flags & 1) else -y % Q
    want(multiple(ORDER, point) is None, "the signature is no point of the subgroup G1")
    return point


def g2_point(text: str) -> tuple[Pair, Pair]:
    """x and y of one of the two constants above; these are points of G2 and need no check."""
    x1, x0 = int(text[:96], 16) % 2**381, int(text[96:], 16)
    a, b = x0**3 - 3 * x0 * x1 * x1 + 4, 3 * x0 * x0 * x1 - x1**3 + 4  # y^2 = x^3 + 4 + 4u = a + bu
    half = pow(2, -1, Q)
    norm = root(a * a + b * b)
    y0 = root((a + norm) * half)
    if (2 * y0 * y0 - a - norm) % Q:
        y0 = root((a - norm) * half)
    y1 = b * half * pow(y0, -1, Q) % Q
    greater = int(text[0], 16) >> 1 & 1  # of the two roots the one with the greater y1
    return (x0, x1), (y0, y1) if (y1 > Q // 2) == greater else (-y0 % Q, -y1 % Q)


def expand(message: bytes) -> bytes:
    """RFC 9380 §5.3.1, expand_message_xmd to 128 bytes."""
    tail = DST + bytes([len(DST)])
    first = hashlib.sha256(bytes(64) + message + (128).to_bytes(2, "big") + b"\0" + tail).digest()
    out, block = b"", bytes(32)
    for at in range(1, 5):
        mixed = bytes(x ^ y for x, y in zip(first, block))
        block = hashlib.sha256(mixed + bytes([at]) + tail).digest()
        out += block
    return out


def on_isogenous(u: int) -> Pair:
    """RFC 9380 §6.6.2, the simplified SWU map: a point of y^2 = x^3 + A'x + B'."""
    zu = Z * u * u % Q
    t = pow(zu * zu + zu, Q - 2, Q)  # inv0: 0 has the inverse 0
    x = -B_ISO * (1 + t) * pow(A_ISO, -1, Q) % Q if t else B_ISO * pow(Z * A_ISO, -1, Q) % Q
    square = (x**3 + A_ISO * x + B_ISO) % Q
    if pow(root(square), 2, Q) != square:
        x = zu * x % Q
        square = (x**3 + A_ISO * x + B_ISO) % Q
    y = root(square)
    return x, y if y % 2 == u % 2 else -y % Q


def from_isogenous(point: Pair) -> Pair | None:
    """RFC 9380 appendix E.2"""
    x, y = point
    x_num, x_den, y_num, y_den = (functools.reduce(lambda sum_, k: (sum_ * x + k) % Q, p[::-1]) for p in ISOGENY)
    if x_den == 0 or y_den == 0:
        return None
    return x_num * pow(x_den, -1, Q) % Q, y * y_num * pow(y_den, -1, Q) % Q


def hash_to_g1(message: bytes) -> Pair | None:
    """RFC 9380 §3, hash_to_curve."""
    data = expand(message)
    u, v = (int.from_bytes(half, "big") % Q for half in (data[:64], data[64:]))
    return multiple(COFACTOR, plus(from_isogenous(on_isogenous(u)), from_isogenous(on_isogenous(v))))


def product(f: Sequence[int], g: Sequence[int]) -> list[int]:
    """Of two polynomials in w."""
    out = [0] * 23
    for at, a in enumerate(f):
        if a:
            for more, b in enumerate(g):
                out[at + more] += a * b
    for at in range(22, 11, -1):  # w^12 = 2w^6 - 2
        out[at - 6] += 2 * out[at]
        out[at - 12] -= 2 * out[at]
    return [a % Q for a in out[:12]]


def line_at(p: Pair, q: Pair, of_g2: tuple[Pair, Pair]) -> list[int]:
    """The line through p and q, or the tangent, at a point of G2, which as a point of E is (x/w^2, y/w^3); times w^3."""
    s, ((x0, x1), (y0, y1)) = slope(p, q), of_g2
    return [y0 - y1, s * (x1 - x0) % Q, 0, (s * p[0] - p[1]) % Q, 0, 0, y1, -s * x1 % Q, 0, 0, 0, 0]


def miller(p: Pair, of_g2: tuple[Pair, Pair]) -> list[int]:
    """Miller's function of the Tate pairing, but for factors that `pairings_cancel` makes 1: w^3 and vertical lines."""
    f, now = [1] + [0] * 11, p
    for bit in f"{ORDER - 1:b}"[1:]:  # the last step, from (ORDER - 1)p to the identity, would be a vertical line
        f = product(line_at(now, now, of_g2), product(f, f))
        now = plus(now, now) or p  # never the identity
        if bit == "1":
            f = product(line_at(now, p, of_g2), f)
            now = plus(now, p) or p
    return f


def pairings_cancel(f: Sequence[int]) -> bool:
    """Whether f to the power (Q^12 - 1) / ORDER is 1."""
    # It is g^(Q^6 - 1) for g = f^((Q^6 + 1) / ORDER), so it is 1 exactly if g is in EVEN, whose elements are those with
    # g^(Q^6) = g. Elements of EVEN, such as vertical lines, do not count for that, nor w^3: that power is even.
    g = [1] + [0] * 11
    for bit in f"{(Q**6 + 1) // ORDER:b}":
        g = product(g, g)
        if bit == "1":
            g = product(f, g)
    return not any(g[1::2])


def quicknet(number: int, signature: bytes) -> None:
    """e(signature, g2) = e(H, key) (§6), as e(signature, g2) e(-H, key) = 1."""
    point, hashed = g1_point(signature), hash_to_g1(hashlib.sha256(number.to_bytes(8, "big")).digest())
    good = hashed is not None and pairings_cancel(
        product(miller(point, g2_point(GENERATOR)), miller((hashed[0], -hashed[1] % Q), g2_point(KEY)))
    )
    want(good, f"the signature is not drand quicknet's of round {number}")


# ------------------------------------------------------------------------------------------ the record

FOUR_GIB, MAX_FILES = 2**32, 10**4
ALWAYS = set(
    "notice.json notice.sig pool.csv rules.json program.txt ledger.jsonl README signer.pem "
    "SHA256SUMS SHA256SUMS.sig".split()
)
LIVE = ALWAYS | set(
    "board.txt seed.txt results.csv tables/draws.csv tables/waiting.csv outputs.txt statement.txt statement.sig".split()
)
VOID = ALWAYS | {"transcript.txt", "void.txt", "void.sig"}
AMENDMENT = ("SHA256SUMS", "amendment.sig", "amendment.txt", "changes.csv", "events.csv")
TABLES: dict[str, tuple[str, str]] = {  # §16.10: name -> kinds of draws that have lines in it, header
    "selected": ("order", "draw,position,code,standing"),
    "quotas": ("quota", "draw,school,item,whole,fraction,rank,seats,reason"),
    "cohorts": ("cells", "draw,row,school,whole,fraction,rank,count,reason"),
    "classes": ("class late", "draw,school,class,applicant"),
    "balance": ("class", "draw,class,attribute,value,children"),
    "teams": ("team", "draw,class,team,rank,reason"),
    "seats": ("seats", "draw,class,row,column,applicant,reason"),
}
# removed.csv, the orders, the tables of some kinds of draws, a void record's board.txt and its amendments are there or
# not as steps 4, 9, 10, 12 and 16 find that they should be; SM3SUMS is there or not.
BOTH_TOO = f"removed[.]csv|SM3SUMS|amendments/[0-9]{{4}}/({'|'.join(map(re.escape, AMENDMENT))})"
LIVE_TOO = re.compile(
    BOTH_TOO + f"|tables/(shortlists|{'|'.join(TABLES)})[.]csv|orders/[a-z0-9][a-z0-9.-]{{0,63}}[.]csv"
)
VOID_TOO = re.compile(BOTH_TOO + "|board[.]txt")
LIST = {"notice.json", "pool.csv"}  # of the frozen list before the draw (§15)
LIST_TOO = re.compile("notice[.]sig|signer[.]pem|rules[.]json|program[.]txt|removed[.]csv")


class Pool(NamedTuple):
    """pool.csv by columns, a row an applicant. A unit is known by the row of its first member."""

    applicants: list[str]
    units: list[str]
    columns: dict[str, int]  # attribute -> its place in a group
    groups: list[tuple[str, ...]]  # the different rows of attributes
    group: array.array[int]  # row -> its group
    starts: list[list[int]]  # for each group, the units in it
    bundles: dict[int, list[int]]  # unit -> its members, only for units of two or more
    unit_of: dict[int, int]  # the same by member
    having: dict[str, dict[str, list[int]]]  # attribute that some `who` names -> value -> the groups that have it

    def unit(self, row: int) -> int:
        return self.unit_of.get(row, row)

    def members(self, unit: int) -> Sequence[int]:
        return self.bundles.get(unit) or (unit,)

    def row(self, applicant: str) -> int | None:
        at = bisect.bisect_left(self.applicants, applicant)
        return at if self.applicants[at : at + 1] == [applicant] else None

    def values(self, group: int, attributes: Iterable[str]) -> list[str]:
        return [self.groups[group][self.columns[name]] for name in attributes]


class Record:
    """A folder, and what the steps have found sound in it: None until then."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.files: dict[str, int] = {}  # (1) path in the record -> size
        self.void = False
        self.listed = False  # no record, but the frozen list before the draw (§15)
        self.amendments: list[str] = []  # their folders, from 0001
        self.data: dict[str, bytes] = {}
        self.hashes: dict[str, str] = {}
        self.sm3s: dict[str, str | None] = {}  # (15) only where the record has SM3SUMS
        self.notice: Any = None  # (2)
        self.frozen: set[str] = set()  # (4) which of the frozen files are the notice's
        self.rules: Any = None  # (5)
        self.pool: Pool | None = None
        self.board: Any = None  # (6) party -> commitment or "absent"; empty in a void record without a board
        self.transcript: list[str] | None = None  # (7) lines of seed.txt or transcript.txt
        self.seed: str | None = None
        self.allocation: Allocation | None = None  # (9)
        self.results: Allocation | None = None  # (10) the same, once the files are found to say it
        self.last_line: str | None = None  # (12) hash of the ledger's last line
        self.reason: str | None = None  # (12) for a void, the one that the ledger allows
        self.amended: list[tuple[int, str]] = []  # (16) number, a line of its events or changes
        self.earlier: Sequence[str] = ()  # (17) the folders given
        self.ends: list[str] = []  # the hashes by which a later session may name this record: statement, amendments
        self.code: str | None = None  # (19) the text of a paper's QR code
        self.slip: str | None = None  # (19) the applicant whose slip was found to be of this record
        self.known: dict[str, Past | str] = {}  # such a hash of an earlier record -> what §14 asks, or what is missing

    def read(self, name: str) -> bytes:
        """A file's bytes, the same for all steps: they stay here, or after `drop` must have the hash they had."""
        if name not in self.data:
            if name not in self.files:
                raise Missing(f"{name} is not there")
            with open(os.path.join(self.root, *name.split("/")), "rb") as file:
                data = file.read(self.files[name] + 1)  # bounded, should the file grow while we read
            again = sha(data)
            same = len(data) == self.files[name] and self.hashes.get(name, again) == again
            want(same, f"{name} changes while it is read")
            self.data[name], self.hashes[name] = data, again
            if "SM3SUMS" in self.files and name not in self.sm3s:
                self.sm3s[name] = sm3(data)
        return self.data[name]

    def hash(self, name: str) -> str:
        if name not in self.hashes:
            self.read(name)
        return self.hashes[name]

    def drop(self, name: str) -> None:
        """Forget a large file after its last reader; its hash stays."""
        self.data.pop(name, None)

    def parties(self, phase: str) -> list[str]:
        return [party["id"] for party in self.notice["parties"] if party["phase"] == phase]

    def same(self, name: str, rows: Iterable[str]) -> None:
        """Byte for byte: the file is these lines, each ended by LF. In pieces: a million lines take little memory."""
        data, at, number, lines = self.read(name), 0, 0, iter(rows)
        while True:
            piece = list(itertools.islice(lines, 4096))
            if not piece:
                break
            joined = ("\n".join(piece) + "\n").encode()
            if data[at : at + len(joined)] != joined:
                for line in piece:
                    number += 1
                    raw = line.encode() + b"\n"
                    if data[at : at + len(raw)] != raw:
                        found = data[at : at + 400].split(b"\n")[0].decode("utf-8", "replace")
                        raise Mismatch(f"{name} line {number} is {show(found)}, recomputed {show(line)}")
                    at += len(raw)
            at, number = at + len(joined), number + len(piece)
        want(at == len(data), f"{name} goes on after line {number}, the last one when recomputed")


# -------------------------------------------------------------------------------- the steps (SPEC §11)


# (1) files: names are those of §2, and of §13 in amendments/ 0001, 0002, …; all that must be there are; regular files.
def files(r: Record) -> str:
    if not os.path.isdir(r.root):
        raise Missing(f"no such folder: {show(r.root)}")
    found: dict[str, int] = {}
    problems: list[str] = []
    folders, count = [""], 0
    for folder in folders:  # grows while it is read
        with os.scandir(os.path.join(r.root, *folder.split("/"))) as entries:
            for entry in entries:
                name, status = folder + entry.name, entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(status.st_mode):
                    if name in ("orders", "tables", "amendments") or re.fullmatch("amendments/[0-9]{4}", name):
                        folders.append(name + "/")
                    else:
                        problems.append(f"folder {show(name)} does not belong to a record")
                    continue
                count += 1
                want(count <= MAX_FILES, f"more than {MAX_FILES} files")
                if not stat.S_ISREG(status.st_mode):  # a link, a pipe: opening it could lead anywhere, or hang
                    problems.append(f"{show(name)} is no regular file")
                elif status.st_size > FOUR_GIB:
                    problems.append(f"{show(name)} is larger than 4 GiB")
                else:
                    found[name] = status.st_size
    r.void = not r.listed and "statement.txt" not in found and ("void.txt" in found or "transcript.txt" in found)
    must, may, kind = (VOID, VOID_TOO, "void record") if r.void else (LIVE, LIVE_TOO, "record with a result")
    if r.listed:
        must, may, kind = LIST, LIST_TOO, "frozen list before the draw"
    r.amendments = [f"amendments/{number:04}/" for number in range(1, 1 + sum(f.count("/") == 2 for f in folders))]
    must = must | {folder + name for folder in r.amendments for name in AMENDMENT}
    r.files = {name: size for name, size in found.items() if name in must or may.fullmatch(name)}
    problems += [f"{show(name)} does not belong to a {kind}" for name in found if name not in r.files]
    problems += [f"{name} is not there" for name in must if name not in found]
    filled = {name.split("/")[0] + "/" for name in found}
    problems += [f"folder {show(name)} is empty" for name in folders[1:] if name.split("/")[0] + "/" not in filled]
    want(not problems, min(problems, default=""))
    return "派位前公布的名单,不是记录 the frozen list before the draw, not a record" if r.listed else ""


hash_, code, draw_id = like(HASH.pattern), like(CODE.pattern), like("[a-z0-9][a-z0-9.-]{0,63}")
PARTY = shape(id=like("[AN][1-9]|W[0-9]{2}"), name=label, phase=like("sealed|open"))
NOTICE = shape(
    format=like("notice1"), session=like(SESSION.pattern), mode=like("live|rehearsal"), title=label,
    authority=label, scheduled=time, attempt=whole(1), version=whole(1), previous=none_or(hash_), after=each(hash_),
    rehearsals=whole(0), pool=hash_, applicants=whole(0), units=whole(0), roster=hash_, removed=none_or(hash_),
    rules=hash_, program=hash_, signer=hash_, amender=hash_, parties=each(PARTY, unique="id"), min_open=whole(0),
    reveal_seconds=whole(0, 86400), dice=like("none|d(10|6)x([123][0-9]|40)|b[1-9][0-9]k([6-9]|[1-9][0-9])"),
    beacon=none_or(shape(chain=hash_, round=whole(1))), draws=each(draw_id, unique=None),
)  # fmt: skip


# (2) notice: form and values (§3).
def notice(r: Record) -> None:
    n = canonical(r.read("notice.json"), "notice.json")
    NOTICE(n, "notice")
    first = n["version"] == n["attempt"] == 1
    want((n["previous"] == "none") == first, f"previous is {n['previous']}")
    want(n["signer"] != n["amender"], "signer and amender are the same key")
    for party in n["parties"]:
        want((party["id"][0] == "W") == (party["phase"] == "open"), f"{party['id']} is {party['phase']}")
    heads = [party["id"][0] for party in n["parties"]]
    want("A" in heads and "N" in heads, "no party A, or no party N")
    want(n["min_open"] <= heads.count("W"), f"min_open is {n['min_open']}, of {heads.count('W')} open parties")
    if n["dice"][0] == "b":
        balls, drawn = n["dice"][1:].split("k")
        want(int(drawn) <= int(balls), f"dice is {n['dice']}")
    want(n["dice"] != "none" or n["beacon"] != "none", "neither dice nor beacon")
    r.notice = n


def signed(r: Record, name: str, signature: str, by: str = "signer") -> None:
    key = need(r.notice, f"a sound notice.json, for its {by}")[by]
    good = ed25519(bytes.fromhex(key), r.read(name), r.read(signature))
    want(good, f"{signature} is no signature over {name} by {key}")


# (3) notice signature: notice.sig by `signer`; signer.pem is that key. Before the draw each may be missing (§15).
def notice_signature(r: Record) -> None:
    key = need(r.notice, "a sound notice.json, for its signer")["signer"]
    if not r.listed or "notice.sig" in r.files:
        signed(r, "notice.json", "notice.sig")
    if not r.listed or "signer.pem" in r.files:
        # The twelve bytes are the fixed DER head of every Ed25519 public key (§2).
        der = base64.b64encode(bytes.fromhex("302a300506032b6570032100" + key)).decode()
        r.same("signer.pem", ["-----BEGIN PUBLIC KEY-----", der, "-----END PUBLIC KEY-----"])
    if "notice.sig" not in r.files:
        raise Missing("notice.sig is not there")


SUMS_LINE = re.compile(r"[0-9a-f]{64}  [!-\[\]-~][ -\[\]-~]*")
REMOVED = (
    "DIRECT|PRE_ADMITTED|PRIVATE_APPLIED|PRIVATE_ADMITTED|CUTOFF|DWELLING|AGE|DUPLICATE|WITHDRAWN|UNCONFIRMED|"
    "CORRECTED|OTHER"
)
REMOVED_LINE = re.compile(f"({REMOVED}),[1-9][0-9]*")


# (4) frozen files: hashes of pool.csv, rules.json, program.txt, removed.csv are the notice's; form of the last two.
def frozen_files(r: Record) -> None:
    n = need(r.notice, "a sound notice.json")
    wrong, missing = [], []
    for name in "pool.csv", "rules.json", "program.txt", "removed.csv":
        key = name.split(".")[0]
        found = r.hash(name) if name in r.files else "none"
        if found == n[key]:
            r.frozen.add(name)
        elif name not in r.files and (r.listed or name != "removed.csv"):  # a record must have removed.csv as (4) says
            missing.append(f"{name} is not there")
        else:
            wrong.append(f"{name} has hash {found}, the notice says {n[key]}")
    if wrong:
        raise Mismatch(wrong[0])
    if missing and not r.listed:
        raise Missing(missing[0])
    if "program.txt" in r.files:
        program_form(text_lines(r.read("program.txt"), "program.txt"))
    if "removed.csv" in r.files:
        removed_form(text_lines(r.read("removed.csv"), "removed.csv"))
    if r.listed and "pool.csv" in r.files:
        list_form(text_lines(r.read("pool.csv"), "pool.csv"), n)
    if missing:
        raise Missing(missing[0])


def program_form(lines: list[str]) -> None:
    before = b""
    for line in lines:
        path = line[66:] if SUMS_LINE.fullmatch(line) else ""
        want(not {"", ".", ".."} & set(path.split("/")), f"program.txt: {show(line)}")
        want(before < path.encode(), f"program.txt: {show(path)} is not sorted, or stands twice")
        before = path.encode()


def removed_form(lines: list[str]) -> None:
    want(lines[:1] == ["reason,count"], "removed.csv: header")
    for line in lines[1:]:
        want(REMOVED_LINE.fullmatch(line) is not None, f"removed.csv: {show(line)}")
    reasons = [line.split(",")[0] for line in lines[1:]]
    want(reasons == sorted(set(reasons)), "removed.csv is not sorted, or a reason stands twice")


def list_form(lines: list[str], n: Any) -> None:
    """What can be said of pool.csv without rules.json (§15)."""
    header, before, units = lines[0], "", set[str]()
    want(header.startswith("applicant,unit,") and header.endswith(",seal"), "pool.csv: header")
    one, more = CODE.pattern, header.count(",") - 2
    row = re.compile(f"({one}),({one})(?:,{one}){{{more}}},{HASH.pattern}").fullmatch
    for at, line in enumerate(lines[1:], 2):
        found = row(line)
        if found is None:
            raise Mismatch(f"pool.csv line {at}: {show(line)}")
        want(before < found[1], f"pool.csv line {at}: {found[1]} is not sorted, or stands twice")
        before = found[1]
        units.add(found[2])
    for key, count in ("applicants", len(lines) - 1), ("units", len(units)):
        want(n[key] == count, f"{count} {key}, the notice says {n[key]}")


# (5) rules and pool: forms (§4), counts, draws, soundness.
def rules_and_pool(r: Record) -> None:
    n = need(r.notice, "a sound notice.json")
    for name in "rules.json", "pool.csv":
        need(name if name in r.frozen else None, f"the frozen {name}")
    rules = canonical(r.read("rules.json"), "rules.json")
    values = rules_form(rules)
    ids = [draw["id"] for draw in rules["draws"]]
    want(ids == n["draws"], f"draws are {show(ids)}, the notice says {show(n['draws'])}")
    want((rules["carry"] == "none") == (not n["after"]), "carry does not fit the notice's after")
    pool = pool_form(r.read("pool.csv"), rules, values)
    for key, count in ("applicants", len(pool.applicants)), ("units", sum(map(len, pool.starts))):
        want(n[key] == count, f"{count} {key}, the notice says {n[key]}")
    sound(rules, pool)
    r.rules, r.pool = rules, pool
    r.drop("pool.csv")


def attribute_values(value: Any, where: str) -> None:
    if value not in ("schools", "preferences", "codes"):
        each(shape(code=code, label=label), 1, "code")(value, where)


def who(value: Any, where: str) -> None:
    want(isinstance(value, dict), f"{where} is no object")
    for name, codes in value.items():
        each(code, 1)(codes, f"{where} {show(name)}")
        want(codes == sorted(codes), f"{where} {show(name)} is not sorted")


def quota(value: Any, where: str) -> None:
    fixed = isinstance(value, dict) and "places" in value
    share = shape(percent=whole(1, 100), rounding=like("FLOOR|CEILING"))
    (shape(places=whole(0)) if fixed else share)(value, where)


def anything(value: Any, where: str) -> None:
    pass


def to_codes(value: Any, where: str) -> None:
    """An object whose keys and values are codes."""
    want(isinstance(value, dict), f"{where} is no object")
    for key in (*value, *value.values()):
        code(key, where)


def marks(value: Any, where: str) -> None:
    """A list of attributes, each with one of its values (`spread`, `need`)."""
    each(shape(attribute=ATTRIBUTE, value=code), unique=None)(value, where)
    pairs = [(one["attribute"], one["value"]) for one in value]
    want(len(set(pairs)) == len(pairs), f"{where}: {show(pairs)}: one stands twice")


PEOPLE = "NOTARY HOST DISCIPLINE DEPUTY CPPCC MEDIA PARENT SCHOOL EXPERT"  # the kinds of `hall`, a closed list


def people(value: Any, where: str) -> None:
    want(isinstance(value, dict), f"{where} is no object")
    odd = sorted(set(value) - set(PEOPLE.split()))
    want(not odd, f"{where}: {show(odd[:1])} is no kind of person")
    want("NOTARY" in value, f"{where}: NOTARY is not among them")
    for kind, least in value.items():
        whole(1, 99)(least, f"{where} {kind}")


ATTRIBUTE = like("[a-z][a-z0-9_]{0,31}")
SCHOOL = shape(
    code=code, name=label, places=whole(0), approved_extra=whole(0), approved_document=label,
    last_place=like("SKIP|OVERFLOW|GROW|SPLIT|STOP|NONE"),
    vacancies=like("RANKED|SUPPLEMENTARY_DRAW|PRIORITY_GROUP|NONE"),
)  # fmt: skip
TEST = by_kind(
    date=shape(kind=anything, earliest=none_or(date), latest=none_or(date), edge=like("INCLUSIVE|EXCLUSIVE")),
    value=shape(kind=anything, allowed=each(label, 1)),
    present=shape(kind=anything),
    list=shape(kind=anything, name=label, bars=like("APPLIED|ADMITTED|AGREED")),
    dwelling=shape(kind=anything, name=label, year=whole(1900, 9999), years=whole(1, 99),
                   counted=like("FROM_USE|AFTER_USE"), shared=like("REFUSE|ALLOW")),
    apart=shape(kind=anything, **{"with": who}),
)  # fmt: skip
DRAW = {"id": draw_id, "kind": anything, "title": label, "follows": each(draw_id), "who": who}
BUNDLE = like("SPLIT|HOLD")
NUMBERS = each(whole(0), unique=None)
FURTHER = {  # §16.1
    "order": shape(**DRAW, items=none_or(each(shape(code=code, label=label), 1, "code")), take=whole(1),
                   reserves=whole(0)),
    "quota": shape(**DRAW, school=none_or(code), seats=whole(1),
                   shares=each(shape(label=label, percent=whole(1, 100)), 1, None),
                   items=each(shape(code=code, label=label, weights=NUMBERS), 1, "code"),
                   declined=each(shape(code=code, label=label, document=label), 0, "code"),
                   method=like("LARGEST_REMAINDER|REMAINDER_BY_LOT"), minimum=whole(0)),
    "cells": shape(**DRAW, schools=each(code, 1), row=ATTRIBUTE, count=ATTRIBUTE, tasks=anything, only=to_codes),
    "cohort": shape(**DRAW, cells=draw_id),
    "class": shape(**DRAW, school=code, classes=whole(1, 999), cap=whole(1, 99), sex=ATTRIBUTE, apart=ATTRIBUTE,
                   spread=marks, report=each(ATTRIBUTE), dealing=like("CYCLIC|SERPENTINE"), document=label),
    "team": shape(**DRAW, **{"class": draw_id}, teams=each(shape(code=code, label=label), 1, "code"),
                  recusals=each(ATTRIBUTE)),
    "seats": shape(**DRAW, **{"class": draw_id}, rows=whole(1, 99), columns=whole(1, 99), front=whole(0, 99),
                   gone=each(shape(row=whole(1, 99), column=whole(1, 99)), unique=None), need=marks, bands=ATTRIBUTE),
    "late": shape(**DRAW, school=code, cap=whole(1, 99), sex=ATTRIBUTE,
                  classes=each(shape(code=code, counts=NUMBERS), 1, "code")),
}  # fmt: skip
RULES = shape(
    format=like("rules1"),
    attributes=each(shape(name=ATTRIBUTE, label=label, values=attribute_values), 0, "name"),
    schools=each(SCHOOL, 0, "code"),
    outside=each(shape(group=label, school=code, count=whole(1), document=label), unique=None),
    corrections=like("SIGNED_LIST|REFUSE"),
    eligibility=each(shape(label=label, who=who, column=label, test=TEST, missing=like("FAILS|REFUSE"),
                           fails=like(REMOVED + "|REFUSE")), unique=None),
    blocks=none_or(shape(block=ATTRIBUTE, school=ATTRIBUTE, governs=like("BLOCK|DRAW"))),
    carry=none_or(shape(admitted=like("BARRED|FREE"), applicants=like("UNPLACED|ANY|ADMITTED|QUOTA"),
                        abstained=like("MAY_RETURN|OUT"), places=like("LEFT|OWN"))),
    bundles=shape(mixed=like("REFUSE|DISSOLVE|LOWER"), mixed_attribute=ATTRIBUTE,
                  member_removed=like("DISSOLVE|SHRINK")),
    draws=each(by_kind(
        admission=shape(**DRAW, school=code, quota=none_or(quota)),
        shortlist=shape(**DRAW, school=code, multiplier=whole(1, 10), bundle=like("WHOLE|SKIP"),
                        absent=like("NEXT|NONE")),
        preferences=shape(**DRAW, schools=each(code, 1), preferences=each(ATTRIBUTE, 1),
                          method=like("PREFERENCE_FIRST|NUMBER_FIRST"), unlisted=like("NONE|ANY"), bundle=BUNDLE,
                          adjust=ATTRIBUTE),
        nearest=shape(**DRAW, schools=each(code, 1), area=ATTRIBUTE, distances=anything, bundle=BUNDLE,
                      short=like("REFUSE|DRAW")),
        **FURTHER,
    ), 1, "id"),
    after_draw=shape(
        reply_days=whole(0, 365), list_until=none_or(date), bundle_at_head=like("PASS_OVER|WAIT"),
        member_struck=like("REST_STAY|ALL_LEAVE"), no_show=like("FORFEIT|BOUND"), report_by=none_or(date),
        leave_days=whole(0, 365), priority=none_or(who)),
    hall=shape(present=people, group=whole(1, 9), quorum=whole(1, 9)),
    show=shape(names=like("masked|none"), page=whole(1), singly=whole(0)),
)  # fmt: skip


def schools_of(draw: Any) -> list[str]:
    """The schools that a draw names; a `cohort` names those of its `cells` again, and is not counted."""
    one = [draw["school"]] if draw.get("school", "none") != "none" else []
    return list(draw.get("schools", one))


def matches_nobody(draw: Any) -> bool:
    """§16: what is drawn are things; the `who` of `cells` says who is counted."""
    return draw["kind"] in ("quota", "cells", "team", "seats") or draw.get("items", "none") != "none"


def values_of(rules: Any, name: str) -> list[str]:
    """The values of an attribute with a list of values, or of "schools", in order."""
    values = next(a["values"] for a in rules["attributes"] if a["name"] == name)
    return [one["code"] for one in (rules["schools"] if values == "schools" else values)]


def rules_form(rules: Any) -> dict[str, set[str] | None]:
    """Form of rules.json (§4), and soundness 1 for it. The result: each attribute's declared values, None for any."""
    RULES(rules, "rules")
    schools = {school["code"] for school in rules["schools"]}
    want("NONE" not in schools, "a school has the code NONE")
    kinds = {a["name"]: a["values"] for a in rules["attributes"]}
    want(not {"applicant", "unit", "seal", "none"} & set(kinds), "an attribute's name is reserved")
    named: dict[str, set[str] | None] = {"schools": schools, "preferences": schools | {"NONE"}, "codes": None}
    values = {
        name: named[kind] if isinstance(kind, str) else {value["code"] for value in kind}
        for name, kind in kinds.items()
    }

    def declared(asked: Any, where: str) -> None:
        for name, codes in asked.items():
            known = values.get(name)
            want(known is not None and set(codes) <= known, f"{where}: {show(name)} {show(codes)} is not declared")

    def attribute(name: str, allowed: Sequence[str], where: str) -> None:
        kind = kinds.get(name)
        kind = kind if kind is None or isinstance(kind, str) else "list"
        want(kind in allowed, f"{where}: {name} is no attribute of {allowed[0]}")

    at_schools(rules, schools)
    for row in rules["outside"]:
        want(row["school"] in schools, f"outside: school {row['school']} is not declared")
    for check in rules["eligibility"]:
        where, test = f"eligibility {show(check['label'])}", check["test"]
        want((check["column"] == "none") == (test["kind"] == "apart"), f"{where}: column {show(check['column'])}")
        if test["kind"] == "date":
            dates = [day for day in (test["earliest"], test["latest"]) if day != "none"]
            want(bool(dates) and dates == sorted(dates), f"{where}: from {test['earliest']} to {test['latest']}")
        want(test.get("with") != {}, f"{where}: with is empty")
        declared(check["who"], where)
        declared(test.get("with", {}), where)
    if rules["blocks"] != "none":
        attribute(rules["blocks"]["block"], ["codes"], "blocks")
        attribute(rules["blocks"]["school"], ["schools"], "blocks")
    mixed, name = rules["bundles"]["mixed"], rules["bundles"]["mixed_attribute"]
    want((name == "none") == (mixed == "REFUSE"), f"mixed {mixed}, attribute {name}")
    if name != "none":
        attribute(name, ["list", "schools", "preferences"], "bundles")
    after, groups = rules["after_draw"], any(s["vacancies"] == "PRIORITY_GROUP" for s in rules["schools"])
    want(after["report_by"] != "none" or after["leave_days"] == 0, "leave_days without report_by")
    want(groups == (after["priority"] != "none"), "priority does not fit the schools' vacancies")
    declared(after["priority"] if groups else {}, "priority")
    hall = rules["hall"]
    want(hall["quorum"] <= hall["group"], f"hall: quorum {hall['quorum']} of a group of {hall['group']}")
    places: dict[str, int] = {}  # of each draw before, in the order in which they are run
    for at, draw in enumerate(rules["draws"]):
        where = f"draw {draw['id']}"
        declared(draw["who"], where)
        follows = [places.get(name, -1) for name in draw["follows"]]
        want(-1 not in follows and follows == sorted(follows), f"{where} follows {show(draw['follows'])}")
        places[draw["id"]] = at
        for name in draw.get("preferences", ()):
            attribute(name, ["schools", "preferences"], where)
        for name in adjust_of(draw):
            attribute(name, ["codes"], where)
        if draw["kind"] == "nearest":
            attribute(draw["area"], ["list"], where)
            metres = shape(**dict.fromkeys(draw["schools"], whole(0)))
            shape(**dict.fromkeys(values[draw["area"]] or (), metres))(draw["distances"], f"{where} distances")
        if draw["kind"] in FURTHER:
            further_form(rules, draw, rules["draws"][:at], attribute)
    quota_chain = rules["carry"] != "none" and rules["carry"]["applicants"] == "QUOTA"
    want(not quota_chain or "primary" in values, "carry: QUOTA, and no attribute primary")  # §16.12
    return values


def further_form(
    rules: Any, draw: Any, before: list[Any], attribute: Callable[[str, Sequence[str], str], None]
) -> None:
    """What §16 and §16.1 ask of one draw beyond the form of each key."""
    where, kind, earlier = f"draw {draw['id']}", draw["kind"], {one["id"]: one for one in before}
    if matches_nobody(draw):
        want(draw["follows"] == [] and (kind == "cells" or draw["who"] == {}), f"{where} matches nobody")
    elif kind != "order":
        odd = [name for name in draw["follows"] if earlier[name]["kind"] != "order"]
        want(not odd, f"{where} follows {show(odd)}, of another kind than order")

    def marked(key: str) -> None:
        for one in draw[key]:
            attribute(one["attribute"], ["list"], f"{where} {key}")
            known = values_of(rules, one["attribute"])
            want(one["value"] in known, f"{where} {key}: {one['value']} is not declared")

    def class_draw() -> Any:
        found = earlier.get(draw["class"])
        want(found is not None and found["kind"] == "class", f"{where}: {draw['class']} is no earlier class draw")
        return found

    if kind == "quota":
        percents = sum(share["percent"] for share in draw["shares"])
        want(percents == 100, f"{where}: the shares are {percents} percent")
        for item in draw["items"]:
            count = len(item["weights"])
            want(count == len(draw["shares"]), f"{where}: {count} weights of {item['code']}")
        names = [item["code"] for item in draw["items"] + draw["declined"]]
        want(len(set(names)) == len(names), f"{where}: an item is also declined")
    elif kind == "cells":
        attribute(draw["row"], ["list"], where)
        known, schools, whole_classes = values_of(rules, draw["row"]), draw["schools"], draw["count"] != "none"
        want((draw["tasks"] != "none") == whole_classes, f"{where}: tasks do not fit count")
        if whole_classes:
            attribute(draw["count"], ["codes"], where)
            shape(**dict.fromkeys(schools, whole(0)))(draw["tasks"], f"{where} tasks")
        for value, school in draw["only"].items():
            want(value in known and school in schools, f"{where} only: {value} at {school} is not declared")
    elif kind == "cohort":
        cells = earlier.get(draw["cells"])
        if cells is None or cells["kind"] != "cells":
            raise Mismatch(f"{where}: {draw['cells']} is no earlier draw of kind cells")
        want(cells["who"] == draw["who"], f"{where}: its who is not that of {cells['id']}")
        want(all(one.get("cells") != cells["id"] for one in before), f"{where}: a second cohort of {cells['id']}")
    elif kind == "class":
        attribute(draw["sex"], ["list"], where)
        marked("spread")
        for name in draw["report"]:
            attribute(name, ["list", "schools"], where)
            want(name != draw["sex"], f"{where}: report names the attribute of sex")
        if draw["apart"] != "none":
            attribute(draw["apart"], ["codes"], where)
        cyclic = draw["dealing"] == "CYCLIC"
        want(cyclic == (draw["document"] == "none"), f"{where}: document does not fit {draw['dealing']}")
        want(cyclic or (draw["apart"] == "none" and not draw["spread"]), f"{where}: SERPENTINE with wishes")
    elif kind == "team":
        for name in draw["recusals"]:
            attribute(name, ["codes"], where)
        if draw["class"] != "none":
            class_draw()
        want(draw["class"] != "none" or not draw["recusals"], f"{where}: recusals without a class draw")
    elif kind == "seats":
        class_draw()
        gone = [(seat["row"], seat["column"]) for seat in draw["gone"]]
        want(gone == sorted(set(gone)), f"{where}: gone is not sorted, or a seat stands twice")
        inside = all(row <= draw["rows"] and column <= draw["columns"] for row, column in gone)
        want(inside and draw["front"] <= draw["rows"], f"{where}: gone or front is outside the rows and columns")
        marked("need")
        if draw["bands"] != "none":
            attribute(draw["bands"], ["list"], where)
    elif kind == "late":
        attribute(draw["sex"], ["list"], where)
        for one in draw["classes"]:
            fits = len(one["counts"]) == len(values_of(rules, draw["sex"]))
            want(fits, f"{where}: {len(one['counts'])} counts of class {one['code']}")


def at_schools(rules: Any, schools: set[str]) -> None:
    """What the draws at a school ask of its declaration: soundness 1, 5, a shortlist's school, `last_place` NONE."""
    draws: dict[str, list[Any]] = {key: [] for key in schools}
    for draw in rules["draws"]:
        for key in schools_of(draw):
            want(key in schools, f"draw {draw['id']}: school {key} is not declared")
            draws[key].append(draw)
    for school in rules["schools"]:
        key, here = school["code"], draws[school["code"]]
        fits = (school["approved_document"] == "none") == (school["approved_extra"] == 0)
        want(fits, f"school {key}: approved_document does not fit approved_extra")
        kinds = {draw["kind"] for draw in here}
        policy = school["last_place"]
        want((policy == "NONE") == ("admission" not in kinds), f"school {key}: last_place {policy}")
        only = policy not in ("OVERFLOW", "GROW") or kinds == {"admission"}
        want(only, f"school {key}: last_place {policy}, and a draw that is no admission")
        alone = len(here) == 1 or not {"shortlist", "cells"} & kinds
        want(alone, f"school {key} has a draw of kind shortlist or cells and another draw")
        want(bool(here) or school["places"] == 0, f"school {key} has places, and no draw names it")
        fixed = sum(draw["quota"]["places"] for draw in here if "places" in draw.get("quota", ()))
        want(fixed <= school["places"], f"school {key}: the quotas are {fixed} places, it has {school['places']}")


def adjust_of(draw: Any) -> list[str]:
    return [draw["adjust"]] if draw.get("adjust", "none") != "none" else []


def reads(draw: Any) -> list[str]:
    """The attributes that a draw reads (§4)."""
    more = [draw[key] for key in ("area", "row", "count") if draw.get(key, "none") != "none"]  # the last two: `cells`
    return [*draw["who"], *draw.get("preferences", ()), *more, *adjust_of(draw)]


def pool_form(data: bytes, rules: Any, values: dict[str, set[str] | None]) -> Pool:
    """Form of pool.csv (§4), soundness 1 for its values, soundness 2."""
    lines = text_lines(data, "pool.csv")
    want(lines[:1] == [",".join(["applicant", "unit", *values, "seal"])], "pool.csv: header")
    one = CODE.pattern
    row = re.compile(f"({one}),({one}),((?:{one},){{{len(values)}}})[0-9a-f]{{64}}").fullmatch
    columns = {name: at for at, name in enumerate(values)}
    read = sorted({name for draw in rules["draws"] for name in reads(draw)})
    adjusts = {name for draw in rules["draws"] for name in adjust_of(draw)}
    priority = rules["after_draw"]["priority"]
    asked = {name for draw in rules["draws"] for name in draw["who"]} | set(priority if priority != "none" else ())
    having: dict[str, dict[str, list[int]]] = {name: {} for name in asked}
    applicants: list[str] = []
    units: list[str] = []
    known: dict[str, int] = {}  # a row's attributes as text -> its group; a million rows share few texts
    groups: list[tuple[str, ...]] = []
    group_of = array.array("l")
    starts: list[list[int]] = []
    bundles: dict[str, list[int]] = {}
    before = ""
    for at, line in enumerate(itertools.islice(lines, 1, None)):
        found = row(line)
        if found is None:
            raise Mismatch(f"pool.csv line {at + 2}: {show(line)}")
        applicant, unit, text = found.groups()
        if applicant <= before:
            raise Mismatch(f"pool.csv line {at + 2}: {applicant} is not sorted, or stands twice")
        before = applicant
        group = known.get(text)
        if group is None:
            group = known[text] = len(groups)
            groups.append(tuple(map(sys.intern, text.split(",")[:-1])))
            starts.append([])
            for (name, allowed), value in zip(values.items(), groups[group]):
                if allowed is not None and value not in allowed:
                    raise Mismatch(f"pool.csv line {at + 2}: {name} {value} is not declared")
                if name in asked:
                    having[name].setdefault(value, []).append(group)
        applicants.append(applicant)
        group_of.append(group)
        if unit == applicant:
            units.append(applicant)  # the same object: a million texts less
            starts[group].append(at)
            continue
        units.append(unit)
        if unit not in bundles:
            bundles[unit] = []
            starts[group].append(at)
        bundles[unit].append(at)  # in order of applicant code, because the file is sorted: SPLIT needs that (§8.1)
    by_unit = {members[0]: members for members in bundles.values()}
    unit_of = {row: unit for unit, members in by_unit.items() for row in members}
    pool = Pool(applicants, units, columns, groups, group_of, starts, by_unit, unit_of, having)
    for code, members in bundles.items():
        want(len(members) >= 2, f"pool.csv: {code} is a bundle of one")
        want(pool.row(code) is None, f"pool.csv: {code} is a bundle and an applicant")
        first = pool.values(group_of[members[0]], read)
        for group in {group_of[member] for member in members}:
            want(pool.values(group, read) == first, f"members of bundle {code} do not agree on all of {show(read)}")
        for name, value in zip(read, first):
            want(name not in adjusts or value == "NONE", f"bundle {code} has {name} {value}")
    return pool


def matching(asked: Any, pool: Pool) -> Sequence[int]:
    """The groups of applicants that a `who` matches (§4); {} matches everybody."""
    if not asked:
        return range(len(pool.groups))
    having = [[pool.having[name].get(value, []) for value in codes] for name, codes in asked.items()]
    fewest = min(having, key=lambda lists: sum(map(len, lists)))  # thousands of draws may each be of a few
    columns = [(pool.columns[name], set(codes)) for name, codes in asked.items()]
    return [at for at in itertools.chain(*fewest) if all(pool.groups[at][column] in codes for column, codes in columns)]


def sound(rules: Any, pool: Pool) -> None:
    """Soundness 3 to 8 (§4), 9 to 16 (§16.2); 5 is in `at_schools`."""
    drawn: list[list[int]] = [[] for _ in pool.groups]  # group -> the draws that match it
    count, places = Counter(pool.group), {school["code"]: school["places"] for school in rules["schools"]}
    for at, draw in enumerate(rules["draws"]):
        if draw["kind"] in FURTHER:
            sound_further(rules, pool, draw)
        here = () if matches_nobody(draw) else matching(draw["who"], pool)
        for group in here:
            drawn[group].append(at)
        if draw["kind"] == "preferences":
            sound_preferences(draw, pool, here)
        elif draw["kind"] == "nearest" and draw["short"] == "REFUSE":
            room, children = sum(places[key] for key in draw["schools"]), sum(count[group] for group in here)
            want(children <= room, f"draw {draw['id']}: {children} children for {room} places")
    sound_claims(rules["draws"], drawn)
    sound_extra(rules, pool, drawn)
    if rules["blocks"] != "none":
        sound_blocks(rules, pool, count)


def sound_preferences(draw: Any, pool: Pool, here: Sequence[int]) -> None:
    """Soundness 6."""
    schools = set(draw["schools"])
    for group in here:
        named = pool.values(group, draw["preferences"])
        real = [value for value in named if value != "NONE"]
        good = named[: len(real)] == real and len(set(real)) == len(real)
        want(good, f"draw {draw['id']}: preferences {show(named)}")
        good = draw["unlisted"] == "ANY" or not schools.isdisjoint(real)
        want(good, f"draw {draw['id']}: preferences {show(named)} name none of its schools")


def sound_claims(draws: Any, drawn: list[list[int]]) -> None:
    """Soundness 3."""
    ids, follows = [draw["id"] for draw in draws], [set(draw["follows"]) for draw in draws]
    for mine in set(map(tuple, drawn)):
        want(bool(mine), "an applicant matches no draw")
        for place, at in enumerate(mine):
            for before in mine[:place]:
                good = ids[before] in follows[at]
                want(good, f"an applicant matches draws {ids[before]} and {ids[at]}, which does not follow it")


def sound_extra(rules: Any, pool: Pool, drawn: list[list[int]]) -> None:
    """Soundness 4."""
    draws, adjusted = rules["draws"], set[str]()
    more: list[dict[int, int]] = [{} for _ in draws]  # draw -> the bundles that match it, their size less one
    for unit, members in pool.bundles.items():
        for at in drawn[pool.group[unit]]:
            more[at][unit] = len(members) - 1
    admissions: dict[str, list[int]] = {school["code"]: [] for school in rules["schools"]}
    for at, draw in enumerate(draws):
        if draw["kind"] == "admission":
            admissions[draw["school"]].append(at)
        for name in adjust_of(draw):
            column = pool.columns[name]
            if any(pool.groups[group][column] != "NONE" for group in matching(draw["who"], pool)):
                adjusted.update(draw["schools"])
    for school in rules["schools"]:
        key, policy, extra = school["code"], school["last_place"], school["approved_extra"]
        if policy == "GROW":
            bundles = {unit: size for at in admissions[key] for unit, size in more[at].items()}
            fits = extra >= sum(bundles.values())
        elif policy == "OVERFLOW":
            largest = [(max(more[at].values(), default=0), draws[at]["quota"] == "none") for at in admissions[key]]
            whole_school = max((size for size, alone in largest if alone), default=0)
            fits = extra >= whole_school + sum(size for size, alone in largest if not alone)
        else:
            fits = extra == 0 or key in adjusted
        want(fits, f"school {key}: approved_extra {extra} does not fit {policy}")


def sound_blocks(rules: Any, pool: Pool, count: Counter[int]) -> None:
    """Soundness 8."""
    blocks, children, school_of = rules["blocks"], Counter[str](), dict[str, str]()
    for group in range(len(pool.groups)):
        block, school = pool.values(group, (blocks["block"], blocks["school"]))
        want(block != "NONE", f"an applicant of school {school} has no block")
        want(school_of.setdefault(block, school) == school, f"block {block} is of two schools")
        children[school] += count[group]
    for school in rules["schools"] if blocks["governs"] == "BLOCK" else ():
        key, places = school["code"], school["places"]
        want(children[key] <= places, f"blocks of school {key}: {children[key]} children for {places} places")


def units_of(draw: Any, pool: Pool) -> list[int]:
    """The units that match a draw."""
    return [unit for group in matching(draw["who"], pool) for unit in pool.starts[group]]


def rows_of(units: Iterable[int], pool: Pool) -> list[int]:
    return [row for unit in units for row in pool.members(unit)]


def draw_of(rules: Any, name: str) -> Any:
    return next(draw for draw in rules["draws"] if draw["id"] == name)


def sound_further(rules: Any, pool: Pool, draw: Any) -> None:
    """Soundness 9 to 16 (§16.2), each of one draw."""
    where, kind = f"draw {draw['id']}", draw["kind"]
    units = [] if matches_nobody(draw) else units_of(draw, pool)
    want(matches_nobody(draw) or kind == "order" or bool(units), f"{where}: nobody matches")
    if kind == "order":
        count = len(units) if draw["items"] == "none" else len(draw["items"])
        want(draw["take"] <= count, f"{where}: take {draw['take']} of {count}")
    elif kind == "quota":
        for at, share in enumerate(draw["shares"]):
            some = any(item["weights"][at] for item in draw["items"])
            want(some, f"{where}: share {show(share['label'])} has no positive weight")
        least = draw["minimum"] * sum(any(item["weights"]) for item in draw["items"])
        want(least <= draw["seats"], f"{where}: the minimum needs {least} seats of {draw['seats']}")
    elif kind == "cells":
        sound_cells(rules, pool, draw)
    elif kind == "cohort":
        sound_cohort(rules, pool, draw_of(rules, draw["cells"]), units)
    elif kind == "class":
        sound_class(Dealing(draw, rules, pool, units), draw)
    elif kind == "team" and draw["class"] != "none":
        sound_team(draw, draw_of(rules, draw["class"]), pool)
    elif kind == "seats":
        of = draw_of(rules, draw["class"])
        seats, largest = len(seats_there(draw)), Dealing(of, rules, pool, units_of(of, pool)).largest()
        want(seats >= largest, f"{where}: {seats} seats for a class of {largest}")
    elif kind == "late":
        want(all(len(pool.members(unit)) == 1 for unit in units), f"{where}: a bundle matches")
        free = [draw["cap"] - sum(one["counts"]) for one in draw["classes"]]
        want(min(free) >= 0, f"{where}: a class has more than {draw['cap']}")
        want(sum(free) >= len(units), f"{where}: {len(units)} children for {sum(free)} free places")


def tasks_of(draw: Any, rules: Any) -> dict[str, int]:
    """How many a `cells` draw has to bring to each of its schools: `places`, or `tasks`."""
    places = {school["code"]: school["places"] for school in rules["schools"]}
    return {key: (places if draw["tasks"] == "none" else draw["tasks"])[key] for key in draw["schools"]}


def counted(draw: Any, rules: Any, pool: Pool) -> dict[str, Counter[str]]:
    """Value of `row`, in order -> code in `count` ("" for all where there is none) -> applicants."""
    rows: dict[str, Counter[str]] = {value: Counter() for value in values_of(rules, draw["row"])}
    children, row, code = Counter(pool.group), pool.columns[draw["row"]], pool.columns.get(draw["count"])
    for group in matching(draw["who"], pool):
        values = pool.groups[group]
        rows[values[row]]["" if code is None else values[code]] += children[group]
    return rows


def numbers_of(draw: Any, rows: dict[str, Counter[str]]) -> dict[str, int]:
    """n(r) of §16.5, only where it is not 0."""
    sizes = {value: sum(codes.values()) if draw["count"] == "none" else len(codes) for value, codes in rows.items()}
    return {value: size for value, size in sizes.items() if size}


def sound_cells(rules: Any, pool: Pool, draw: Any) -> None:
    """Soundness 11."""
    where, rows, tasks = f"draw {draw['id']}", counted(draw, rules, pool), tasks_of(draw, rules)
    if draw["count"] != "none":
        row_of: dict[str, str] = {}
        for value, codes in rows.items():
            want("NONE" not in codes, f"{where}: somebody of {value} has no {draw['count']}")
            for code in codes:
                want(row_of.setdefault(code, value) == value, f"{where}: {code} is in two rows")
        sizes = sorted((size for codes in rows.values() for size in codes.values()), reverse=True)
        for school in rules["schools"]:
            if school["code"] in tasks:
                most = sum(sizes[: tasks[school["code"]]])
                want(school["places"] >= most, f"{where}: school {school['code']} could get {most} children")
    n = numbers_of(draw, rows)
    want(sum(n.values()) == sum(tasks.values()), f"{where}: {sum(n.values())} for tasks of {sum(tasks.values())}")
    want(any(value not in draw["only"] for value in n), f"{where}: nothing to apportion")
    for key, task in tasks.items():
        sent = sum(n.get(value, 0) for value, school in draw["only"].items() if school == key)
        want(sent <= task, f"{where}: {sent} come to {key} anyhow, its task is {task}")


def sound_cohort(rules: Any, pool: Pool, cells: Any, units: list[int]) -> None:
    """Soundness 12."""
    if cells["count"] != "none":
        return
    schools, column = sum(task > 0 for task in tasks_of(cells, rules).values()), pool.columns[cells["row"]]
    sizes: dict[str, Counter[int]] = {}
    for unit in units:
        sizes.setdefault(pool.groups[pool.group[unit]][column], Counter())[len(pool.members(unit))] += 1
    for value, units_by_size in sizes.items():
        least = (max(units_by_size) - 1) * (schools - 1)
        good = value in cells["only"] or units_by_size[1] >= least
        want(good, f"row {value}: {units_by_size[1]} single children, at least {least} for its bundles")


def sound_class(dealing: Dealing, draw: Any) -> None:
    """Soundness 13."""
    where, n, k = f"draw {draw['id']}", sum(dealing.n), dealing.k
    want(n >= k, f"{where}: {n} children for {k} classes")
    if draw["dealing"] == "SERPENTINE":
        want(not dealing.tied, f"{where}: a bundle matches")
    want(dealing.largest() <= draw["cap"], f"{where}: a class of {dealing.largest()}, cap {draw['cap']}")
    want(dealing.by_code() is not None, f"{where}: no placement of the tied units found in {TRIES} tries")


def sound_team(draw: Any, of: Any, pool: Pool) -> None:
    """Soundness 14."""
    where, teams = f"draw {draw['id']}", {team["code"] for team in draw["teams"]}
    want(len(teams) == of["classes"], f"{where}: {len(teams)} teams for {of['classes']} classes")
    named = Counter[str]()
    for row in rows_of(units_of(of, pool), pool):
        named.update(set(pool.values(pool.group[row], draw["recusals"])) - {"NONE"})
    odd = sorted(set(named) - teams)
    want(not odd, f"{where}: {show(odd[:1])} is no team, and a child's recusals name it")
    most, count = max(named.values(), default=0), len(named)
    want(not named or most + count <= of["classes"], f"{where}: {most} and {count} recusals, {of['classes']} classes")


def seats_there(draw: Any) -> list[tuple[int, int]]:
    gone = {(seat["row"], seat["column"]) for seat in draw["gone"]}
    everywhere = itertools.product(range(1, draw["rows"] + 1), range(1, draw["columns"] + 1))
    return [seat for seat in everywhere if seat not in gone]


class Rounding:
    """§16.2: rows with sums, columns with least and greatest sums, cells of 0 or 1, some of them decided.

    It keeps one way to choose the undecided cells in which all sums hold. A cell can be made 1 exactly if a path of
    changes (a 1 leaves a column, its row gets it elsewhere) leads back from the cell's column to its row."""

    def __init__(self, rows: int, low: list[int], high: list[int], free: Iterable[tuple[int, int]]) -> None:
        self.low, self.high, self.load = low, high, [0] * len(low)
        self.rows, self.spare = rows, [0] * rows  # of each row, the undecided cells that are 1
        self.zeros: list[set[int]] = [set() for _ in range(rows)]  # row -> columns of its undecided cells that are 0
        self.ones: list[set[int]] = [set() for _ in low]  # column -> rows of its undecided cells that are 1
        self.raised: set[tuple[int, int]] = set()  # decided to be 1; all other cells are decided to be 0
        for row, column in free:
            self.zeros[row].add(column)

    def start(self, row: int, column: int) -> None:
        """One 1 of a known first choice."""
        self.zeros[row].remove(column)
        self.ones[column].add(row)
        self.load[column] += 1
        self.spare[row] += 1

    def gain(self, row: int) -> bool:
        """One 1 more in the row, wherever there is room."""
        found = self.path(row, -1)
        self.spare[row] += found
        return found

    def force(self, row: int, column: int) -> bool:
        """Decide that a cell is 1, if it can be so; else nothing changes."""
        if (row, column) in self.raised:
            return True
        if row in self.ones[column]:
            self.ones[column].remove(row)
        elif column in self.zeros[row] and self.spare[row]:
            self.zeros[row].remove(column)
            if not self.path(self.rows + column, row):
                self.zeros[row].add(column)
                return False
        else:
            return False
        self.spare[row] -= 1
        self.raised.add((row, column))
        return True

    def undo(self, row: int, column: int) -> None:
        """The cell is 1, and undecided again."""
        self.raised.remove((row, column))
        self.ones[column].add(row)
        self.spare[row] += 1

    def hold(self, row: int, column: int) -> None:
        """Decide that a cell that cannot be 1 is 0."""
        self.zeros[row].discard(column)

    def path(self, start: int, end: int) -> bool:
        """Nodes: rows; columns, behind them; -1 where a column's sum may change. A shortest path is walked at once."""
        rows, before, queue = self.rows, {start: start}, [start]
        for node in queue:  # grows while it is read
            if node == -1:
                onward = [rows + column for column, load in enumerate(self.load) if load > self.low[column]]
            elif node < rows:
                onward = [rows + column for column in self.zeros[node]]
            else:
                onward = list(self.ones[node - rows])
                if self.load[node - rows] < self.high[node - rows]:
                    onward.append(-1)
            for to in onward:
                if to not in before:
                    before[to] = node
                    queue.append(to)
            if end in before:
                break
        else:
            return False
        while end != start:
            last, end = end, before[end]
            if last == -1 or end == -1:
                self.load[max(last, end) - rows] += 1 if last == -1 else -1
            elif last < rows:
                self.ones[end - rows].remove(last)
                self.zeros[last].add(end - rows)
            else:
                self.zeros[end].remove(last - rows)
                self.ones[last - rows].add(end)
        return True


TRIES = 100_000


class Tied(NamedTuple):
    """A unit that is placed before the others (§16.6)."""

    unit: int
    size: int
    sexes: list[tuple[int, int]]  # sex, how many of its members
    apart: set[str]
    marks: list[tuple[int, int]]  # place in `spread`, how many of its members


class Dealing:
    """§16.6: what a class draw is before any order. Classes and sexes are counted from 0."""

    def __init__(self, draw: Any, rules: Any, pool: Pool, units: list[int]) -> None:
        self.draw, self.pool, self.k = draw, pool, int(draw["classes"])
        k, sexes = self.k, {value: x for x, value in enumerate(values_of(rules, draw["sex"]))}
        column, apart = pool.columns[draw["sex"]], pool.columns.get(draw["apart"])
        spread = [(pool.columns[one["attribute"]], one["value"]) for one in draw["spread"]]
        self.sex = [sexes[values[column]] for values in pool.groups]  # of a group of applicants
        marked = [[at for at, (where, value) in enumerate(spread) if values[where] == value] for values in pool.groups]
        self.n, have = [0] * len(sexes), [0] * len(spread)
        self.tied: list[Tied] = []
        self.contradiction = False  # members of one unit that may not be in one class
        for unit in units:
            groups = [pool.group[row] for row in pool.members(unit)]
            for group in groups:
                self.n[self.sex[group]] += 1
            wishes = [pool.groups[group][apart] for group in groups] if apart is not None else []
            wishes = [wish for wish in wishes if wish != "NONE"]
            marks = Counter(at for group in groups for at in marked[group])
            for at, count in marks.items():
                have[at] += count
            self.contradiction |= len(set(wishes)) < len(wishes)
            if len(groups) > 1 or wishes or marks:
                here = Counter(self.sex[group] for group in groups)
                self.tied.append(Tied(unit, len(groups), list(here.items()), set(wishes), list(marks.items())))
        self.f, self.r = [n // k for n in self.n], [n % k for n in self.n]
        self.most = [-(-count // k) for count in have]
        self.e = sum(self.r) // k
        self.z = [before % k for before in itertools.accumulate([0, *self.r[:-1]])]

    def largest(self) -> int:
        """The size of the largest class."""
        if self.draw["dealing"] == "CYCLIC":
            return -(-sum(self.n) // self.k)
        sizes = Counter(serpentine(self.k, x, at) for x, n in enumerate(self.n) for at in range(n))
        return max(sizes.values())

    def rounding(self) -> Rounding:
        """All plans; the one it starts with deals each sex in turn, from where the one before stopped."""
        k, few = self.k, [(x, at) for x, r in enumerate(self.r) if r for at in range(self.k)]
        out = Rounding(len(self.r), [self.e] * k, [self.e + 1] * k, few)
        for x, r in enumerate(self.r):
            for at in range(r):
                out.start(x, (self.z[x] + at) % k)
        return out

    def by_code(self) -> dict[int, int] | None:
        """The placement that the order of unit codes gives in place of rank."""
        return self.search(lambda unit: self.pool.units[unit])

    def search(self, key: Callable[[int], Any]) -> dict[int, int] | None:
        """A class for each tied unit, depth first; None without a placement or after too many tries."""
        if self.contradiction:
            return None
        tied = sorted(self.tied, key=lambda one: (-one.size, key(one.unit)))
        state, tries, at = Placing(self), 0, 0
        line = [(0, c) for c in range(self.k)]  # tied applicants so far, class: in the order in which to look at them
        done: list[tuple[int, int, int, list[tuple[int, int]]]] = []  # place in `line` and what stood there; forced
        while len(done) < len(tied):
            one, forced = tied[len(done)], None
            while at < self.k and forced is None:
                if tries == TRIES:
                    return None
                tries += 1
                forced = state.place(one, line[at][1])
                at += forced is None
            if forced is not None:
                load, c = line.pop(at)
                bisect.insort(line, (load + one.size, c))
                done.append((at, load, c, forced))
                at = 0
            elif not done:
                return None
            else:  # back to the unit before, and on from the class that it has now
                at, load, c, forced = done.pop()
                one = tied[len(done)]
                state.remove(one, c, forced)
                line.pop(bisect.bisect_left(line, (load + one.size, c)))
                line.insert(at, (load, c))
                at += 1
        return {one.unit: c for one, (_, _, c, _) in zip(tied, done)}


def serpentine(k: int, x: int, at: int) -> int:
    """The class of the unit of sex x that has `at` before it, all from 0."""
    j = at % (2 * k)
    c = j if j < k else 2 * k - 1 - j
    return k - 1 - c if x % 2 else c


class Placing:
    """What the tied units placed so far take of each class (§16.6)."""

    def __init__(self, dealing: Dealing) -> None:
        self.dealing, self.rounding = dealing, dealing.rounding()
        self.sexes = [Counter[int]() for _ in range(dealing.k)]
        self.marks = [Counter[int]() for _ in range(dealing.k)]
        self.apart = [set[str]() for _ in range(dealing.k)]

    def place(self, one: Tied, c: int) -> list[tuple[int, int]] | None:
        """Place a unit if that is possible; the cells of the plan that this has decided."""
        sexes, marks, f = self.sexes[c], self.marks[c], self.dealing.f
        if not self.apart[c].isdisjoint(one.apart):
            return None
        if any(marks[at] + count > self.dealing.most[at] for at, count in one.marks):
            return None
        if any(sexes[x] + count > f[x] + 1 for x, count in one.sexes):
            return None
        forced: list[tuple[int, int]] = []
        for x, count in one.sexes:
            if sexes[x] + count == f[x] + 1:
                if not self.rounding.force(x, c):
                    for cell in forced:
                        self.rounding.undo(*cell)
                    return None
                forced.append((x, c))
        self.apart[c] |= one.apart
        for at, count in one.marks:
            marks[at] += count
        for x, count in one.sexes:
            sexes[x] += count
        return forced

    def remove(self, one: Tied, c: int, forced: list[tuple[int, int]]) -> None:
        self.apart[c] -= one.apart
        for at, count in one.marks:
            self.marks[c][at] -= count
        for x, count in one.sexes:
            self.sexes[c][x] -= count
        for cell in forced:
            self.rounding.undo(*cell)


# (6) board: form (§6). Void record without a board: match.
def board(r: Record) -> None:
    n = need(r.notice, "a sound notice.json")
    if r.void and "board.txt" not in r.files:
        r.board = {}
        return
    lines = text_lines(r.read("board.txt"), "board.txt")
    want(lines[:2] == ["board1", f"notice {r.hash('notice.json')}"], "board.txt: the first two lines")
    want(len(lines) == 2 + len(n["parties"]), f"board.txt has {len(lines)} lines")
    found: dict[str, str] = {}
    for party, line in zip(n["parties"], lines[2:]):
        name, _, value = line.partition(" ")
        want(name == party["id"], f"board.txt: {show(line)} stands where {party['id']} should")
        if value != "absent" or party["phase"] == "sealed":
            hash_(value, f"board.txt: commitment of {name}")
        found[name] = value
    given = [value for value in found.values() if value != "absent"]
    want(len(set(given)) == len(given), "board.txt: a commitment stands twice")
    # A board with too few parents is closed all the same, and then the ceremony is void (§10): step 13 looks at that.
    opened = len(given) - len(r.parties("sealed"))
    want(r.void or opened >= n["min_open"], f"{opened} open parties on the board, at least {n['min_open']} needed")
    r.board = found


def faces(dice: str) -> tuple[list[str], int, str]:
    """What one die or ball can show, how many there are, what joins them (§6)."""
    if dice[0] == "b":
        balls, drawn = map(int, dice[1:].split("k"))
        return [f"{ball:02d}" for ball in range(1, balls + 1)], drawn, "-"
    return list("0123456789" if dice.startswith("d10x") else "123456"), int(dice.split("x")[1]), ""


def dice_line(n: Any, line: str) -> None:
    if n["dice"] == "none":
        want(line == "dice none", f"{show(line)}, the notice says dice none")
        return
    head = f"dice {n['dice']} "
    possible, count, joint = faces(n["dice"])
    thrown = line[len(head) :].split("-") if joint else list(line[len(head) :])
    good = line.startswith(head) and len(thrown) == count and set(thrown) <= set(possible)
    want(good and (not joint or len(set(thrown)) == count), f"{show(line)} is no throw of {n['dice']}")


def beacon_line(n: Any, line: str) -> None:
    head = "beacon none" if n["beacon"] == "none" else f"beacon {n['beacon']['chain']}:{n['beacon']['round']} "
    tail = "" if n["beacon"] == "none" else "[0-9a-f]{96}"
    want(line.startswith(head) and re.fullmatch(tail, line[len(head) :]) is not None, f"{show(line)}: not {show(head)}")


def secret(r: Record, party: str, value: str) -> None:
    """A secret is the one whose commitment (§6) stands on the board."""
    hash_(value, f"secret of {party}")
    again = sha(f"commit1:{r.hash('notice.json')}:{party}:{value}".encode())
    want(again == r.board[party], f"secret of {party} gives {again}, on the board is {r.board[party]}")


# (7) seed: seed.txt (§6); in a void record transcript.txt (§10).
def seed(r: Record) -> None:
    name = "transcript.txt" if r.void else "seed.txt"
    n = need(r.notice, "a sound notice.json")
    lines = text_lines(r.read(name), name)
    need(r.board, "a sound board.txt")
    head = ["seed1", f"notice {r.hash('notice.json')}"] + ([f"board {r.hash('board.txt')}"] if r.board else [])
    want(lines[: len(head)] == head, f"{name}: the first {len(head)} lines")
    rest = lines[len(head) :]
    want(bool(r.board) or not rest, f"{name}: {show(rest[:1])} without a board")
    # Open parties, in the order of the notice. A void record may have been left before all had revealed (§10).
    opens: dict[str, str] = {}
    for party in r.parties("open"):
        if rest and rest[0].startswith(party + " "):
            opens[party] = rest.pop(0)[len(party) + 1 :]
            if opens[party] != "absent":  # absent on the board is no commitment, so any secret fails
                secret(r, party, opens[party])
    absent = [value for value in opens.values() if value == "absent"]
    everybody = len(opens) == len(r.parties("open"))
    want(everybody or (r.void and not absent and not rest), f"{name}: not every open party, in the notice's order")
    revealed = len(opens) - len(absent)
    want(r.void or revealed >= n["min_open"], f"{revealed} open parties revealed, at least {n['min_open']} needed")
    for check, line in zip((dice_line, beacon_line), rest):
        check(n, line)
    sealed = r.parties("sealed")
    all_lines = 2 + len(sealed)
    want(len(rest) == all_lines or (r.void and len(rest) <= 2), f"{name} has {len(lines)} lines")
    for party, line in zip(sealed, rest[2:]):
        want(line.startswith(party + " "), f"{name}: {show(line)} stands where {party} should")
        if not (r.void and line == f"{party} mismatch"):
            secret(r, party, line[len(party) + 1 :])
    r.transcript = lines
    r.seed = None if r.void else r.hash(name)


# (8) beacon: none in the notice, or not reached in a void record: match. Else a quicknet signature is checked (§6).
def beacon(r: Record) -> str:
    chosen = need(r.notice, "a sound notice.json")["beacon"]
    if chosen == "none":
        return ""
    lines = need(r.transcript, "a sound transcript.txt" if r.void else "a sound seed.txt")
    signatures = [line.split(" ")[2] for line in lines if line.startswith("beacon ")]
    for signature in signatures:  # at most one
        if chosen["chain"] != QUICKNET:
            raise Missing(f"not drand quicknet; look up round {chosen['round']} of chain {chosen['chain']}")
        quicknet(chosen["round"], bytes.fromhex(signature))
    return f"drand quicknet, 第 {chosen['round']} 轮 round {chosen['round']}" if signatures else ""


# (9) orders: exactly the held draws' files, each byte for byte. Void record: match (there are none); so are 10 and 11.
def orders(r: Record) -> None:
    if r.void:
        return
    pool, rules = need(r.pool, "a sound pool.csv"), need(r.rules, "a sound rules.json")
    wrong: list[str] = []

    def compare(draw: str, rows: Iterable[str]) -> None:
        name = f"orders/{draw}.csv"
        try:
            want(name in r.files, f"{name} is not there, and that draw was held")
            r.same(name, itertools.chain(["rank,number,unit"], rows))
        except Mismatch as error:
            wrong.append(str(error))
        r.drop(name)

    r.allocation = Allocation(pool, rules, need(r.seed, "a sound seed.txt"), compare)
    held = {f"orders/{draw}.csv" for draw in (*r.allocation.walks, *r.allocation.things)}
    extra = sorted(name for name in r.files if name.startswith("orders/") and name not in held)
    wrong += [f"{name} is there, and that draw was not held" for name in extra]
    if wrong:
        raise Mismatch(wrong[0])


def ranked(name: str, texts: list[str], order: list[int]) -> Iterator[str]:
    """The lines of an order (§7). Two equal numbers are an error: nothing says who would be first."""
    before = ""
    for rank, at in enumerate(order, 1):
        text = texts[at]
        if text[:64] == before:
            raise Mismatch(f"draw {name}: two equal numbers {before}")
        before = text[:64]
        yield f"{rank},{text}"


LISTED = {"PLACES_FULL": "LIST_FULL", "BUNDLE_OVERFLOW": "BUNDLE_WHOLE"}  # the words of a shortlist (§8.2)
NEAREST = {"CHOICE": "NEAREST", "LIST_FULL": "NO_PLACE"}  # and of `nearest` (§8.4)
Decision = tuple[str, str, str, str]  # draw, outcome, school, reason


def turn(policy: str, size: int, rest: int, passed: bool) -> tuple[int, str, int]:
    """§8.1, the table, for one unit: how many of its members go in, the reason, the places then left."""
    if rest == 0:
        return 0, "PLACES_FULL", 0
    if policy == "GROW":
        return size, "RANK" if size == 1 else "BUNDLE_GROW", rest - 1
    if size <= rest:
        return size, "NEXT_FITS" if passed else "RANK", rest - size
    if policy == "OVERFLOW":
        return size, "BUNDLE_OVERFLOW", 0
    if policy == "SPLIT":
        return rest, "SPLIT_OUT", 0  # the reason of those who stay out; SPLIT_IN for the others
    return 0, "BUNDLE_SKIPPED" if policy == "SKIP" else "BUNDLE_STOPPED", rest


def quota_places(quota: Any, left: int, spill: int) -> int:
    """§8.1, 1"""
    if quota == "none":
        return left
    if "places" in quota:
        return int(min(left, quota["places"] + spill))
    up = 99 if quota["rounding"] == "CEILING" else 0
    return int(min(left, (left * quota["percent"] + up) // 100 + spill))


def status_of(units: list[int], room: bool, fits: bool) -> str:
    return "empty" if not units else "not-held" if not room else "registered" if fits else "held"


def lists_of(draw: Any, pool: Pool) -> Callable[[int], list[str]]:
    """What gives each unit's list (§8.3, §8.4)."""
    if draw["kind"] == "nearest":
        column = pool.columns[draw["area"]]
        near = {
            area: sorted(draw["schools"], key=lambda key: (metres[key], key))
            for area, metres in draw["distances"].items()
        }
        return lambda unit: near[pool.groups[pool.group[unit]][column]]
    schools = set(draw["schools"])
    return lambda unit: [key for key in pool.values(pool.group[unit], draw["preferences"]) if key in schools]


class Allocation:
    """§8: the state between the draws, and what they decide, by rows of the pool.

    `compare` gets each held draw's order while it is in memory: a million numbers take 100 MB."""

    def __init__(self, pool: Pool, rules: Any, seed: str, compare: Callable[[str, Iterable[str]], None]) -> None:
        self.pool, self.rules, self.seed, self.compare = pool, rules, seed, compare
        self.schools = {school["code"]: school for school in rules["schools"]}
        # Whether those whom a draw at the school leaves out wait (§8); after a shortlist its `absent` says so (§8.2).
        self.waits = {key: school["vacancies"] in ("RANKED", "PRIORITY_GROUP") for key, school in self.schools.items()}
        self.waits.update((draw["school"], draw["absent"] == "NEXT") for draw in rules["draws"] if "absent" in draw)
        self.left = {key: school["places"] for key, school in self.schools.items()}
        self.spill = dict.fromkeys(self.left, 0)
        self.extra = dict.fromkeys(self.left, 0)  # e(s) of §8.3
        self.closed: set[str] = set()  # schools, by STOP
        self.admitted = Counter[str]()  # school -> children
        size = len(pool.applicants)
        self.decided: list[Decision] = [("", "", "", "")] * size
        self.shared: dict[Decision, Decision] = {}  # equal decisions are one object: a million rows share few
        self.ranks = [0] * size  # 0 where that draw was not held
        self.numbers = [""] * size  # "number,unit" of that draw, "" where it was not held
        self.begun = bytearray(size)  # units of which some member is placed
        self.draws: list[str] = []  # lines of tables/draws.csv
        self.held: dict[int, tuple[list[int], list[str]]] = {}  # place in rules.json -> units by rank, their reasons
        self.shortlists: dict[int, list[int]] = {}  # place in rules.json -> rows of those shortlisted
        self.walks: dict[str, list[int]] = {}  # draw -> units by rank
        self.things: dict[str, list[str]] = {}  # draw -> codes by rank, where what is drawn are not units (§16)
        self.tables: dict[str, list[str]] = {name: [] for name in TABLES}  # §16.10: lines behind the header
        self.counts: dict[str, dict[str, list[int]]] = {}  # `cells` draw -> row -> how many go to each school
        self.classes: dict[str, list[list[int]]] = {}  # `class` or `late` draw -> in each class the rows, sorted
        for at, draw in enumerate(rules["draws"]):
            units = [] if matches_nobody(draw) else [unit for unit in units_of(draw, pool) if not self.begun[unit]]
            if draw["kind"] in FURTHER:
                DRAWN[draw["kind"]](self, draw, units)
                continue
            children = len(units) + sum(len(pool.bundles[unit]) - 1 for unit in units if unit in pool.bundles)
            (self.one_school if "school" in draw else self.many_schools)(at, draw, units, children)

    def numbered(self, name: str, codes: Iterable[str]) -> tuple[list[int], list[str]]:
        """The places of the codes by rank (§7), and of each code the text "number,code" by which they are sorted."""
        head = f"number1:{self.seed}:{name}:"
        texts = [f"{sha((head + code).encode())},{code}" for code in codes]
        order = sorted(range(len(texts)), key=texts.__getitem__)
        self.compare(name, ranked(name, texts, order))
        return order, texts

    def order(self, name: str, units: list[int], decides: bool = True) -> list[int]:
        """The units by rank; `seats` decide nothing of results.csv."""
        codes = self.pool.units
        order, texts = self.numbered(name, (codes[unit] for unit in units))
        for rank, at in enumerate(order, 1):
            for row in self.pool.members(units[at]) if decides else ():
                self.ranks[row], self.numbers[row] = rank, texts[at]
        self.walks[name] = [units[at] for at in order]
        return self.walks[name]

    def rank(self, name: str, codes: list[str]) -> dict[str, int]:
        """Of each code of things that are no units, by rank."""
        order, _ = self.numbered(name, codes)
        self.things[name] = [codes[at] for at in order]
        return {code: rank for rank, code in enumerate(self.things[name], 1)}

    def place(self, units: Iterable[int], decision: Decision) -> None:
        """Units that a draw of §16 places."""
        for unit in units:
            self.begun[unit] = 1
            self.decide(self.pool.members(unit), decision)

    def decide(self, rows: Iterable[int], decision: Decision) -> None:
        decision = self.shared.setdefault(decision, decision)
        for row in rows:
            self.decided[row] = decision

    def unordered(self, units: Iterable[int], decision: Decision) -> None:
        """A draw without an order. If it places nobody, what an earlier held draw decided stays (§8.5, 2)."""
        placed = decision[1] == "admitted"
        for unit in units:
            self.begun[unit] |= placed
            for row in self.pool.members(unit):
                if placed or not self.ranks[row]:
                    self.ranks[row], self.numbers[row] = 0, ""
                    self.decide((row,), decision)

    def note(self, draw: str, school: str, status: str, numbers: Iterable[int], last: int, left: int) -> None:
        """A line of tables/draws.csv (§8.5, 1); the numbers are places, units, children, admitted."""
        self.draws.append(",".join([draw, school, status, *map(str, numbers), str(last or ""), str(left)]))

    def one_school(self, at: int, draw: Any, units: list[int], children: int) -> None:
        """§8.1 `admission`; §8.2 `shortlist`, the walk of OVERFLOW or SKIP in other words, which places nobody."""
        name, key, school, members = draw["id"], draw["school"], self.schools[draw["school"]], self.pool.members
        listing = draw["kind"] == "shortlist"
        if listing:
            places, policy = draw["multiplier"] * school["places"], "OVERFLOW" if draw["bundle"] == "WHOLE" else "SKIP"
        else:
            places, policy = quota_places(draw["quota"], self.left[key], self.spill[key]), school["last_place"]
        inside = (name, "shortlisted" if listing else "admitted", key)
        outside = (name, "not_shortlisted" if listing else "not_admitted", "")
        if self.waits[key]:
            outside = (name, "waiting", key)
        status = status_of(units, places > 0, children <= places)
        admitted, last, rest = 0, 0, places
        passed = stopped = False
        if status == "not-held":
            self.unordered(units, (name, "not_admitted", "", "NOT_HELD"))
        elif status == "registered":
            self.unordered(units, (*inside, "ALL_SHORTLISTED" if listing else "REGISTERED"))
            admitted, rest = children, places - children
        elif status == "held":
            walk, reasons = self.order(name, units), []
            for rank, unit in enumerate(walk, 1):
                rows = members(unit)
                taken, reason, rest = (0, "AFTER_STOP", rest) if stopped else turn(policy, len(rows), rest, passed)
                passed, stopped = passed or reason == "BUNDLE_SKIPPED", stopped or reason == "BUNDLE_STOPPED"
                reason = LISTED.get(reason, reason) if listing else reason
                if taken:
                    self.begun[unit], last, admitted = not listing, rank, admitted + taken
                    self.decide(rows[:taken], (*inside, "SPLIT_IN" if reason == "SPLIT_OUT" else reason))
                if taken < len(rows):
                    self.decide(rows[taken:], (*outside, reason))
                reasons.append(reason)
            self.held[at] = walk, reasons
        self.note(name, key, status, (places, len(units), children, admitted), last, rest)
        if listing:
            rows = sorted(row for unit in units for row in members(unit))
            self.shortlists[at] = [row for row in rows if admitted == children or self.decided[row][:3] == inside]
            return
        self.admitted[key] += admitted
        self.left[key] -= places - rest
        self.spill[key] = rest if draw["quota"] != "none" else 0
        if stopped:
            self.closed.add(key)
            self.left[key] = self.spill[key] = 0

    def many_schools(self, at: int, draw: Any, units: list[int], children: int) -> None:
        """§8.3 `preferences`, §8.4 `nearest`"""
        name, members, lists = draw["id"], self.pool.members, lists_of(draw, self.pool)
        near = draw["kind"] == "nearest"
        words = NEAREST if near else {}
        places = {key: self.left[key] for key in draw["schools"]}
        seating = Seating(draw, self.pool, lists, dict(places))
        first = Counter[str]()
        for unit in units:
            first[next(iter(lists(unit)), "")] += len(members(unit))
        fits = all(count <= places.get(key, -1) for key, count in first.items())
        status = status_of(units, any(places.values()), fits)
        last = dict.fromkeys(places, 0)
        if status == "not-held":
            self.unordered(units, (name, "not_admitted", "", "NOT_HELD"))
        elif status == "registered":
            for unit in units:
                seating.attempt(members(unit), lists(unit), "REGISTERED")
                self.unordered((unit,), (name, "admitted", lists(unit)[0], "REGISTERED"))
        elif status == "held":
            walk, reasons = self.order(name, units), []
            seating.fill(walk)
            for attribute in adjust_of(draw):
                seating.adjust(attribute, walk, self.schools, self.extra)
            for rank, unit in enumerate(walk, 1):
                why = seating.outside.get(unit, "")  # none if all members are in
                why = words.get(why, why)
                key = "" if near else next((key for key in lists(unit) if self.waits[key]), "")
                self.decide(members(unit), (name, "waiting" if key else "not_admitted", key, why))
                for row in members(unit):
                    if row in seating.inside:
                        key, reason = seating.inside[row]
                        self.decide((row,), (name, "admitted", key, words.get(reason, reason)))
                        self.begun[unit], last[key] = 1, rank
                reasons.append(why)
            self.held[at] = walk, reasons
        admitted = Counter(key for key, _ in seating.inside.values())
        self.admitted.update(admitted)
        self.left.update(seating.rest)
        for key in draw["schools"]:
            numbers = places[key], len(units), children, admitted[key]
            self.note(name, key, status, numbers, last[key], seating.rest[key])


class Seating:
    """§8.3: who sits where in one draw."""

    def __init__(self, draw: Any, pool: Pool, lists: Callable[[int], list[str]], rest: dict[str, int]) -> None:
        self.draw, self.pool, self.lists, self.rest = draw, pool, lists, rest
        self.any = list(draw["schools"]) if draw.get("unlisted") == "ANY" else []
        self.inside: dict[int, tuple[str, str]] = {}  # row -> school, reason
        self.outside: dict[int, str] = {}  # unit -> reason of its members that are not in

    def attempt(self, rows: Sequence[int], keys: Iterable[str], reason: str) -> bool:
        for key in keys:
            if self.rest[key] >= len(rows):
                self.rest[key] -= len(rows)
                self.inside.update(dict.fromkeys(rows, (key, reason)))
                return True
        return False

    def fill(self, walk: list[int]) -> None:
        if self.draw.get("method") == "PREFERENCE_FIRST":
            for name in self.draw["preferences"]:
                for unit in walk:
                    if unit not in self.inside:
                        nth = self.pool.values(self.pool.group[unit], (name,))
                        self.attempt(self.pool.members(unit), (key for key in nth if key in self.rest), "CHOICE")
            for unit in walk:
                if unit not in self.inside:
                    self.attempt(self.pool.members(unit), self.any, "ANY_PLACE")
            for unit in walk:
                if unit not in self.inside:
                    self.ends(unit)
            return
        for unit in walk:
            rows = self.pool.members(unit)
            if not self.attempt(rows, self.lists(unit), "CHOICE") and not self.attempt(rows, self.any, "ANY_PLACE"):
                self.ends(unit)

    def ends(self, unit: int) -> None:
        rows, keys = self.pool.members(unit), [*self.lists(unit), *self.any]
        self.outside[unit] = "LIST_FULL"
        if len(rows) > 1 and self.draw["bundle"] == "SPLIT":
            seated = [self.attempt((row,), keys, "SPLIT_CHOICE") for row in rows]
            self.outside[unit] = "SPLIT_OUT" if any(seated) else "LIST_FULL"
        elif len(rows) > 1 and any(self.rest[key] for key in keys):
            self.outside[unit] = "BUNDLE_HELD"

    def adjust(self, name: str, walk: list[int], schools: dict[str, Any], extra: dict[str, int]) -> None:
        """Only single units have a code in this attribute (soundness 2). `extra` is e(s), of the whole session."""
        families: dict[str, list[int]] = {}  # by the best rank of their members
        for unit in walk:
            families.setdefault(self.pool.values(self.pool.group[unit], (name,))[0], []).append(unit)
        families.pop("NONE", None)
        for family in families.values():
            chosen = {tuple(self.pool.values(self.pool.group[unit], self.draw["preferences"])) for unit in family}
            seats = {self.inside.get(unit, ("", ""))[0] for unit in family}
            keys = self.lists(family[0])
            if len(chosen) > 1 or len(seats) < 2 or not seats <= set(keys):
                continue
            best = min(seats, key=keys.index)
            movers = [unit for unit in family if self.inside[unit][0] != best]
            if self.rest[best] + schools[best]["approved_extra"] - extra[best] < len(movers):
                continue
            for unit in movers:
                was = self.inside[unit][0]
                if self.rest[best] > 0:
                    self.rest[best] -= 1
                else:
                    extra[best] += 1
                if extra[was] > 0:
                    extra[was] -= 1
                else:
                    self.rest[was] += 1
                self.inside[unit] = best, "MOVED"


def order_draw(a: Allocation, draw: Any, units: list[int]) -> None:
    """§16.3"""
    name, take, reserves, drawn = draw["id"], draw["take"], draw["reserves"], draw["items"] != "none"
    if drawn:
        codes = list(a.rank(name, [item["code"] for item in draw["items"]]))
    else:
        walk = a.order(name, units)
        codes = [a.pool.units[unit] for unit in walk]
        for rank, unit in enumerate(walk):
            outcome = "selected" if rank < take else "reserve" if rank < take + reserves else "not_selected"
            reason = "NOT_DRAWN" if outcome == "not_selected" else outcome.upper()
            a.decide(a.pool.members(unit), (name, outcome, "", reason))
    for rank, code in enumerate(codes[: take + reserves], 1):
        a.tables["selected"].append(f"{name},{rank},{code},{'selected' if rank <= take else 'reserve'}")
    numbers = take, len(codes), len(rows_of(units, a.pool)), min(take, len(codes))
    a.note(name, "", "held", numbers, take, 0)


def quota_draw(a: Allocation, draw: Any, units: list[int]) -> None:
    """§16.4. The shares of all items have one denominator, so their numerators are compared in place of fractions."""
    items, seats, least = draw["items"], draw["seats"], draw["minimum"]
    rank = a.rank(draw["id"], [item["code"] for item in items])
    totals = [sum(item["weights"][at] for item in items) for at in range(len(draw["shares"]))]
    common = math.lcm(*totals)
    parts = [share["percent"] * (common // total) for share, total in zip(draw["shares"], totals)]
    w = {item["code"]: sum(part * weight for part, weight in zip(parts, item["weights"])) for item in items}
    by_weight = sorted((code for code in w if w[code]), key=w.__getitem__)
    rest, total, fixed = seats, sum(w.values()), 0  # without the items that are set; these are the lightest
    while True:
        more = fixed
        while more < len(by_weight) and rest * w[by_weight[more]] < least * total:
            more += 1
        if more == fixed:
            break
        rest -= least * (more - fixed)
        total -= sum(w[code] for code in by_weight[fixed:more])
        fixed = more
    is_set = set(by_weight[:fixed])
    share_of = {code: (least, 0) if code in is_set else divmod(rest * w[code], total) for code in w}
    over = {code: numerator for code, (_, numerator) in share_of.items()}
    by_lot = draw["method"] == "REMAINDER_BY_LOT"
    queue = sorted((code for code in rank if over[code]), key=lambda code: (0 if by_lot else -over[code], rank[code]))
    left = seats - sum(down for down, _ in share_of.values())
    raised, others = set(queue[:left]), queue[left:]
    same = {over[code] for code in raised} & {over[code] for code in others}
    school = "" if draw["school"] == "none" else draw["school"]
    for code, (down, numerator) in share_of.items():
        lot = numerator > 0 and (bool(raised and others) if by_lot else numerator in same)
        reason = ("REMAINDER_LOT" if lot else "REMAINDER") if code in raised else "LOT_OUT" if lot else "WHOLE"
        reason = "MINIMUM" if code in is_set else reason
        numbers = f"{down},{ratio(Fraction(numerator, total))},{rank[code]},{down + (code in raised)}"
        a.tables["quotas"].append(f"{draw['id']},{school},{code},{numbers},{reason}")
    for item in draw["declined"]:
        a.tables["quotas"].append(f"{draw['id']},{school},{item['code']},0,0,,0,DECLINED")
    a.note(draw["id"], school, "held", (seats, len(items), 0, 0), 0, 0)


def ratio(value: Fraction) -> str:
    """In lowest terms."""
    return f"{value.numerator}/{value.denominator}" if value else "0"


def cells_draw(a: Allocation, draw: Any, units: list[int]) -> None:
    """§16.5, the cells. All targets have the same denominator, `total`, so remainders are compared in place of fractions."""
    name, schools, only = draw["id"], draw["schools"], draw["only"]
    people = counted(draw, a.rules, a.pool)
    n, tasks = numbers_of(draw, people), tasks_of(draw, a.rules)
    c = {key: task - sum(n.get(v, 0) for v, at in only.items() if at == key) for key, task in tasks.items()}
    rows = [(i, value) for i, value in enumerate(people, 1) if value in n and value not in only]
    total = sum(n[value] for _, value in rows)
    parts = {
        (at, j): divmod(n[value] * c[key], total) for at, (_, value) in enumerate(rows) for j, key in enumerate(schools)
    }
    codes = {cell: f"{rows[cell[0]][0]}-{cell[1] + 1}" for cell in parts}
    rank = a.rank(name, list(codes.values()))
    row_sums = [n[value] - sum(parts[at, j][0] for j in range(len(schools))) for at, (_, value) in enumerate(rows)]
    sums = [c[key] - sum(parts[at, j][0] for at in range(len(rows))) for j, key in enumerate(schools)]
    queue = sorted((cell for cell in parts if parts[cell][1]), key=lambda cell: (-parts[cell][1], rank[codes[cell]]))
    rounding = Rounding(len(rows), sums, sums, queue)
    for at, count in enumerate(row_sums):
        want(all(rounding.gain(at) for _ in range(count)), f"draw {name}: no rounding")
    for cell in queue:
        if not rounding.force(*cell):
            rounding.hold(*cell)
    same = {parts[cell][1] for cell in rounding.raised} & {parts[cell][1] for cell in set(queue) - rounding.raised}
    place = {value: at for at, (_, value) in enumerate(rows)}
    for value in n:
        counts = a.counts.setdefault(name, {}).setdefault(value, [])
        for j, key in enumerate(schools):
            if value in only:
                counts.append(n[value] if only[value] == key else 0)
                numbers = f"{counts[-1]},0,,{counts[-1]},ONLY"
            else:
                cell = place[value], j
                down, over = parts[cell]
                up = cell in rounding.raised
                reason = ("RAISED_LOT" if up else "LOT_OUT") if over in same else "RAISED" if up else "WHOLE"
                counts.append(down + up)
                numbers = f"{down},{ratio(Fraction(over, total))},{rank[codes[cell]]},{counts[-1]},{reason}"
            a.tables["cohorts"].append(f"{name},{value},{key},{numbers}")
    children = sum(sum(by_code.values()) for by_code in people.values())
    a.note(name, "", "held", (sum(tasks.values()), len(parts), children, 0), 0, 0)


def cohort_draw(a: Allocation, draw: Any, units: list[int]) -> None:
    """§16.5, `cohort`"""
    pool, name, cells = a.pool, draw["id"], draw_of(a.rules, draw["cells"])
    schools, counts = cells["schools"], a.counts[cells["id"]]
    column, code = pool.columns[cells["row"]], pool.columns.get(cells["count"])
    walk = a.order(name, units)
    places, last, admitted = {key: a.left[key] for key in schools}, dict.fromkeys(schools, 0), Counter[str]()
    rows: dict[str, list[tuple[int, int]]] = {value: [] for value in counts}
    for rank, unit in enumerate(walk, 1):
        rows[pool.groups[pool.group[unit]][column]].append((rank, unit))

    def goes(rank: int, unit: int, key: str, reason: str) -> None:
        a.place((unit,), (name, "admitted", key, reason))
        last[key] = max(last[key], rank)
        admitted[key] += len(pool.members(unit))

    for value, ranked_units in rows.items():
        rest = list(counts[value])
        if value in cells["only"]:
            for rank, unit in ranked_units:
                goes(rank, unit, cells["only"][value], "COHORT_ONLY")
        elif code is None:
            borders, before = list(itertools.accumulate(rest)), 0
            turns = []
            for rank, unit in ranked_units:
                turns.append((rank, unit, bisect.bisect_right(borders, before)))
                before += len(pool.members(unit))
            for rank, unit, turn in turns:
                size = len(pool.members(unit))
                if size > 1:
                    round_ = [*range(turn, len(schools)), *range(turn)]
                    j = next(j for j in round_ if rest[j] >= size)  # there is one (sound 12)
                    rest[j] -= size
                    goes(rank, unit, schools[j], "COHORT_BUNDLE")
            j = 0
            for rank, unit, _ in turns:
                if len(pool.members(unit)) == 1:
                    while rest[j] == 0:
                        j += 1
                    rest[j] -= 1
                    goes(rank, unit, schools[j], "COHORT")
        else:
            going: dict[str, int] = {}
            j = 0
            for rank, unit in ranked_units:
                own = pool.groups[pool.group[unit]][code]
                if own not in going:
                    while rest[j] == 0:
                        j += 1
                    rest[j] -= 1
                    going[own] = j
                goes(rank, unit, schools[going[own]], "COHORT_CLASS")
    children = len(rows_of(units, pool))
    for key in schools:
        a.left[key] -= admitted[key]
        a.admitted[key] += admitted[key]
        a.note(name, key, "held", (places[key], len(units), children, admitted[key]), last[key], a.left[key])


def class_draw(a: Allocation, draw: Any, units: list[int]) -> None:
    """§16.6"""
    name, k, school, pool = draw["id"], draw["classes"], draw["school"], a.pool
    walk, dealing = a.order(name, units), Dealing(draw, a.rules, pool, units)
    if draw["dealing"] == "SERPENTINE":
        class_of, seen = {}, [0] * len(dealing.n)
        for unit in walk:
            x = dealing.sex[pool.group[unit]]
            class_of[unit] = serpentine(k, x, seen[x])
            seen[x] += 1
    else:
        class_of = cyclic(dealing, walk)
    tied = {one.unit for one in dealing.tied}
    classes: list[list[int]] = [[] for _ in range(k)]
    bundles = [0] * k
    for unit, c in class_of.items():
        members = pool.members(unit)
        classes[c] += members
        bundles[c] += len(members) > 1
        a.place((unit,), (name, "placed", school, "CLASS_WISH" if unit in tied else "CLASS_DEAL"))
    a.classes[name] = [sorted(rows) for rows in classes]
    class_lines(a, draw, [str(c + 1) for c in range(k)])
    asked = [(one, value) for one in (draw["sex"], *draw["report"]) for value in values_of(a.rules, one)]
    asked += [(one["attribute"], one["value"]) for one in draw["spread"]]
    for c, rows in enumerate(classes):
        groups = Counter(pool.group[row] for row in rows)
        have = Counter[tuple[str, str]]()
        for group, count in groups.items():
            for attribute in {attribute for attribute, _ in asked}:
                have[attribute, pool.groups[group][pool.columns[attribute]]] += count
        said = [("SIZE", "", len(rows)), *((*one, have[one]) for one in asked), ("BUNDLES", "", bundles[c])]
        a.tables["balance"] += [f"{name},{c + 1},{one},{value},{count}" for one, value, count in said]
    places, children = k * draw["cap"], sum(map(len, classes))
    a.note(name, school, "held", (places, len(units), children, children), len(units), places - children)


def cyclic(dealing: Dealing, walk: list[int]) -> dict[int, int]:
    """The three steps of `CYCLIC`: unit -> class."""
    k, pool, f = dealing.k, dealing.pool, dealing.f
    rank = {unit: at for at, unit in enumerate(walk, 1)}
    class_of = dealing.search(rank.__getitem__)
    if class_of is None:
        first = min((one.unit for one in dealing.tied), key=pool.units.__getitem__)
        class_of = {unit: (c + rank[first]) % k for unit, c in need(dealing.by_code(), "a placement").items()}
    have = [Counter[int]() for _ in range(k)]  # of each class, the children of each sex so far
    for one in dealing.tied:
        have[class_of[one.unit]].update(dict(one.sexes))
    rounding = dealing.rounding()
    for c, sexes in enumerate(have):
        for x, count in sexes.items():
            want(count <= f[x] or rounding.force(x, c), f"class {c + 1}: no plan")
    waiting: list[list[int]] = [[] for _ in dealing.n]
    for unit in walk:
        if unit not in class_of:
            waiting[dealing.sex[pool.group[unit]]].append(unit)
    for x, r in enumerate(dealing.r):
        plan = [f[x]] * k
        for at in range(k) if r else ():
            c = (dealing.z[x] + at) % k
            if rounding.force(x, c):
                plan[c] += 1
            else:
                rounding.hold(x, c)
        heap = [(have[c][x], (c - dealing.z[x]) % k, c) for c in range(k) if have[c][x] < plan[c]]
        heapq.heapify(heap)
        for unit in waiting[x]:
            count, turn_, c = heapq.heappop(heap)
            class_of[unit] = c
            if count + 1 < plan[c]:
                heapq.heappush(heap, (count + 1, turn_, c))
    return class_of


def class_lines(a: Allocation, draw: Any, names: list[str]) -> None:
    """Lines of tables/classes.csv."""
    head, codes = f"{draw['id']},{draw['school']}", a.pool.applicants
    for name, rows in zip(names, a.classes[draw["id"]]):
        a.tables["classes"] += [f"{head},{name},{codes[row]}" for row in rows]


def team_draw(a: Allocation, draw: Any, units: list[int]) -> None:
    """§16.7. `mine` is at all times a way to give each class a team, as decided up to the class in turn."""
    name, pool, k = draw["id"], a.pool, len(draw["teams"])
    rank = a.rank(name, [team["code"] for team in draw["teams"]])
    teams = list(rank)
    barred: list[set[str]] = [set() for _ in teams]
    for c, rows in enumerate(a.classes.get(draw["class"], ()) if draw["recusals"] else ()):
        for group in {pool.group[row] for row in rows}:
            barred[c].update(pool.values(group, draw["recusals"]))
    mine: list[str] = [""] * k
    of: dict[str, int] = {}

    def seek(start: int, taken: set[str]) -> bool:
        """Find the class a team that is not in `taken`; classes behind it may have to change theirs."""
        queue, came = [start], dict[str, int]()
        for c in queue:  # grows while it is read
            for team in teams:
                if team in came or team in taken or team in barred[c]:
                    continue
                came[team] = c
                if team in of:
                    queue.append(of[team])
                    continue
                while True:  # hand the teams on along the way back to the start
                    c = came[team]
                    before, mine[c], of[team] = mine[c], team, c
                    if c == start:
                        return True
                    team = before
        return False

    for c in range(k):
        want(seek(c, set()), f"draw {name}: no team for class {c + 1}")
    decided: set[str] = set()
    for c in range(k):
        passed = False
        for team in teams:
            if team in decided:
                continue
            if team not in barred[c] and (mine[c] == team or hands_over(c, team, mine, of, decided, seek)):
                break
            passed = True
        decided.add(team)
        a.tables["teams"].append(f"{name},{c + 1},{team},{rank[team]},{'TEAM_RECUSED' if passed else 'TEAM'}")
    a.note(name, "", "held", (k, k, 0, 0), 0, 0)


def hands_over(
    c: int, team: str, mine: list[str], of: dict[str, int], decided: set[str], seek: Callable[[int, set[str]], bool]
) -> bool:
    """Give class c this team of a later class, if that one can get another; else nothing changes."""
    later, own = of[team], mine[c]
    mine[c], mine[later] = team, ""
    of[team] = c
    del of[own]
    if seek(later, decided | {team}):
        return True
    mine[c], mine[later], of[team], of[own] = own, team, later, c
    return False


def seats_draw(a: Allocation, draw: Any, units: list[int]) -> None:
    """§16.8"""
    name, of, pool, seats = draw["id"], draw_of(a.rules, draw["class"]), a.pool, seats_there(draw)
    placed = sorted({pool.unit(row) for rows in a.classes[of["id"]] for row in rows})
    walk = a.order(name, placed, decides=False)
    rank = {row: at for at, unit in enumerate(walk) for row in pool.members(unit)}
    needs = [(pool.columns[one["attribute"]], one["value"]) for one in draw["need"]]
    need_ = [any(values[column] == value for column, value in needs) for values in pool.groups]
    bands = {} if draw["bands"] == "none" else {v: at for at, v in enumerate(values_of(a.rules, draw["bands"]))}
    column = pool.columns.get(draw["bands"])
    band = [0 if column is None else bands[values[column]] for values in pool.groups]
    for c, rows in enumerate(a.classes[of["id"]], 1):
        line = sorted(rows, key=lambda row: (not need_[pool.group[row]], band[pool.group[row]], rank[row], row))
        for row, (at, place) in zip(line, seats):
            reason = "SEAT" if not need_[pool.group[row]] else "FRONT" if at <= draw["front"] else "FRONT_FULL"
            a.tables["seats"].append(f"{name},{c},{at},{place},{pool.applicants[row]},{reason}")
    places, children = of["classes"] * len(seats), len(rank)
    a.note(name, of["school"], "held", (places, len(walk), children, children), len(walk), places - children)


def late_draw(a: Allocation, draw: Any, units: list[int]) -> None:
    """§16.9"""
    name, cap, pool = draw["id"], draw["cap"], a.pool
    names = [one["code"] for one in draw["classes"]]
    rank = a.rank(name, names)
    counts = [list(one["counts"]) for one in draw["classes"]]
    sizes = list(map(sum, counts))
    sexes, column = {v: x for x, v in enumerate(values_of(a.rules, draw["sex"]))}, pool.columns[draw["sex"]]
    places = sum(cap - size for size in sizes)
    classes: list[list[int]] = [[] for _ in names]
    for row in sorted(units):  # pool.csv is sorted by code, and every unit is one applicant
        x = sexes[pool.groups[pool.group[row]][column]]
        keys = [(count[x], sizes[c], rank[names[c]], c) for c, count in enumerate(counts) if sizes[c] < cap]
        *fewest, _, c = min(keys)
        several = sum([*key[:2]] == fewest for key in keys) > 1
        counts[c][x] += 1
        sizes[c] += 1
        classes[c].append(row)
        a.ranks[row], a.numbers[row] = 0, ""
        a.place((row,), (name, "placed", draw["school"], "LATE_LOT" if several else "LATE"))
    a.classes[name] = classes
    class_lines(a, draw, names)
    numbers = places, len(names), len(units), len(units)
    a.note(name, draw["school"], "held", numbers, 0, places - len(units))


DRAWN: dict[str, Callable[[Allocation, Any, list[int]], None]] = {
    "order": order_draw, "quota": quota_draw, "cells": cells_draw, "cohort": cohort_draw, "class": class_draw,
    "team": team_draw, "seats": seats_draw, "late": late_draw,
}  # fmt: skip


# (10) results: results.csv and the tables of §8.5 and §16.10 byte for byte.
def results(r: Record) -> None:
    if r.void:
        return
    pool, a = need(r.pool, "a sound pool.csv"), need(r.allocation, "a sound seed.txt")
    for key, school in a.schools.items():
        most = school["places"] + school["approved_extra"]
        want(a.admitted[key] <= most, f"school {key}: {a.admitted[key]} children, not {most} (R8)")
    r.same("results.csv", result_lines(pool, a))
    r.drop("results.csv")
    r.same("tables/draws.csv", ["draw,school,status,places,units,children,admitted,last_rank,left", *a.draws])
    r.same("tables/waiting.csv", waiting_lines(pool, r.rules, a))
    r.drop("tables/waiting.csv")
    shortlists = any(draw["kind"] == "shortlist" for draw in r.rules["draws"])
    want(("tables/shortlists.csv" in r.files) == shortlists, "tables/shortlists.csv does not fit the draws")
    if shortlists:
        r.same("tables/shortlists.csv", shortlist_lines(pool, r.rules, a))
    for table, (kinds, header) in TABLES.items():
        name, there = f"tables/{table}.csv", any(draw["kind"] in kinds.split() for draw in r.rules["draws"])
        want((name in r.files) == there, f"{name} does not fit the draws")
        if there:
            r.same(name, itertools.chain([header], a.tables[table]))
            r.drop(name)
    r.results = a


def result_lines(pool: Pool, a: Allocation) -> Iterator[str]:
    """§8.5, 2"""
    yield "applicant,unit,draw,rank,number,outcome,school,reason"
    columns = zip(pool.applicants, pool.units, a.ranks, a.numbers, a.decided)
    for applicant, unit, rank, text, (draw, outcome, school, reason) in columns:
        yield f"{applicant},{unit},{draw},{rank or ''},{text[:64]},{outcome},{school},{reason}"


def unplaced(pool: Pool, a: Allocation) -> Counter[int]:
    """Units with members that results.csv calls neither admitted nor shortlisted -> how many."""
    rows = (row for row, decision in enumerate(a.decided) if decision[1] not in ("admitted", "shortlisted"))
    return Counter(map(pool.unit, rows))


# One unit on a school's waiting list, so that sorting gives the list's order: PRIORITY_GROUP, and not all its members
# match `priority`; not kept out by size alone; place of the draw in rules.json; PREFERENCE_FIRST: place of the school
# in the unit's list; rank; unit; reason.
Entry = tuple[bool, bool, int, int, int, int, str]


def waiting_lists(pool: Pool, rules: Any, a: Allocation, children: Counter[int]) -> dict[str, list[Entry]]:
    """§8.5, 3: for each school that has one, its list in order."""
    lists: dict[str, dict[int, Entry]] = {key: {} for key in a.schools if a.waits[key]}
    grouped = {key for key in lists if a.schools[key]["vacancies"] == "PRIORITY_GROUP"}
    first = set(matching(rules["after_draw"]["priority"], pool) if grouped else ())
    for at, (walk, reasons) in a.held.items():
        draw = rules["draws"][at]
        list_of = lists_of(draw, pool) if draw["kind"] == "preferences" else None
        keys, by_place = [draw["school"]] if "school" in draw else [], draw.get("method") == "PREFERENCE_FIRST"
        listed = set(a.shortlists.get(at, ()))  # whatever a later draw said of them
        for rank, (unit, reason) in enumerate(zip(walk, reasons), 1):
            if unit in children and unit not in listed:
                later = reason not in ("BUNDLE_SKIPPED", "SPLIT_OUT")
                for nth, key in enumerate(list_of(unit) if list_of else keys):
                    if key in lists:  # the latest draw's entry stays
                        lower = key in grouped and not all(pool.group[row] in first for row in pool.members(unit))
                        lists[key][unit] = lower, later, at, nth if by_place else 0, rank, unit, reason
    return {key: sorted(entries.values()) for key, entries in lists.items()}


def waiting_lines(pool: Pool, rules: Any, a: Allocation) -> Iterator[str]:
    yield "school,position,unit,children,draw,rank,reason"
    children = unplaced(pool, a)
    for key, entries in waiting_lists(pool, rules, a, children).items():
        for position, (_, _, at, _, rank, unit, reason) in enumerate(entries, 1):
            yield f"{key},{position},{pool.units[unit]},{children[unit]},{rules['draws'][at]['id']},{rank},{reason}"


def shortlist_lines(pool: Pool, rules: Any, a: Allocation) -> Iterator[str]:
    """§8.5, 4"""
    yield "draw,school,applicant,unit"
    for at, rows in a.shortlists.items():
        draw = rules["draws"][at]
        for row in rows:
            yield f"{draw['id']},{draw['school']},{pool.applicants[row]},{pool.units[row]}"


# (11) outputs: outputs.txt.
def outputs(r: Record) -> None:
    if r.void:
        return
    names = sorted(name for name in r.files if name == "results.csv" or name.startswith(("orders/", "tables/")))
    r.same("outputs.txt", (f"{r.hash(name)}  {name}" for name in names))


# ---- the ledger. §9's table: by whom, in which phases, with which body. What else must hold stands in Replay.allow.
ANY = "objections commit board reveal dice beacon envelopes opening seeded"  # but start, done, void
ROLES = like("operator|notary|checker|system|decision|[AN][1-9]|W[0-9]{2}")
NUMBER, NOTARY, NOTHING = whole(1), like("notary"), shape()
# `operator`, `checker`, `notary` write the lines; OPERATOR, CHECKER, NOTARY are the people who do so: never one as two.
WORKING = ("OPERATOR", "CHECKER", "NOTARY")
SIGN_IN = shape(number=NUMBER, kind=like("|".join([*PEOPLE.split(), "OPERATOR|CHECKER|DECISION"])), person=hash_)
RULING = shape(
    number=NUMBER, action=like("CONTINUE|PAUSE|RESUME_STANDBY|ACCEPT_MISSING_WITNESS|POSTPONE|VOID|RETHROW"),
    reason=like("POWER|MACHINE|NETWORK|PERSON|WITNESS|PROCEDURE|DIE_NOT_FLAT|OTHER"), paper=none_or(hash_),
    signers=each(like("D[1-9]"), 1),
)  # fmt: skip
KINDS: dict[str, tuple[str, str, Check]] = {
    "freeze": ("operator", "start objections", shape(notice=hash_, version=NUMBER, **{"with": NOTARY})),
    "objection": ("operator", "objections", shape(number=NUMBER, paper=hash_)),
    "objection-outcome": ("notary", "objections", shape(number=NUMBER, outcome=like("accepted|rejected"))),
    "sign-in": ("operator notary", "objections commit board reveal dice beacon envelopes opening", SIGN_IN),
    "check": ("notary", "objections commit", shape(item=like("SEAL|OFFLINE|PROGRAM"))),
    "spot": ("operator", "objections commit", shape(applicant=code)),
    "convene": ("operator", "objections", shape(notice=hash_)),
    "commit": ("party", "commit", shape(commitment=hash_)),
    "board": ("operator", "commit", shape(board=hash_)),
    "reveal-open": ("operator", "board", NOTHING),
    "reveal": ("open", "reveal", shape(secret=hash_)),
    "reveal-close": ("operator", "reveal", shape(transcript=hash_)),
    "late": ("open", "dice beacon envelopes opening seeded", shape(secret=hash_)),
    "dice-mismatch": ("checker", "dice", shape(index=NUMBER)),
    "die": ("operator", "dice", shape(index=NUMBER, value=like("[0-9]{1,2}"), **{"with": like("checker")})),
    "dice": ("notary", "dice", shape(transcript=hash_)),
    "beacon": ("operator", "beacon", shape(signature=like("[0-9a-f]{96}"), transcript=hash_)),
    "envelopes": ("notary", "envelopes", NOTHING),
    "opened": ("sealed", "opening", NOTHING),
    "paper-mismatch": ("operator", "opening", shape(party=like("[AN][1-9]"), **{"with": NOTARY})),
    "seed": ("system", "opening", shape(seed=hash_)),
    "outputs": ("system", "seeded", shape(outputs=hash_)),
    "ruling": ("decision", ANY, RULING),
    "resume": ("system", ANY, NOTHING),
    "void": ("decision system", ANY, shape(void=hash_)),
}
ROW = shape(
    n=NUMBER, time=time, kind=like("|".join(KINDS)), by=ROLES, body=lambda value, where: None, prev=none_or(hash_)
)


# (12) ledger: form, chain, phases, agreement with the files (§9). In a void record the last line's hash is void.txt's.
def ledger(r: Record) -> None:
    rows, before = [], "none"
    for at, line in enumerate(text_lines(r.read("ledger.jsonl"), "ledger.jsonl"), 1):
        where = f"ledger line {at}:"
        row = canonical(line.encode(), where)
        ROW(row, where)
        want(row["n"] == at, f"{where} n is {row['n']}")
        want(row["prev"] == before, f"{where} prev is {row['prev']}, the line before has {before}")
        KINDS[row["kind"]][2](row["body"], f"{where} {row['kind']}")
        before = sha(line.encode())
        rows.append(row)
    want(bool(rows), "ledger.jsonl is empty")
    r.last_line = before
    last, end = rows[-1]["kind"], "void" if r.void else "outputs"
    want(last == end, f"the last line is of kind {last}, in this record it must be {end}")
    need(r.notice, "a sound notice.json")
    need(r.rules, "a sound rules.json")
    need(r.board, "a sound board.txt")
    need(r.transcript, "a sound transcript.txt" if r.void else "a sound seed.txt")
    replay = Replay(r, [row["kind"] for row in rows].count("freeze"))
    for row in rows:
        try:
            replay.line(row["kind"], row["by"], row["body"], seconds(row["time"]))
        except Mismatch as error:
            raise Mismatch(f"ledger line {row['n']} {row['kind']}: {error}") from None
    replay.agree()
    r.reason = replay.reason


class Replay:
    """The ceremony again, line by line. It writes the lines of seed.txt anew and refuses what §9 does not allow."""

    def __init__(self, r: Record, versions: int) -> None:
        self.r, self.n, self.hall = r, r.notice, r.rules["hall"]
        self.pool: Pool = need(r.pool, "a sound pool.csv")
        self.versions = versions  # the freezes of the whole ledger: `hall` and pool.csv judge only lines after the last
        self.opens, self.sealed = r.parties("open"), r.parties("sealed")
        self.phase, self.paused, self.ruled_void = "start", False, False
        self.freezes: list[str] = []  # notice hashes
        self.objections: list[str] = []  # the outcome of each, "" until there is one
        self.waiting = 0  # objections without an outcome
        self.accepted = False  # an objection, since the last freeze
        self.sign_ins = 0
        self.there: dict[str, set[str]] = {}  # kind -> persons, since the last freeze
        self.excused = False  # by ACCEPT_MISSING_WITNESS, since the last freeze
        self.checked: set[str] = set()
        self.commits: dict[str, str] = {}
        self.reveals: dict[str, str] = {}
        self.now = self.running = 0  # time of the last line; the reveal's running time
        self.closed: int | None = None  # time of reveal-close
        self.dice: list[str] = []
        self.beacon = False  # its line has been
        self.opened: set[str] = set()
        self.mismatched: set[str] = set()
        self.rulings = 0
        self.said = ["seed1", f"notice {r.hash('notice.json')}"]
        self.reason = ""

    def enough(self, parties: dict[str, str]) -> bool:
        return sum(party in parties for party in self.opens) >= int(self.n["min_open"])

    def transcript(self, hash_now: str) -> None:
        again = sha("".join(line + "\n" for line in self.said).encode())
        want(hash_now == again, f"transcript {hash_now}, recomputed {again}")

    def early(self) -> bool:
        """The beacon could be known while parents still revealed (§10)."""
        chosen = self.n["beacon"]
        known = chosen != "none" and chosen["chain"] == QUICKNET and self.closed is not None
        return bool(known and 1692803367 + 3 * (chosen["round"] - 1) <= self.closed)

    def line(self, kind: str, by: str, body: Any, now: int) -> None:
        """What holds for every kind; then `allow`."""
        # An outage (the pair that ends in `resume`) and a pause do not use up the parents' time (§9).
        if self.phase == "reveal" and not self.paused and kind != "resume":
            self.running += max(0, now - self.now)
        self.now = now
        roles, phases, _ = KINDS[kind]
        parties = {"party": self.opens + self.sealed, "open": self.opens, "sealed": self.sealed}
        want(by in parties.get(roles, roles.split()), f"by {by}")
        want(self.phase in phases.split(), f"not allowed in phase {self.phase}")
        want(not self.ruled_void or kind == "void", "after the ruling VOID")
        want(not self.paused or kind in ("ruling", "resume", "late", "sign-in", "void"), "in a pause")
        self.allow(kind, by, body)

    def allow(self, kind: str, by: str, body: Any) -> None:
        """§9's table from top to bottom: what must hold, and the phase after."""
        r, n, chosen = self.r, self.n, self.n["beacon"]
        if kind == "freeze":
            want(body["version"] == len(self.freezes) + 1, f"version {body['version']} after {len(self.freezes)}")
            want(not self.freezes or self.accepted, "no objection was accepted")
            self.freezes.append(body["notice"])
            self.accepted, self.phase = False, "objections"
            self.there, self.excused = {}, False  # of a new notice everybody declares anew
            self.checked = set()
        elif kind == "objection":
            want(body["number"] == len(self.objections) + 1, f"number {body['number']} after {len(self.objections)}")
            self.objections.append("")
            self.waiting += 1
        elif kind == "objection-outcome":
            open_ = body["number"] <= len(self.objections) and not self.objections[body["number"] - 1]
            want(open_, f"objection {body['number']} is not open")
            self.objections[body["number"] - 1] = body["outcome"]
            self.waiting -= 1
            self.accepted = self.accepted or body["outcome"] == "accepted"
        elif kind == "sign-in":
            self.settled()
            want(body["number"] == self.sign_ins + 1, f"number {body['number']} after {self.sign_ins}")
            self.sign_in(body["kind"], body["person"])
        elif kind == "check":
            want(body["item"] not in self.checked, f"{body['item']} a second time")
            self.checked.add(body["item"])
        elif kind == "spot":
            if len(self.freezes) == self.versions:  # before the last freeze it was another list
                want(self.pool.row(body["applicant"]) is not None, f"{body['applicant']} is not in pool.csv")
        elif kind == "convene":
            want(body["notice"] == self.freezes[-1], "not the notice of the last freeze")
            self.settled()
            if n["mode"] == "live":
                self.everybody()
            self.phase = "commit"
        elif kind == "commit":
            again = by in self.commits or body["commitment"] in self.commits.values()
            want(not again, "this party, or this commitment, a second time")
            self.commits[by] = body["commitment"]
        elif kind == "board":
            want(set(self.sealed) <= set(self.commits), "before all sealed parties have committed")
            want(bool(r.board), "the record has no board.txt")
            want(body["board"] == r.hash("board.txt"), f"board.txt has hash {r.hash('board.txt')}")
            for party, value in r.board.items():
                want(self.commits.get(party, "absent") == value, f"on board.txt {party} has {value}")
            self.said.append(f"board {body['board']}")
            self.phase = "board"
        elif kind == "reveal-open":
            want(self.enough(self.commits), "too few open parties have committed")
            self.phase = "reveal"
        elif kind == "reveal":
            want(by in self.commits and by not in self.reveals, "has not committed, or a second time")
            secret(r, by, body["secret"])
            self.reveals[by] = body["secret"]
        elif kind == "reveal-close":
            want(self.running >= n["reveal_seconds"], f"after {self.running} seconds, not {n['reveal_seconds']}")
            self.said += [f"{party} {self.reveals.get(party, 'absent')}" for party in self.opens]
            self.transcript(body["transcript"])
            self.closed, self.phase = self.now, "dice"
            if n["dice"] == "none":
                self.said.append("dice none")
                self.phase = "beacon"
        elif kind == "late":
            want(by not in self.reveals, "has revealed in time")
        elif kind == "dice-mismatch":
            self.no_void_due()
            want(len(self.dice) < body["index"] <= faces(n["dice"])[1], f"index {body['index']}")
        elif kind == "die":
            possible, count, joint = faces(n["dice"])
            self.no_void_due()
            want(body["index"] == len(self.dice) + 1 <= count, f"index {body['index']} after {len(self.dice)}")
            again = bool(joint) and body["value"] in self.dice  # a ball is not put back
            want(body["value"] in possible and not again, f"value {body['value']}")
            self.dice.append(body["value"])
        elif kind == "dice":
            _, count, joint = faces(n["dice"])
            want(len(self.dice) == count, f"{len(self.dice)} of {count} dice")
            self.said.append(f"dice {n['dice']} {joint.join(self.dice)}")
            self.transcript(body["transcript"])
            self.phase = "beacon"
            if chosen == "none":
                self.said.append("beacon none")
                self.phase = "envelopes"
        elif kind == "beacon":
            self.no_void_due()
            self.said.append(f"beacon {chosen['chain']}:{chosen['round']} {body['signature']}")
            self.transcript(body["transcript"])
            self.beacon, self.phase = True, "envelopes"
        elif kind == "envelopes":
            self.phase = "opening"
        elif kind in ("opened", "paper-mismatch"):
            party = by if kind == "opened" else body["party"]
            want(party in self.sealed and party not in self.opened | self.mismatched, f"{party} a second time")
            (self.opened if kind == "opened" else self.mismatched).add(party)
        elif kind == "seed":
            want(self.opened == set(self.sealed), "not all envelopes are opened")
            want(body["seed"] == r.seed, f"seed.txt has hash {r.seed}")
            self.phase = "seeded"
        elif kind == "outputs":
            want(body["outputs"] == r.hash("outputs.txt"), f"outputs.txt has hash {r.hash('outputs.txt')}")
            self.phase = "done"
        elif kind == "ruling":
            action, signers = body["action"], body["signers"]
            want(body["number"] == self.rulings + 1, f"number {body['number']} after {self.rulings}")
            want(signers == sorted(signers), "signers are not sorted")
            if len(self.freezes) == self.versions:
                group, quorum = self.hall["group"], self.hall["quorum"]
                want(len(signers) >= quorum, f"{len(signers)} signers, the quorum is {quorum}")
                want(int(signers[-1][1]) <= group, f"{signers[-1]} signs, the group ends with D{group}")
            early = self.phase in ("commit", "board", "reveal", "dice", "beacon") and not self.dice
            want(action not in ("POSTPONE", "VOID") or early, f"{action} is too early or too late")
            want(action != "RETHROW" or self.phase == "dice", f"RETHROW in phase {self.phase}")
            if action in ("PAUSE", "POSTPONE", "CONTINUE", "RESUME_STANDBY"):
                self.paused = action in ("PAUSE", "POSTPONE")
            self.excused = self.excused or action == "ACCEPT_MISSING_WITNESS"
            self.rulings, self.ruled_void = self.rulings + 1, action == "VOID"
        elif kind == "void":
            self.void(by)
            want(body["void"] == r.hash("void.txt"), f"void.txt has hash {r.hash('void.txt')}")
            self.phase = "void"

    def settled(self) -> None:
        """All objections have outcomes, and none has been accepted since the last freeze."""
        want(not self.waiting and not self.accepted, "an objection is open, or accepted since the last freeze")

    def sign_in(self, kind: str, person: str) -> None:
        want(person not in self.there.get(kind, ()), f"{person} a second time as {kind}")
        other = [one for one in WORKING if kind in WORKING and person in self.there.get(one, ())]
        want(not other, f"{person} as {kind}, and before as {' '.join(other)}")
        self.there.setdefault(kind, set()).add(person)
        self.sign_ins += 1

    def everybody(self) -> None:
        """In live mode nothing begins before everybody is there (§9, R46)."""
        for kind in WORKING:
            want(kind in self.there, f"nobody has signed in as {kind} since the last freeze")
        for kind, least in self.hall["present"].items():
            count = len(self.there.get(kind, ()))
            want(self.excused or count >= least, f"{count} of {least} {kind} there, and no ruling accepts that")

    def blind(self) -> str:
        """§10: why the dice, or the beacon, may not be reached, or ""."""
        if self.phase in ("dice", "beacon") and not self.dice and not self.enough(self.reveals):
            return "TOO_FEW_REVEALS"
        return "BEACON_EARLY" if self.phase in ("dice", "beacon") and not self.dice and self.early() else ""

    def no_void_due(self) -> None:
        want(not self.blind(), f"only a void can follow: {self.blind()}")

    def void(self, by: str) -> None:
        """§10's table of reasons: the first that holds here."""
        writer = "system"
        if self.ruled_void:
            self.reason, writer = "RULING", "decision"
        elif self.phase == "board" and not self.enough(self.commits):
            self.reason = "TOO_FEW_COMMITMENTS"
        elif self.mismatched and self.opened | self.mismatched == set(self.sealed):
            self.reason = "PAPER_MISMATCH"
        else:
            self.reason = self.blind()
        want(bool(self.reason) and by == writer, f"by {by}: no reason for it holds here")

    def agree(self) -> None:
        """§9, last paragraph: what no single line has been compared with."""
        r, n = self.r, self.n
        end, name = ("void", "transcript.txt") if r.void else ("done", "seed.txt")
        want(self.phase == end, f"the ledger ends in phase {self.phase}")
        want(self.freezes[-1] == r.hash("notice.json"), "the last freeze is of another notice")
        want(n["version"] == len(self.freezes), f"the last freeze is version {len(self.freezes)}")
        want(n["version"] == 1 or n["previous"] == self.freezes[-2], "the freeze before is not the notice's previous")
        want(len(self.said) > 2 or not r.board, "board.txt is there, and the ledger closes no board")
        said, published = self.said, need(r.transcript, name)
        if r.void and self.closed is None:
            said = said + [f"{party} {self.reveals[party]}" for party in self.opens if party in self.reveals]
        for mine, line in itertools.zip_longest(said, published[: len(said)]):
            want(mine == line, f"{name} says {show(line)}, the ledger {show(mine)}")
        if r.void:  # in seed.txt the lines after these are the sealed secrets, which step 7 has compared with the board
            rest = [line.split(" ")[0] + (line[2:] == " mismatch") * " mismatch" for line in published[len(said) :]]
            done = [
                party + (party in self.mismatched) * " mismatch"
                for party in self.sealed
                if party in self.opened | self.mismatched
            ]
            want(rest == done, f"{name}: {show(rest)} after the ledger's lines, which have {show(done)}")


# (13) statement: statement.txt or void.txt (§10); for void.txt the reason is one that the ledger allows.
def statement(r: Record) -> None:
    name = "void.txt" if r.void else "statement.txt"
    lines = text_lines(r.read(name), name)
    n = need(r.notice, "a sound notice.json")
    need(r.board, "a sound board.txt")
    head = [
        f"mode {n['mode']}",
        f"attempt {n['attempt']}",
        f"notice {r.hash('notice.json')}",
        f"board {r.hash('board.txt') if r.board else 'none'}",
    ]
    if not r.void:
        tail = [
            f"seed {need(r.seed, 'a sound seed.txt')}",
            f"outputs {r.hash('outputs.txt')}",
            f"ledger {need(r.last_line, 'a sound ledger.jsonl')}",
        ]
        r.same(name, [f"draw1 {n['session']}", *head, *tail])
        return
    reason = lines[-1].partition(" ")[2] if lines else ""
    r.same(name, [f"void1 {n['session']}", *head, f"transcript {r.hash('transcript.txt')}", f"reason {reason}"])
    allowed = need(r.reason, "a sound ledger.jsonl")
    want(reason == allowed, f"reason {show(reason)}, the ledger allows {show(allowed)}")


# (14) statement signature: statement.sig or void.sig by `signer`.
def statement_signature(r: Record) -> None:
    signed(r, *(("void.txt", "void.sig") if r.void else ("statement.txt", "statement.sig")))


NO_SM3 = "本机没有 SM3,SM3SUMS 中的值未核 this machine has no SM3: the values in SM3SUMS were not checked"


# (15) sums: SHA256SUMS lists every file except itself, its signature, amendments/, hashes right; SHA256SUMS.sig.
# SM3SUMS, if it is there, lists the same files but itself.
def sums(r: Record) -> str:
    names = sorted(name for name in r.files if not name.startswith(("SHA256SUMS", "amendments/")))
    r.same("SHA256SUMS", (f"{r.hash(name)}  {name}" for name in names))
    signed(r, "SHA256SUMS", "SHA256SUMS.sig")
    if "SM3SUMS" not in r.files:
        return ""
    names.remove("SM3SUMS")
    lines = text_lines(r.read("SM3SUMS"), "SM3SUMS")
    for at, (line, name) in enumerate(itertools.zip_longest(lines, names, fillvalue=""), 1):
        good = HASH.fullmatch(line[:64]) is not None and line[64:] == f"  {name}"
        want(good, f"SM3SUMS line {at} is {show(line)}, it should be of {name or 'no file'}")
        again = r.sm3s.get(name)
        want(again in (None, line[:64]), f"SM3SUMS: {name} has {again}, SM3SUMS says {line[:64]}")
    return NO_SM3 if None in map(r.sm3s.get, names) else ""


# (16) amendments: numbered without a gap; form, chain, signature; what the events make of the results (§13).
def amendments(r: Record) -> None:
    if not r.amendments:
        return
    want(not r.void, "a void record has none")
    session = need(r.notice, "a sound notice.json")["session"]
    before, times = "statement.txt", []
    for number, folder in enumerate(r.amendments, 1):
        name = folder + "amendment.txt"
        when = text_lines(r.read(name), name)[3:4]
        sums = r.hash(folder + "SHA256SUMS")
        r.same(name, [f"amendment1 {session}", f"number {number}", f"previous {r.hash(before)}", *when, f"sums {sums}"])
        want(when[0].startswith("time "), f"{name}: {show(when[0])}")
        seconds(when[0][5:])
        times.append(when[0][5:15])
        r.same(folder + "SHA256SUMS", (f"{r.hash(folder + file)}  {file}" for file in ("changes.csv", "events.csv")))
        signed(r, name, folder + "amendment.sig", "amender")
        before = name
    a = Aftermath(need(r.pool, "a sound pool.csv"), r.rules, need(r.results, "sound results"))
    for number, (folder, day) in enumerate(zip(r.amendments, times), 1):
        lines = text_lines(r.read(folder + "events.csv"), folder + "events.csv")
        good = lines[:1] == ["event,applicant,school,date,paper"] and len(lines) > 1
        want(good, f"{folder}events.csv: header, or no event")
        a.changes, a.latest = [], days(day if r.notice["mode"] == "live" else "9999-12-31")
        for at, line in enumerate(lines[1:], 2):
            try:
                a.event(line)
            except Mismatch as error:
                raise Mismatch(f"{folder}events.csv line {at} {show(line)}: {error}") from None
        r.same(folder + "changes.csv", ["applicant,from,from_school,to,to_school,cause", *a.changes])
        r.amended += [(number, line) for line in lines[1:] + a.changes]


IN, OUT = {"admitted", "shortlisted"}, {"waiting", "not_admitted", "not_shortlisted"}
HOLDING = IN | {"offered"}
DRAWN_OUT = {"placed", "selected", "reserve", "not_selected"}  # they hold nothing (§16.11)
ALL = HOLDING | OUT | DRAWN_OUT | {"declined", "expired", "forfeited", "struck", "elsewhere"}
EVENTS: dict[str, set[str]] = {  # to whom each event of §13's table may come
    "reported": IN, "leave": IN, "no-show": IN, "declined": HOLDING, "accepted": {"offered"},
    "expired": {"offered"}, "contacted": {"offered"}, "struck": ALL - {"struck"},
    "elsewhere": ALL - {"struck", "elsewhere", "forfeited"}, "annulled": set(), "joined": set(),
}  # fmt: skip


class Aftermath:
    """§13: who holds what after the draw, and what events make of it."""

    def __init__(self, pool: Pool, rules: Any, a: Allocation) -> None:
        self.pool, self.a, self.rule = pool, a, rules["after_draw"]
        self.state = [(outcome, school) for _, outcome, school, _ in a.decided]
        self.lists: dict[str, list[tuple[int, int]]] = {}  # school -> position, unit: those to whom an offer can go
        self.listed: dict[int, dict[str, int]] = {}  # unit -> school on whose list it stands -> its position
        for key, entries in waiting_lists(pool, rules, a, unplaced(pool, a)).items():
            self.lists[key] = [(at, unit) for at, (*_, unit, _) in enumerate(entries)]
            for at, unit in self.lists[key]:
                self.listed.setdefault(unit, {})[key] = at
        self.grow = {key for key, school in a.schools.items() if school["last_place"] == "GROW"}
        self.free = {key: school["places"] - a.admitted[key] for key, school in a.schools.items()}  # f(s)
        self.free.update((key, a.left[key]) for key in self.grow)
        self.short = {rules["draws"][at]["school"] for at in a.shortlists}
        for at, rows in a.shortlists.items():
            draw = rules["draws"][at]
            self.free[draw["school"]] = draw["multiplier"] * a.schools[draw["school"]]["places"] - len(rows)
        closed = a.closed | {draw["school"] for draw in rules["draws"] if draw.get("quota", "none") != "none"}
        self.kept = {key: max(0, self.free[key]) if key in closed else 0 for key in a.schools}  # c(s)
        self.day, self.latest = days("0001-01-01"), days("9999-12-31")  # of the last event; that the next may have
        self.filled: dict[int, int] = {}  # row -> day of the fill that gave it its offer or place
        self.reported: set[int] = set()
        self.leave: set[int] = set()
        self.annulled = False
        self.class_schools = {draw["school"] for draw in rules["draws"] if draw["kind"] == "class"}
        self.moved = True  # somebody's outcome, since the lists were last looked at
        self.changes: list[str] = []

    def event(self, line: str) -> None:
        """What holds for every event; then `allow`, and `fill`."""
        fields = line.split(",")
        want(len(fields) == 5 and fields[0] in EVENTS, "no event of the list, in five fields")
        event, applicant, school, date, paper = fields
        none_or(hash_)(paper, "paper")
        want(days(date) >= self.day, "the event before is later")
        want(days(date) <= self.latest, "the amendment's time is earlier")
        want(not self.annulled, "after the draw was annulled")
        self.day = days(date)
        if event == "annulled":
            want(applicant == school == "", "annulled is of nobody")
            self.annulled = True
            return
        if event == "joined":
            want(applicant == "" and paper != "none", "joined is of nobody, by the hash of a statement")
            want(school in self.class_schools, "no class draw is at this school")
            return
        row = self.pool.row(applicant)
        if row is None:
            raise Mismatch("no such code in the pool")
        outcome, held = self.state[row]
        want(outcome in EVENTS[event], f"the applicant is {outcome}")
        want(school == (held if outcome in HOLDING else ""), f"the applicant is {outcome} at {held or 'no school'}")
        self.allow(event, row)
        self.fill()

    def allow(self, event: str, row: int) -> None:
        """§13's table, from top to bottom."""
        outcome, school = self.state[row]
        unit, due = self.pool.unit(row), self.rule["report_by"]
        if event in ("leave", "no-show", "declined"):
            want(row not in self.reported, "the applicant has reported")
        if event == "reported":
            self.reported.add(row)
        elif event == "leave":
            want(row not in self.leave and self.rule["leave_days"] > 0, "no leave, or a second one")
            want(self.day <= days(due), "too late")
            self.leave.add(row)
        elif event == "no-show":
            want(due != "none", "report_by is none")
            want(self.day > days(due) + (self.rule["leave_days"] if row in self.leave else 0), "not yet")
            filled = self.filled.get(row)  # the day, if a fill gave the place
            want(filled is None or self.day > filled + self.rule["reply_days"], "not yet: the place came late")
            if self.rule["no_show"] == "FORFEIT":
                self.move(row, "forfeited", "", event)
        elif event in ("declined", "expired"):
            want(event == "declined" or self.day > self.filled[row] + self.rule["reply_days"], "not yet")
            others = self.listed[unit] if outcome == "offered" else {}  # the offer's own list was left when it was made
            self.move(row, "waiting" if others else event, next(iter(others), ""), event)
            for key, at in others.items():
                place = bisect.bisect_left(self.lists[key], (at, unit))
                if self.lists[key][place : place + 1] != [(at, unit)]:  # `walk` has dropped it
                    self.lists[key].insert(place, (at, unit))
        elif event == "accepted":
            self.move(row, self.taken(school), school, event)
        elif event in ("struck", "elsewhere"):
            self.move(row, event, "", event)
            for mate in self.pool.members(unit) if event == "struck" else ():
                if self.rule["member_struck"] == "ALL_LEAVE" and self.state[mate][0] in HOLDING:
                    self.move(mate, event, "", event)

    def taken(self, school: str) -> str:
        return "shortlisted" if school in self.short else "admitted"

    def move(self, row: int, outcome: str, school: str, cause: str) -> None:
        """One line of changes.csv; who no longer holds a place or an offer leaves it."""
        before, was = self.state[row]
        self.state[row] = outcome, school
        self.changes.append(f"{self.pool.applicants[row]},{before},{was},{outcome},{school},{cause}")
        self.moved = True
        if before in HOLDING and outcome not in HOLDING:
            held = [self.state[mate] for mate in self.pool.members(self.pool.unit(row))]
            shared = was in self.grow and self.a.decided[row][3] != "REGISTERED"  # the unit's one place
            if not shared or not any(one in HOLDING and where == was for one, where in held):
                self.free[was] += 1

    def fill(self) -> None:
        """A walk of each list, in rules.json's order; it can do nothing where no outcome has changed since the last."""
        until = self.rule["list_until"]
        if self.moved and (until == "none" or self.day <= days(until)):
            self.moved = False
            for key in self.lists:
                self.walk(key)

    def walk(self, key: str) -> None:
        stay, seen = [], 0
        for at, unit in self.lists[key]:
            room = self.free[key] - self.kept[key]
            rows = [row for row in self.pool.members(unit) if self.state[row][0] in OUT]
            cost = 1 if key in self.grow else len(rows)
            if room <= 0 or (cost > room and self.rule["bundle_at_head"] == "WAIT"):
                break
            seen += 1
            if rows and cost <= room:
                self.free[key] -= cost
                del self.listed[unit][key]
                for row in rows:
                    self.filled[row] = self.day
                    self.move(row, "offered" if self.rule["reply_days"] else self.taken(key), key, "VACANCY")
            elif rows:
                stay.append((at, unit))  # the others come back when one of them declines an offer
        self.lists[key][:seen] = stay


class Past(NamedTuple):
    """What a later session asks of an earlier record (§14)."""

    outcomes: dict[str, str]  # applicant -> final outcome, "" if the draw was annulled
    places: dict[str, int]  # school -> final places left
    schools: dict[str, str]  # applicant -> school of that outcome
    pool: Pool
    quotas: Counter[str]  # item -> seats, of tables/quotas.csv
    classes: list[tuple[str, str, int]]  # school, class, row of the pool, of tables/classes.csv


# (17) earlier records: `after` is empty: match. Else all to which it leads are verified whole, and §14 holds.
def earlier_records(r: Record) -> None:
    after = need(r.notice, "a sound notice.json")["after"]
    if r.earlier:
        verify_earlier(r, after)
    before: list[Past] = []
    for name in after:
        past = r.known.get(name, f"the record with statement or amendment {name}")
        if isinstance(past, str):
            raise Missing(past)
        before.append(past)
    if before:
        rules, pool = need(r.rules, "a sound rules.json"), need(r.pool, "a sound pool.csv")
        chained(rules, pool, before)
        for draw in rules["draws"]:
            if draw["kind"] == "late":
                late_counts(draw, values_of(rules, draw["sex"]), before)


def verify_earlier(r: Record, after: list[str]) -> None:
    """Steps 1 to 17 of each given record to which `after` leads, the earliest first; `r.known` is filled."""
    given: dict[str, list[Record]] = {}  # by each of the hashes that may name it
    for folder in r.earlier:
        record = Record(folder)
        record.known = r.known
        for name, check in ("files", files), ("notice", notice), ("ends", ends):
            run(0, name, functools.partial(check, record))
        for name in record.ends:
            given.setdefault(name, []).append(record)
    todo: list[Record] = []
    names = list(after)
    for name in names:  # grows while it is read; a circle ends because no record is met twice
        for record in given.get(name, ()):
            if record not in todo:
                todo.append(record)
                names += after_of(record)
    while todo:
        unread = {name for record in todo for name in record.ends}
        first = next((record for record in todo if unread.isdisjoint(after_of(record))), None)
        if first is None:
            raise Mismatch("earlier records name each other in a circle")
        todo.remove(first)
        missing = missing_of(first)
        for name in set(names).intersection(first.ends):
            if missing or name not in r.known:
                r.known[name] = missing or past_of(first, name)


NAMED_BY = re.compile(r"amendments/[0-9]{4}/amendment\.txt")


def ends(r: Record) -> None:
    """Of its statement.txt, and of each of its amendment.txt (§14), also where step 1 misses one before it."""
    names = ["statement.txt", *sorted(name for name in r.files if NAMED_BY.fullmatch(name))]
    r.ends = [r.hash(name) for name in names if name in r.files]


def after_of(r: Record) -> list[str]:
    return list(r.notice["after"]) if r.notice else []


def missing_of(r: Record) -> str:
    """What is missing to verify an earlier record, or ""; its mismatch is one of the later record."""
    missing = ""
    for number, (name, check) in enumerate(STEPS, 1):
        step = run(number, name, functools.partial(check, r))
        text = f"earlier record {show(r.root)}: step {number} {name}: {step.detail}"
        want(step.word != MISMATCH, text)
        missing = missing or (text if step.word == UNCHECKED else "")
    return missing


def past_of(r: Record, name: str) -> Past:
    """A verified record as it stood at its statement, or its amendment, with this hash."""
    a = Aftermath(need(r.pool, "a sound pool.csv"), r.rules, need(r.results, "sound results"))
    for folder in r.amendments[: r.ends.index(name)]:
        for line in text_lines(r.read(folder + "events.csv"), "events.csv")[1:]:
            a.event(line)
    outcomes = {code: "" if a.annulled else outcome for code, (outcome, _) in zip(a.pool.applicants, a.state)}
    schools = {code: school for code, (_, school) in zip(a.pool.applicants, a.state)}
    places = {school["code"]: school["places"] for school in r.rules["schools"]}
    places.update((key, max(0, a.free[key])) for key in places if key not in a.short and not a.annulled)
    quotas, classes = Counter[str](), list[tuple[str, str, int]]()
    for line in a.a.tables["quotas"]:
        fields = line.split(",")
        quotas[fields[2]] += int(fields[6])
    for line in a.a.tables["classes"]:
        _, school_, class_, applicant = line.split(",")
        classes.append((school_, class_, need(a.pool.row(applicant), "a row")))
    return Past(outcomes, places, schools, a.pool, quotas, classes)


def late_counts(draw: Any, sexes: list[str], before: list[Past]) -> None:
    """§16.12: the counts of a `late` draw are those of the classes in the records at this school."""
    said = {one["code"]: Counter(dict(zip(sexes, one["counts"]))) for one in draw["classes"]}
    found: dict[str, Counter[str]] = {}
    for past in before:
        for school, class_, row in past.classes:
            if school == draw["school"]:
                known = draw["sex"] in past.pool.columns
                want(known, f"draw {draw['id']}: an earlier record has no attribute {draw['sex']}")
                found.setdefault(class_, Counter())[past.pool.values(past.pool.group[row], (draw["sex"],))[0]] += 1
    for class_ in sorted(set(said) | set(found)):
        mine, theirs = said.get(class_, Counter()), found.get(class_, Counter())
        good = class_ in said and class_ in found and all(mine[sex] == theirs[sex] for sex in set(mine) | set(theirs))
        want(good, f"draw {draw['id']}: class {class_} has {show(dict(mine))}, in the records {show(dict(theirs))}")


def chained(rules: Any, pool: Pool, before: list[Past]) -> None:
    """§14, §16.12"""
    carry, applicants = rules["carry"], pool.applicants
    for code in applicants:
        placed = any(past.outcomes.get(code) in ("admitted", "offered") for past in before)
        want(carry["admitted"] == "FREE" or not placed, f"{code} has a place in an earlier record")
        known = any(code in past.outcomes for past in before)
        want(carry["applicants"] != "UNPLACED" or known, f"{code} is in the pool of no earlier record")
        out = known and code not in before[-1].outcomes
        want(carry["abstained"] == "MAY_RETURN" or not out, f"{code} is not in the pool of the last record")
    for school in rules["schools"] if carry["places"] == "LEFT" else ():
        key, places = school["code"], school["places"]
        left = [past.places[key] for past in before if key in past.places][-1:]
        want(left in ([], [places]), f"school {key}: {places} places, and {left} were left")
    if carry["applicants"] == "ADMITTED":
        here, admitted = {school["code"] for school in rules["schools"]}, set[str]()
        for past in before:
            admitted.update(c for c, word in past.outcomes.items() if word == "admitted" and past.schools[c] in here)
        odd = sorted(admitted.symmetric_difference(applicants))
        want(not odd, f"{show(odd[:1])} is admitted and not in the pool, or in the pool and not admitted")
    if carry["applicants"] == "QUOTA":
        column = pool.columns["primary"]
        items = Counter(pool.groups[group][column] for group in pool.group)
        for item, count in sorted(items.items()):
            given = [past.quotas[item] for past in before if item in past.quotas]
            want(bool(given), f"primary {item} is no item in the earlier records")
            want(count <= sum(given), f"primary {item}: {count} children for {sum(given)} seats")


# (18) anchors: the trusted hashes are those of the record.
def anchors(r: Record, trusted_notice: str | None, trusted_statement: str | None, consistent: bool) -> None:
    given = [(trusted_notice, "notice.json"), (trusted_statement, "void.txt" if r.void else "statement.txt")]
    if r.listed:
        want(trusted_statement is None, "a statement hash is given, and before the draw there is no statement")
        del given[1]
    for value, name in given:
        if value is not None and name in r.files:
            want(value == r.hash(name), f"{name} has hash {r.hash(name)}, on the paper is {show(value)}")
    for value, name in given:
        r.hash(name)
        need(value, "consistent in itself; " * consistent + "compare these codes with the signed papers")


# ---- the paper code. A signature in it is 128 hex digits, in lower case as all hex of a record.
HEX, SIGNATURE = HASH.pattern, "([0-9a-f]{128})"
STATEMENT_CODE = re.compile(
    f"(draw1 {SESSION.pattern}\nmode (?:live|rehearsal)\nattempt [1-9][0-9]{{0,15}}\nnotice {HEX}\nboard {HEX}\n"
    f"seed {HEX}\noutputs {HEX}\nledger {HEX}\n)statement[.]sig {SIGNATURE}\n"
)
SLIP_CODE = re.compile(
    f"(slip1 ({SESSION.pattern})\nnotice ({HEX})\nrow (({CODE.pattern}),(?:{CODE.pattern},)+({HEX}))\n"
    f"salt ([0-9a-f]{{32}})\n)slip[.]sig {SIGNATURE}\n"
)
LONGEST_CODE = 2**16  # bytes; a QR code holds fewer than 3000
ID = re.compile(r"[!-9;-`{-~]+")  # §4: printable ASCII without lower-case letters, `:` or space


# (19) paper code: what the text of a paper's QR code says is the record's (§15). Its salt is never shown.
def paper_code(r: Record, person: tuple[str, str] | None) -> str:
    text = need(r.code, "the text of the code")
    statement, slip = STATEMENT_CODE.fullmatch(text), SLIP_CODE.fullmatch(text)
    if statement:
        statement_code(r, *statement.groups())
        return "结果单 statement code" + "; 未用姓名和证件号 name and id were not used" * bool(person)
    if slip is None:
        raise Mismatch("the text is neither a statement code nor a slip code")
    slip_code(r, slip, person)
    seal = "已核封签 with the seal" if person else "未核封签 without the seal: no name and id"
    return f"凭条 slip of {r.slip}, {seal}"


def code_text(source: str) -> str:
    """The text, with the last LF that a reader may have lost; "", which is no form, if it is not UTF-8 or too long."""
    if source != "-":
        with open(source, "rb") as file:
            data = file.read(LONGEST_CODE + 1)
    else:
        data = need(sys.stdin, "standard input").buffer.read(LONGEST_CODE + 1)
    data += b"" if data.endswith(b"\n") else b"\n"
    try:
        return data.decode("utf-8") if len(data) <= LONGEST_CODE else ""
    except UnicodeDecodeError:
        return ""


def open_code(r: Record, source: str) -> None:
    """Read the text; with a slip code, a folder without statement.txt and void.txt is the frozen list (§15)."""
    r.code = code_text(source)
    drawn = any(os.path.lexists(os.path.join(r.root, name)) for name in ("statement.txt", "void.txt"))
    r.listed = not drawn and SLIP_CODE.fullmatch(r.code) is not None


def by_signer(r: Record, message: str, signature: str) -> bool:
    return ed25519(bytes.fromhex(r.notice["signer"]), message.encode(), bytes.fromhex(signature))


def statement_code(r: Record, lines: str, signature: str) -> None:
    want(not r.void, "a statement code, and this record is void: it has no statement")
    if r.notice is not None:  # a wrong signature is a mismatch, whatever of the record is missing
        want(by_signer(r, lines, signature), "the code's signature is not by the notice's signer")
    want(lines.encode() == r.read("statement.txt"), "the code's lines are not those of statement.txt")
    want(bytes.fromhex(signature) == r.read("statement.sig"), "the code's signature is not the one in statement.sig")
    need(r.notice, "a sound notice.json, for its signer")


def slip_code(r: Record, slip: re.Match[str], person: tuple[str, str] | None) -> None:
    lines, session, hash_of_notice, row, applicant, seal, salt, signature = slip.groups()
    n = need(r.notice, "a sound notice.json")
    want(session == n["session"], f"the slip is of session {session}")
    if person:  # a seal does not depend on the version
        want(sealed(person), "no such name or id can be sealed (§4: name NFC, without `:`; id upper-case ASCII)")
        again = sha(f"seal1:{session}:{applicant}:{salt}:{person[0]}:{person[1]}".encode())
        want(seal == again, f"the seal in the row of {applicant} is not that of this name and id, with the slip's salt")
    if hash_of_notice != r.hash("notice.json"):
        raise Missing(f"the slip belongs to another version, with notice {hash_of_notice}")
    want(by_signer(r, lines, signature), "the slip's signature is not by the notice's signer")
    need("pool.csv" if "pool.csv" in r.frozen else None, "the frozen pool.csv")
    want(f"\n{row}\n".encode() in r.read("pool.csv"), f"the slip's row of {applicant} is no line of pool.csv")
    r.drop("pool.csv")
    r.slip = applicant


def sealed(person: tuple[str, str]) -> bool:
    """Whether name and id have the form of §4. With a `:` in one of them, two children could have one seal."""
    name, number = person
    good = bool(name) and ":" not in name and not any(unicodedata.category(c) in ("Cc", "Cs") for c in name)
    return good and unicodedata.is_normalized("NFC", name) and ID.fullmatch(number) is not None


# ------------------------------------------------------------------------------------- the whole of it

STEPS: tuple[tuple[str, Callable[[Record], str | None]], ...] = (
    ("files", files), ("notice", notice), ("notice signature", notice_signature), ("frozen files", frozen_files),
    ("rules and pool", rules_and_pool), ("board", board), ("seed", seed), ("beacon", beacon), ("orders", orders),
    ("results", results), ("outputs", outputs), ("ledger", ledger), ("statement", statement),
    ("statement signature", statement_signature), ("sums", sums), ("amendments", amendments),
    ("earlier records", earlier_records),
)  # fmt: skip


class Step(NamedTuple):
    number: int
    name: str
    word: str
    detail: str  # of a match, a note or nothing


class Report(NamedTuple):
    steps: list[Step]
    verdict: str
    step: int | None  # the first step with the verdict's word; None for match
    record: Record


def run(number: int, name: str, check: Callable[[], str | None]) -> Step:
    """One step and its word. Whatever a forged record provokes in here comes out as a word, never as a traceback."""
    try:
        return Step(number, name, MATCH, check() or "")
    except Mismatch as error:
        return Step(number, name, MISMATCH, str(error))
    except Missing as error:
        return Step(number, name, UNCHECKED, str(error))
    except (OSError, MemoryError) as error:  # this machine's trouble, not the record's
        return Step(number, name, UNCHECKED, f"{type(error).__name__} {show(str(error))}")
    except Exception as error:
        return Step(number, name, MISMATCH, f"{type(error).__name__} {show(str(error))}")


def verify(
    path: str | os.PathLike[str], notice: str | None = None, statement: str | None = None, earlier: Sequence[str] = (),
    code: str | None = None, person: tuple[str, str] | None = None,
) -> Report:  # fmt: skip
    """The report on the record in a folder. The two hashes are those on the signed papers; `code` is the file with the
    text of a paper's QR code, `person` a child's name and id."""
    r = Record(os.fspath(path))
    r.earlier = earlier
    opened = run(19, "paper code", functools.partial(open_code, r, code)) if code is not None else None
    made = STEPS[:4] if r.listed else STEPS
    steps = [run(at, name, functools.partial(check, r)) for at, (name, check) in enumerate(made, 1)]
    consistent = all(step.word != MISMATCH for step in steps)
    steps.append(run(18, "anchors", lambda: anchors(r, notice, statement, consistent)))
    if opened is not None:  # a text that could not be read stays so
        steps.append(
            run(19, "paper code", functools.partial(paper_code, r, person)) if opened.word == MATCH else opened
        )
    for word in MISMATCH, UNCHECKED:
        first = next((step.number for step in steps if step.word == word), None)
        if first is not None:
            return Report(steps, word, first, r)
    return Report(steps, MATCH, None, r)


def codes(r: Record) -> list[str]:
    """The two hashes to compare with the papers, and the read-aloud code of each (§10)."""
    out = []
    for name in "notice.json", "void.txt" if r.void else "statement.txt":
        if name in r.hashes:
            digits = f"{int(r.hashes[name], 16) % 10**40:040d}"
            spaced = " ".join(digits[at : at + 4] for at in range(0, 40, 4))
            out += [f"     {name:<14} {r.hashes[name]}", f"     {'':<14} {spaced}"]
    return out


def child(r: Record, applicant: str) -> list[str]:
    """The lines of one applicant, from our own computation, with the command that does it again by hand."""
    out = [f"报名学生 applicant {show(applicant)}"]
    if r.listed:
        return [*out, "  尚未派位 before the draw: nobody is drawn yet"]
    if r.void or r.pool is None:
        why = "本场作废,没有结果 void: nobody was drawn" if r.void else "名单未能核验 the pool could not be checked"
        return [*out, "  " + why]
    pool, a = r.pool, r.allocation
    row = pool.row(applicant)
    things = thing(a, applicant) if a is not None else []
    if row is None:
        if things:
            return [f"编号 code {show(applicant)}", *things]
        return [*out, "  名单中没有此编号 no such code in the pool"]
    unit = pool.units[row]
    members = pool.members(pool.unit(row))
    mates = " ".join(pool.applicants[mate] for mate in members if mate != row)
    out.append(f"  派位对象 unit {unit}" + (f", 捆绑同伴 drawn together with {mates}" if mates else ""))
    if a is None:
        return [*out, "  结果未能核验 the result could not be recomputed"]
    for draw, walk in a.walks.items():
        if members[0] in walk:
            out += numbers_again(a, draw, unit, walk.index(members[0]) + 1, len(walk))
    draw, outcome, school, reason = a.decided[row]
    out.append(
        f"  结果 outcome {outcome}, 学校 school {school or '-'}, 原因 reason {reason}, "
        f"派位 draw {draw}, 录取序号 rank {a.ranks[row] or '-'}"
    )
    for name, column, value, words in (
        ("selected", 2, unit, "入选 {3} 第 {1} 位 position"), ("classes", 3, applicant, "学校 school {1}, 班级 class {2}"),
        ("seats", 4, applicant, "班级 class {1}, 座位 seat: 第 {2} 行 row, 第 {3} 列 column, 原因 reason {5}"),
    ):  # fmt: skip
        for line in a.tables[name]:
            fields = line.split(",")
            if fields[column] == value:
                out.append(f"  {words.format(*fields)}, 派位 draw {fields[0]}")
    out += [f"  更正 amendment {number}: {line}" for number, line in r.amended if applicant in line.split(",")[:2]]
    return out + ([f"编号 code {show(applicant)}", *things] if things else [])


def numbers_again(a: Allocation, draw: str, code: str, rank: int, of: int) -> list[str]:
    text = f"number1:{a.seed}:{draw}:{code}"
    return [
        f"  派位 draw {draw}: 录取序号 rank {rank} / {of}",
        f"    随机号 number {hashlib.sha256(text.encode('ascii')).hexdigest()}",
        f'    printf %s "{text}" | sha256sum',
    ]


def thing(a: Allocation, code: str) -> list[str]:
    """The lines of what is no unit of the pool: a primary, a team, a class, a delegate in a draw of items (§16)."""
    out = []
    for draw, codes in a.things.items():
        if code in codes:
            out += numbers_again(a, draw, code, codes.index(code) + 1, len(codes))
    units = set(a.walks)  # in these draws selected.csv names units, and classes.csv numbers that are no codes
    for name, column in ("selected", 2), ("quotas", 2), ("cohorts", 1), ("classes", 2), ("teams", 2):
        for line in a.tables[name]:
            fields = line.split(",")
            if fields[column] == code and fields[0] not in units:
                said = (f"{key} {value or '-'}" for key, value in zip(TABLES[name][1].split(","), fields))
                out.append(f"  tables/{name}.csv: " + ", ".join(said))
    return out


SENTENCES = {
    MATCH: "每一步都已重新算出并相符,且与签字纸上的两个校验码一致。 "
           "Every step was recomputed and holds, and this is the record on the signed papers.",
    MISMATCH: "第 {0} 步不符:请勿依据这份记录,并告知公证机构。 "
              "Step {0} does not hold: do not rely on this record, and tell the notary.",
    UNCHECKED: "没有发现不符,但第 {0} 步未能核验:缺少的材料见上。 "
               "Nothing was found wrong, but step {0} could not be checked: what is missing stands above.",
}  # fmt: skip
LIST_MATCH = (
    "凭条上的这一行在已冻结的名单中,名单的公告与签字纸上的校验码一致;派位尚未进行。 "
    "The slip's row is in the frozen list, whose notice is the one on the signed paper; nobody is drawn yet."
)


def report_text(report: Report, applicant: str | None = None) -> str:
    out = [
        f"({step.number:2}) {step.name:<20} {CHINESE[step.word]} {step.word}"
        + (f": {step.detail}" if step.detail else "")
        for step in report.steps
    ]
    r = report.record
    out += codes(r) if any(step.number == 18 and step.word == UNCHECKED for step in report.steps) else []
    slip = r.slip if r.allocation is not None and "results.csv" in r.files else None
    for one in dict.fromkeys((applicant, slip)):  # once, if they are the same
        out += child(r, one) if one is not None else []
    listed = r.listed and report.verdict == MATCH
    out.append(LIST_MATCH if listed else SENTENCES[report.verdict].format(report.step))
    out.append(f"verdict: {report.verdict}" + (f" ({report.step})" if report.step else ""))
    return "\n".join(out) + "\n"


NO_HASH = "a hash is 64 digits of 0-9 and a-f"
TOGETHER = "--name and --id belong together, and to --code"
HARMLESS = (NO_HASH, TOGETHER, "expected one argument", "required: RECORD")


class Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """argparse repeats what it does not understand; that could be a child's name or id."""
        super().error(message if message.endswith(HARMLESS) else "an argument is not understood")


def hash_argument(value: str) -> str:
    if not HASH.fullmatch(value):
        raise argparse.ArgumentTypeError(NO_HASH)
    return value


def main(arguments: list[str] | None = None) -> int:
    for stream in sys.stdout, sys.stderr:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console without Chinese still gets the English words
    about = "Check the record of a public school draw."
    parser = Arguments(prog="verify.py", description=about, allow_abbrev=False)
    parser.add_argument("record", metavar="RECORD", help="folder of the record, or of the frozen list before the draw")
    parser.add_argument("--notice", metavar="HASH", type=hash_argument, help="notice hash on the signed paper")
    parser.add_argument("--statement", metavar="HASH", type=hash_argument, help="hash of statement.txt, or of void.txt")
    parser.add_argument(
        "--earlier", metavar="FOLDER", action="append", default=[], help="record that this one continues"
    )
    parser.add_argument("--applicant", metavar="CODE", help="also show one child's lines, or a primary's, a team's")
    parser.add_argument("--code", metavar="FILE", help="text of a paper's QR code, - for standard input")
    parser.add_argument("--name", metavar="NAME", help="the child's name, for the seal of its slip (never shown)")
    parser.add_argument("--id", metavar="ID", help="the child's id, for the same (never shown)")
    options = parser.parse_args(arguments)
    person = None
    if options.name is not None and options.id is not None:  # §15: as typed, but for spaces at the ends, NFC, capitals
        name, number = unicodedata.normalize("NFC", options.name), unicodedata.normalize("NFKC", options.id)
        person = (name.strip(), number.strip().upper())
    if (person is None or options.code is None) and (options.name is not None or options.id is not None):
        parser.error(TOGETHER)
    if not os.path.isdir(options.record):
        print(f"没有这个文件夹 no such folder: {show(options.record)}\nverdict: could not check (1)")
        return 2
    report = verify(options.record, options.notice, options.statement, options.earlier, options.code, person)
    sys.stdout.write(report_text(report, options.applicant))
    return {MATCH: 0, MISMATCH: 1, UNCHECKED: 2}[report.verdict]


if __name__ == "__main__":
    sys.exit(main())
