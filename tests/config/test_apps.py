"""The back office's pages are loaded where they are served, and where they are checked."""

import os
import subprocess
import sys

from tests.running_demo import ROOT

WORKER = """
import sys
from config.celery import app
app.loader.import_default_modules()
print({"unfold.admin", "config.urls", "weasyprint"} & set(sys.modules))
from django.contrib.admin import site
from django.core.checks import run_checks
run_checks(tags=["admin"])
print(len(site._registry) > 30)
"""


def test_workers_load_no_pages_until_somebody_checks_them() -> None:
    told = subprocess.run(
        [sys.executable, "-c", WORKER],
        cwd=ROOT,
        env={"CELERY_SKIP_CHECKS": "true", "VAR_DIR": os.environ["VAR_DIR"]},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert told.stdout.splitlines() == ["set()", "True"], told.stderr
