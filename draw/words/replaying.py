"""What `draw replay` says: questions about spellings, faults of its file, and each old method's known weakness (R15)."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "replay.help.read": (
        "说明有歧义的写法，可多次给出；也可写在文件的 read 里。",
        "says how an ambiguous spelling is meant; may be given several times, or stand in the file under read.",
    ),
    "replay.only": (
        "只用于核对别处已公布的结果，不得用于派位。",
        "For checking what others have published; never for holding a draw.",
    ),
    "replay.used": ("实际使用", "used"),
    "replay.drawn": ("抽取顺序", "drawn, in order"),
    "replay.weakness": ("已知弱点", "known weakness"),
    "replay.same": ("与公布的结果一致（{count} 项）。", "The same as published ({count} items)."),
    "replay.same_so_far": (
        "与公布的前 {count} 项一致；其后 {more} 项没有公布的结果可比。",
        "The same as the {count} items published; nothing was published for the {more} behind them.",
    ),
    "replay.differs": (
        "与公布的结果不同：第 {number} 项公布为 {published}，复算为 {found}。",
        "Not what was published: item {number} was published as {published} and recomputes to {found}.",
    ),
    "replay.unpublished": (
        "文件里没有公布的结果（expected），只是复算。",
        "The file has no published result (expected); recomputed only.",
    ),
    "replay.no_case": (
        "本程序没有见过这种方法公布的完整实例，因此未与任何实例比对过。",
        "No complete published case of this method is known to this program; it has been compared with none.",
    ),
    "replay.nothing": ("无", "nothing"),
    # -- questions
    "replay.unclear": (
        "写法有歧义，不作猜测。请用 --read 说明：",
        "The spelling is ambiguous and nothing is guessed. Say with --read which it is:",
    ),
    "asking.seed": ("种子写作 {value}", "the seed is written {value}"),
    "asking.zeros": ("数字带前导零：{value}", "numbers with leading zeros: {value}"),
    "asking.order": ("各来源没有先后次序：{value}", "the sources stand in no order: {value}"),
    "asking.decimals": ("小数没有从小到大排列：{value}", "decimals that do not ascend: {value}"),
    "asking.replacement": ("没有写明能否重复抽中", "it is not said whether one may be drawn twice"),
    "asking.lap": ("步进又回到已抽中的 {value} 号", "the steps come back to {value}, which is drawn already"),
    "asking.value": (
        "没有写明如何从状态得到 1 至 {value} 的号码",
        "it is not said how a state becomes a number from 1 to {value}",
    ),
    "asking.first": (
        "没有写明第一个数是否由种子本身得到",
        "it is not said whether the seed itself gives the first number",
    ),
    "asking.repeats": ("没有写明重复的号码如何处理", "it is not said what happens to a number that comes again"),
    "reading.text": ("照原样作为文字：{value}", "as text, exactly: {value}"),
    "reading.number": ("作为十进制数：{value}", "as a decimal number: {value}"),
    "reading.hex": ("作为十六进制数：{value}", "as a hexadecimal number: {value}"),
    "reading.joined": ("去掉空白与标点连成一串：{value}", "joined, without blanks and marks: {value}"),
    "reading.trimmed": ("去掉两端空白：{value}", "without the blanks at its ends: {value}"),
    "reading.drop": ("前导零不算：{value}", "leading zeros do not count: {value}"),
    "reading.keep": ("前导零保留：{value}", "leading zeros stay: {value}"),
    "reading.order": ("按公布的次序写出全部名称，例如 {value}", "all names in the order announced, e.g. {value}"),
    "reading.sorted": ("先排序（RFC 3797 第 4 节的文字）", "sorted first (the text of RFC 3797 §4)"),
    "reading.given": ("按所给次序（RFC 3797 第 7 节的参考程序）", "as given (the reference program of RFC 3797 §7)"),
    "reading.yes": ("可以重复抽中", "one may be drawn twice"),
    "reading.no": ("不重复", "nobody is drawn twice"),
    "reading.after-last": ("从最后抽中的号码起逐一顺取", "then one by one, from the last number drawn"),
    "reading.after-hit": ("从又遇到的号码起逐一顺取", "then one by one, from the number met again"),
    "reading.mod": ("状态除以 n 的余数加 1", "the remainder of state by n, plus 1"),
    "reading.scale": ("状态乘 n 除以模数取整加 1", "state times n by the modulus, rounded down, plus 1"),
    "reading.seed": ("种子本身得到第一个数", "the seed itself gives the first number"),
    "reading.next": ("先推进一步", "one step is made first"),
    "reading.skip": ("跳过", "it is skipped"),
    "reading.again": ("再次计入", "it counts again"),
    # -- faults of the file
    "replay.not_object": ("应为一个 JSON 对象", "must be one JSON object"),
    "replay.see_help": ("格式见 draw replay --help", "draw replay --help shows the form"),
    "replay.unknown_key": ("没有这一项", "no such key"),
    "replay.known_keys": ("可用：{keys}", "one of: {keys}"),
    "replay.missing": ("缺少这一项", "is missing"),
    "replay.add_it": ("请补上", "add it"),
    "replay.not_whole": (
        "应为 {least} 至 {most} 的整数，不加引号",
        "must be an integer from {least} to {most}, without quotes",
    ),
    "replay.not_flag": ("应为 true 或 false", "must be true or false"),
    "replay.not_text": ("应为文字或整数", "must be text or an integer"),
    "replay.quote_it": ("请用引号照原样写出", "write it in quotes, exactly as it was announced"),
    "replay.not_list": ("应为非空列表", "must be a list that is not empty"),
    "replay.twice": ("出现两次", "stands twice"),
    "replay.once_each": ("每项只写一次", "write each once"),
    "replay.one_of": ("须给出其中一项，且只给一项：{keys}", "exactly one of these must be given: {keys}"),
    "replay.no_number": ("不是非负的十进制数", "is no decimal number from 0 up"),
    "replay.text_source": (
        "文字来源的写法 RFC 没有定死，请改给完整的 key_string",
        "the RFC leaves the spelling of text open: give the whole key_string instead",
    ),
    "replay.other_key": ("各来源得出的是 {value}", "the sources give {value}"),
    "replay.check_key": ("核对来源与次序", "check the sources and their order"),
    "replay.not_ascii": ("应为 ASCII 文字", "must be ASCII text"),
    "replay.bad_answer": ("不是可选的读法", "is no reading to choose"),
    "replay.not_asked": ("没有问到这一项", "was not asked"),
    "replay.drop_it": ("去掉它", "leave it out"),
    "replay.circle": (
        "发生器转了一圈，只得出 {found} 个不同的号码，不够 {count} 个。",
        "The generator runs in a circle and gives only {found} different numbers, not {count}.",
    ),
    "replay.too_long": ("超过 {steps} 步仍未得出结果。", "No result after {steps} steps."),
    # -- weaknesses (R15)
    "replay.weak.rfc3797": (
        "结果全由来源的数字决定：谁能影响或挑选来源、或在数字公布后改动名单，谁就能改变结果；名单少一人，其后全变；MD5 已不安全。",
        "All hangs on the sources' numbers: who can steer or choose a source, or touch the list once they are known, changes the "
        "result; one name less changes every later pick; MD5 is broken.",
    ),
    "replay.weak.rivest": (
        "号码指向名单的位置：种子已知后重排名单就能换人；种子只由一方给出时，可以先试后报。",
        "A number points at a place in the list: who reorders the list once the seed is known picks the people; a seed of one "
        "party can be tried out before it is announced.",
    ),
    "replay.weak.consistent-sampler": (
        "种子只由一方给出时，可以先试后报；种子与编号按文字计算，多一个零或空格就是另一个结果。",
        "A seed of one party can be tried out before it is announced; seed and ids count as text, so one more zero or blank is "
        "another draw.",
    ),
    "replay.weak.ring": (
        "{n} 人、{winners} 个名额，起始号与间隔数总共只有 {outcomes} 种组合：相邻与等距的人同进同退，知道两数就知道全部。",
        "{n} people, {winners} places: start and interval have only {outcomes} combinations; neighbours and those an interval "
        "apart win or lose together.",
    ),
    "replay.weak.step": (
        "等差数事先已定，只有 {outcomes} 种结果：相隔等差数的人同进同退；逐位摇球并剔除无效号码时，各号机会不相等。",
        "The step is fixed beforehand, so there are only {outcomes} results; people a step apart win or lose together, and "
        "drawing a start digit by digit gives numbers unequal chances.",
    ),
    "replay.weak.lcg": (
        "结果最多只有 {outcomes} 种（六位种子为一百万种）：几秒钟就能试遍全部种子，挑出想要的结果；低位数字还有规律。",
        "At most {outcomes} results (a million for six digits): all seeds can be tried in seconds and one chosen; the low digits "
        "follow a pattern besides.",
    ),
}
