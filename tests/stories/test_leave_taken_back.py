"""Leave that is taken back in plain words (S1)."""

import pytest

from tests.chat import Chat


@pytest.mark.parametrize("said", ["取消请假", "我不请假了", "cancel my leave"])
def test_s1_the_coming_leave_is_shown_with_the_button_that_ends_it(team: Chat, said: str) -> None:
    team.tells("李四", "/请假 3月5日")
    team.tells("李四", said)
    team.shows("dm:李四", "3月5日（周四）")
    team.presses("李四", "销假")
    team.shows("dm:李四", "取消")


def test_s1_without_any_leave_there_is_nothing_to_take_back(team: Chat) -> None:
    team.tells("李四", "取消请假")
    assert team.fresh("dm:李四")[-1].buttons == ()
