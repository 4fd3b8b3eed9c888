"""Names nobody knows, and everybody, in front of what is to be done: 让赵六周五前出图, 大家周五前交周报 (T1)."""

import re
from typing import Final

from bot.rules.due import Span
from bot.rules.fold import plain
from bot.rules.minutes_names import GIVEN, SURNAMES, TITLED, built

# Without such a word before it too much begins like a name: 方案, 安全, 项目.
_ASKED: Final = (
    r"^\s*(?:请|让|由|麻烦|安排|辛苦|叫|派|催一?下?|给(?=[^,，。]{2,4}(?:加|派|建|安排)))\s*"
    rf"(?P<name>{TITLED}|[小老][\u4e00-\u9fff]"
    rf"|(?!周[一二三四五六日天末]|方案|安全|项目|单据|程序|文[件档案]|车间|路演)(?:{SURNAMES}){GIVEN})"
    r"(?=周[一二三四五六日天]|[今明后][天晚]|[本下这]周|月[底初末]|\d{1,2}[月号日/点:.]|尽快|马上|把|来|去|负责|跟进|牵头|看|查|做|写|出|画|改"
    r"|发|交|整理|准备|完成|联系|确认|提交|弄|加|派|建|安排|帮)"
)
_WHEN: Final = (
    r"(?=\s?(?:周[一二三四五六日天]|[今明后][天晚]|[本下这]周|月[底初末]|\d{1,2}[月号日])[^,，。]{0,12}"
    r"(?:前|把|交|出|给|发|做|写|提|完|整|定|弄))"
)
# The surnames that begin few other words, and the words they do begin.
_RARE: Final = (
    r"(?!许可|纪[要念律实]|严[格重禁]|黄[页金牌]|张[贴力]|贺[卡词信]|陈[列述]|顾[客问]|沈阳|郑州|[徐杭]州|韩[国语]|罗[列马]|唐山|柳州|季[度报]"
    r"|陆[续运]|荣誉|祝[贺词福]|何[时地]|凌晨|萧条|范[围本例]|颜色|董事|林业|林地|孔[径隙]|钟[表点])"
    r"[赵孙李吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严魏陶姜谢邹潘葛范彭鲁韦袁柳唐薛贺倪汤殷罗郝傅齐伍顾孟黄萧尹姚邵汪祁宋庞熊纪舒祝董梁杜阮季贾颜"
    r"郭林钟徐邱骆蔡樊胡凌霍柯卢莫丁邓崔龚邢裴陆荣翁][\u4e00-\u9fff]{1,2}"
)
_DATED: Final = re.compile(rf"\s*(?P<name>{_RARE}){_WHEN}")
# 销售部, where nobody has such a department.
_TEAM: Final = re.compile(
    rf"\s*(?:请|让|由|麻烦|安排|辛苦)?\s*(?P<name>[\u4e00-\u9fff]{{2,4}}(?<![全局内外大干各乐头底顶门])部){_WHEN}"
)
_NAME: Final = rf"(?:{TITLED}|{_RARE})"
_LATIN_NAME: Final = re.compile(
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Today|Tomorrow|Tonight|None|Yes|Yeah|Yep|Nope|Not|Okay|Sorry|Thanks|Thank|Done"
    r"|Myself|Nobody|Everyone|Anyone|Someone|Next|This|Hello|Help|Later|Cancel|Never|Sure|Fine|Good|Great|What|Who|How)"
    r"[A-Z][a-z]{2,15}(?: [A-Z][a-z]{1,15})?"
)
_LATIN: Final = re.compile(
    r"\s*(?!(?:Need|Have|Want|Try|Remember|Plan|Going|Time|Ready|Happy|Aim|Due|Supposed|Got|Hope|Ask|How|What|When|Where|You"
    r"|We|They|It|This|That|Who|Which|Everything|Nothing|Something|There|Here)\s)"
    r"(?P<name>(?:M[rs]s?\. ?)?[A-Z][a-z]{2,15}(?: [A-Z][a-z]{1,15})?)"
    r" (?:to|will|should|must|needs to|has to|please|pls) [a-z]"
)
# Things are to be, go and work as well as people; who does something to another thing is somebody.
_LATIN_DOES: Final = re.compile(
    r" (?:to|will|should|must|needs to|has to|please|pls)"
    r" (?!(?:be|go|have|get|run|work|show|include|cover|hit|reach)\s)[a-z]+"
    r" (?:the|an?|our|my|all|his|her|their|\d+)\s"
)
_EVERYBODY: Final = re.compile(
    r"\s*(?:请|麻烦|辛苦)?(?:大家|全员|全体|所有人|各位|每个?人|各部门|谁|有人)(?!都知道|好)"
    r"|\s*(?:(?:can|could|would|will) )?(?:someone|somebody|everyone|everybody|anyone|anybody)(?![a-z'])"
    r"|\s*(?:hi |hey |dear )?(?:all|team|folks)[,:\s]",
    re.IGNORECASE,
)


def asks_stranger(text: str) -> bool:
    """Whether words ask somebody by a name, whoever that is, or everybody; known names have been looked for before."""
    begins = _EVERYBODY.match(text) or _LATIN.match(text)
    return begins is not None or stranger_at(text) is not None


def stranger_at(text: str) -> Span | None:
    """Where words that ask somebody by a name, or a department, have that name; known ones were looked for before."""
    if _EVERYBODY.match(text):
        return None
    latin = _LATIN.match(text)
    if latin and not _LATIN_DOES.match(text, latin.end("name")):
        return None
    found = latin or _DATED.match(text) or built(_ASKED).match(plain(text)) or _TEAM.match(text)
    return found.span("name") if found else None


def is_name(text: str) -> bool:
    """Whether words are somebody's name, whoever that is, and nothing else."""
    said = text.strip()
    return _LATIN_NAME.fullmatch(said) is not None or built(_NAME).fullmatch(said) is not None
