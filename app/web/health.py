"""Whether the service lives and can work: for people, monitors and start scripts."""

import shutil

from apiflask import APIFlask
from flask import Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from app import migrations
from app.accounts.permissions import Permission, allow
from app.database import db
from app.messages.models import Message, MessageState
from app.plans.models import PlanRun, RunState
from app.privacy import retention

SPARE_BYTES = 20 * 1024 * 1024
"""Below this much free disk the service says that it is short of it."""


def set_up(app: APIFlask) -> None:
    app.add_url_rule("/health", "health", health)
    app.add_url_rule("/metrics", "metrics", metrics)


@allow(Permission.OPEN_TO_ALL)
def health() -> ResponseReturnValue:
    """Tell in words what works: 200 when requests can be served, 503 when not."""
    checks = {"database": _database(), "disk": _disk()}
    is_well = all(word == "ok" for word in checks.values())
    return jsonify(status="ok" if is_well else "degraded", **checks), 200 if is_well else 503


def _database() -> str:
    try:
        db.session.execute(text("SELECT 1"))
        at = migrations.current(db.engine)
    except SQLAlchemyError:
        return "unreachable"
    return "ok" if at == migrations.newest() else "needs migration"


def _disk() -> str:
    settings = current_app.config["SETTINGS"]
    return "ok" if shutil.disk_usage(settings.data).free > SPARE_BYTES else "nearly full"


@allow(Permission.OPEN_TO_ALL)
def metrics() -> ResponseReturnValue:
    """Give counts of waiting work in Prometheus' text format; nothing personal."""
    registry = CollectorRegistry()
    registry.register(_Waiting())
    return Response(generate_latest(registry), content_type="text/plain; version=0.0.4")


class _Waiting:
    """Reads the tables when Prometheus asks."""

    def collect(self) -> list[GaugeMetricFamily]:
        return [
            _gauge("netinvet_plan_runs", "Plan runs by state", PlanRun.state, RunState),
            _gauge("netinvet_messages", "Messages by state", Message.state, MessageState),
            GaugeMetricFamily(
                "netinvet_retention_late",
                "1 when nothing over has been deleted for two days",
                value=int(retention.late_since(db.session()) is not None),
            ),
        ]


def _gauge(name: str, about: str, column, kind) -> GaugeMetricFamily:  # type: ignore[no-untyped-def]  # noqa: ANN001 -- a mapped column and its enum
    rows = db.session.execute(select(column, func.count()).group_by(column)).all()
    counted: dict[object, int] = dict(rows)
    family = GaugeMetricFamily(name, about, labels=["state"])
    for state in kind:
        family.add_metric([state.value], counted.get(state, 0))
    return family
