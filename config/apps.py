"""The admin application with the back office as its site."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core.checks import CheckMessage, Tags, register
from django.urls import get_resolver


class BackOfficeConfig(SimpleAdminConfig):
    """Django's admin, served by the site that knows our roles, menu and content policy.

    Its pages are loaded with the addresses, by `config.urls`: workers and the sandbox serve none,
    and start in half the time without them.
    """

    default_site = "payment_links.admin.site.BackOffice"

    def ready(self) -> None:
        register(check_dependencies, Tags.admin)
        register(check_pages, Tags.admin)


def check_pages(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """Django's check of all pages of the admin, once they are loaded."""
    _loaded = get_resolver().url_patterns
    return check_admin_app(app_configs, **options)
