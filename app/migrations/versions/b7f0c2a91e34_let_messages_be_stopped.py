"""Let messages be stopped

Revision: b7f0c2a91e34, after 3f1c9e5a7b20
"""

import sqlalchemy as sa
from alembic import op

revision = 'b7f0c2a91e34'
down_revision = '3f1c9e5a7b20'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stop_address', sa.String(length=300), server_default='', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_column('stop_address')
