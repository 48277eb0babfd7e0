"""How long accounting records are kept: seven years after the year in which the books ended.

Source: bokföringslagen (1999:1078) 7 kap. 2 §: accounting information is kept until and with the
seventh year after the end of the calendar year in which the fiscal year ended. It is why the right
to erasure waits for what belongs to the books: GDPR art. 17.3 b.
"""

from datetime import date

YEARS_KEPT = 7


def kept_until(day: date, first_month: int) -> date:
    """The last day on which the law demands what belongs to the books of that day.

    first_month: with which the seller's fiscal year begins, 1 for the calendar year. An event of
    2026-11-22 is kept until 2033-12-31, with fiscal years from July (ending 2027-06-30) until
    2034-12-31.
    """
    year_of_end = day.year if first_month == 1 or day.month < first_month else day.year + 1
    return date(year_of_end + YEARS_KEPT, 12, 31)
