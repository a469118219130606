"""What each kind of sheet is called and what it holds, in the reader's language."""

from flask_babel import gettext as _


def sheet_name(name: str) -> str:
    """Return what a kind of sheet is called. Raises KeyError for one that nobody named."""
    return {
        "organisations": _("Organisations"),
        "sites": _("Further sites"),
        "charters": _("Charters, labels and accreditations"),
        "contacts": _("Contacts as roles"),
        "programmes": _("Programmes"),
        "circles": _("Circles of companies"),
        "needs": _("Needs"),
        "offers": _("Offers"),
        "consortia": _("Consortia"),
        "consortium-members": _("Members of consortia"),
        "forums": _("Forum editions"),
        "places": _("Places of an edition"),
        "visit-offers": _("Visit offers of hosts"),
        "participants": _("Participants and their wishes"),
        "sessions": _("Programme of an edition"),
        "tours": _("Tours"),
        "mobilities": _("Mobilities"),
    }[name]


def sheet_about(name: str) -> str:
    """Return what one row of a kind of sheet is."""
    return {
        "organisations": _("One row per school, training centre or company, with its main site."),
        "sites": _("One row per further site of an organisation."),
        "charters": _("One row per charter, label or accreditation, with its dates."),
        "contacts": _("One row per role that an organisation owns, with its present holder."),
        "programmes": _("One row per programme, with its names over the years."),
        "circles": _("One row per company in a host centre’s circle."),
        "needs": _("One row per need of a sending organisation."),
        "offers": _("One row per offer of a host, with its periods."),
        "consortia": _("One row per mobility consortium."),
        "consortium-members": _("One row per member and the day it joined."),
        "forums": _("One row per edition of the forum."),
        "places": _("One row per venue, station or hotel."),
        "visit-offers": _("One row per host that receives visitors, with its open hours."),
        "participants": _("One row per person, with arrival, departure and wishes."),
        "sessions": _("One row per fixed item of the programme."),
        "tours": _("One row per coach, train or walking group."),
        "mobilities": _("One row per mobility of learners or staff, without any name."),
    }[name]
