"""Keep the facts of a published version.

Revision: 7bbf1d5aa709, after 07d8a4d04793
"""

import sqlalchemy as sa
from alembic import op

revision = "7bbf1d5aa709"
down_revision = "07d8a4d04793"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("plan_version") as table:
        table.add_column(sa.Column("facts", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("plan_version") as table:
        table.drop_column("facts")
