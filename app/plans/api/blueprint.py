"""The blueprint that all operations on plans share."""

from apiflask import APIBlueprint

bp = APIBlueprint("plans_api", __name__, url_prefix="/api/v1", tag="Plans")
