"""The Chinese lunar calendar of the years ahead, for 正月十五, 腊月二十三 and the feasts that follow the moon."""

from datetime import date, timedelta
from typing import Final

# Year: its first day (month, day), the month that is doubled (0: none) and, month by month, 1 for 30 days and 0 for 29;
# as published by the Purple Mountain Observatory.
_YEARS: Final = {
    2023: ((1, 22), 2, "0100110110101"), 2024: ((2, 10), 0, "010010110110"), 2025: ((1, 29), 6, "1010010101110"),
    2026: ((2, 17), 0, "101001001110"), 2027: ((2, 6), 0, "110100100110"), 2028: ((1, 26), 5, "1110100100110"),
    2029: ((2, 13), 0, "110101010011"), 2030: ((2, 3), 0, "010110101010"), 2031: ((1, 23), 3, "0110101101010"),
    2032: ((2, 11), 0, "100101101101"), 2033: ((1, 31), 11, "0100101011101"), 2034: ((2, 19), 0, "010010101101"),
    2035: ((2, 8), 0, "101001001101"), 2036: ((1, 28), 6, "1101001001011"), 2037: ((2, 15), 0, "110100100101"),
    2038: ((2, 4), 0, "110101010010"), 2039: ((1, 24), 5, "1101101010100"), 2040: ((2, 12), 0, "101101011010"),
    2041: ((2, 1), 0, "010101101101"),
}  # fmt: skip


def solar(year: int, month: int, day: int) -> date | None:
    """The day of a lunar date, never in the doubled month; day 30 of the twelfth is that month's last (除夕).

    None outside the years known and for days a month does not have.
    """
    known = _YEARS.get(year)
    if known is None or not 1 <= month <= 12:
        return None
    (first_month, first_day), doubled, lengths = known
    place = month - 1 + (1 if doubled and month > doubled else 0)
    long = 30 if lengths[place] == "1" else 29
    if day == 30 and month == 12:
        day = long
    if not 1 <= day <= long:
        return None
    before = sum(30 if each == "1" else 29 for each in lengths[:place])
    return date(year, first_month, first_day) + timedelta(days=before + day - 1)
