"""Publishing over the API: versions, who opened them, going back."""

from typing import Any

from flask_login import current_user

from app import clock
from app.accounts.permissions import Permission, allow
from app.database import db
from app.forums.queries import forum_by_id
from app.plans import names, publishing, queries, telephoning, wording
from app.plans.api.blueprint import bp
from app.plans.models import PlanVersion
from app.plans.schemas import (
    PlanChangeOut,
    PlanFileOut,
    PublishIn,
    ToTelephoneOut,
    VersionOut,
    VersionReadingOut,
)
from app.web.idempotency import idempotent

Wanted = dict[str, Any]


@bp.post("/plan-runs/<key:run_id>/publish")
@allow(Permission.PUBLISH_PLANS)
@idempotent
@bp.input(PublishIn, arg_name="wanted")
@bp.output(VersionOut, status_code=201)
def publish(run_id: int, wanted: Wanted) -> PlanVersion:
    """Publish a plan as the next version, and write to everybody whose days change.

    Refused (409) with each change when the edition is not as it was for the search.
    """
    version = publishing.publish(db.session(), current_user.label, run_id, **wanted)
    db.session.commit()
    return version


@bp.get("/forums/<key:forum_id>/versions")
@allow(Permission.PLAN_VISITS)
@bp.output(VersionOut(many=True))
def versions(forum_id: int) -> list[PlanVersion]:
    """List the published versions, newest first."""
    forum_by_id(db.session(), forum_id)
    return queries.versions_of(db.session(), forum_id)


@bp.get("/forums/<key:forum_id>/versions/<key:number>")
@allow(Permission.PLAN_VISITS)
@bp.output(VersionOut)
def version(forum_id: int, number: int) -> PlanVersion:
    """Read one version."""
    return queries.version_by_number(db.session(), forum_id, number)


@bp.get("/forums/<key:forum_id>/versions/<key:number>/plan")
@allow(Permission.PLAN_VISITS)
@bp.output(PlanFileOut)
def version_plan(forum_id: int, number: int) -> dict[str, Any]:
    """Read a version's plan, as `netinvet-plan/1`."""
    return queries.version_by_number(db.session(), forum_id, number).plan


@bp.get("/forums/<key:forum_id>/versions/<key:number>/changes")
@allow(Permission.PLAN_VISITS)
@bp.output(PlanChangeOut(many=True))
def changes_of_going_back(forum_id: int, number: int) -> list[dict[str, Any]]:
    """List whose days would change if this version were published again."""
    version = queries.version_by_number(db.session(), forum_id, number)
    after = {"problem": version.problem, "plan": version.plan}
    found = publishing.changes_by(db.session(), forum_id, after)
    known = names.of_forum(db.session(), forum_by_id(db.session(), forum_id))
    return [wording.change_record(change, known) for change in found]


@bp.get("/forums/<key:forum_id>/versions/<key:number>/readings")
@allow(Permission.PLAN_VISITS)
@bp.output(VersionReadingOut(many=True))
def readings(forum_id: int, number: int) -> list[dict[str, Any]]:
    """List everybody with when they opened a version, those who did not first."""
    version = queries.version_by_number(db.session(), forum_id, number)
    return [
        {
            "participant_id": person.id,
            "opened_at": reading.opened_at if reading else None,
            "acknowledged_at": reading.acknowledged_at if reading else None,
        }
        for person, reading in queries.readers_of(db.session(), version)
    ]


@bp.get("/forums/<key:forum_id>/versions/<key:number>/to-telephone")
@allow(Permission.PLAN_VISITS)
@bp.output(ToTelephoneOut(many=True))
def to_telephone(forum_id: int, number: int) -> list[dict[str, Any]]:
    """List who has not opened a version and still leaves, the first to leave first."""
    version = queries.version_by_number(db.session(), forum_id, number)
    return [
        {
            "participant_id": person.id,
            "name": person.name,
            "phone": person.phone if person.shares_phone else "",
            "leaves_at": leaves,
            "is_soon": is_soon,
        }
        for person, leaves, is_soon in telephoning.to_telephone(db.session(), version, clock.now())
    ]


@bp.post("/forums/<key:forum_id>/versions/<key:number>/restore")
@allow(Permission.PUBLISH_PLANS)
@idempotent
@bp.input(PublishIn, arg_name="wanted")
@bp.output(VersionOut, status_code=201)
def restore(forum_id: int, number: int, wanted: Wanted) -> PlanVersion:
    """Publish an earlier version again, under a new number."""
    version = queries.version_by_number(db.session(), forum_id, number)
    restored = publishing.restore(db.session(), current_user.label, version.id, **wanted)
    db.session.commit()
    return restored
