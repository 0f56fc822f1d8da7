"""sessions and codes

Revision: 0006
Follows: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('browser_session',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_browser_session_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_browser_session'))
    )
    op.create_index(op.f('ix_browser_session_person_id'), 'browser_session', ['person_id'])
    op.create_index(op.f('ix_browser_session_seen_at'), 'browser_session', ['seen_at'])
    op.add_column('person', sa.Column('tf_last_counter', sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column('person', 'tf_last_counter')
    op.drop_table('browser_session')
