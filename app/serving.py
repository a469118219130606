"""Running the service: web and worker processes, together in a demo, apart in production."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

from app.settings import Settings

THREADS = 64
"""Threads of the one web process: a stream of progress holds one while it lasts."""


def name_links(settings: Settings, port: int) -> None:
    """Let links of this process and its children name the port, unless their address is stated."""
    if settings.environment != "production":
        os.environ.setdefault("NETINVET_BASE_URL", f"http://127.0.0.1:{port}")


def web_command(host: str, port: int) -> list[str]:
    """Return the command line of the web server; its access log is ours, without paths."""
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "--worker-class=gthread",
        "--workers=1",
        f"--threads={THREADS}",
        "--timeout=60",
        "--graceful-timeout=20",
        "--keep-alive=5",
        f"--bind={host}:{port}",
        "--log-level=warning",
        "app.factory:create_app()",
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "app", "worker"]


def run_together(settings: Settings, host: str, port: int) -> None:
    """Run web and worker until a signal; one that dies is started again."""
    settings.data.mkdir(parents=True, exist_ok=True)
    commands = [web_command(host, port), worker_command()]
    running = [subprocess.Popen(command) for command in commands]  # noqa: S603 -- our own commands
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        time.sleep(0.5)
        for place, process in enumerate(running):
            if process.poll() is not None and not stopping:
                running[place] = subprocess.Popen(commands[place])  # noqa: S603 -- our own commands
    for process in running:
        process.terminate()
    for process in running:
        process.wait(timeout=30)
