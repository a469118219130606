"""All tables, imported together so that the metadata is whole."""

from app.accounts import models as accounts
from app.audit import models as audit
from app.consortia import models as consortia
from app.database import Base
from app.duplicates import models as duplicates
from app.forums import models as forums
from app.grants import models as grants
from app.imports import models as imports
from app.itineraries import models as itineraries
from app.messages import models as messages
from app.mobilities import incident_models as incidents
from app.mobilities import models as mobilities
from app.organisations import models as organisations
from app.partnerships import models as partnerships
from app.partnerships import weight_models as weights
from app.placings import models as placings
from app.plans import models as plans
from app.vocabulary import models as vocabulary
from app.web import models as web

metadata = Base.metadata

__all__ = [
    "accounts",
    "audit",
    "consortia",
    "duplicates",
    "forums",
    "grants",
    "imports",
    "incidents",
    "itineraries",
    "messages",
    "metadata",
    "mobilities",
    "organisations",
    "partnerships",
    "placings",
    "plans",
    "vocabulary",
    "web",
    "weights",
]
