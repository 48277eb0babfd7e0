"""What is read and kept of the bodies that outside services send."""

import pytest
from django.test import RequestFactory

from payment_links.inbound.bodies import KEPT_OF_BODY, LARGEST_BODY, is_too_large, kept_body


@pytest.mark.parametrize(
    ("length", "expected"),
    [("", False), (str(LARGEST_BODY), False), (str(LARGEST_BODY + 1), True), ("²", True)],
)
def test_the_announced_length_decides(length: str, expected: bool) -> None:
    request = RequestFactory().post("/", CONTENT_LENGTH=length)

    assert is_too_large(request) is expected


def test_the_beginning_is_kept_as_storable_text() -> None:
    assert kept_body(b"a\x00\xff") == "a\ufffd\ufffd"
    assert len(kept_body(b"x" * (KEPT_OF_BODY + 1))) == KEPT_OF_BODY
