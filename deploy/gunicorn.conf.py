"""Settings of the web servers, shared by the demo and by production."""

import os

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
preload_app = True
# Clients send the header `tenant_id`. Headers with underscores are dropped unless they are named
# here and come from an address listed below: the proxy in front, or the machine itself.
# Not SCRIPT_NAME: a caller could send one that is not in the path, which gunicorn answers with 500.
forwarder_headers = "TENANT_ID"
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
# No access log: the addresses hold the payers' tokens.
accesslog = None
# The longest that gunicorn allows: an id of 5,000 characters is the API's 404, not a bare 400.
limit_request_line = 8190
# Longer than a proxy or client keeps an idle connection: who closes last resets nobody's request.
keepalive = 75
graceful_timeout = 10
timeout = 60
max_requests = 10_000
max_requests_jitter = 1_000
control_socket_disable = True
