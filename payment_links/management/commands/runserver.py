"""`manage.py runserver` with the header `tenant_id`; static files are served by WhiteNoise."""

from django.core.management.commands import runserver

from payment_links.management.header_server import HeaderKeepingServer


class Command(runserver.Command):
    """Django's command on a server that keeps our header."""

    server_cls = HeaderKeepingServer
