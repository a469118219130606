"""Plans in words: what a run came to, why a wish is unmet, what changes for a person."""

import re
from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from app.forums.models import Forum, Participant
from app.plans import planner_words
from app.plans.comparing import PersonChange, Step
from app.plans.ids import number_in
from app.plans.models import PlanVersion
from app.plans.names import Names
from app.plans.timetable import ItemKind
from app.web.locales import number


def step_words(step: Step, names: Names) -> tuple[str, str]:
    """Return what and when, as `Visit: Port company` and `Tue 16 Nov, 09:00–10:30`."""
    when = f"{day_words(step.start)}, {step.start[11:]}–{step.end[11:]}"
    if step.kind is ItemKind.VISIT:
        return _("Visit: %(host)s", host=names[step.host]), when
    if step.kind is ItemKind.REST:
        return _("Break"), when
    return _("On the way: %(tour)s", tour=names[step.tour]), when


def change_record(change: PersonChange, names: Names) -> dict[str, Any]:
    """Return a person's change as the API says it."""

    def told(steps: tuple[Step, ...]) -> list[dict[str, str]]:
        said = (step_words(step, names) for step in steps)
        return [{"what": what, "when": when} for what, when in said]

    return {
        "participant_id": number_in(change.participant),
        "before": told(change.before),
        "after": told(change.after),
    }


def day_words(local: str) -> str:
    return format_date(date.fromisoformat(local[:10]), "EEE d MMM")


def change_message(
    forum: Forum, version: PlanVersion, person: Participant, change: PersonChange, names: Names
) -> tuple[str, str]:
    """Return subject and text of the message about a person's new days."""
    subject = _(
        "%(forum)s: your visits, version %(number)d", forum=forum.name, number=version.number
    )
    lines = [_("Hello %(name)s,", name=person.name), ""]
    if version.note:
        lines += [version.note, ""]
    if change.before:
        lines += [_("No longer:"), *_listed(change.before, names), ""]
    if change.after:
        lines += [_("Now:"), *_listed(change.after, names), ""]
    lines += [
        _("All times are those of %(zone)s.", zone=forum.zone),
        _("Your private link shows the whole week as it stands now."),
    ]
    return subject, "\n".join(lines)


def _listed(steps: tuple[Step, ...], names: Names) -> list[str]:
    said = (step_words(step, names) for step in steps)
    return [f"- {when}: {what}" for what, when in said]


def summary(problem: dict[str, Any], plan: dict[str, Any] | None, bound: float | None) -> str:
    """Return the one sentence that says what a plan is worth."""
    if plan is None:
        return _("There is no plan yet.")
    wished = sum(len(person["must"]) for person in problem["participants"])
    met = wished - len(plan["unmet"])
    parts = [_("All rules kept")]
    parts.append(_("%(met)d of %(wished)d first wishes met", met=met, wished=wished))
    parts.append(gap_words(plan["objective"], bound))
    if plan.get("weak_bound"):
        parts.append(_("tours too long to try all, so this bound is a weaker one"))
    return " · ".join(parts)


def gap_words(objective: float, bound: float | None) -> str:
    """Say how much better a plan could be, at most."""
    if bound is None:
        return _("how much better one could be is not known")
    if bound <= objective:
        return _("no better plan exists")
    percent = 100 * (bound - objective) / max(abs(bound), 1e-9)
    if percent < 0.1:  # noqa: PLR2004 -- a rounded 0.0 % would read as nothing
        return _("less than 0.1 %% better exists")
    return _("at most %(percent)s %% better exists", percent=number(percent))


def failure_words(failure: str) -> str:
    """Say why a run failed."""
    if failure == "workers_lost":
        return _("The workers that carried it out were lost three times.")
    if failure.startswith("refused: "):
        return _("The planner refused: %(reason)s", reason=failure.removeprefix("refused: "))
    return _("Something went wrong on our side.")


def reason_words(unmet: dict[str, Any], names: Names) -> str:
    """Say why a wish of the highest rank is not met."""
    known = {
        "no_shared_time": _("They are not there while the host is open and a tour runs."),
        "never_open_together": _("The host is never open while a tour that they can take runs."),
        "full": _("All visits to this host are full."),
        "group_too_small": _("Too few others would come along for a group."),
        "better_without": _("A plan with this visit would be worse for the others."),
        "no_plan_found": _("The search found no plan that includes it."),
        "search_longer": _("A better plan with this visit exists: search for longer."),
        "not_known": _("The plan was changed afterwards; why was not worked out again."),
        "no_time": _("There was no time left to find out why."),
        "not_planned": _("The search found no better plan that includes it."),
    }
    said = planner_words.reason_words(unmet, names) or known.get(unmet["reason"])
    return said or with_names(str(unmet["text"]), names)


def with_names(text: str, names: Names) -> str:
    """Put the names in the place of ids such as `p12` in a sentence of the planner."""
    return re.sub(r"\b[pvtefso][0-9]+\b", lambda found: names[found[0]], text)
