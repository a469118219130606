"""The blueprint of the organiser's pages about plans."""

from flask import Blueprint

bp = Blueprint("plans", __name__)
