"""A participant's week as one printed page."""

from flask_babel import get_locale
from flask_babel import gettext as _

from app.itineraries.queries import Card, Week
from app.plans.timetable import ItemKind
from app.web import locales, pdf


def sheet(week: Week) -> bytes:
    """Return the PDF of a week: same order as the page, readable without colour."""
    zone = week.participant.forum.zone
    version = week.version
    subtitle = f"{week.participant.name} · {week.participant.forum.name} · {zone}"
    return pdf.render(
        "itinerary",
        {
            "title": _("My week"),
            "language": get_locale().language,
            "subtitle": subtitle,
            "foot": _("Version %(number)d", number=version.number) if version else "",
            "days": [
                {
                    "name": locales.day(day.day, style="EEEE d MMMM y"),
                    "items": [_line(card) for card in day.cards],
                }
                for day in week.days
            ],
        },
    )


def _line(card: Card) -> dict[str, object]:
    item = card.item
    start = locales.wall_time(item.starts_at, item.zone)
    end = locales.wall_time(item.ends_at, item.zone)
    details = {
        ItemKind.VISIT: [
            item.address or item.place,
            item.meeting_point,
            _("Ask for %(name)s", name=item.ask_for) if item.ask_for else "",
            item.phone,
            item.dress,
        ],
        ItemKind.LEG: [item.tour_name, item.departure_note, item.driver_phone],
        ItemKind.SESSION: [item.place],
    }.get(item.kind, [])
    return {
        "time": f"{start}–{end}",
        "title": _title(card),
        "strong": item.kind in (ItemKind.VISIT, ItemKind.SESSION),
        "details": " · ".join(text for text in details if text),
    }


def _title(card: Card) -> str:
    item = card.item
    titles = {
        ItemKind.LEG: _("To %(place)s", place=item.place),
        ItemKind.WAIT: _("Wait at %(place)s", place=item.place),
        ItemKind.REST: _("Break"),
    }
    return titles.get(item.kind, item.title)
