"""The admin application with the back office as its site."""

from django.contrib.admin import site
from django.contrib.admin.apps import AdminConfig
from django.utils.module_loading import autodiscover_modules


class BackOfficeConfig(AdminConfig):
    """Django's admin, served by the site that knows our roles, menu and content policy.

    Our pages are registered from an index of their own and not by importing the package `admin`:
    the site's class lives in that package, so importing it would register pages while the site is
    being made, on another instance.
    """

    default_site = "payment_links.admin.site.BackOffice"

    def ready(self) -> None:
        super().ready()
        autodiscover_modules("admin.pages", register_to=site)
