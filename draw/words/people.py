"""Words of accounts, roles, stations and logins (R45)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "role.discipline": ("纪检监察人员", "discipline officer"),
    "role.host": ("主持人", "host"),
    "role.witness": ("见证席", "witness station"),
    "people.no_witness": (
        "见证席没有账号，请在“见证席”里生成链接。",
        "A witness station has no account; make its link under witness stations.",
    ),
    "people.role_taken": (
        "{role} 只能有一人；如需换人，请先撤销原账号。",
        "There is one {role} only; remove the present account first to replace the person.",
    ),
    "people.code_wrong": ("邀请码不对或已失效，请向操作员要新的。", "The code is wrong or has expired; ask the operator for a new one."),
    "people.name_form": ("请填写姓名，最多 {most} 个字。", "Give the person's name, at most {most} characters."),
    "people.password_short": ("口令至少 {least} 个字符。", "The password needs at least {least} characters."),
    "people.two_roles": (
        "{name} 已经是{role}；一人只能担任一个角色。",
        "{name} is the {role} already; one person has one role.",
    ),
    "people.wrong": ("账号或口令不对。", "Wrong account or password."),
    "people.wait": ("试错太多，请等 {seconds} 秒再试。", "Too many failures; try again in {seconds} s."),
    "people.unknown": ("没有账号 {id}。", "There is no account {id}."),
    "people.station_wrong": (
        "见证席链接不对或已换新，请向操作员要新的卡片。",
        "This station's link is wrong or was replaced; ask the operator for a new card.",
    ),
    "people.named": (
        "正式派位须先用本人账号登录；控制台的代码只用来建立操作员账号。",
        "A live draw needs named people: the console's code is only for making the operator's account.",
    ),
    "people.not_your_act": ("这一步由{roles}在自己的座席上做。", "This step is done by the {roles} at their own station."),
    "people.need_second": (
        "已提出，等待{role}在自己的座席上确认。",
        "Proposed; it waits for the {role} to confirm at their own station.",
    ),
    "people.nothing_pending": ("没有等待确认的事项。", "Nothing waits to be confirmed."),
    "people.same_person": ("提出的人不能自己确认。", "Who proposed it cannot confirm it."),
    "people.changed": (
        "提出之后内容已经改变，请重新提出。",
        "What was proposed has changed since; propose it again.",
    ),
    "people.withdrawn": ("已撤回。", "Withdrawn."),
}
