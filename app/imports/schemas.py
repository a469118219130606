"""What enters and leaves about spreadsheets."""

from apiflask.fields import File
from marshmallow import Schema, fields

from app.imports.writing import Format
from app.web.values import Choice, Code, InSchema


class UploadIn(InSchema):
    """A sheet of one kind; `forum` is the key of the edition where the kind belongs to one."""

    sheet = Code(required=True)
    forum = Code(load_default="")
    file = File(required=True)  # type: ignore[no-untyped-call]  # APIFlask has no types here


class ExportIn(InSchema):
    """Which format to write, and of which edition."""

    format = Choice(Format, load_default=Format.CSV)
    forum = Code(load_default="")


class FormatIn(InSchema):
    """Which format to write."""

    format = Choice(Format, load_default=Format.CSV)


class ProblemOut(Schema):
    """What is wrong with one cell; row 1 is the heading."""

    row = fields.Integer()
    column = fields.String()
    field = fields.String()
    name = fields.String()
    typed = fields.String()
    sentence = fields.String()


class ReportOut(Schema):
    rows = fields.Integer()
    created = fields.Integer()
    changed = fields.Integer()
    unchanged = fields.Integer()
    faults = fields.Integer()
    problems = fields.List(fields.Nested(ProblemOut))
    notes = fields.List(fields.Nested(ProblemOut))


class ImportOut(Schema):
    """An upload: what it would change, and whether it has been written or undone."""

    id = fields.Integer()
    sheet = fields.String(attribute="target")
    filename = fields.String()
    report = fields.Nested(ReportOut)
    uploaded_at = fields.AwareDateTime()
    applied_at = fields.AwareDateTime(allow_none=True)
    undone_at = fields.AwareDateTime(allow_none=True)


class ColumnOut(Schema):
    field = fields.String()
    title = fields.String()
    expects = fields.String()
    is_needed = fields.Boolean()


class SheetOut(Schema):
    """A kind of sheet and its columns."""

    name = fields.String()
    needs_forum = fields.Boolean()
    columns = fields.List(fields.Nested(ColumnOut))
