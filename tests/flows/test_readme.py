"""The README's lines run as they are printed."""

import re
import subprocess
from pathlib import Path

from tests.running_demo import ROOT, Demo, plain_environment

README = (ROOT / "README.md").read_text()


def shell_lines(demo: Demo) -> str:
    """Every ```sh block of the README, pointed at the running demo's ports."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    assert len(blocks) >= 5
    return (
        "\n".join(blocks)
        .replace("127.0.0.1:8000", f"127.0.0.1:{demo.port}")
        .replace("127.0.0.1:8001", f"127.0.0.1:{demo.port + 1}")
    )


def printed_answers() -> list[str]:
    """What the README says they print, one line each, without what differs from run to run."""
    blocks = re.findall(r"```sh\n.*?```\n```(?:json)?\n(.*?)```", README, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if "…" not in line]


def test_the_curl_lines_run_from_first_to_last(demo: Demo, tmp_path: Path) -> None:
    outcome = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", shell_lines(demo)],
        cwd=tmp_path,
        env={**plain_environment(), "NO_PROXY": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    printed = outcome.stdout.replace("pong", "pong\n").replace('": "', '":"').splitlines()
    assert [line for line in printed_answers() if line not in printed] == []
    assert (tmp_path / "receipt.pdf").read_bytes().startswith(b"%PDF-1.7")
