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
    "people.code_wrong": (
        "邀请码不对或已失效，请向操作员要新的。",
        "The code is wrong or has expired; ask the operator for a new one.",
    ),
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
    "people.not_your_act": (
        "这一步由{zh}在自己的座席上做。",
        "This step is done by the {en} at their own station.",
    ),
    "people.need_second": (
        "已提出，等待{zh}在自己的座席上确认。",
        "Proposed; it waits for the {en} to confirm at their own station.",
    ),
    "people.nothing_pending": ("没有等待确认的事项。", "Nothing waits to be confirmed."),
    "people.same_person": ("提出的人不能自己确认。", "Who proposed it cannot confirm it."),
    "people.changed": (
        "提出之后内容已经改变，请重新提出。",
        "What was proposed has changed since; propose it again.",
    ),
    "people.withdrawn": ("已撤回。", "Withdrawn."),
    "people.code_closed": (
        "操作员已有账号，请选择账号并输入口令。忘记口令：在控制台运行 draw account。",
        "The operator has an account: choose it and give its password. Forgotten? Run draw account on the console.",
    ),
    "people.differ": ("两次输入的口令不同。", "The two passwords differ."),
    "people.confirm_remove": ("请输入账号 {id} 确认撤销。", "Type the account {id} to confirm its removal."),
    "people.login": ("登录", "Log in"),
    "people.login_why": (
        "每人用自己的账号，在自己的座席登录；一人一个角色。",
        "Everybody logs in at their own station with their own account; one person, one role.",
    ),
    "people.account": ("账号", "account"),
    "people.password": ("口令", "password"),
    "people.again": ("再输入一次口令", "the password again"),
    "people.new_password": (
        "设定口令（至少 8 个字符，只有本人知道）",
        "choose a password (8 characters or more, known to you only)",
    ),
    "people.name": ("姓名", "name"),
    "people.code": ("邀请码（10 位）", "invitation code (10 digits)"),
    "people.invited_here": ("我有邀请码，第一次登录", "I have an invitation code: first time here"),
    "people.join": ("建立账号", "Make your account"),
    "people.join_why": (
        "邀请码由操作员当面交给本人，只能用一次；口令由本人在自己的设备上设定，任何人都查不到。",
        "The operator hands you the code; it works once. You choose the password on your own device; nobody can look it up.",
    ),
    "people.locked": ("座席已锁定", "This station is locked"),
    "people.locked_why": (
        "很久没有人操作，已自动锁定。请{role} {name} 输入口令继续。",
        "Nobody touched it for a while. {role} {name}: give your password to go on.",
    ),
    "people.unlock": ("解锁", "Unlock"),
    "people.lock": ("锁定", "Lock"),
    "people.leave": ("退出登录", "Log out"),
    "people.title": ("人员与账号", "People and accounts"),
    "people.rule": (
        "操作员、复核员、公证员三个角色须由不同的人担任；一人只有一个角色。",
        "Operator, second operator and notary are different persons; nobody has two roles.",
    ),
    "people.first": ("先建立操作员本人的账号", "First make the operator's own account"),
    "people.first_why": (
        "建立之后，控制台的代码不再有效，用姓名和口令登录。",
        "From then on the console's code is closed; log in with the account.",
    ),
    "people.make": ("建立账号", "Make the account"),
    "people.who": ("已有账号", "Accounts"),
    "people.nobody": ("还没有账号。", "No account yet."),
    "people.here": ("在席", "at the station"),
    "people.away": ("不在席", "not here"),
    "people.remove": ("撤销", "Remove"),
    "people.remove_id": ("输入账号 {id} 确认", "type {id} to confirm"),
    "people.invite": ("邀请", "Invite"),
    "people.invite_role": ("角色", "role"),
    "people.invite_make": ("生成邀请码", "Make a code"),
    "people.invite_code": ("{role}的邀请码，只显示这一次", "the code for the {role}, shown only now"),
    "people.invite_how": (
        "请当面交给本人：在自己的设备上打开 {url} 输入。7 天内有效。",
        "Hand it over in person: it is typed at {url} on their own device. It is good for 7 days.",
    ),
    "people.invited": ("已发出、未使用的邀请码", "codes that are out and not used"),
    "people.stations": ("见证席链接", "witness stations"),
    "people.back": ("回到主持端", "Back to the desk"),
    
    "people.removed": ("已撤销账号 {id}。", "The account {id} is removed."),
    "people.none": ("还没有账号。", "There is no account yet."),
    "people.you_are": ("{role}座席", "station of the {role}"),
}
