"""Projects as a conversation (J1, J2)."""

from tests.chat import GROUP, Chat


def test_j1_a_new_project_answers_with_its_card(team: Chat) -> None:
    team.shows(GROUP, "Q4宣传物料", why="reply")
