"""Chinese names as minutes write them where nobody knows them: surnames, posts, and what people are called (M5)."""

from typing import Final

from bot.rules.roster import TITLES

SURNAMES: Final = (
    "欧阳|司马|诸葛|上官|东方|慕容|赵|钱|孙|李|周|吴|郑|王|冯|陈|褚|卫|蒋|沈|韩|杨|朱|秦|许|何|吕|张|孔|曹|严|金|魏"
    "|陶|姜|谢|邹|苏|潘|葛|范|彭|鲁"
    "|韦|马|方|俞|任|袁|柳|唐|薛|雷|贺|倪|汤|罗|郝|安|常|于|傅|齐|康|伍|余|顾|孟|黄|萧|尹|姚|邵|汪|毛|戴|宋|庞|熊|纪"
    "|舒|项|董|梁|杜|阮|蓝"
    "|贾|江|童|郭|梅|林|钟|徐|邱|骆|高|夏|蔡|田|樊|胡|凌|霍|万|柯|卢|莫|丁|邓|洪|石|崔|龚|程|邢|裴|陆|翁|曲|段|侯|全"
    "|秋|白|廖|肖|温|黎|龙|叶"
    "|刘|史|向|易|关|涂|文|章|耿|尤|牛|古|佟|季|聂|焦|岳|祝|詹|施|闫|单|封|乔|殷|覃|包|管|甘|路|盛|冷|申|游|庄|辛"
    "|尉迟|端木|闻人|皇甫|令狐|夏侯|公孙|司徒|宇文|长孙|申屠|独孤|澹台|闵|晏|祁|戚|阎|卞|娄|缪|翟|邬|虞|昝|隋|寇|濮|瞿|佘|臧|钮|岑|靳|滕|鲍"
    "|荀|谌|冉|庾|逄|仝|芮|蔺|鄢|佟|阚|宓|茅|仇|苑|贲|宦|禹|雍|郁|屈|栾|鞠|喻|竺|奚|嵇|隗|慕|尧"
)
# Words of their own as well: surnames only before a post, or where nothing but a name can stand.
RARER: Final = (
    "费|应|席|伏|商|宗|和|车|冷|甘|丛|滑|麻|谷|麦|桑|苗|蒙|卓|柴|靖|匡|盖|蔚|燕|敖|闻|阳|步|水|平|边|计|成|莘|党|滕|角"
)
POSTS: Final = (
    f"{TITLES}|医生|大夫|护士长|护士|教授|教练|师傅|先生|女士|班长|站长|队长|店长|院长|校长|馆长|厂长|叔|姨|婶|嫂|伯"
)
# A modal behind a name of two characters is no third one.
GIVEN: Final = r"[\u4e00-\u9fff](?:(?![要将会把应需可能于在由的了和与跟负来周])[\u4e00-\u9fff])?"
TITLED: Final = rf"(?:{SURNAMES}|{RARER})(?:{POSTS})(?!结|监|计|作|程|会|体|部|量)"
_DOUBLED: Final = "|".join(
    sign * 2 for sign in "敏冉鲍琳丽婷娜静芳莉媛雯倩萌洋佳晶圆豆毛欢笑乐甜糖妞妮琪莹莎蓉薇颖贝东涛飞"
)
NICK: Final = (
    rf"(?:{TITLED}|[小老阿大][\u4e00-\u9fff]|{_DOUBLED}|(?!周[一二三四五六日天末报会期边每])(?:{SURNAMES}){GIVEN})"
)
