"""The words for the codes of plans: kinds of run, of change, of event."""

from flask_babel import gettext as _

from app.plans.drafts.changes import ChangeKind
from app.plans.lists.kinds import BadgeOrder
from app.plans.models import RunKind
from app.web.sentences import says


@says(RunKind)
def run_kind(value: RunKind) -> str:
    return {
        RunKind.FRESH: _("Search"),
        RunKind.REPLAN: _("Planned again"),
        RunKind.WHAT_IF: _("What-if copy"),
        RunKind.BY_HAND: _("By hand"),
    }[value]


@says(ChangeKind)
def change_kind(value: ChangeKind) -> str:
    return {
        ChangeKind.LARGER_GROUP: _("larger groups, by people"),
        ChangeKind.SMALLER_GROUP: _("smaller groups, by people"),
        ChangeKind.MORE_VISITS: _("more visits"),
        ChangeKind.OPENS_EARLIER: _("opens earlier, by minutes"),
        ChangeKind.CLOSES_LATER: _("closes later, by minutes"),
        ChangeKind.MORE_SEATS: _("more seats"),
        ChangeKind.STARTS_EARLIER: _("starts earlier, by minutes"),
        ChangeKind.ENDS_LATER: _("ends later, by minutes"),
        ChangeKind.WITHOUT_TOUR: _("does not run"),
        ChangeKind.ANOTHER_TOUR: _("runs twice"),
        ChangeKind.ARRIVES_EARLIER: _("arrives earlier, by minutes"),
        ChangeKind.LEAVES_LATER: _("leaves later, by minutes"),
    }[value]


@says(BadgeOrder)
def badge_order(value: BadgeOrder) -> str:
    return {
        BadgeOrder.NAME: _("name"),
        BadgeOrder.SCHOOL: _("school"),
        BadgeOrder.COACH: _("first coach"),
    }[value]
