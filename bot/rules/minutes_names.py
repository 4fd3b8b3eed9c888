"""Chinese names as minutes write them where nobody knows them: surnames, posts, and what people are called (M5)."""

import re
from functools import cache
from typing import Final

from bot.rules.roster import TITLES

# The many of one sign as a set, which is looked up; a choice would be tried one by one.
SURNAMES: Final = (
    "欧阳|司马|诸葛|上官|东方|慕容|尉迟|端木|闻人|皇甫|令狐|夏侯"
    "|公孙|司徒|宇文|长孙|申屠|独孤|澹台"
    "|[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘葛范彭鲁韦马方俞任袁柳唐薛雷贺"
    "倪汤罗郝安常于傅齐康伍余顾孟黄萧尹姚邵汪毛戴宋庞熊纪舒项董梁杜阮蓝贾江童郭梅林钟徐邱骆高夏蔡田樊"
    "胡凌霍万柯卢莫丁邓洪石崔龚程邢裴陆翁曲段侯全秋白廖肖温黎龙叶刘史向易关涂文章耿尤牛古佟季聂焦岳祝"
    "詹施闫单封乔殷覃包管甘路盛冷申游庄辛闵晏祁戚阎卞娄缪翟邬虞昝隋寇濮瞿佘臧钮岑靳滕鲍荀谌冉庾逄仝芮"
    "蔺鄢阚宓茅仇苑贲宦禹雍郁屈栾鞠喻竺奚嵇隗慕尧]"
)
# Words of their own as well: surnames only before a post, or where nothing but a name can stand.
RARER: Final = (
    "[费应席伏商宗和车冷甘丛滑麻谷麦桑苗蒙卓柴靖匡盖蔚燕敖闻阳步水平边计成莘党滕角景简狄冼牟璩国桂柏荆蒲郦逯仝佴粟]"
)
POSTS: Final = (
    f"{TITLES}|医生|大夫|护士长|护士|教授|教练|师傅|先生|女士|班长|站长|队长|店长|院长|校长|馆长|厂长|叔|姨|婶|嫂|伯"
)
# A modal behind a name of two characters is no third one.
GIVEN: Final = (
    r"[\u4e00-\u9fff](?:(?![要将会把应需可能于在由的了和与跟负来周去])"
    r"(?![下本今明后上月晚][周个月天日午晚底早])[\u4e00-\u9fff])?"
)
TITLED: Final = rf"(?:{SURNAMES}|{RARER})(?:{POSTS})(?!结|监|计|作|程|会|体|部|量)"
_DOUBLING: Final = "敏冉鲍琳丽婷娜静芳莉媛雯倩萌洋佳晶圆豆毛欢笑乐甜糖妞妮琪莹莎蓉薇颖贝东涛飞"
_DOUBLED: Final = f"(?=[{_DOUBLING}])(?:{'|'.join(sign * 2 for sign in _DOUBLING)})"
NICK: Final = (
    rf"(?:{TITLED}|[小老阿大][\u4e00-\u9fff]|{_DOUBLED}|(?!周[一二三四五六日天末报会期边每])(?:{SURNAMES}){GIVEN})"
)
# A department, a post or a person, and nothing else.
SOMEBODY: Final = (
    rf"{NICK}|[\u4e00-\u9fff]{{1,8}}(?:部门?|组|科|处|室|车间|队|公司|厂|单位|经理|主任|总监|院长|校长|局长|[副]?总)"
)


@cache
def built(pattern: str) -> re.Pattern[str]:
    """A pattern, built when it is first asked for: with names in it that takes long, and few messages are minutes."""
    return re.compile(pattern)
