"""Tables whose heads nobody has heard of, and rows that only gaps keep apart (M2, M5)."""

from tests.rules.test_minutes_layouts import rows


def test_a_ruled_table_is_read_by_what_its_columns_hold() -> None:
    text = "| 号 | 咱们要弄的 | 盯的人 | 收尾 |\n|---|---|---|---|\n| 1 | 铺面防水重做 | 老邱 | 3月20日 |\n"
    text += "| 2 | 收银台搬到门口 | 阿芬 | 3/22 |"
    assert rows(text) == [("铺面防水重做", "老邱", "03-20"), ("收银台搬到门口", "阿芬", "03-22")]


def test_when_a_point_was_raised_is_neither_the_task_nor_its_date() -> None:
    text = "Ref | Raised | Point | Who | Target\n7.1 | 2 Mar | Repaint bay markings | Tom Baker | 20 Mar\n"
    text += "7.2 | 9 Mar | Service the dock leveller | Ana Ruiz | 27 Mar"
    assert rows(text) == [
        ("Repaint bay markings", "Tom Baker", "03-20"),
        ("Service the dock leveller", "Ana Ruiz", "03-27"),
    ]


def test_what_is_to_be_done_stands_beside_the_matter_it_is_of() -> None:
    text = "议题\t怎么办\t牵头\t最迟\n护栏松动\t换螺栓并复检\t老邱\t3月20日\n标识缺失\t补贴反光条\t阿芬\t3月22日"
    assert rows(text) == [("换螺栓并复检", "老邱", "03-20"), ("补贴反光条", "阿芬", "03-22")]


def test_a_post_before_a_name_in_a_cell_is_no_part_of_it() -> None:
    text = "事项\t牵头\t完成时间\n补货\t店长 葛亮\t3月20日\n报税\tL. Novak\t3月22日"
    assert rows(text) == [("补货", "葛亮", "03-20"), ("报税", "L. Novak", "03-22")]


def test_a_row_whose_task_is_struck_out_is_closed() -> None:
    text = "| 事项 | 谁 | 何时 |\n|---|---|---|\n| ~~订酒店~~ | 阿芬 | 3月20日 |\n| 订车 | 老邱 | 3月22日 |"
    assert rows(text) == [("订车", "老邱", "03-22")]


def test_a_state_may_say_first_what_was_done() -> None:
    text = "事项\t谁\t何时\t现状\n换收银机\t阿芬\t3月5日\t已换，关闭\n补灯箱\t老邱\t3月22日\t图已初稿"
    assert rows(text) == [("补灯箱", "老邱", "03-22")]


def test_rows_without_a_head_are_kept_apart_by_gaps() -> None:
    text = "本周要做的\n  消防水箱清洗    老邱    3月20日\n  大堂换灯        阿芬    3-22\n  门禁卡补办      待定"
    assert rows(text) == [("消防水箱清洗", "老邱", "03-20"), ("大堂换灯", "阿芬", "03-22"), ("门禁卡补办", "", "")]


def test_what_was_left_undone_goes_on_where_a_day_is_ahead() -> None:
    text = "上周没做完的\n  电梯异响    老邱    3月20日回复\n  地库漏水    老邱    已修好"
    assert rows(text) == [("电梯异响", "老邱", "03-20")]


def test_an_action_before_a_bar_keeps_its_date_behind_it() -> None:
    assert rows("Present: Grace, Tom\nAction: Grace to check the sight lines | 20 March 2026") == [
        ("check the sight lines", "Grace", "03-20")
    ]
