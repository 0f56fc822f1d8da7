"""mails that are blocked or stopped

Revision: 0008
Follows: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('message') as batch_op:
        batch_op.add_column(sa.Column('blocked', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('stop_link', sa.Text(), server_default='', nullable=False))
        batch_op.alter_column('blocked', existing_type=sa.Boolean(), server_default=None)
        batch_op.alter_column('stop_link', existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    op.drop_column('message', 'stop_link')
    op.drop_column('message', 'blocked')
