"""POST /payment_links: what is accepted, what is refused, what is written."""

import pytest

from payment_links.models import PaymentLink
from tests.builders import make_demo_merchant
from tests.doors import Sandbox
from tests.payment_links.api.calls import LINKS, SEED_PAYLOAD, Api

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])


@pytest.fixture
def api(sandbox: Sandbox) -> Api:
    return Api(make_demo_merchant().tenant_id)


def test_seed_payload_is_accepted_as_printed(api: Api) -> None:
    response = api.post(LINKS, SEED_PAYLOAD)

    link = PaymentLink.objects.get()
    assert response.status_code == 200
    assert response.json() == {"id": str(link.pk), "checkout_url": link.checkout_url}
