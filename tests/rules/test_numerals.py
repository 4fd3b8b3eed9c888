"""Numbers in digits, Chinese numerals and English words."""

import pytest

from bot.rules.numerals import read_number


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("12", 12), ("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("廿一", 21), ("三十一", 31), ("两", 2),
        ("一百二十", 120), ("一百零五", 105), ("二〇", 20), ("twelve", 12), ("a couple of", 2),
        ("十十", None), ("百十百", None), ("abc", None),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(word: str, value: int | None) -> None:
    assert read_number(word) == value
