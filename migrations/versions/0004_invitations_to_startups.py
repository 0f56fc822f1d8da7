"""invitations to startups can be cancelled, and one waits per address

Revision: 0004
Follows: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

OPEN = 'accepted_at IS NULL AND revoked_at IS NULL'


def upgrade() -> None:
    with op.batch_alter_table('member_invitation') as table:
        table.add_column(sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True))
    # of several to one address the latest stays
    op.execute(
        'UPDATE member_invitation SET revoked_at = created_at WHERE accepted_at IS NULL AND EXISTS ('
        'SELECT 1 FROM member_invitation AS later WHERE later.startup_id = member_invitation.startup_id '
        'AND later.email = member_invitation.email AND later.accepted_at IS NULL '
        'AND (later.created_at, later.id) > (member_invitation.created_at, member_invitation.id))'
    )
    op.create_index(
        'uq_member_invitation_open', 'member_invitation', ['startup_id', 'email'],
        unique=True, sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN),
    )


def downgrade() -> None:
    op.drop_index('uq_member_invitation_open', 'member_invitation')
    with op.batch_alter_table('member_invitation') as table:
        table.drop_column('revoked_at')
