"""Live progress as Server-Sent Events, read from the run's row while a worker searches."""

import time
from collections.abc import Callable, Iterator

from flask import Response, stream_with_context
from sqlalchemy.orm import Session

from app.database import db, reading_only
from app.plans.models import PlanRun

SECONDS_BETWEEN_LOOKS = 0.5
LONGEST = 15 * 60
"""Seconds after which a stream ends by itself; the page then asks anew."""


def response(run_id: int, draw: Callable[[PlanRun], str]) -> Response:
    """Return a stream of what `draw` makes of the run, sent when it has changed."""
    answer = Response(stream_with_context(_events(run_id, draw)), content_type="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _events(run_id: int, draw: Callable[[PlanRun], str]) -> Iterator[str]:
    """Yield events; no transaction stays open between two looks."""
    reading_only.set(True)
    engine, last, end = db.engine, "", time.monotonic() + LONGEST
    while time.monotonic() < end:
        with Session(engine) as session:
            run = session.get(PlanRun, run_id)
            if run is None:
                return
            drawn, is_over = draw(run), run.is_over
        if drawn != last:
            yield "data: " + drawn.replace("\r", "").replace("\n", "\ndata: ") + "\n\n"
            last = drawn
        if is_over:
            yield "event: close\ndata: over\n\n"
            return
        time.sleep(SECONDS_BETWEEN_LOOKS)
