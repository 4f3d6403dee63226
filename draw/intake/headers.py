"""Which roster column holds what: header words in both languages -> fields, whatever their spacing (SPEC §5)."""

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Field(StrEnum):
    """A column that the product reads; declared attributes come on top of these."""

    REGISTRATION = "registration_no"
    APPLICANT = "applicant"
    NAME = "name"
    ID = "id"
    BUNDLE = "bundle"
    REMOVED = "removed"
    CONSENT = "split_consent"
    CORRECTS = "corrects"
    APPROVED_BY = "approved_by"
    FAMILY = "family"


REQUIRED: Final = (Field.REGISTRATION, Field.NAME, Field.ID)

WORDS: Final[Mapping[Field, tuple[str, ...]]] = {
    Field.REGISTRATION: (
        "报名号", "采集序号", "报名序号", "登记号", "报名编号", "采集号", "登记编号",
        "registration_no", "registration no", "registration number",
    ),
    Field.APPLICANT: (
        "派位号", "派位编号", "摇号编码", "派位码", "派位编码", "摇号编号", "applicant", "applicant code",
    ),
    Field.NAME: ("姓名", "学生姓名", "name"),
    Field.ID: (
        "身份证号", "身份证件号", "证件号", "学籍号", "身份证号码", "身份证件号码", "证件号码", "全国学籍号",
        "学生身份证号", "id", "id number",
    ),
    Field.BUNDLE: ("多胞胎组号", "捆绑组号", "多胞胎捆绑组号", "捆绑组", "bundle", "bundle group"),
    Field.REMOVED: ("剔除原因", "剔除理由", "removed", "removed reason"),
    Field.CONSENT: ("同意拆分", "是否同意拆分", "split_consent", "split consent"),
    Field.CORRECTS: ("更正报名号", "被更正报名号", "更正的报名号", "corrects", "corrected registration no"),
    Field.APPROVED_BY: ("更正批准人", "批准更正人", "更正签名人", "approved_by", "approved by", "approvers"),
    Field.FAMILY: ("家庭编号", "家庭号", "户编号", "family", "family code"),
}  # fmt: skip

# the lists of other channels and of dwellings (SPEC §5, R3, R6)
STATE: Final = ("状态", "录取状态", "当前状态", "state", "status")
DWELLING: Final = ("住房编号", "房屋编号", "住宅编号", "dwelling", "dwelling code")
YEAR: Final = ("年份", "使用年份", "入学年份", "year")


def normalised(header: str) -> str:
    """A header as compared: NFKC, no spaces or newlines, lower case, without the * that marks a required column."""
    return "".join(unicodedata.normalize("NFKC", header).split()).casefold().strip("*")


FIELDS: Final[Mapping[str, Field]] = {normalised(word): field for field, words in WORDS.items() for word in words}
