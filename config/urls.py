"""The whole public surface: /api/v1, /inbound, /pay, /admin and the health checks."""

from django.contrib import admin
from django.urls import include, path
from django.utils.module_loading import autodiscover_modules
from django.views.generic import RedirectView

from payment_links.admin.joining import join

# Our pages are registered from an index of their own and not by importing the package `admin`: the
# site's class lives in that package, so importing it would register pages while the site is being
# made, on another instance.
autodiscover_modules("admin", register_to=admin.site)
autodiscover_modules("admin.pages", register_to=admin.site)

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("api/v1/", include("payment_links.api.urls")),
    path("api/v1/", include("invoicing.api.urls")),
    path("inbound/", include("payment_links.inbound.urls")),
    path("pay/", include("invoicing.checkout.urls")),
    path("pay/", include("payment_links.checkout.urls")),
    path("admin/invitation/<str:token>/", join, name="invitation"),
    path("admin/", include("payment_links.admin.sign_in")),
    path("admin/", admin.site.urls),
    path("", include("payment_links.api.health")),
]

handler404 = "payment_links.api.errors.page_not_found"
handler500 = "payment_links.api.errors.server_error"
handler400 = "payment_links.api.errors.bad_request"
handler403 = "payment_links.api.errors.permission_denied"
