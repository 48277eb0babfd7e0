"""A private PostgreSQL that keeps the large data sets of the benchmarks between their runs."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("BENCHMARK_POSTGRES", ROOT / "var" / "benchmark-postgres"))
# Nothing is worth a write to the disk; what is left out is what parallel workers would hide.
OPTIONS = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal"),
    *("max_wal_senders=0", "max_wal_size=2GB", "shared_buffers=512MB", "autovacuum=off"),
    *("jit=off", "max_parallel_workers_per_gather=0"),
)
USER = "payment_links"


def binaries() -> Path | None:
    """The folder of PostgreSQL's programs, the newest of them; None without any."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda f: int(f.parent.name))
    beside = shutil.which("pg_ctl")
    return found[-1] if found else Path(beside).parent if beside else None


class ScaleServer:
    """A running server. databases are made and filled when they are asked for."""

    def __init__(self, programs: Path, socket: Path) -> None:
        self._programs = programs
        self._socket = socket

    def filled(self, links: int) -> Mapping[str, str]:
        """The environment of a process on a database with so many links; minutes for a new one."""
        name = f"links_{links}"
        url = f"postgres://{USER}@/{name}?host={self._socket}"
        environment = {**os.environ, "DATABASE_URL": url}
        make: list[str | Path] = [self._programs / "createdb", "-h", self._socket, "-U", USER, name]
        is_new = not subprocess.run(make, check=False, stderr=subprocess.DEVNULL).returncode
        _manage(environment, "migrate", "--database", "default", "--verbosity", "0")
        _manage(environment, "seed_load", "--links", str(links))
        if is_new:
            _manage(environment, "rebuild_daily_figures")
        return environment


def _manage(environment: Mapping[str, str], *command: str) -> None:
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)


@contextmanager
def scale_server() -> Iterator[ScaleServer]:
    """The server of FOLDER, until the block ends; its data stays."""
    programs = binaries()
    assert programs, "no PostgreSQL is installed"
    with tempfile.TemporaryDirectory() as socket_name:
        socket, data = Path(socket_name), FOLDER / "data"
        FOLDER.mkdir(parents=True, exist_ok=True)
        owner = _give_away(FOLDER, socket)
        if not data.exists():
            making = ("--username", USER, "--auth", "trust", "--encoding", "UTF8")
            _run(owner, programs / "initdb", "-D", data, *making, "--locale", "C.UTF-8")
        options = " ".join(f"-c {option}" for option in OPTIONS)
        control = (programs / "pg_ctl", "-D", data, "-w")
        how = ("-l", FOLDER / "log", "-o", f"-k '{socket}' -h '' {options}")
        _run(owner, *control, *how, "start")
        try:
            yield ScaleServer(programs, socket)
        finally:
            _run(owner, *control, "-m", "fast", "stop")


def _give_away(*folders: Path) -> str | None:
    """PostgreSQL refuses to run as root: the user it runs as then, who gets the folders."""
    if os.getuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    owner = "postgres" if "postgres" in names else "nobody"
    for folder in folders:
        shutil.chown(folder, owner)
    return owner


def _run(owner: str | None, *command: str | Path) -> None:
    subprocess.run(command, user=owner, cwd="/", check=True, stdout=subprocess.DEVNULL)
