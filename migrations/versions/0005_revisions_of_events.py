"""revisions of events

Revision: 0005
Follows: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

TABLES = ('event', 'registration')


def upgrade() -> None:
    """What stands there is the first revision, unchanged since it was made."""
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('sequence', sa.Integer(), nullable=False, server_default='0'))
            batch_op.add_column(sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True))
        op.execute(sa.text(f'UPDATE {table} SET changed_at = created_at'))
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column('changed_at', existing_type=sa.DateTime(timezone=True), nullable=False)
            batch_op.alter_column('sequence', existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    for table in reversed(TABLES):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column('changed_at')
            batch_op.drop_column('sequence')
