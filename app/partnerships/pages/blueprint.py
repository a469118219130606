"""The blueprint of the pages on needs, offers, partnerships and requests."""

from flask import Blueprint

bp = Blueprint("partnerships", __name__)
