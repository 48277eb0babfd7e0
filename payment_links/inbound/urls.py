"""The addresses that outside services call."""

from django.urls import path

from payment_links.inbound.messages import EmailReportView, receive_sms_report
from payment_links.inbound.payments import receive_payment_status

app_name = "inbound"
urlpatterns = [
    path("payments/<str:callback_token>", receive_payment_status, name="payments"),
    path("sms/<str:report_token>", receive_sms_report, name="sms"),
    path("email", EmailReportView.as_view(), name="email"),
]
