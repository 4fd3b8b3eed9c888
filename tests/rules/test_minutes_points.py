"""Matters told together with what came of them, roles beside tasks, and what no topic is (M2, M5)."""

import pytest

from tests.rules.test_minutes_layouts import read, rows


@pytest.mark.parametrize(
    ("line", "topic", "conclusion"),
    [
        ("• 裂变奖励成本偏高 → 结论：单人上限降到8元", "裂变奖励成本偏高", "单人上限降到8元"),
        ("- 夜班补贴标准，决定：按天计发", "夜班补贴标准", "按天计发"),
        ("- Visitor parking – decision: no change", "Visitor parking", "no change"),
    ],
)
def test_a_matter_and_its_conclusion_may_share_a_line(line: str, topic: str, conclusion: str) -> None:
    found = read(f"增长周会\n讨论\n{line}").topics
    assert [(each.title, each.conclusion) for each in found] == [(topic, conclusion)]


def test_a_numbered_question_is_a_topic_and_its_answer_may_hold_a_task() -> None:
    text = "需求评审会\n参会：何其\nQ1 历史积分怎么迁移？——何其出方案，3月20日前\nQ2 海外账号是否支持？——未定"
    found = read(text)
    assert [each.title for each in found.topics] == ["历史积分怎么迁移", "海外账号是否支持"]
    assert [each[1:] for each in rows(text)] == [("何其", "03-20")]
    assert found.follow_ups == ("海外账号是否支持",)


@pytest.mark.parametrize("word", ["议案一　", "提案2：", "课题三、", "Motion 2: "])
def test_whatever_is_moved_for_a_vote_is_a_topic(word: str) -> None:
    assert [each.title for each in read(f"理事会会议记录\n{word}购置烘干机\n赞成5票，通过。").topics] == ["购置烘干机"]


@pytest.mark.parametrize("heading", ["客户诉求", "竞品情况", "待改进", "Pain points", "保持", "时间线"])
def test_a_heading_that_names_no_matter_is_no_topic(heading: str) -> None:
    assert read(f"回顾会纪要\n## {heading}\n- 评审时没有拉上运维\n- 发布单填得太晚").topics == ()


def test_what_somebody_is_in_a_project_is_no_task_but_what_follows_is_theirs() -> None:
    text = "项目启动会\n参会：娄岚、尤里、佟工\n分工\n娄岚——总协调；3/20前建好项目群\n尤里——测试；暂无任务\n佟工——后端"
    assert rows(text) == [("建好项目群", "娄岚", "03-20")]


def test_a_matter_with_its_owner_in_brackets_keeps_its_name_when_it_was_moved() -> None:
    text = "督办会\n参会：时刚、云帆\n未办结\n1. 厨房环评（时刚）：原定3月5日，现调整至3月15日\n"
    assert rows(text + "2. 官网改版（云帆）：周五前出首页稿") == [
        ("厨房环评", "时刚", "03-15"),
        ("官网改版：出首页稿", "云帆", "03-13"),
    ]


def test_what_is_due_by_another_event_has_its_owner_and_no_day() -> None:
    assert rows("理事会会议记录\n参会：欧阳芳\n欧阳芳在理事会前完成分红测算。")[0][1:] == ("欧阳芳", "")


def test_fields_nobody_knows_in_the_head_are_no_tasks() -> None:
    assert rows("项目启动会\n项目发起：行政部　　项目总负责人：娄岚\n参会：娄岚") == []


def test_another_emoji_heads_another_part() -> None:
    assert rows("回顾会\n🔧 行动\n- 补一次分享，3月20日\n🗳 投票：站会改到9:50，通过") == [("补一次分享", "", "03-20")]
