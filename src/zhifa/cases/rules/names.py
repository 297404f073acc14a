"""Names of persons in running Chinese text, by what stands around them.

A name is a surname and one or two more characters (of the double surnames too). Alone that is no evidence: 高度 and 方法 look the
same. So a name is first found where the text says that a person follows (a role, a relation, 诉, a sex), or where a sentence
begins with one and a verb of a party follows; then every other place of the same name in the text counts. A beginning that
the dictionary of the segmenter knows as another word is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhifa.kernel.chinese import sorts_of, split

SINGLE = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭"
    "廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳"
    "邢路岳齐梅莫庄辛管祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华"
    "车冉房辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝"
    "巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应巫鞠僧桑荆谌银扬明沙薄伏岑习胥保蔺肖闫"
)
DOUBLE = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "司徒",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "端木",
    "长孙",
    "南宫",
    "轩辕",
)
# Surnames that are everyday words too: only believed where a sex, a stop or another name follows.
_DOUBTED = frozenset(
    "于方任安常成关向时应和有都从全计项明来保原官解单台位强路单包查房边商简连易古席童涂解左冷沿卫宁司党木古宫阳盖花银平习温"
)
# Surnames that stand alone as everyday words; only a role or a sex beside them makes a name of what follows.
_EVERYDAY = frozenset("白高金水马车毛石江温双宁包边万龙段丁叶花牛洪季成盛强谢顾管苗汤康连谷米车左别乐贺经")
_GIVEN_TAGS = (
    "n",
    "x",
    "z",
    "g",
    "i",
    "j",
    "l",
    "s",
)  # what the dictionary may call a given name; verbs and adverbs are none
# Characters that a given name hardly has.
_NEVER = frozenset(
    "某的了在是和与或及向对将被把于为以从由因就而且但若如其之者所等应当可有无不未非也已曾即则须需能会要让使给按依据照该此本各每某第条款项元"
    "年日号时持犯内外前后下诉称说提出起到去住买卖签付还借欠并均都至系，。、；：！？“”（）《》()0123456789 \n"
)
_NO_GIVEN = (
    "先生|女士|小姐|父|母|妻|夫|子|女|兄|弟|姐|妹|叔|姨|老师|师傅|某|甲|乙|丙|丁|感|家|姓|"
    "阿婆|大娘|大爷|大妈|大叔|奶奶|爷爷|阿姨|婆婆|总|工|队长|主任|局长|法官|律师|医生"
)
_NO_NAMES = (
    "管部门|解协议|边境省|沿海省|林草业|申请人|管理人|保险人|保理人|计票人|仲裁庭|文明|费用|康复|屠宰|林木|林草|迟延|晋升|晋级|陈述|盖章|"
    "原判决|保险界|保健|扬尘|明白|安全性|易燃性|冷藏|沿海|左右|安全感|安全|高新|常住|党员|党支部|向阳|明知|任职|关系|保证人|保安|单位|单方|路人|花艺师|时任|"
    "成年人|司法所|何种|何时|何人|商场|商户|房东|房屋|柜员|管理员|童装"
)
_STRICTLY_AFTER = re.compile(r"[，。、；：（(,]|诉|男|女|在|驾|名下")
_ROLES = (
    "住户|儿媳|女婿|孙子|孙女|岳父|岳母|叔叔|舅舅|侄子|"
    "原告|被告人|被告|上诉人|被上诉人|申请人|被申请人|第三人|当事人|被害人|受害人|死者|证人|法定代表人|经营者|"
    "委托代理人|诉讼代理人|法定代理人|代理人|监护人|申请执行人|被执行人|投诉人|举报人|行为人|嫌疑人|违法行为人|"
    "员工|职工|工人|司机|驾驶员|驾驶人|村民|居民|业主|租客|租户|承租人|出租人|房东|店主|老板|消费者|邻居|"
    "同事|朋友|丈夫|妻子|儿子|女儿|父亲|母亲|哥哥|弟弟|姐姐|妹妹|之子|之女|之妻|之夫|前夫|前妻|配偶|男子|"
    "女子|老人|市民|患者|乘客|借款人|出借人|保证人|债务人|债权人|受托人|委托人|法官|检察官|民警|调解员|律师|"
    "书记员|审判长|审判员|陪审员|人员|社员|股东|继承人|被继承人|立遗嘱人|名叫|姓名|叫做|化名|外卖员|骑手|保姆|"
    "护士|医生|教师|班主任|经理|会计|包工头|负责人|联系人|收款人"
)
_GIVEN = r"[\u4e00-\u9fff]{1,2}"
_NAME = rf"(?:(?:{'|'.join(DOUBLE)})|[{SINGLE}]){_GIVEN}"
_ROLE = "|".join(sorted(_ROLES.split("|"), key=len, reverse=True))
_AFTER_ROLE = re.compile(rf"(?:{_ROLE})(?:[一二三四五甲乙丙丁])?(?:为|是|系)?[：:\s（(“]*(?=({_NAME}))")
_SEX = re.compile(
    rf"(?<![\u4e00-\u9fff])(?=({_NAME})[，,（(]\s?(?:男|女|曾用名|\d{{4}}年|身份证|公民身份))"
    rf"|(?<=[\u4e00-\u9fff])(?=({_NAME})[，,（(]\s?(?:男|女|曾用名)[，,）)])"
)
_VERBS = (
    "诉称|辩称|不服|起诉|诉至|诉|向|与|和|于|因|系|在|将|购买|入职|表示|认为|称|驾驶|对|为|经|多次|自|"
    "拒绝|未|也|通过|主张|提出|承认|以|从|到|是|被|欠|借|申请|委托|已|随后|说|找|要求|经营|租|签|的|"
    "及|家|没|收到|承诺|便|就|把|给|去|请求|发现|死亡|受伤|去世|出具|作为"
)
_VERB = "|".join(sorted(_VERBS.split("|"), key=len, reverse=True))
_DATED = r"(?:\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?[，,]?)?"
_BEGINS = re.compile(
    rf"(?:^|(?<=[。；！？\n“”：]))(?:\s|\u3000)*{_DATED}(?=({_NAME})(?:{_VERB}|[，、,]))", re.MULTILINE
)
_TO = "诉|告|与|和|及|、|向|给|对|由|借给|欠|找|将|被|后"
_JOINED = (
    "签订|发生|达成|协商|借|支付|返还|赔偿|存在|登记|共同|一起|系|之间|出具|等|[，。、；]|诉|的"
    "|离婚|结婚|纠纷|一案|名下|驾驶|殴打|打伤|要求|交付|承担"
)
_PAIR = re.compile(rf"(?:{_TO})(?=({_NAME})(?:{_JOINED}))")
_GOES_ON = "诉称|辩称|不服|向(?:人民)?法院|系|遂|便|多次|拒绝|驾驶|于\\d|起诉|提起|主张|出具|入职|承诺"
_LOOSE = re.compile(rf"(?:，|,)(?=({_NAME})(?:{_GOES_ON}))")
_OWNS = re.compile(rf"(?=({_NAME})(?:名下|的身份证|的银行卡|本人))")
# 张三诉李四: the first name of a title.
_SUES = re.compile(rf"(?<![\u4e00-\u9fff])(?=({_NAME})(?:诉|与)[\u4e00-\u9fff])")


def names_in(text: str) -> Iterator[tuple[int, int]]:
    """Where names of persons stand."""
    known = _first_found(text)
    # 李明 inside 李明月: the longer one goes first, and takes its place.
    taken: list[tuple[int, int]] = []
    for name in sorted(known, key=len, reverse=True):
        for one in re.finditer(re.escape(name), text):
            if not any(one.start() < end and start < one.end() for start, end in taken):
                taken.append(one.span())
    yield from sorted(taken)


def _first_found(text: str) -> set[str]:
    words = _words_of(text)
    known: set[str] = set()
    for pattern, strict in (
        (_SEX, False), (_AFTER_ROLE, True), (_SUES, True), (_BEGINS, True), (_PAIR, True), (_LOOSE, True),
        (_OWNS, True),
    ):  # fmt: skip
        known |= _of_pattern(pattern, text, words, strict)
    known |= _standing_alone(text, words)
    while known:  # beside a known name, others in a row: 李秀英、张小军
        row = re.compile(rf"(?:{'|'.join(known)})[、和与及诉](?=({_NAME}))")
        if not (more := _of_pattern(row, text, words, True) - known):
            return known
        known |= more
    return known


def _standing_alone(text: str, words: dict[int, str]) -> set[str]:
    """Three characters that begin with a surname which is no everyday word, and that the dictionary cannot read otherwise:
    鲍/长林, 裴/大军. What may be one is one here: a person decides."""
    found = set()
    for start, word in words.items():
        if word not in SINGLE or word in _DOUBTED or word in _EVERYDAY or len(word) != 1:
            continue
        name = _cut(text, start, text[start : start + 3], words, True)
        if len(name) == 3 and re.fullmatch(r"[\u4e00-\u9fff]{3}", name) and _may_be_given(words, start + 1):
            found.add(name)
    return found


def _may_be_given(words: dict[int, str], start: int) -> bool:
    """Whether two characters are single ones to the dictionary, or a noun or nothing that it knows."""
    word = words.get(start, "")
    return len(word) == 1 or (
        len(word) == 2 and _tag(word).startswith(_GIVEN_TAGS) and _tag(word) not in ("n", "nz", "l")
    )


def _of_pattern(pattern: re.Pattern[str], text: str, words: dict[int, str], strict: bool) -> set[str]:
    found = set()
    for one in pattern.finditer(text):
        group = next(index for index in range(1, pattern.groups + 1) if one[index])
        found.add(_cut(text, one.start(group), one[group], words, strict))
    return found - {""}


def _cut(text: str, start: int, found: str, words: dict[int, str], strict: bool) -> str:
    """The name that begins there, at a word's beginning, as long as its characters may be a given name's; "" for none."""
    surname = next((double for double in DOUBLE if found.startswith(double)), found[:1])
    given = ""
    for sign in found[len(surname) :]:
        if sign in _NEVER:
            break
        given += sign
    if len(given) == 2 and len(words.get(start + len(surname) + 1, "")) > 1:
        given = given[:1]  # 张三购买: a longer word begins in the third character
    name = surname + given
    if (
        not given
        or given in _NO_GIVEN.split("|")
        or name in _NO_NAMES.split("|")
        or _is_word(start, name, words)
    ):
        return ""
    after = text[start + len(name) : start + len(name) + 2]
    return "" if strict and surname in _DOUBTED and not _STRICTLY_AFTER.match(after) else name


def _is_word(start: int, name: str, words: dict[int, str]) -> bool:
    """Whether the segmenter reads another word where the name begins: one that goes beyond it, or fills it and is no name."""
    word = words.get(start, "")
    if len(word) < 2 or word in DOUBLE:
        return False
    return not name.startswith(word) or (word == name and not _tag(word).startswith("nr"))


def _words_of(text: str) -> dict[int, str]:
    """Where each word of the segmenter begins."""
    found: dict[int, str] = {}
    position = 0
    for word in split(text, guessing=False):  # without guessing: only what the dictionary knows
        found[position] = word
        position += len(word)
    return found


def _tag(word: str) -> str:
    tagged = sorts_of(word)
    return tagged[0][1] if len(tagged) == 1 else ""
