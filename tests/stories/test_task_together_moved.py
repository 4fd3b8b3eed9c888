"""Several tasks that are to be moved in one go are asked about one by one (T4)."""

import pytest

from tests.chat import Chat


@pytest.mark.parametrize(
    "said", ["海报初稿、接口联调都推迟两天", "海报初稿和接口联调推迟2天", "push both 海报初稿 and 接口联调 by 2 days"]
)
def test_t4_each_has_a_question_of_its_own(team: Chat, said: str) -> None:
    team.says("张三", "/任务 海报初稿 @李四 3月10日17:00前")
    team.says("张三", "/任务 接口联调 @王五 3月11日17:00前")
    team.tells("张三", said)
    team.shows("dm:张三", "海报初稿", "3月12日（周四）17:00")
    team.shows("dm:张三", "接口联调", "3月13日（周五）17:00")
