"""Organisations as they enter by any door: places, points, names that are asked."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy.orm import Session

from app.errors import Invalid
from app.organisations.actions import put_organisation, set_charter, set_programme, set_site
from app.organisations.models import CefrLevel, Organisation, Precision
from app.organisations.schemas import CharterIn, OrganisationIn, ProgrammeIn, SiteIn
from app.web.values import as_typed

pytestmark = pytest.mark.usefixtures("request_context")


@pytest.fixture
def request_context(app: APIFlask) -> Iterator[None]:
    with app.test_request_context():
        yield


def wanted(**typed: str) -> dict[str, Any]:
    usual = {
        "key": "lycee",
        "name": "Lycée d’essai",
        "kind": "school",
        "country": "FR",
        "city": "Roanne",
    }
    with as_typed():
        return OrganisationIn().load(usual | typed)


def point_of(row: Organisation) -> tuple[float | None, float | None, Precision | None]:
    site = row.main_site
    assert site is not None
    return site.latitude, site.longitude, site.precision


def test_a_town_gives_an_organisation_its_point_exact_to_the_town(session: Session) -> None:
    row = put_organisation(session, "test", wanted(languages="en:B2; fr"))

    assert point_of(row) == (46.03624, 4.06802, Precision.TOWN)
    assert {(skill.language, skill.level) for skill in row.languages} == {
        ("en", CefrLevel.B2),
        ("fr", None),
    }


def test_a_stated_point_is_not_looked_up_and_a_later_import_without_one_keeps_it(
    session: Session,
) -> None:
    stated = wanted(latitude="46.04", longitude="4.07", precision="building")
    put_organisation(session, "test", stated)

    row = put_organisation(session, "test", wanted())

    assert point_of(row) == (46.04, 4.07, Precision.BUILDING)


def test_a_point_set_by_hand_survives_even_a_stated_one(session: Session) -> None:
    row = put_organisation(session, "test", wanted())
    site = row.main_site
    assert site is not None
    site.latitude, site.longitude, site.precision = 46.1, 4.1, Precision.BUILDING
    site.is_set_by_hand = True

    put_organisation(session, "test", wanted(latitude="46.04", longitude="4.07", city="Lyon"))

    assert point_of(row) == (46.1, 4.1, Precision.BUILDING)


def test_a_new_town_moves_a_point_that_was_looked_up(session: Session) -> None:
    put_organisation(session, "test", wanted())

    row = put_organisation(session, "test", wanted(city="Méru"))

    assert point_of(row) == (49.23333, 2.13333, Precision.TOWN)


def test_an_ambiguous_town_is_asked_with_its_candidates(session: Session) -> None:
    with pytest.raises(Invalid) as refusal:
        put_organisation(session, "test", wanted(city="Neustadt", country="DE"))

    (sentence,) = refusal.value.fields["city"]
    assert sentence.startswith("Several towns have this name: ")
    assert sentence.endswith("Please give latitude and longitude of the one that is meant.")


def test_an_oid_belongs_to_one_organisation(session: Session) -> None:
    put_organisation(session, "test", wanted(oid="E10012345"))

    with pytest.raises(Invalid) as refusal:
        put_organisation(session, "test", wanted(key="other", oid="E10012345"))

    assert refusal.value.fields == {"oid": ["lycee has this OID already."]}


def test_what_belongs_to_an_organisation_is_known_by_its_own_name(session: Session) -> None:
    row = put_organisation(session, "test", wanted())
    with as_typed():
        named = ProgrammeIn().load(
            {
                "organisation": "lycee",
                "key": "logistics",
                "sector": "transport_logistics",
                "names": "Bac pro Logistique (fr, -2024); Métiers de la logistique (fr, 2025-)",
            }
        )
        charter = CharterIn().load({"organisation": "lycee", "kind": "quality_label"})
        site = SiteIn().load(
            {"organisation": "lycee", "name": "Annexe", "city": "Legnica", "country": "PL"}
        )
    for _time in range(2):
        programme = set_programme(session, named)
        set_charter(session, charter)
        set_site(session, site)

    session.refresh(row)
    assert [name.name for name in programme.names] == [
        "Bac pro Logistique",
        "Métiers de la logistique",
    ]
    assert programme.name_in(2024) == "Bac pro Logistique"
    assert (len(row.charters), len(row.sites), len(row.programmes)) == (1, 2, 1)


def test_a_map_server_that_does_not_answer_leaves_the_town_to_the_gazetteer(
    app: APIFlask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.config["SETTINGS"]
    nowhere = replace(settings, nominatim_domain="127.0.0.1:1")
    monkeypatch.setitem(app.config, "SETTINGS", nowhere)

    row = put_organisation(session, "test", wanted(address="1 rue de la Gare"))

    assert point_of(row) == (46.03624, 4.06802, Precision.TOWN)
