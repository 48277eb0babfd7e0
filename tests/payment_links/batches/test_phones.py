"""Phone numbers of a file: as people write them, and as spreadsheets spoil them."""

import pytest

from payment_links.batches.cell_values import InvalidCellError
from payment_links.batches.phones import ReadPhone, read_phone
from payment_links.batches.sheets import Cell
from payment_links.models import Tenant

TENANT = Tenant()
MOBILE = "+46701740615"


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("070-174 06 15", ReadPhone("070-174 06 15", MOBILE)),
        ("+46 70 174 06 15", ReadPhone("+46 70 174 06 15", MOBILE)),
        (701740615, ReadPhone("0701740615", MOBILE, is_completed=True)),
        (701740615.0, ReadPhone("0701740615", MOBILE, is_completed=True)),
        ("46701740615", ReadPhone("+46701740615", MOBILE, is_completed=True)),
        (46701740615, ReadPhone("+46701740615", MOBILE, is_completed=True)),
        ("019-12 34 56", ReadPhone("019-12 34 56")),
        ("+1 212 555 1234", ReadPhone("+1 212 555 1234")),
        ("", ReadPhone("")),
    ],
)
def test_numbers_get_back_what_a_spreadsheet_took(cell: Cell, phone: ReadPhone) -> None:
    assert read_phone(cell, TENANT) == phone


@pytest.mark.parametrize(
    ("cell", "code"),
    [("4.67E+10", "shortened"), (4.5, "shortened"), ("fråga", "not_a_phone"), (12, "not_a_phone")],
)
def test_what_is_no_number_any_more_is_refused(cell: Cell, code: str) -> None:
    with pytest.raises(InvalidCellError, match=code):
        read_phone(cell, TENANT)
