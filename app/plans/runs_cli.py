"""The commands `netinvet plans …`: searches of the service, and what is published of them."""

import time
from datetime import datetime

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.orm import Session

from app import clock
from app.forums.queries import forum_with_key
from app.jobs import queue
from app.operating import OPERATOR, operating, show_table
from app.plans import actions, publishing, queries, wording
from app.plans.models import PlanRun, RunState
from app.plans.schemas.wanted import LONGEST_SEARCH, RunIn

RUN = click.IntRange(1, 2**31 - 1)
ASKED = click.option(
    "--asked",
    multiple=True,
    metavar="PERSON",
    help="Who agreed to be moved at short notice, by their id in the plan; may be repeated.",
)
UNCLAIMED_SECONDS = 20
"""After so long without a worker the command says that none seems to run."""


@click.group()
def plans() -> None:
    """Search for visit plans, and publish them."""


@plans.command("list")
@click.argument("edition")
def list_runs(edition: str) -> None:
    """List the newest searches of an edition."""
    with operating() as session:
        show_table(
            ("run", "state", "seconds", "objective", "bound", "started", "title"),
            (
                (
                    run.id,
                    run.state.value,
                    run.seconds,
                    _number(run.objective),
                    _number(run.bound),
                    _moment(run.created_at),
                    run.title,
                )
                for run in queries.runs_of(session, forum_with_key(session, edition).id)
            ),
        )


@plans.command("start")
@click.argument("edition")
@click.option("--seconds", default=60, show_default=True, type=click.IntRange(1, LONGEST_SEARCH))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 2**31 - 1))
@click.option("--title", default="")
@click.option("--keep-published", is_flag=True, help="Change the published version sparingly.")
@click.option("--wait/--no-wait", default=True, help="Show progress until the search is over.")
def start(
    edition: str, seconds: int, seed: int, title: str, *, keep_published: bool, wait: bool
) -> None:
    """Start a search; a worker carries it out."""
    typed = {"title": title, "seconds": seconds, "seed": seed, "keeps_published": keep_published}
    with operating() as session:
        wanted = RunIn().load(typed)
        forum = forum_with_key(session, edition)
        run = actions.start_run(session, OPERATOR, forum.id, wanted)
        session.commit()
        queue.wake_planner(run.id)
        click.echo(f"Run {run.id} has been started.")
        if wait:
            _follow(session, run)


@plans.command("status")
@click.argument("run_id", metavar="RUN", type=RUN)
def status(run_id: int) -> None:
    """Say how far a search is; exit code 1 when it failed."""
    with operating() as session:
        _tell(actions.run_by_id(session, run_id))


@plans.command("wait")
@click.argument("run_id", metavar="RUN", type=RUN)
def wait_for(run_id: int) -> None:
    """Show the progress of a search until it is over; Ctrl+C leaves it running."""
    with operating() as session:
        _follow(session, actions.run_by_id(session, run_id))


@plans.command("stop")
@click.argument("run_id", metavar="RUN", type=RUN)
def stop(run_id: int) -> None:
    """Stop a search; it keeps its best plan."""
    with operating() as session:
        actions.stop_run(session, OPERATOR, run_id)
        click.echo(f"Run {run_id} will stop.")


@plans.command("retry")
@click.argument("run_id", metavar="RUN", type=RUN)
def retry(run_id: int) -> None:
    """Put a search that failed back into the queue."""
    with operating() as session:
        actions.retry_run(session, OPERATOR, run_id)
        session.commit()
        queue.wake_planner(run_id)
        click.echo(f"Run {run_id} waits again.")


@plans.command("publish")
@click.argument("run_id", metavar="RUN", type=RUN)
@click.option("--note", default="", help="A line that tells everybody what changes.")
@ASKED
def publish(run_id: int, note: str, asked: tuple[str, ...]) -> None:
    """Publish the plan of a run as the next version, and write to whose days change."""
    with operating() as session:
        version = publishing.publish(session, OPERATOR, run_id, note, asked)
        click.echo(f"Version {version.number} is published.")


@plans.command("versions")
@click.argument("edition")
def versions(edition: str) -> None:
    """List the published versions of an edition, newest first."""
    with operating() as session:
        show_table(
            ("version", "published", "by", "run", "note"),
            (
                (
                    one.number,
                    _moment(one.published_at),
                    one.published_by,
                    one.plan_run_id,
                    one.note,
                )
                for one in queries.versions_of(session, forum_with_key(session, edition).id)
            ),
        )


@plans.command("restore")
@click.argument("edition")
@click.argument("number", type=RUN)
@click.option("--note", default="", help="A line that tells everybody what changes.")
@ASKED
def restore(edition: str, number: int, note: str, asked: tuple[str, ...]) -> None:
    """Go back: publish an earlier version again, under a new number."""
    with operating() as session:
        forum = forum_with_key(session, edition)
        earlier = queries.version_by_number(session, forum.id, number)
        version = publishing.restore(session, OPERATOR, earlier.id, note, asked)
        click.echo(f"Version {number} is published again, as version {version.number}.")


def _follow(session: Session, run: PlanRun) -> None:
    """Show a run's progress until it is over, then how it ended."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    began, warned = time.monotonic(), False
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Waiting for a worker …", total=run.seconds)
        while not run.is_over:
            session.commit()
            time.sleep(0.5)
            session.refresh(run)
            if run.started_at is not None:
                done = (clock.now() - run.started_at).total_seconds()
                best = "" if run.objective is None else f" best plan so far: {run.objective:,.0f}"
                progress.update(
                    task, completed=min(done, run.seconds), description=f"Searching …{best}"
                )
            elif not warned and time.monotonic() - began > UNCLAIMED_SECONDS:
                warned = True
                progress.console.print("No worker takes the run: is `netinvet worker` running?")
    _tell(run)


def _tell(run: PlanRun) -> None:
    if run.state is RunState.FAILED:
        raise click.ClickException(f"Run {run.id} failed. {wording.failure_words(run.failure)}")
    found = "no plan yet" if run.objective is None else f"objective {run.objective:,.2f}"
    bound = "" if run.bound is None else f", bound {run.bound:,.2f}"
    click.echo(f"Run {run.id} is {run.state.value}: {found}{bound}.")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.2f}"


def _moment(value: datetime) -> str:
    return f"{value:%Y-%m-%d %H:%M}"
