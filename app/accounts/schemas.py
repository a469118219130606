"""What enters and leaves about accounts."""

from marshmallow import Schema, fields

from app.accounts.models import Role
from app.web.locales import LOCALES
from app.web.values import Choice, Code, Email, InSchema, Text


class SignInIn(InSchema):
    """Sign-in by a link to an e-mail address, or at once with the password."""

    email = Email(required=True)
    password = fields.String(load_default="")


class AccountIn(InSchema):
    """A person who may sign in."""

    email = Email(required=True)
    name = Text(required=True, longest=120)
    role = Choice(Role, required=True)
    organisation = Code(load_default="")


class PasswordIn(InSchema):
    """A new password; an empty one removes it."""

    password = fields.String(load_default="")


class SecondFactorIn(InSchema):
    """Six digits from an authenticator app, or a recovery code."""

    code = Text(required=True, longest=40)


class RoleIn(InSchema):
    """What a person may do from now on, and for which organisation."""

    role = Choice(Role, required=True)
    organisation = Code(load_default="")


class TokenIn(InSchema):
    """A name by which its owner recognises an API token."""

    label = Text(required=True, longest=80)


class AccountOut(Schema):
    id = fields.Integer()
    email = fields.String()
    name = fields.String()
    role = fields.Enum(Role, by_value=True)
    organisation_id = fields.Integer(allow_none=True)
    locale = fields.String(metadata={"enum": list(LOCALES)})


class TokenOut(Schema):
    """An API token as its owner sees it again."""

    id = fields.Integer()
    label = fields.String()
    created_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime()


class SecretOut(Schema):
    """A secret, shown once."""

    token = fields.String()
