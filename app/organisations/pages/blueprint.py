"""The blueprint of the directory's pages."""

from flask import Blueprint

bp = Blueprint("organisations", __name__, url_prefix="/organisations")
