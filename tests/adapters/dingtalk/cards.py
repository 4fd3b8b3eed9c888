"""Cards the tests send."""

from bot.cards import Button, Card, Form, Input, Section, Who, note, words

ACCEPT = Button("task.accept", words("common.submit"), {"task": "1"}, "primary")
CAUSE = Form("task.block", words("typed.stopped"), (Input("cause", words("common.submit"), "text", required=True),))
BLOCK = Button("task.block", words("typed.needed"), {"task": "1"}, form=CAUSE)
TASK = note("完成3款海报初稿", "交付标准：300DPI", buttons=(ACCEPT, BLOCK))
PLAIN = note("已更新", "进度 50%")
PINGING = note("请更新进度", Who(5, "李四", ping=True))
STANDUP = Card(
    "今天的站会",
    sections=(
        Section(
            form=Form(
                "standup.answer",
                words("standup.label_today"),
                (
                    Input("yesterday", words("standup.label_yesterday"), "text"),
                    Input("today", words("standup.label_today"), "text", "定稿"),
                    Input("helper", words("standup.label_obstacles"), "people"),
                ),
                value={"project": "3"},
            )
        ),
    ),
)
