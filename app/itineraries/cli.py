"""The commands `netinvet links …`: private links of participants to their itineraries."""

import click
from sqlalchemy.orm import Session

from app.forums.keys import row_by_key
from app.forums.models import Forum, Participant
from app.forums.queries import forum_with_key
from app.itineraries import links as actions
from app.operating import OPERATOR, operating, show_table
from app.settings import settings_from


@click.group()
def links() -> None:
    """Give private links to itineraries and take them back."""


@links.command("list")
@click.argument("edition")
def list_links(edition: str) -> None:
    """List the participants of an edition with the state of their links, never the links."""
    with operating() as session:
        states = actions.states(session, forum_with_key(session, edition).id)
        show_table(
            ("participant", "name", "link until", "opened"),
            (
                (
                    state.participant.key,
                    state.participant.name,
                    f"{state.link.expires_at:%Y-%m-%d}" if state.link else "none",
                    f"{state.opened_at:%Y-%m-%d %H:%M}" if state.opened_at else "not yet",
                )
                for state in states
            ),
        )


@links.command("send")
@click.argument("edition")
def send(edition: str) -> None:
    """Send a link to everybody of an edition who has none and has an address."""
    with operating() as session:
        forum = forum_with_key(session, edition)
        base_url = settings_from().base_url
        sent = actions.send_missing(session, OPERATOR, forum.id, base_url)
        click.echo(f"{sent} links lie in the outbox.")


@links.command("give")
@click.argument("edition")
@click.argument("participant")
def give(edition: str, participant: str) -> None:
    """Print a new link for one participant, by key; the older ones stop."""
    with operating() as session:
        person = _participant(session, forum_with_key(session, edition), participant)
        secret = actions.give_link(session, OPERATOR, person.id)
        click.echo(f"{settings_from().base_url}/i/{secret}")


@links.command("revoke")
@click.argument("edition")
@click.argument("participant", required=False)
@click.option("--all", "everybody", is_flag=True, help="The links of everybody of the edition.")
def revoke(edition: str, participant: str | None, *, everybody: bool) -> None:
    """Take back the links of one participant, by key, or of everybody; sessions end with them."""
    if everybody == bool(participant):
        raise click.UsageError("Please name one participant, or say --all.")
    with operating() as session:
        forum = forum_with_key(session, edition)
        people = (
            [state.participant for state in actions.states(session, forum.id)]
            if participant is None
            else [_participant(session, forum, participant)]
        )
        for person in people:
            actions.revoke_links(session, OPERATOR, person.id)
        click.echo(f"Links taken back of {len(people)}.")


def _participant(session: Session, forum: Forum, key: str) -> Participant:
    found = row_by_key(session, Participant, forum, key)
    if found is None:
        raise click.ClickException(f"{forum.key} has no participant with the key {key}.")
    return found
