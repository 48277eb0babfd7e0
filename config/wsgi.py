"""WSGI entry point of the web processes."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from payment_links.api.body_lengths import BodyLengths

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = BodyLengths(get_wsgi_application())
# Loaded once, before the server makes its processes of this one.
_loaded = get_resolver().url_patterns
