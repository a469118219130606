"""The blueprint to which the API of the mobilities registers."""

from apiflask import APIBlueprint

bp = APIBlueprint("mobilities_api", __name__, url_prefix="/api/v1", tag="Mobilities")
