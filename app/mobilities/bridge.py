"""Mobilities as cases of the pure rules, and what they are planned with."""

from collections.abc import Mapping, Sequence

from app.consortia.models import ErasmusField
from app.grants import rules
from app.grants.models import cents
from app.mobilities.models import Adult, AgeBand, Mobility, MobilityKind, Relay

ACTIVITIES: Mapping[tuple[ErasmusField, MobilityKind], tuple[str, str]] = {
    (ErasmusField.VET, MobilityKind.LEARNERS_SHORT): ("LM-SHORT-VET", "learner"),
    (ErasmusField.VET, MobilityKind.LEARNERS_LONG): ("LM-LONG-VET", "learner"),
    (ErasmusField.VET, MobilityKind.JOB_SHADOWING): ("SM-JOB-SHDW", "staff"),
    (ErasmusField.VET, MobilityKind.TEACHING): ("SM-TTA", "staff"),
    (ErasmusField.VET, MobilityKind.COURSE): ("SM-COUR-TRAIN", "staff"),
    (ErasmusField.VET, MobilityKind.PREPARATORY_VISIT): ("PREP-VISIT", "staff"),
    (ErasmusField.HIGHER_EDUCATION, MobilityKind.LEARNERS_SHORT): ("HE-SM-SHORT", "student"),
    (ErasmusField.HIGHER_EDUCATION, MobilityKind.LEARNERS_LONG): ("HE-SMT", "student"),
    (ErasmusField.HIGHER_EDUCATION, MobilityKind.JOB_SHADOWING): ("HE-STT", "staff"),
    (ErasmusField.HIGHER_EDUCATION, MobilityKind.TEACHING): ("HE-STA", "staff"),
    (ErasmusField.HIGHER_EDUCATION, MobilityKind.COURSE): ("HE-STT", "staff"),
    (ErasmusField.HIGHER_EDUCATION, MobilityKind.PREPARATORY_VISIT): ("PREP-VISIT", "staff"),
}
"""Field and kind → the guide's code of the activity, and as whom it pays its participants.

Staff observation in higher education is training there (HE-STT); its rules know no preparatory
visit, and say so.
"""


def case_of(row: Mobility) -> rules.Case:
    """Return a mobility as the rules judge it; without its accompanying adults."""
    activity, participant = ACTIVITIES[row.field, row.kind]
    return rules.Case(
        call_year=str(row.call_year),
        field=row.field.value,
        action=row.action,
        activity=activity,
        participant=participant,
        origin=rules.Place(row.origin_country, row.origin_latitude, row.origin_longitude),
        destination=rules.Place(row.country, row.latitude, row.longitude),
        starts=row.starts_on,
        ends=row.ends_on,
        travel_days=row.travel_days,
        green=row.is_green,
        persons=row.persons,
        fewer_opportunities=row.fewer_opportunities,
    )


def relay_cases(
    row: Mobility, adults: Sequence[Adult] | None = None
) -> list[tuple[Adult, rules.Case]]:
    """Return the adults who travel with the group, each with the case of their stay.

    `adults` stand in for those stored, as long as a row is not written yet.
    """
    if row.age_band is AgeBand.ADULTS and not row.fewer_opportunities:
        return []
    group = case_of(row)
    return [
        (
            adult,
            rules.Case(
                call_year=group.call_year,
                field=group.field,
                action=group.action,
                activity="ACCOMPANYING",
                participant="accompanying",
                origin=group.origin,
                destination=group.destination,
                starts=adult.starts_on,
                ends=adult.ends_on,
                travel_days=row.travel_days,
                green=row.is_green,
            ),
        )
        for adult in (row.adults if adults is None else adults)
        if adult.relay is not Relay.ON_SITE
    ]


def planned_cents(*answers: rules.Estimate) -> dict[rules.Heading, tuple[int, bool]]:
    """Return cents by heading, and whether a bound stands in for an amount nobody settled.

    Where only bounds are known, the highest the guide allows is planned.
    """
    found = {}
    for heading in rules.Heading:
        amounts = [one.under(heading) for one in answers]
        known = [amount for amount in amounts if amount.high is not None]
        if not known:
            continue
        total = rules.Amount.sum(known)
        euros = total.high if total.exact is None else total.exact
        assert euros is not None, "every amount here has an upper bound"
        found[heading] = (cents(euros), total.exact is None)
    return found
