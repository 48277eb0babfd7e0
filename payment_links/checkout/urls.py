"""The payer's pages; the checkout token in the address is the only credential."""

from django.urls import path, re_path

from payment_links.accent_colors import SIX_DIGITS
from payment_links.checkout import genuine, looks, statement, views

app_name = "checkout"
urlpatterns = [
    re_path(rf"^colors/(?P<color>{SIX_DIGITS})\.css\Z", looks.colors, name="colors"),
    # Before the token, which would take the words for one.
    path("accessibility", statement.show_statement, name="accessibility"),
    path("check", genuine.check_typed_code, name="check"),
    path("check/<str:code>", genuine.check_code, name="check_code"),
    path("<str:checkout_token>", views.show_link, name="link"),
    path("<str:checkout_token>/pay", views.start_payment, name="start"),
    path("<str:checkout_token>/return", views.return_from_provider, name="return"),
    path("<str:checkout_token>/status", views.show_status, name="status"),
    path("<str:checkout_token>/logo", looks.logo, name="logo"),
    path("", views.show_nothing),
    path("<path:anything>", views.show_nothing),
]
