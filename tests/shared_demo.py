"""One running demo for all workers of a test run: the first to need it starts it.

The workers share a folder. Its lock is held while the demo starts, and while its users are counted;
the last to leave stops the demo.
"""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.file_lock import locked
from tests.running_demo import Demo, run_demo


@dataclass
class State:
    """What the workers know of the demo. starts: how often it was started; users: of the last."""

    starts: int = 0
    users: int = 0
    port: int = 0
    pid: int = 0
    greeting: str = ""

    @classmethod
    def read(cls, folder: Path) -> "State":
        file = folder / "state.json"
        return cls(**json.loads(file.read_text())) if file.exists() else cls()

    def write(self, folder: Path) -> None:
        (folder / "state.json").write_text(json.dumps(vars(self)))


@contextmanager
def visit_demo(folder: Path, session: ExitStack) -> Iterator[Demo]:
    """Join the demo of this test run, or start it.

    session: closed when the worker's session ends, where a starter waits for the demo's end.
    """
    with locked(folder / "lock"):
        state = State.read(folder)
        if state.users == 0:
            state = _start(folder, state.starts + 1, session)
        state.users += 1
        state.write(folder)
    demo = Demo(state.port, folder / str(state.starts), state.greeting)
    try:
        yield demo
    finally:
        demo.close()
        _leave(folder)


def _start(folder: Path, number: int, session: ExitStack) -> State:
    var_dir = folder / str(number)
    var_dir.mkdir()
    started = session.enter_context(run_demo(var_dir))
    return State(number, port=started.port, pid=started.pid, greeting=started.greeting)


def _leave(folder: Path) -> None:
    """Be done with it; the last one stops the demo and does not wait for its end."""
    with locked(folder / "lock"):
        state = State.read(folder)
        state.users -= 1
        state.write(folder)
        if state.users == 0:
            with suppress(ProcessLookupError):
                os.kill(state.pid, signal.SIGTERM)
