"""The addresses that outside services call. A slug holds every token and no NUL."""

from django.urls import path

from payment_links.inbound.messages import EmailReportView, receive_sms_report
from payment_links.inbound.payments import receive_payment_status

app_name = "inbound"
urlpatterns = [
    path("payments/<slug:callback_token>", receive_payment_status, name="payments"),
    path("sms/<slug:report_token>", receive_sms_report, name="sms"),
    path("email", EmailReportView.as_view(), name="email"),
]
