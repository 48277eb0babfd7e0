"""Every address of the sandbox on one screen."""

from django.urls import path, re_path
from django.urls.resolvers import URLPattern

from payment_links.sandbox import initiation, merchants, orders, payments, payouts, tenants
from payment_links.sandbox.answers import answer_not_found
from payment_links.sandbox.clock import clock_view
from payment_links.sandbox.deposits import deposit_view
from payment_links.sandbox.faults import faults_view
from payment_links.sandbox.ledger import ledger_view
from payment_links.sandbox.mail import batch_view, email_view
from payment_links.sandbox.pages import static_view
from payment_links.sandbox.provider_pages import provider_view
from payment_links.sandbox.screen import attachment_view, mail_view, screen_view
from payment_links.sandbox.sms import sms_view
from payment_links.sandbox.tenants import Call, endpoint

API = "payments/api/v1"
ORDER = f"{API}/payment_orders/<str:order_id>"
PAYMENT = f"{ORDER}/payments/<str:payment_id>"


def api(address: str, **calls: Call) -> URLPattern:
    """An address of the Payments API with the calls of its methods."""
    return path(address, endpoint(**calls))


urlpatterns = [
    path("", screen_view),
    path("mail/<int:mail_id>", mail_view),
    path("mail/<int:mail_id>/attachments/<int:attachment_id>", attachment_view),
    path("provider/<str:payment_id>", provider_view),
    path("static/<path:path>", static_view),
    path("clock", clock_view),
    path("faults", faults_view),
    path("ledger/<str:name>", ledger_view),
    path("a1/sms", sms_view),
    path("postmark/email", email_view),
    path("postmark/email/batch", batch_view),
    path("mimic/api/deposit_payment", deposit_view),
    path("api/deposit_payment", deposit_view),
    path(f"{API}/ping", tenants.ping_view),
    api(f"{API}/tenant", GET=tenants.get_tenant, PUT=tenants.update_tenant),
    api(f"{API}/merchants", GET=merchants.list_merchants, POST=merchants.create_merchant),
    api(f"{API}/merchants/<str:merchant_id>", GET=merchants.get_merchant),
    api(f"{API}/payment_orders", GET=orders.list_orders, POST=orders.create_order),
    api(ORDER, GET=orders.get_order, PUT=orders.update_order),
    api(f"{ORDER}/close", PUT=orders.close_order),
    api(f"{ORDER}/split", PUT=orders.split_order),
    api(f"{ORDER}/settle", PUT=orders.settle_order),
    api(f"{ORDER}/payments", POST=initiation.initiate_payment),
    api(PAYMENT, GET=payments.get_payment, PUT=payments.update_payment),
    api(f"{PAYMENT}/stop", PUT=payments.stop_payment),
    api(f"{PAYMENT}/refund", POST=payments.refund_payment),
    api(f"{PAYMENT}/funding/reconcile", PUT=payments.reconcile_payment),
    api(f"{API}/payments", GET=payments.list_payments),
    api(f"{API}/payouts", GET=payouts.list_payouts),
    api(f"{API}/payouts/<str:payout_id>", GET=payouts.get_payout),
    re_path(r"", answer_not_found),
]
