"""The sandbox as a Django application, so that its tables are migrated like any other."""

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """Label and name of the sandbox application."""

    name = "payment_links.sandbox"
    label = "sandbox"
    verbose_name = "Sandbox"
