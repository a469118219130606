"""The demo's plan: searched for in this process, published as its first version."""

import threading
from time import monotonic

from flask_babel import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.errors import Conflict
from app.forums.models import Forum
from app.plans import actions, planning, publishing
from app.plans.models import PlanRun, PlanVersion, RunState
from app.plans.queries import current_version
from app.plans.schemas import RunIn

SECONDS = 45
"""How long the search for the demo's plan may take."""
LEASE_SECONDS = 30


def publish_first_plan(session: Session, forum: Forum, console: Console) -> PlanVersion:
    """Return the published version of an edition; plan and publish one if there is none.

    Raises Conflict when the search failed.
    """
    version = current_version(session, forum.id)
    if version is not None:
        return version
    wanted = RunIn().load({"title": "Demo", "seconds": SECONDS, "keeps_training_days": True})
    run = actions.start_run(session, "demo", forum.id, wanted)
    session.commit()
    engine = session.get_bind()
    assert isinstance(engine, Engine), "the service's sessions are bound to engines"
    _search(engine, run.id, console)
    session.refresh(run)
    if run.state is not RunState.FINISHED:
        raise Conflict(_("The search for a plan failed: %(reason)s", reason=run.failure))
    version = publishing.publish(session, "demo", run.id, _("First version of the demonstration."))
    session.commit()
    return version


def _search(engine: Engine, run_id: int, console: Console) -> None:
    """Carry a run out while its progress is shown."""
    search = threading.Thread(
        target=planning.carry_out,
        args=(engine, run_id),
        kwargs={"lease_seconds": LEASE_SECONDS, "ending": threading.Event()},
    )
    search.start()
    began = monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Planning the visits …", total=SECONDS)
        while search.is_alive():
            search.join(0.5)
            with Session(engine) as session:
                best = session.get_one(PlanRun, run_id).objective
            found = "" if best is None else f" best plan so far: {best:,.0f}"
            progress.update(
                task,
                completed=min(SECONDS, monotonic() - began),
                description=f"Planning the visits …{found}",
            )
