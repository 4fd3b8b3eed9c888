"""A closed project: everything can still be looked at, nothing can be changed (K2)."""

import pytest

from tests.chat import GROUP, Chat

CODE, TASK = "XMQXC2026-001", "SJB20260001"
OVER = "“Q4宣传物料”已经结项，不再改动。要接着做，请新建项目"


@pytest.fixture
def closed(team: Chat) -> Chat:
    """李四 has a task and there is a milestone when 张三 closes the project, before the working day begins."""
    team.says("张三", "/任务 初稿 @李四 3月5日17:00")
    team.says("张三", "/项目 里程碑 定稿会 3月10日")
    team.says("张三", "/项目 结项")
    team.presses("张三", "仍然结项")
    return team


@pytest.mark.parametrize(
    "line",
    [
        f"/任务 结项后 @李四 3月9日 {CODE}",
        "/任务 结项后 @李四 3月9日",
        "/任务",
        f"/完成 {TASK}",
        "/完成 初稿",
        "/进度 初稿 50%",
        f"/阻塞 {TASK} 等文案",
        f"/解除 {TASK}",
        f"/改期 {TASK} 3月9日 原因：忙",
        f"/改期 {TASK}",
        f"/任务 开始 {TASK}",
        f"/任务 取消 {TASK} 不要了",
        f"/依赖 {TASK} after {TASK}",
        f"/移交 {TASK} @王五",
        f"/催办 {TASK}",
        f"/说明 {TASK} 原因：忙 补救：加班",
        "/项目 里程碑 试试 3月9日",
        f"/项目 角色 @王五 接口人 设计部 {CODE}",
        f"/项目 修改 {CODE} 目标 新增线索20%",
        f"/项目 部门 法务部 {CODE}",
        f"/设置 {CODE} 站会时间 10:00",
        f"/站会 {CODE} 昨天：初稿 今天：定稿 阻碍：无",
    ],
)
def test_k2_nothing_can_be_changed_in_a_closed_project(closed: Chat, line: str) -> None:
    closed.says("张三", line)
    assert [OVER in shown.text for shown in closed.fresh()] == [True]


@pytest.mark.parametrize("line", [f"/任务 结项后 @李四 3月9日 {CODE}", "/进度 初稿 50%", f"/完成 {TASK}"])
def test_k2_nor_from_a_direct_message(closed: Chat, line: str) -> None:
    closed.tells("李四", line)
    closed.shows("dm:李四", OVER)


def test_k2_in_english(closed: Chat) -> None:
    closed.tells("李四", "/settings language en")
    closed.says("李四", "/done 初稿")
    closed.tells("李四", "/task after the end @王五 March 9")
    closed.shows("dm:李四", "“Q4宣传物料” is closed and stays as it is.", "/project new")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("/项目 查看", "项目 Q4宣传物料（XMQXC2026-001）· 已结项"),
        ("/任务 查看 初稿", "初稿（SJB20260001）"),
        ("/历史 初稿", "张三 创建任务"),
        ("/项目 里程碑", "3月10日（周二） 定稿会"),
    ],
)
def test_k2_the_record_can_still_be_read(closed: Chat, line: str, shown: str) -> None:
    closed.says("王五", line)
    closed.shows(GROUP, shown)


@pytest.fixture
def followed(closed: Chat) -> Chat:
    """Another project goes on in the group."""
    closed.says("张三", "/项目 新建 春季展会 2026-03-02 到 2026-03-20")
    closed.says("张三", "/任务 展台 @李四 3月9日")
    return closed


@pytest.mark.parametrize("name", ["Q4宣传物料", "“Q4宣传物料”"])
def test_a_closed_project_that_is_named_is_not_taken_for_the_one_that_goes_on(followed: Chat, name: str) -> None:
    followed.says("张三", f"/项目 结项 {name}")
    assert [shown.text for shown in followed.fresh()] == ["“Q4宣传物料”已经结项。"]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("/项目 查看 Q4宣传物料", "项目 Q4宣传物料（XMQXC2026-001）· 已结项"),
        ("/导出 Q4宣传物料", "正在发送“Q4宣传物料”的任务表"),
        ("/甘特图 Q4宣传物料", "正在发送“Q4宣传物料”的甘特图"),
        ("/导出", "正在发送“春季展会”的任务表"),
        ("/导出 春季展会", "正在发送“春季展会”的任务表"),
    ],
)
def test_k2_a_closed_project_is_shown_by_its_name_while_another_goes_on(followed: Chat, line: str, shown: str) -> None:
    followed.says("王五", line)
    followed.shows(GROUP, shown)


@pytest.mark.parametrize("command", ["/项目 结项", "/项目 解绑"])
def test_nothing_is_ended_for_the_only_project_under_another_name(team: Chat, command: str) -> None:
    team.says("张三", f"{command} 旧项目")
    assert [shown.text for shown in team.fresh()] == [
        "这里没有叫“旧项目”的项目。如果指的是“Q4宣传物料”，请写上编号 XMQXC2026-001 再发一次。"
    ]


@pytest.mark.parametrize("command", ["/项目 查看", "/导出", "/甘特图"])
def test_a_project_of_another_group_is_not_taken_for_the_one_that_is_here(team: Chat, command: str) -> None:
    team.group("展会", "张三", "王五")
    team.says("张三", "/项目 新建 春季展会 2026-03-02 到 2026-03-20", group="展会")
    team.says("张三", f"{command} 春季展会")
    team.shows(GROUP, "这里没有叫“春季展会”的项目。如果指的是“Q4宣传物料”，请写上编号 XMQXC2026-001 再发一次。")


def test_k2_a_stranger_learns_nothing_of_a_closed_project(closed: Chat) -> None:
    closed.tells("孙六", f"/项目 查看 {CODE}")
    closed.shows("dm:孙六", f"这里没有编号为 {CODE} 的项目。")


def test_buttons_disappear_when_the_project_is_closed(team: Chat) -> None:
    team.says("张三", "/任务 初稿 @李四 3月5日17:00")
    team.says("张三", "/项目 里程碑 定稿会 3月10日")
    team.until("2026-03-02 09:30")
    team.says("张三", "/项目 结项")
    team.presses("张三", "仍然结项")
    assert team.shows(GROUP, "初稿（SJB20260001）", kind="update").buttons == ()
    assert team.shows(GROUP, "“Q4宣传物料”已经结项。", kind="update").buttons == ()
    assert team.shows("dm:李四", "初稿（SJB20260001）", kind="update").buttons == ()
    assert team.shows(GROUP, "里程碑“定稿会”未达成，项目已结项", kind="update").buttons == ()


def test_what_was_still_to_be_asked_is_not_asked_any_more(closed: Chat) -> None:
    closed.until("2026-03-02 12:00")
    assert not closed.fresh("dm:李四")


def test_a_press_that_comes_after_the_end_is_told_so(team: Chat) -> None:
    team.says("张三", "/任务 初稿 @李四 3月5日17:00")
    seen = team.sees("李四", "完成")
    team.says("张三", "/项目 结项")
    team.presses("张三", "仍然结项")
    team.presses_late("李四", seen)
    team.shows("dm:李四", OVER)
