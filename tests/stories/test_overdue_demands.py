"""The demand for cause and remedy where several tasks are late, and where a project has no group (O3)."""

from tests.chat import GROUP, Chat


def two_late(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @王五 周三17:00前")
    team.says("张三", "/任务 秋季新品发布会邀请函和现场签到页的设计 @王五 周三17:00前")
    team.until("2026-03-05 17:00")


def test_o3_each_button_says_which_task_it_is_for(team: Chat) -> None:
    two_late(team)
    asked = team.shows(GROUP, "海报初稿", why="O3")
    assert asked.buttons == ("说明“海报初稿”", "说明“秋季新品发布会邀请函和…”")


def test_o3_the_last_one_left_needs_no_name(team: Chat) -> None:
    two_late(team)
    team.presses("王五", "说明“海报初稿”")
    team.fills("王五", 原因="供应商延迟", 补救="改用备选图")
    assert team.shows(GROUP, "供应商延迟", why="O3", kind="update").buttons == ("说明原因",)


def test_o3_in_english_the_buttons_name_their_tasks_too(team: Chat) -> None:
    team.says("张三", "/settings language en")
    two_late(team)
    assert team.shows(GROUP, "2 overdue tasks", why="O3").buttons[0] == "Explain “海报初稿”"


def test_o3_yesterdays_button_stays_until_the_new_demand_arrives_in_the_owners_morning(team: Chat) -> None:
    team.person("Ann", dept="设计部", tz="Europe/Berlin")
    team.tells("张三", "/任务 XMQXC2026-001 Banner @Ann 周三17:00前")
    team.says("张三", "/项目 解绑")
    team.until("2026-03-06 09:31")
    team.presses("Ann", "说明原因")
    team.until("2026-03-06 16:01")
    assert not team.shows("dm:Ann", "", why="O3", kind="update").buttons
    assert team.shows("dm:Ann", "Banner", why="O3", kind="post").buttons == ("说明原因",)


def test_o3_the_group_is_asked_again_without_a_mention_and_the_owner_there_is_not_asked_apart(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @王五 周三17:00前")
    team.until("2026-03-05 17:00")
    team.until("2026-03-06 12:00")
    assert team.shows(GROUP, "请王五今天说明原因", why="O3", kind="post").mentions == ()
    assert team.fresh("dm:王五", why="O3") == []


def test_o3_an_owner_who_is_in_no_group_of_the_project_is_asked_directly(team: Chat) -> None:
    team.person("周七", dept="设计部")
    team.tells("张三", "/任务 海报初稿 @周七 周三17:00前")
    team.until("2026-03-05 17:00")
    assert team.shows("dm:周七", "请周七今天说明原因", why="O3").buttons == ("说明原因",)
    team.presses("周七", "说明原因")
    team.fills("周七", 原因="供应商延迟", 补救="改用备选图")
    team.shows(GROUP, "周七说明了", "供应商延迟", why="O3", kind="post")


def test_o3_owners_who_are_in_no_group_are_each_asked_about_their_own_tasks_alone(team: Chat) -> None:
    team.person("周七", dept="设计部")
    team.person("吴八", dept="设计部")
    for title, owner in (("海报初稿", "周七"), ("报价", "吴八"), ("场地", "王五")):
        team.tells("张三", f"/任务 {title} @{owner} 周三17:00前")
    team.until("2026-03-05 17:00")
    team.shows(GROUP, "海报初稿", "报价", "场地", why="O3")
    asked = team.shows("dm:周七", "海报初稿", why="O3")
    assert "报价" not in asked.text and "场地" not in asked.text
    assert asked.buttons == ("说明原因",)
    team.hides("dm:吴八", "海报初稿")
    team.presses("周七", "说明原因")
    team.fills("周七", 原因="供应商延迟", 补救="改用备选图")
    assert not team.shows("dm:周七", "供应商延迟", why="O3", kind="update").buttons
    assert team.lines("dm:吴八", why="O3", kind="update") == []


def test_o2_without_a_group_each_owner_is_told_of_their_own_tasks_alone(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @王五 周三17:00前")
    team.says("张三", "/任务 报价 @李四 周三17:00前")
    team.says("张三", "/项目 解绑")
    team.until("2026-03-05 09:30")
    assert "报价" not in team.shows("dm:王五", "海报初稿", why="O2").text


def test_o3_of_one_task_says_its_name_and_its_delay_once(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @王五 周三17:00前")
    team.until("2026-03-05 17:00")
    asked = team.shows(GROUP, "请王五今天说明原因和补救措施（原定3月4日（周三）17:00截止）。", why="O3")
    assert (asked.text.count("海报初稿"), asked.text.count("逾期 1 个工作日")) == (1, 1)


def test_t6_the_cards_light_turns_yellow_and_red_with_time(team: Chat) -> None:
    team.says("张三", "/任务 海报初稿 @王五 3月6日17:00前")
    team.until("2026-03-05 09:00")
    team.shows(GROUP, "🟡 临期｜海报初稿", kind="update")
    team.until("2026-03-06 17:00")
    team.shows(GROUP, "🔴 逾期｜海报初稿", kind="update")
    team.shows("dm:王五", "🔴 逾期｜海报初稿", kind="update")
