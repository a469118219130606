"""The blueprint of the operations on needs, offers, partnerships and requests."""

from apiflask import APIBlueprint

bp = APIBlueprint("partnerships_api", __name__, url_prefix="/api/v1", tag="Partners")
