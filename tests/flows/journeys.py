"""What people do in a flow: the payer at the checkout and at the provider."""

from tests.flows.payer import Form, Payer
from tests.running_demo import Demo


def choose_and_pay(payer: Payer, provider: str, method: str) -> str:
    """Choose a method on the open checkout page and press the pay button."""
    form = next(form for form in payer.forms() if form.action.endswith("/pay"))
    return payer.submit(form, payment_method=f"{provider}/{method}")


def decide(payer: Payer, decision: str, **values: str) -> str:
    """Press one of the buttons of the provider's page that is open."""
    return payer.submit(Form(action="", method="post"), ("decision", decision, ""), **values)


def approve(payer: Payer) -> str:
    """Approve at the provider; returns the page the payer is led back to."""
    return decide(payer, "approve")


def pay_by_card(payer: Payer, card_number: str) -> str:
    """Enter a card number on the provider's page and pay."""
    return decide(payer, "card", card_number=card_number)


def payment_at_provider(demo: Demo, payment_id: str, decision: str) -> int:
    """Someone decides on the provider's page without coming back to us; returns its HTTP status."""
    answer = demo.outside.post(f"/provider/{payment_id}", data={"decision": decision})
    return answer.status_code
