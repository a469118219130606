"""What the planner says by codes and figures, as sentences in the reader's language."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.plans.names import Names


def remedy_words(unmet: Mapping[str, Any], names: Names) -> str:
    """Say which smallest change by one party would meet a wish."""
    remedy = unmet["remedy"]
    who, host, party = (
        names[unmet["participant"]],
        names[unmet["host"]],
        names[remedy["party"]],
    )
    number = int(remedy["amount"])
    said = {"who": who, "host": host, "party": party}
    sentences = {
        "larger_group": ngettext(
            "%(who)s could visit %(host)s if it took one more person per group.",
            "%(who)s could visit %(host)s if it took %(num)d more people per group.",
            number,
            **said,
        ),
        "more_visits": ngettext(
            "%(who)s could visit %(host)s if it took one more visit.",
            "%(who)s could visit %(host)s if it took %(num)d more visits.",
            number,
            **said,
        ),
        "smaller_group": ngettext(
            "%(who)s could visit %(host)s if its smallest group were one person smaller.",
            "%(who)s could visit %(host)s if its smallest group were %(num)d people smaller.",
            number,
            **said,
        ),
        "more_seats": ngettext(
            "%(who)s could visit %(host)s if %(party)s had one more seat.",
            "%(who)s could visit %(host)s if %(party)s had %(num)d more seats.",
            number,
            **said,
        ),
        "opens_earlier": _(
            "%(who)s could visit %(host)s if it opened %(num)d minutes earlier.",
            num=number,
            **said,
        ),
        "closes_later": _(
            "%(who)s could visit %(host)s if it closed %(num)d minutes later.",
            num=number,
            **said,
        ),
        "arrives_earlier": _(
            "%(who)s could visit %(host)s by arriving %(num)d minutes earlier.",
            num=number,
            **said,
        ),
        "leaves_later": _(
            "%(who)s could visit %(host)s by leaving %(num)d minutes later.",
            num=number,
            **said,
        ),
        "starts_earlier": _(
            "%(who)s could visit %(host)s if %(party)s started %(num)d minutes earlier.",
            num=number,
            **said,
        ),
        "ends_later": _(
            "%(who)s could visit %(host)s if %(party)s ended %(num)d minutes later.",
            num=number,
            **said,
        ),
    }
    return sentences.get(remedy["change"], str(remedy["text"]))


def reason_words(unmet: Mapping[str, Any], names: Names) -> str | None:
    """Say why a wish of the highest rank is not met, with the figures; None for other codes."""
    figures = unmet.get("parameters") or {}
    if unmet["reason"] == "better_without" and figures.get("loss"):
        return _(
            "The plan is better without it: the best found with this visit is worth %(loss)s"
            " points less.",
            loss=f"{float(figures['loss']):g}",
        )
    if unmet["reason"] == "full" and "people" in figures:
        return _(
            "All places at %(host)s are taken: visits %(visits)d, people %(people)d.",
            host=names[unmet["host"]],
            visits=int(figures["visits"]),
            people=int(figures["people"]),
        )
    if unmet["reason"] == "group_too_small" and "least" in figures:
        return _(
            "%(host)s wants at least %(least)d people; at most %(people)d could come on one tour.",
            host=names[unmet["host"]],
            least=int(figures["least"]),
            people=int(figures["people"]),
        )
    return {
        "no_plan_found": _("No plan was found that includes this visit."),
        "search_longer": _("A better plan includes this visit: a longer search would pay."),
        "better_without": _("A plan with this visit is worth the same."),
    }.get(unmet["reason"])


def fault_words(code: str, figures: Mapping[str, object], names: Names) -> str | None:
    """Say what the planner finds contradictory in a problem; None for what rows cannot cause."""
    about = {key: names[str(value)] for key, value in figures.items()}
    sentences = {
        "pinned_on_two_tours": lambda: _(
            "%(person)s is pinned on %(other)s and %(tour)s at one time.", **about
        ),
        "pinned_at_two_times": lambda: _(
            "%(tour)s is pinned to visit %(host)s at two times.", **about
        ),
        "pinned_too_often": lambda: _(
            "More tours are pinned to %(host)s than the visits that it takes, %(most)s.", **about
        ),
        "pinned_together": lambda: _(
            "Two tours are pinned to be at %(host)s at one time.", **about
        ),
        "pin_seats": lambda: _("More people are pinned on %(tour)s than it has seats.", **about),
        "pin_avoided": lambda: _(
            "%(person)s avoids %(host)s, which %(tour)s is pinned to visit.", **about
        ),
        "pin_closed": lambda: _("%(host)s is not open when %(tour)s is pinned to it.", **about),
        "pin_outside": lambda: _(
            "%(tour)s does not run when it is pinned to visit %(host)s.", **about
        ),
        "frozen_visit_impossible": lambda: _(
            "A visit before the moment of freezing, at %(host)s, is no longer possible.", **about
        ),
        "must_and_avoid": lambda: _("%(person)s both wishes for %(host)s and avoids it.", **about),
        "sessions_clash": lambda: _(
            "%(person)s attends %(first)s and %(second)s at one time.", **about
        ),
        "empty_forum": lambda: _("Without places, hosts and participants nothing can be planned."),
        "no_previous": lambda: _("There is no published plan to keep to."),
    }
    words = sentences.get(code)
    return None if words is None else words()
