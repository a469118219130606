"""The command `netinvet worker`: one process that solves runs, sends messages and sweeps."""

import os
import signal
import sys
import threading
from types import FrameType

import click
from huey.consumer import Consumer

from app.jobs.queue import Queue, queue_of
from app.operating import open_service
from app.settings import Settings

SECONDS_TO_END = 20
"""How long a worker that is told to end may take to give its run back."""


@click.command()
@click.option(
    "--niceness",
    default=10,
    show_default=True,
    type=click.IntRange(0, 19),
    help="How far searches give way to pages on the same machine.",
)
def worker(niceness: int) -> None:
    """Solve plan runs and send messages; start several processes to do more at once."""
    app = open_service()
    os.nice(niceness)
    settings: Settings = app.config["SETTINGS"]
    queue = queue_of(app)
    _follow_signals(queue)
    consumers = [_consumer(queue.planning, periodic=False), _consumer(queue.upkeep, periodic=True)]
    for consumer in consumers:
        consumer.start()
    _follow_signals(queue)
    _sweep_soon(queue, settings.lease_seconds + 1)
    click.echo("The worker is ready.", err=True)
    healthy = _watch_over(consumers, queue)
    for consumer in consumers:
        consumer.stop_flag.set()
    for consumer in consumers:
        consumer.stop(graceful=True)
    sys.exit(0 if healthy else 1)


def _consumer(huey: object, *, periodic: bool) -> Consumer:
    return Consumer(
        huey,
        workers=1,
        worker_type="thread",
        periodic=periodic,
        initial_delay=0.1,
        max_delay=1.0,
        shutdown_timeout=SECONDS_TO_END,
        graceful_signal="TERM",
    )


def _follow_signals(queue: Queue) -> None:
    """End gently at SIGTERM and at Ctrl-C; Huey's own handlers would not give the run back."""

    def end(_number: int, _frame: FrameType | None) -> None:
        queue.ending.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)


def _sweep_soon(queue: Queue, seconds: float) -> None:
    """Sweep now and once the leases of workers that died before us have run out."""
    queue.tasks["sweep"]()
    timer = threading.Timer(seconds, queue.tasks["sweep"])
    timer.daemon = True
    timer.start()


def _watch_over(consumers: list[Consumer], queue: Queue) -> bool:
    """Wait until told to end; False when a thread died, so that a new process is started."""
    while not queue.ending.wait(0.5):
        threads = [thread for consumer in consumers for _worker, thread in consumer.worker_threads]
        threads += [consumer.scheduler for consumer in consumers]
        if not all(thread.is_alive() for thread in threads):
            queue.ending.set()
            return False
    return True
