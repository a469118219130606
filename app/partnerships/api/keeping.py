"""Needs and offers over the API, and the suggestions for a need."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.permissions import Permission, allow
from app.database import db
from app.errors import Conflict
from app.organisations.askers import own_id
from app.organisations.models import Organisation
from app.partnerships import answers, bridge, entries, queries, wording
from app.partnerships.api.blueprint import bp
from app.partnerships.models import EntryState, Need, Offer
from app.partnerships.schemas import NeedIn, OfferIn, PageIn
from app.web.editing import etag, on_version_of
from app.web.idempotency import idempotent

Wanted = dict[str, Any]
NeedAnswer = tuple[Need, int, dict[str, str]]
OfferAnswer = tuple[Offer, int, dict[str, str]]

NEED_OUT = ("key", "state", "coded_needs")
OFFER_OUT = ("key", "state", "site")


def _owner(wanted: Wanted) -> Organisation:
    """Return the organisation that an entry names, if it is one that the asker may write for."""
    return entries.organisation_named(db.session(), wanted.pop("organisation"), own_id())


def _own_need(need_id: int) -> Need:
    return queries.need(db.session(), need_id, own_id())


def _own_offer(offer_id: int) -> Offer:
    return queries.own_offer(db.session(), offer_id, own_id())


@bp.get("/needs")
@allow(Permission.SEARCH_PARTNERS)
@bp.input(PageIn, location="query", arg_name="wanted")
@bp.output(answers.NeedOut(many=True))
def needs(wanted: Wanted) -> Sequence[Need]:
    """List the needs of one's own organisation, a hundred a page; organisers see all of them."""
    return queries.own_entries(db.session(), Need, own_id(), wanted["page"]).rows


@bp.post("/needs")
@allow(Permission.SEARCH_PARTNERS)
@idempotent
@bp.input(NeedIn(exclude=NEED_OUT), arg_name="wanted")
@bp.output(answers.NeedOut, status_code=201)
def create_need(wanted: Wanted) -> NeedAnswer:
    """Write a need."""
    row = entries.put_need(db.session(), current_user.label, _owner(wanted), wanted)
    db.session.commit()
    return row, 201, etag(row)


@bp.get("/needs/<key:need_id>")
@allow(Permission.SEARCH_PARTNERS)
@bp.output(answers.NeedOut)
def show_need(need_id: int) -> NeedAnswer:
    """Read one of one's own needs."""
    row = _own_need(need_id)
    return row, 200, etag(row)


@bp.put("/needs/<key:need_id>")
@allow(Permission.SEARCH_PARTNERS)
@on_version_of(_own_need)
@bp.input(NeedIn(exclude=(*NEED_OUT, "organisation")), arg_name="wanted")
@bp.output(answers.NeedOut)
def save_need(row: Need, wanted: Wanted) -> NeedAnswer:
    """Change a need, on the version that `If-Match` names."""
    entries.put_need(db.session(), current_user.label, row.organisation, wanted, row)
    db.session.commit()
    return row, 200, etag(row)


@bp.post("/needs/<key:need_id>/confirmation")
@allow(Permission.SEARCH_PARTNERS)
@on_version_of(_own_need)
@bp.output(answers.NeedOut)
def confirm_need(row: Need) -> NeedAnswer:
    """Say that a need is still right, in the version that `If-Match` names."""
    entries.confirm(db.session(), current_user.label, row)
    db.session.commit()
    return row, 200, etag(row)


@bp.delete("/needs/<key:need_id>")
@allow(Permission.SEARCH_PARTNERS)
@on_version_of(_own_need)
@bp.output({}, status_code=204)
def close_need(row: Need) -> str:
    """Close a need, on the version that `If-Match` names; it is kept."""
    entries.set_state(db.session(), current_user.label, row, EntryState.CLOSED)
    db.session.commit()
    return ""


@bp.get("/needs/<key:need_id>/suggestions")
@allow(Permission.SEARCH_PARTNERS)
@bp.output(answers.SuggestionsOut)
def suggestions(need_id: int) -> dict[str, Any]:
    """Suggest offers with reasons, near misses, and what stands in the way of the others."""
    row = queries.need(db.session(), need_id, own_id())
    if not bridge.is_matchable(row.starts_on, row.ends_on):
        raise Conflict(_("The period has no whole working week, Monday to Friday."))
    answer = bridge.answer_for(db.session(), row)
    shown = [
        answers.suggestion(one, circle.centre)
        for circle in answer.circles
        for one in (*circle.own, *circle.companies)
    ]
    return {
        "suggestions": sorted(shown, key=lambda one: one["rank"]),
        "near_misses": [answers.near_miss(miss) for miss in answer.near_misses],
        "obstacles": [
            {"obstacle": code, "sentence": wording.obstacle(code, {}), "offers": count}
            for code, count in answer.obstacles
        ],
        "weights_version": answer.weights_version,
    }


@bp.get("/offers")
@allow(Permission.EDIT_PARTNERSHIPS)
@bp.input(PageIn, location="query", arg_name="wanted")
@bp.output(answers.OfferOut(many=True))
def offers(wanted: Wanted) -> Sequence[Offer]:
    """List the offers of one's own organisation, a hundred a page; organisers see all of them."""
    return queries.own_entries(db.session(), Offer, own_id(), wanted["page"]).rows


@bp.post("/offers")
@allow(Permission.EDIT_PARTNERSHIPS)
@idempotent
@bp.input(OfferIn(exclude=OFFER_OUT), arg_name="wanted")
@bp.output(answers.OfferOut, status_code=201)
def create_offer(wanted: Wanted) -> OfferAnswer:
    """Write an offer."""
    row = entries.put_offer(db.session(), current_user.label, _owner(wanted), wanted)
    db.session.commit()
    return row, 201, etag(row)


@bp.get("/offers/<key:offer_id>")
@allow(Permission.SEE_DIRECTORY)
@bp.output(answers.OfferOut)
def show_offer(offer_id: int) -> OfferAnswer:
    """Read an offer."""
    row = queries.offer(db.session(), offer_id)
    return row, 200, etag(row)


@bp.put("/offers/<key:offer_id>")
@allow(Permission.EDIT_PARTNERSHIPS)
@on_version_of(_own_offer)
@bp.input(OfferIn(exclude=(*OFFER_OUT, "organisation")), arg_name="wanted")
@bp.output(answers.OfferOut)
def save_offer(row: Offer, wanted: Wanted) -> OfferAnswer:
    """Change an offer, on the version that `If-Match` names."""
    entries.put_offer(db.session(), current_user.label, row.organisation, wanted, row)
    db.session.commit()
    return row, 200, etag(row)


@bp.post("/offers/<key:offer_id>/confirmation")
@allow(Permission.EDIT_PARTNERSHIPS)
@on_version_of(_own_offer)
@bp.output(answers.OfferOut)
def confirm_offer(row: Offer) -> OfferAnswer:
    """Say that an offer is still right, in the version that `If-Match` names."""
    entries.confirm(db.session(), current_user.label, row)
    db.session.commit()
    return row, 200, etag(row)


@bp.delete("/offers/<key:offer_id>")
@allow(Permission.EDIT_PARTNERSHIPS)
@on_version_of(_own_offer)
@bp.output({}, status_code=204)
def close_offer(row: Offer) -> str:
    """Close an offer, on the version that `If-Match` names; it is kept."""
    entries.set_state(db.session(), current_user.label, row, EntryState.CLOSED)
    db.session.commit()
    return ""
