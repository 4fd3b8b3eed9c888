"""Deadlines in which Chinese and English stand side by side (T1)."""

import pytest

from tests.rules.deadline_rows import Row, read_rows, reading

MIXED = """
明天EOD | 2026-03-03
明天 EOD 前 | 2026-03-03
周五EOD | 2026-03-06
周五 COB | 2026-03-06
周五5pm | 2026-03-06 17:00
周五 5 PM 前 | 2026-03-06 17:00
明天noon | 2026-03-03 12:00
明天 10am | 2026-03-03 10:00
下周三 by EOD | 2026-03-11
next 周五 | 2026-03-13
by周五 | 2026-03-06
by 3月15日 | 2026-03-15
by 明天下午3点 | 2026-03-03 15:00
before 月底 | 2026-03-31
before 3月15号 | 2026-03-15
due 周五 | 2026-03-06
due: 3月15日 | 2026-03-15
deadline 周三17:00 | 2026-03-04 17:00
deadline是下周五 | 2026-03-13
Deadline: 明天下班前 | 2026-03-03
until 月底 | 2026-03-31
周五前 by 5pm | 2026-03-06 17:00
Friday前 | 2026-03-06
Fri下班前 | 2026-03-06
Wed 17:00前 | 2026-03-04 17:00
tomorrow下午3点 | 2026-03-03 15:00
tomorrow 下班前 | 2026-03-03
Mar 5前 | 2026-03-05
March 5号前 | 2026-03-05
EOW前 | 2026-03-06
EOM前 | 2026-03-31
end of month前 | 2026-03-31
Q2 end前 | 2026-06-30
3 business days内 | 2026-03-05
2 working days 内回复 | 2026-03-04
in 3个工作日 | 2026-03-05
2 hours内 | 2026-03-02 10:30
poster初稿 by Fri 5pm @李四 | 2026-03-06 17:00
海报 draft 明天 EOD 给 Anna | 2026-03-03
完成3款海报初稿 @李四 周三17:00前 标准: 300DPI | 2026-03-04 17:00
市场部张经理10月9日前提交海报核心卖点 | 2026-10-09
landing page 改版 3/20 前上线 | 2026-03-20
API文档 v2.1 周五前 | 2026-03-06
ETA 周四 | 2026-03-05
ETA: 3月15日 | 2026-03-15
ddl: Fri 17:00 | 2026-03-06 17:00
Review 一下 PR，tomorrow 10am 前 | 2026-03-03 10:00
ASAP，最晚明天中午 | 2026-03-03 12:00
"""


@pytest.mark.parametrize("row", read_rows(MIXED), ids=str)
def test_both_languages_may_stand_in_one_deadline(row: Row) -> None:
    assert reading(row) == row.expected
