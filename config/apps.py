"""The admin application with the back office as its site."""

from django.contrib.admin.apps import AdminConfig


class BackOfficeConfig(AdminConfig):
    """Django's admin, served by the site that knows our roles, menu and content policy."""

    default_site = "payment_links.admin.site.BackOffice"
