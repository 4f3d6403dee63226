"""Words of the lists that leave the hall: announcement, roll, waiting list, letters, whole results, statistics (R49-R51, R56)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # kinds
    "list.announcement": ("录取结果公示", "Public announcement of the results"),
    "list.drawn": ("派位结果公示", "Public announcement of the results"),
    "list.roll": ("录取名册", "Admission roll"),
    "list.listed_roll": ("入围名册", "Shortlist"),
    "list.waiting": ("候补名单", "Waiting list"),
    "list.letters": ("录取通知书", "Letter of admission"),
    "list.listed_letters": ("入围通知书", "Letter about the shortlist"),
    "list.results": ("派位结果总表", "All results"),
    "list.statistics": ("派位统计表", "Statistics of the draw"),
    # columns
    "list.number": ("序号", "No."),
    "list.place_now": ("现排", "In line now"),
    "list.position": ("候补序号", "Position"),
    "list.school_code": ("学校代码", "School"),
    "list.school_name": ("学校", "School name"),
    "list.code": ("派位号", "Applicant code"),
    "list.bundle": ("捆绑号", "Bundle"),
    "list.unit": ("派位对象", "Unit"),
    "list.masked": ("姓名（脱敏）", "Name, masked"),
    "list.name": ("姓名", "Name"),
    "list.draw": ("派位代码", "Draw id"),
    "list.rank": ("录取序号", "Rank"),
    "list.random": ("随机号", "Number"),
    "list.outcome": ("结果", "Outcome"),
    "list.reason": ("原因", "Reason"),
    # above a list
    "list.as_drawn": ("派位结果，无更正单", "As drawn, without amendments"),
    "list.amended": ("含更正单 1–{number}", "with amendments 1–{number}"),
    "list.amended_one": ("含更正单 1", "with amendment 1"),
    "list.amendment": ("更正单 {number} 校验码", "Hash of amendment {number}"),
    "list.annulled": (
        "本次派位已依法撤销，名单中没有录取的学生",
        "This draw was annulled by law: nobody is admitted",
    ),
    "list.moved": (
        "派位录取 {drawn} 人 · 更正单减 {less} 人、增 {more} 人 · 现录取 {now} 人",
        "drawn {drawn} · amendments −{less} +{more} · now {now}",
    ),
    "list.moved_classes": (
        "编班 {drawn} 人 · 更正单减 {less} 人、增 {more} 人 · 现有 {now} 人",
        "in classes {drawn} · amendments −{less} +{more} · now {now}",
    ),
    "list.by_amendment": ("更正单 {number}：{cause}", "amendment {number}: {cause}"),
    "list.admitted_now": ("现录取", "Admitted now"),
    "list.listed_now": ("现入围", "Listed now"),
    "list.waiting_now": ("现候补", "In line now"),
    "list.total_waiting": ("候补 {units} 个派位对象 {children} 人", "{units} units, {children} children in line"),
    "list.total_results": ("共 {children} 人，其中录取 {admitted} 人", "{children} children, {admitted} admitted"),
    "list.total_classes": ("共 {children} 人，其中编班 {admitted} 人", "{children} children, {admitted} in classes"),
    "list.classed_now": ("现编班", "In classes now"),
    "list.total_announced": (
        "公示 {schools} 所学校，录取 {admitted} 人",
        "{schools} schools, {admitted} admitted",
    ),
    # under a list
    "list.until": ("公示至 {day} 止，期满撤下", "Shown until {day}, then taken down"),
    "list.code_is_key": (
        "以派位号为准；姓名只显示姓氏，两行可能相同。",
        "The code is the key; names are masked, two rows may look alike.",
    ),
    "list.check": (
        "核对：公开记录 results.csv 中同一派位号的一行，更正单见 amendments 文件夹；算式见公开记录的 README。",
        "To check: the line of the same code in results.csv of the public record, amendments in their folder; its README "
        "shows how.",
    ),
    "list.check_tables": (
        "核对：公开记录 tables 文件夹中的同名表格；算式见公开记录的 README。",
        "To check: the tables of the public record's folder of that name; its README shows how.",
    ),
    "list.line_rule": (
        "候补序号自派位结果产生，不再变动；有空缺时按本名单从上往下递补，“{offered}”的已通知家长。",
        "Positions come from the draw and never change; vacancies are filled from the top, “{offered}” has been told.",
    ),
    "list.not_public": (
        "含姓名全称，只供学校与主办单位使用，不得张贴",
        "Whole names: for school and authority only, not to be posted",
    ),
    "list.registrar": ("学籍管理员", "Registrar"),
    "list.principal": ("校长签字", "Head teacher"),
    "list.school_seal": ("学校盖章", "Seal of the school"),
    "list.authority_seal": ("主办单位盖章", "Seal of the authority"),
    "list.end": ("本表共 {rows} 行", "{rows} rows"),
    # letters
    "letter.to": ("{name}（派位号 {code}）：", "{code}"),
    "letter.text": (
        "经 {title}（场次 {session}），你已被{school}录取。",
        "By the public random allocation of this session you have been admitted to the school named here.",
    ),
    "letter.listed": (
        "经 {title}（场次 {session}），你已入围{school}的后续考核名单；入围不等于录取。",
        "By the public random allocation of this session you are on the shortlist of the school named here; this is no "
        "admission yet.",
    ),
    "letter.report": ("报到", "Report"),
    "letter.report_by": ("最迟 {day} 报到", "by {day}"),
    "letter.report_told": ("时间、地点以学校通知为准", "time and place as the school will tell you"),
    "letter.which": (
        "第 {number} 封 · 本校共 {total} 封 = 录取 {total} 人",
        "letter {number} of {total} = {total} admitted",
    ),
    "letter.which_listed": (
        "第 {number} 封 · 本校共 {total} 封 = 入围 {total} 人",
        "letter {number} of {total} = {total} on the shortlist",
    ),
    "letter.reason": ("依据", "By"),
    "letter.check": ("如何核对", "How to check"),
    "letter.check_1": (
        "公开记录的结果校验码应与下面一致，也应与公证员、监督代表当场签字的纸件一致。",
        "The result hash of the public record must be this one, and that of the papers signed in the hall.",
    ),
    "letter.check_2": (
        "打开公开记录的 results.csv，派位号 {code} 一行写明结果、学校、原因。",
        "In results.csv of the public record, the line of {code} says outcome, school and reason.",
    ),
    "letter.check_3": (
        "在任何一台电脑上输入下面一行，得到的 64 位就是这个派位对象的随机号；由小到大排第 {rank} 位。",
        "On any computer the line below gives this unit's number; in ascending order it stands at {rank}.",
    ),
    "letter.check_listed": (
        "打开公开记录的 tables/shortlists.csv，其中有派位号 {code} 一行；入围名单不分先后，没有录取序号。",
        "tables/shortlists.csv of the public record has a line of {code}; the shortlist has no ranks.",
    ),
    "letter.check_registered": (
        "本批报名人数不超过计划，没有抽签，全部录取。",
        "No lot was drawn here: there were places for everybody.",
    ),
    "letter.check_amended": (
        "这个结果由更正单 {number} 产生：见公开记录 amendments/{folder}/changes.csv。",
        "This comes from amendment {number}: see amendments/{folder}/changes.csv of the public record.",
    ),
    # statistics
    "stat.describes": (
        "统计只作说明，不是证明：它不能证明派位公平或不公平，也不会因此重新派位。证明公平的是当场的承诺、骰子和任何人都能重做的计算。",
        "A description, never a proof: it neither shows nor disproves fairness, and never leads to a new draw. What shows "
        "fairness are the commitments, the dice and the arithmetic that anybody can repeat.",
    ),
    "stat.many": (
        "本表共给出 {count} 个机会。项目一多，总有几项看起来奇怪：完全公平时，平均最多有二十分之一的项目（这里约 {odd} 项）"
        "机会不到百分之五。",
        "There are {count} chances on this sheet. Among many some look odd: in a fair draw up to one in twenty (here about {odd}) "
        "is below 5 % on average.",
    ),
    "stat.exact": (
        "机会按整数精确计算，只在书写时四舍五入。“机会”：公平派位中，结果与平均数相差至少这样多（无论多或少）的可能；"
        "相邻一项：出现至少这样长的连号的可能。",
        "Chances are counted exactly in whole numbers and rounded only in print. Chance: that a fair draw gives a count at least "
        "as far from the average, above or below; for neighbours, a run at least as long.",
    ),
    "stat.draw": ("派位 {title}（{draw}）", "draw {draw}"),
    "stat.admitted": (
        "单独派位的 {alone} 人中录取 {picked} 人；每个人条件相同，因此每一种“{picked} 人”的组合机会相等。",
        "{picked} of {alone} children drawn alone were admitted; all had the same claim, so every set of {picked} was equally "
        "likely.",
    ),
    "stat.listed": (
        "单独派位的 {alone} 人中入围 {picked} 人；每个人条件相同，因此每一种“{picked} 人”的组合机会相等。",
        "{picked} of {alone} children drawn alone were listed; all had the same claim, so every set of {picked} was equally "
        "likely.",
    ),
    "stat.selected": (
        "单独派位的 {alone} 人中中签 {picked} 人；每个人条件相同，因此每一种“{picked} 人”的组合机会相等。",
        "{picked} of {alone} drawn alone were selected; all had the same claim, so every set of {picked} was equally likely.",
    ),
    "stat.first_half": (
        "结果还取决于志愿、距离或均衡等规则，因此这里看序号：单独派位的 {alone} 人中排在前一半的 {picked} 人。",
        "Results hang on choices, distances or a balance too, so ranks are looked at: of {alone} children drawn alone, the "
        "{picked} in the first half of the order.",
    ),
    "stat.everybody": ("没有可比的：全部或没有人在内。", "Nothing to compare: all or nobody."),
    "stat.beyond": (
        "单独派位的超过 {most} 人：精确计算太费时，这里不给机会，也不用估算代替。",
        "More than {most} drawn alone: exact counts take too long; no chance is given, and no estimate instead.",
    ),
    "stat.run": (
        "最长连号：名单中相邻的 {length} 人（{first} 至 {last}）",
        "Longest run: {length} neighbours in the list ({first} to {last})",
    ),
    "stat.neighbours": ("相邻派位号", "Neighbouring codes"),
    "stat.by_position": ("按名单位置（派位号由小到大分十段）", "By position in the list (ten parts in order of code)"),
    "stat.by_attribute": ("按“{label}”", "By {name}"),
    "stat.by_bundle": ("捆绑与单独", "Bundles and singles"),
    "stat.bundles": (
        "捆绑对象排在录取序号前一半的（{units} 个派位对象的前 {half} 个）",
        "bundles in the first half of the order ({half} of {units} units)",
    ),
    "stat.group": ("项目", "Group"),
    "stat.size": ("人数", "Children"),
    "stat.picked": ("在内", "Chosen"),
    "stat.expected": ("平均数", "Average"),
    "stat.chance": ("机会", "Chance"),
    "stat.percent": ("{value} %", "{value} %"),
    "stat.one_in": ("约 {n} 分之 1", "about 1 in {n}"),
    "stat.below": ("不到 10 亿分之 1", "below 1 in 1,000,000,000"),
    "stat.none": ("没有需要抽签的派位，没有可统计的。", "No lot was drawn: there is nothing to count."),
    # files
    "list.too_long": (
        "{rows} 行超过 XLSX 一张表的上限 {most} 行；请用 CSV",
        "{rows} rows are more than the {most} that one XLSX sheet holds; use the CSV file",
    ),
    "list.too_wide": (
        "一格 {length} 个字超过 XLSX 的上限 {most}",
        "{length} characters in one cell, XLSX holds {most}",
    ),
    "list.page": ("第 &P 页 共 &N 页", "Page &P of &N"),
    "list.letters_differ": (
        "{school}：录取 {admitted} 人，通知书 {letters} 封，不一致，没有写出",
        "{school}: {admitted} admitted but {letters} letters; nothing written",
    ),
    "list.until_form": ("--until 要写成 YYYY-MM-DD：{text}", "--until must be a date YYYY-MM-DD, not {text}"),
    "list.until_option": (
        "公示截止日期 YYYY-MM-DD，写在公示和候补名单上",
        "last day of publication, YYYY-MM-DD, on announcement and waiting list",
    ),
    "list.report_option": ("报到时间、地点，写在录取通知书上", "time and place to report, on the letters"),
}
