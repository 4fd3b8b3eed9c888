"""Departments that lead a piece of work, and those that help with it (T1, P4)."""

from tests.chat import Chat


def test_p4_the_liaison_of_a_department_that_helps_is_a_collaborator(team: Chat) -> None:
    team.person("周七", dept="运营部", role="liaison")
    team.tells("张三", "由李四牵头、运营部配合做物料清单，3月6日前")
    team.shows("dm:张三", "要新建任务“做物料清单”吗？", "负责人：李四", "协作人：周七")


def test_p4_a_department_that_helps_without_a_liaison_stays_in_the_title(team: Chat) -> None:
    team.person("周七", dept="运营部")
    team.tells("张三", "由李四牵头、运营部配合做物料清单，3月6日前")
    team.shows("dm:张三", "要新建任务“做物料清单（运营部配合）”吗？", "负责人：李四")
