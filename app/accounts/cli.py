"""The commands `netinvet accounts …`: people who sign in, their roles, links and tokens."""

import click
from sqlalchemy.orm import Session

from app.accounts import actions, queries, second_factors
from app.accounts.models import Account, Role
from app.accounts.schemas import AccountIn
from app.operating import OPERATOR, operating, show_table, spelt
from app.settings import settings_from

ROLES = click.Choice([role.value for role in Role if role is not Role.STAFF])


@click.group()
def accounts() -> None:
    """Look after the people who sign in."""


@accounts.command("list")
def list_accounts() -> None:
    """List everybody who may sign in, or could once."""
    with operating() as session:
        show_table(
            ("number", "e-mail", "name", "role", "organisation", "last seen", "ended"),
            (
                (
                    row.id,
                    row.email,
                    row.name,
                    row.role.value,
                    row.organisation.key if row.organisation else "",
                    f"{row.last_seen_at:%Y-%m-%d}" if row.last_seen_at else "never",
                    f"{row.disabled_at:%Y-%m-%d}" if row.disabled_at else "",
                )
                for row in queries.accounts(session)
            ),
        )


@accounts.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", type=ROLES, required=True)
@click.option("--organisation", default="", help="Key of the organisation.")
def add(email: str, name: str, role: str, organisation: str) -> None:
    """Add a person who may sign in."""
    given = {"email": email, "name": name, "role": role, "organisation": organisation}
    with operating() as session:
        faults = AccountIn().validate({key: value for key, value in given.items() if value})
        if faults:
            raise click.UsageError("; ".join(f"{key}: {said[0]}" for key, said in faults.items()))
        wanted = given | {"email": spelt(email), "role": Role(role)}
        account = actions.create_account(session, OPERATOR, wanted)
        click.echo(f"Account {account.id} may sign in.")


@accounts.command("end")
@click.argument("email")
def end(email: str) -> None:
    """End an account: its sessions, links and tokens end with it."""
    with operating() as session:
        account = actions.disable_account(session, OPERATOR, _account(session, email).id)
        click.echo(f"Account {account.id} is ended.")


@accounts.command("role")
@click.argument("email")
@click.argument("role", type=ROLES)
@click.option(
    "--organisation", default="", help="Key of the organisation, where the role has one."
)
def change_role(email: str, role: str, organisation: str) -> None:
    """Give somebody another role; their sessions end."""
    wanted = {"role": Role(role), "organisation": organisation}
    with operating() as session:
        account = actions.change_role(session, OPERATOR, _account(session, email).id, wanted)
        click.echo(f"Account {account.id} is {account.role.value} now.")


@accounts.command("sign-in-link")
@click.argument("email")
def sign_in_link(email: str) -> None:
    """Print a link that signs somebody in once, within 30 minutes; hand it over with care."""
    with operating() as session:
        secret = actions.issue_sign_in_link(session, OPERATOR, _account(session, email))
        click.echo(f"{settings_from().base_url}/sign-in/{secret}")


@accounts.command("tokens")
@click.argument("email")
def tokens(email: str) -> None:
    """List the API tokens of an account, never their secrets."""
    with operating() as session:
        rows = queries.api_tokens(session, _account(session, email).id)
        show_table(
            ("number", "label", "made", "valid until"),
            (
                (r.id, r.label, f"{r.created_at:%Y-%m-%d}", f"{r.expires_at:%Y-%m-%d}")
                for r in rows
            ),
        )


@accounts.command("revoke-tokens")
@click.argument("email")
@click.option("--token", type=click.IntRange(1), help="Number of one token; without, all.")
def revoke_tokens(email: str, token: int | None) -> None:
    """Take API tokens of an account back."""
    with operating() as session:
        account = _account(session, email)
        known = [row.id for row in queries.api_tokens(session, account.id)]
        for number in known if token is None else [token]:
            actions.revoke_api_token(session, account.id, number, by=OPERATOR)
        click.echo(f"Taken back: {len(known) if token is None else 1}.")


@accounts.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Take the second factor away from somebody who has lost it; their sessions end."""
    with operating() as session:
        account = _account(session, email)
        if account.second_factor is None:
            raise click.ClickException("Nobody with this address has a second factor.")
        second_factors.remove(session, OPERATOR, account)
        click.echo(f"Account {account.id} signs in without a second factor now.")


def _account(session: Session, email: str) -> Account:
    account = queries.account_with(session, spelt(email))
    if account is None:
        raise click.ClickException(f"Nobody signs in with the address {email}.")
    return account
