"""Links that open the phone's own map."""

from urllib.parse import quote, urlencode

from app.plans.queries import ItineraryItem

APPLE_MODES = {"road": "d", "transit": "r", "walk": "w"}


def map_link(item: ItineraryItem, user_agent: str) -> str:
    """Return an address that opens a map at the item's place, as the reader's device does it.

    Apple's devices know their own https address, Android the `geo:` scheme; desks get
    OpenStreetMap. Empty when the place has no point.
    """
    if item.latitude is None or item.longitude is None:
        return ""
    point = f"{item.latitude:.5f},{item.longitude:.5f}"
    if "Android" in user_agent:
        return f"geo:{point}?q={point}({quote(item.place)})"
    if any(word in user_agent for word in ("iPhone", "iPad", "Macintosh")):
        flag = APPLE_MODES.get(item.mode, "d")
        return "https://maps.apple.com/?" + urlencode({"daddr": point, "dirflg": flag})
    place = urlencode({"mlat": f"{item.latitude:.5f}", "mlon": f"{item.longitude:.5f}"})
    return f"https://www.openstreetmap.org/?{place}#map=16/{point.replace(',', '/')}"
