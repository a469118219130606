"""Keep drafts, answers to events and printed badges

Revision: 3f1c9e5a7b20, after cec2f2ae5fd0
"""

import sqlalchemy as sa
from alembic import op

import app.database

revision = '3f1c9e5a7b20'
down_revision = 'cec2f2ae5fd0'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('printed_badge',
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('printed_at', app.database.UtcDateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_printed_badge_participant_id_participant'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_printed_badge')),
    sa.UniqueConstraint('participant_id', name=op.f('uq_printed_badge_participant_id'))
    )
    with op.batch_alter_table('plan_run', schema=None) as batch_op:
        batch_op.add_column(sa.Column('least_visits', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('change', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('alternatives', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('euros', sa.Double(), nullable=True))
        batch_op.add_column(sa.Column('fair_worst', sa.Double(), nullable=True))
        batch_op.add_column(sa.Column('fair_bound', sa.Double(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('plan_run', schema=None) as batch_op:
        batch_op.drop_column('fair_bound')
        batch_op.drop_column('fair_worst')
        batch_op.drop_column('euros')
        batch_op.drop_column('alternatives')
        batch_op.drop_column('change')
        batch_op.drop_column('least_visits')

    op.drop_table('printed_badge')
