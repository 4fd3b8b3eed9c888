"""Deadlines as written in English (T1, T7)."""

import pytest

from tests.rules.deadline_rows import Row, read_rows, reading

ENGLISH = """
today | 2026-03-02
by today | 2026-03-02
today EOD | 2026-03-02
EOD | 2026-03-02
eod today | 2026-03-02
by EOD | 2026-03-02
COB | 2026-03-02
by COB | 2026-03-02
COB Friday | 2026-03-06
by COB Friday | 2026-03-06
close of business tomorrow | 2026-03-03
by close of play | 2026-03-02
end of day | 2026-03-02
by the end of the day | 2026-03-02
end of business day Friday | 2026-03-06
tonight | 2026-03-02 23:59
tonight at 8 | 2026-03-02 20:00
10 tonight | 2026-03-02 22:00
by midnight | 2026-03-03 00:00
by noon | 2026-03-02 12:00
before noon | 2026-03-02 12:00
this afternoon | 2026-03-02 18:00
this evening | 2026-03-02 23:59
this morning | 2026-03-02 12:00
tomorrow | 2026-03-03
by tomorrow | 2026-03-03
Tomorrow. | 2026-03-03
tmr | 2026-03-03
tmrw 5pm | 2026-03-03 17:00
tomorrow EOD | 2026-03-03
EOD tomorrow | 2026-03-03
tomorrow COB | 2026-03-03
tomorrow morning | 2026-03-03 12:00
tomorrow afternoon | 2026-03-03 18:00
tomorrow night | 2026-03-03 23:59
tomorrow noon | 2026-03-03 12:00
noon tomorrow | 2026-03-03 12:00
tomorrow at noon | 2026-03-03 12:00
tomorrow 5pm | 2026-03-03 17:00
5pm tomorrow | 2026-03-03 17:00
tomorrow at 5 pm | 2026-03-03 17:00
tomorrow at 3 | 2026-03-03 15:00
tomorrow at 10:30 | 2026-03-03 10:30
tomorrow at 10:30am | 2026-03-03 10:30
tomorrow 17:00 | 2026-03-03 17:00
tomorrow at half past three | 2026-03-03 15:30
half past 3 tomorrow | 2026-03-03 15:30
quarter past 4 tomorrow | 2026-03-03 16:15
a quarter to five tomorrow | 2026-03-03 16:45
ten to five tomorrow | 2026-03-03 16:50
twenty past four tomorrow | 2026-03-03 16:20
tomorrow at five | 2026-03-03 17:00
tomorrow at five o'clock | 2026-03-03 17:00
5 o'clock tomorrow | 2026-03-03 17:00
tomorrow morning at 9 | 2026-03-03 09:00
9 in the morning tomorrow | 2026-03-03 09:00
the day after tomorrow | 2026-03-04
day after tomorrow at noon | 2026-03-04 12:00
by the day after tomorrow 6pm | 2026-03-04 18:00
the next day | 2026-03-03
5pm | 2026-03-02 17:00
by 5pm | 2026-03-02 17:00
by 5 p.m. | 2026-03-02 17:00
at 17:00 | 2026-03-02 17:00
by 17:30 | 2026-03-02 17:30
at 3 | 2026-03-02 15:00
by 12pm | 2026-03-02 12:00
by 12 noon | 2026-03-02 12:00
by 11:59pm | 2026-03-02 23:59
5:30:15 pm | 2026-03-02 17:30:15
Monday | 2026-03-02
Tuesday | 2026-03-03
Wednesday | 2026-03-04
Thursday | 2026-03-05
Friday | 2026-03-06
Saturday | 2026-03-07
Sunday | 2026-03-08
Fri | 2026-03-06
Fri. | 2026-03-06
Thurs | 2026-03-05
Tues | 2026-03-03
by Wed | 2026-03-04
on Wed | 2026-03-04
by Sat | 2026-03-07
due Sun | 2026-03-08
by Friday | 2026-03-06
before Friday | 2026-03-06
until Friday | 2026-03-06
no later than Friday | 2026-03-06
not later than Thursday | 2026-03-05
due Friday | 2026-03-06
due by Friday | 2026-03-06
due on Friday | 2026-03-06
due date: Friday | 2026-03-06
deadline Friday | 2026-03-06
deadline: Fri 5pm | 2026-03-06 17:00
deadline is Friday | 2026-03-06
by Friday EOD | 2026-03-06
by Fri 5pm | 2026-03-06 17:00
Friday at 5pm | 2026-03-06 17:00
Friday, 5 pm | 2026-03-06 17:00
5pm Friday | 2026-03-06 17:00
5pm on Friday | 2026-03-06 17:00
Friday morning | 2026-03-06 12:00
Friday afternoon | 2026-03-06 18:00
Friday night | 2026-03-06 23:59
Friday noon | 2026-03-06 12:00
Friday by noon | 2026-03-06 12:00
Wed 5:30 pm | 2026-03-04 17:30
Sunday night | 2026-03-08 23:59
this Friday | 2026-03-06
by this Friday | 2026-03-06
this coming Friday | 2026-03-06
coming Friday | 2026-03-06
Friday this week | 2026-03-06
Friday of this week | 2026-03-06
Friday next week | 2026-03-13
Friday of next week | 2026-03-13
next week Tuesday | 2026-03-10
Tuesday next week at 3pm | 2026-03-10 15:00
next Monday | 2026-03-09
next Fri 5pm | ask next_weekday: 2026-03-13 17:00, 2026-03-06 17:00
a week from Friday | 2026-03-13
one week from today | 2026-03-09
a week from tomorrow | 2026-03-10
two weeks from Monday | 2026-03-16
2 weeks from Friday | 2026-03-20
two weeks from today | 2026-03-16
two weeks from now | 2026-03-16
three days from tomorrow | 2026-03-06
a fortnight from today | 2026-03-16
in a fortnight | 2026-03-16
within a fortnight | 2026-03-16
Monday week | 2026-03-09
Friday week | 2026-03-13
this week | 2026-03-06
by this week | 2026-03-06
within this week | 2026-03-06
end of week | 2026-03-06
end of the week | 2026-03-06
end of this week | 2026-03-06
by the end of the week | 2026-03-06
EOW | 2026-03-06
by EOW | 2026-03-06
week end | 2026-03-06
early next week | 2026-03-09
mid next week | 2026-03-11
next week | 2026-03-13
by next week | 2026-03-13
end of next week | 2026-03-13
by the end of next week | 2026-03-13
this weekend | 2026-03-08
over the weekend | 2026-03-08
by the weekend | 2026-03-06
before the weekend | 2026-03-06
next weekend | 2026-03-15
this month | 2026-03-31
end of month | 2026-03-31
end of the month | 2026-03-31
by end of this month | 2026-03-31
month end | 2026-03-31
month-end | 2026-03-31
EOM | 2026-03-31
by EOM | 2026-03-31
next month | 2026-04-30
end of next month | 2026-04-30
by the end of next month | 2026-04-30
beginning of next month | 2026-04-01
early April | 2026-04-10
mid April | 2026-04-15
mid-April | 2026-04-15
late April | 2026-04-30
end of March | 2026-03-31
by end of April | 2026-04-30
by the end of February | ask past: 2027-02-28
end of Feb 2027 | 2027-02-28
end of quarter | 2026-03-31
end of the quarter | 2026-03-31
quarter end | 2026-03-31
EOQ | 2026-03-31
end of next quarter | 2026-06-30
end of Q2 | 2026-06-30
by end of Q3 | 2026-09-30
Q2 end | 2026-06-30
end of year | 2026-12-31
end of the year | 2026-12-31
by year end | 2026-12-31
by year-end | 2026-12-31
EOY | 2026-12-31
end of next year | 2027-12-31
Mar 5 | 2026-03-05
Mar. 5 | 2026-03-05
Mar 5th | 2026-03-05
March 5 | 2026-03-05
march 5th | 2026-03-05
by Mar 5 | 2026-03-05
by March 5th | 2026-03-05
before March 5 | 2026-03-05
due March 5 | 2026-03-05
on March 5 | 2026-03-05
March fifth | 2026-03-05
March the 5th | 2026-03-05
the 5th of March | 2026-03-05
5th of March | 2026-03-05
5 March | 2026-03-05
5th March | 2026-03-05
5-Mar | 2026-03-05
Mar-5 | 2026-03-05
5 Mar 2026 | 2026-03-05
05 Mar 2026 | 2026-03-05
05-Mar-2026 | 2026-03-05
Mar 5 2026 | 2026-03-05
March 5, 2026 | 2026-03-05
March 5th, 2026 | 2026-03-05
March 5 at 3pm | 2026-03-05 15:00
March 5, 2026 at 3pm | 2026-03-05 15:00
Thu, 5 Mar 2026 | 2026-03-05
Thursday March 5 | 2026-03-05
Thursday, March 5th at noon | 2026-03-05 12:00
Thu 5 Mar 17:00 | 2026-03-05 17:00
3pm on March 5 | 2026-03-05 15:00
twenty-first of March | 2026-03-21
March twenty-first | 2026-03-21
by May 1 | 2026-05-01
May 1st | 2026-05-01
by 1 May | 2026-05-01
Sept 30 | 2026-09-30
Dec 31 | 2026-12-31
Mar 4-6 | 2026-03-06
March 4 to 6 | 2026-03-06
March 4 - March 6 | 2026-03-06
from March 4 to March 6 | 2026-03-06
from Monday to Friday | 2026-03-06
Mon-Fri | 2026-03-06
between March 4 and March 6 | 2026-03-06
the 15th | 2026-03-15
by the 15th | 2026-03-15
on the 15th | 2026-03-15
by the 15th at 5pm | 2026-03-15 17:00
15th of this month | 2026-03-15
20th of next month | 2026-04-20
by the 1st of next month | 2026-04-01
the second Monday of next month | 2026-04-13
the last Friday of the month | 2026-03-27
last Friday of March | 2026-03-27
first Monday in April | 2026-04-06
3/15 | 2026-03-15
by 3/15 | 2026-03-15
3/15/2026 | 2026-03-15
15/3/2026 | 2026-03-15
12/31 | 2026-12-31
2026-03-05 | 2026-03-05
by 2026-03-05 | 2026-03-05
2026-03-05 17:00 | 2026-03-05 17:00
2026-03-05T17:00 | 2026-03-05 17:00
2026-03-05T17:00:00 | 2026-03-05 17:00
2026/03/05 | 2026-03-05
in an hour | 2026-03-02 09:30
in 1 hour | 2026-03-02 09:30
in half an hour | 2026-03-02 09:00
within half an hour | 2026-03-02 09:00
in an hour and a half | 2026-03-02 10:00
in 2 hours | 2026-03-02 10:30
in two hours | 2026-03-02 10:30
in 2.5 hours | 2026-03-02 11:00
in 2 and a half hours | 2026-03-02 11:00
in two and a half hours | 2026-03-02 11:00
2 hours from now | 2026-03-02 10:30
within 24 hours | 2026-03-03 08:30
within 48h | 2026-03-04 08:30
in 2h | 2026-03-02 10:30
in 30 minutes | 2026-03-02 09:00
in 30 mins | 2026-03-02 09:00
in 45 min | 2026-03-02 09:15
in fifteen minutes | 2026-03-02 08:45
2 hours later | 2026-03-02 10:30
in a day | 2026-03-03
in 3 days | 2026-03-05
in three days | 2026-03-05
within three days | 2026-03-05
3 days from now | 2026-03-05
in a couple of days | 2026-03-04
in 10 days | 2026-03-12
in a week | 2026-03-09
in one week | 2026-03-09
within a week | 2026-03-09
in 2 weeks | 2026-03-16
in two weeks' time | 2026-03-16
in two weeks | 2026-03-16
within 2 weeks | 2026-03-16
in a month | 2026-04-02
in one month | 2026-04-02
in 3 months | 2026-06-02
in six months | 2026-09-02
in half a year | 2026-09-02
in a year | 2027-03-02
in 1 business day | 2026-03-03
in 2 business days | 2026-03-04
within 2 business days | 2026-03-04
within two working days | 2026-03-04
in 3 workdays | 2026-03-05
in 5 working days | 2026-03-09
three business days | 2026-03-05
10 business days from now | 2026-03-16
next business day | 2026-03-03
by the next working day | 2026-03-03
T+2 | 2026-03-04
before Christmas | 2026-12-24
by Christmas | 2026-12-25
by New Year's Eve | 2026-12-31
please send the poster by Friday 5pm, thanks | 2026-03-06 17:00
can you finish the deck by tomorrow noon? | 2026-03-03 12:00
need this by end of day Thursday | 2026-03-05
@bob draft the FAQ by Mar 20 | 2026-03-20
"""


@pytest.mark.parametrize("row", read_rows(ENGLISH), ids=str)
def test_an_english_deadline_is_the_moment_it_says(row: Row) -> None:
    assert reading(row) == row.expected
