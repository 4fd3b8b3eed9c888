"""Whatever people type, reading it ends, and changes nothing."""

from tests.bench import fuzz


def test_two_thousand_random_messages_are_read_without_a_crash() -> None:
    assert set(fuzz.run(2000, start=7)) == {"command", "deadline", "task", "progress", "standup", "talk", "minutes"}
