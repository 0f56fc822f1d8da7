"""matcher in depth

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('alarm_note',
    sa.Column('subject', sa.String(length=160), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_alarm_note_author_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alarm_note'))
    )
    with op.batch_alter_table('alarm_note', schema=None) as batch_op:
        batch_op.create_index('ix_alarm_note_subject', ['subject', 'created_at'], unique=False)

    op.create_table('data_snapshot',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('storage_key', sa.String(length=80), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('weights', sa.JSON(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=True),
    sa.Column('last_on', sa.Date(), nullable=True),
    sa.Column('made_by_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_data_snapshot_made_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_data_snapshot')),
    sa.UniqueConstraint('number', name=op.f('uq_data_snapshot_number')),
    sa.UniqueConstraint('storage_key', name=op.f('uq_data_snapshot_storage_key'))
    )
    op.create_table('application_score',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('model_number', sa.Integer(), nullable=False),
    sa.Column('computed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('best_opening_id', sa.Uuid(), nullable=True),
    sa.Column('best_fit', sa.Integer(), nullable=True),
    sa.Column('fits', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_application_score_application_id_application'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['best_opening_id'], ['opening.id'], name=op.f('fk_application_score_best_opening_id_opening')),
    sa.ForeignKeyConstraint(['model_number'], ['model_version.number'], name=op.f('fk_application_score_model_number_model_version')),
    sa.PrimaryKeyConstraint('application_id', name=op.f('pk_application_score'))
    )
    with op.batch_alter_table('application_score', schema=None) as batch_op:
        batch_op.create_index('ix_application_score_model', ['model_number', 'application_id'], unique=False)

    op.create_table('matching_feedback',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('handled_by_id', sa.Uuid(), nullable=True),
    sa.Column('handled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('agreed', sa.Boolean(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('handled_at IS NULL OR handled_by_id IS NOT NULL', name=op.f('ck_matching_feedback_handled_signed')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_matching_feedback_application_id_application'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['handled_by_id'], ['person.id'], name=op.f('fk_matching_feedback_handled_by_id_person')),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_matching_feedback_opening_id_opening')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_matching_feedback_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_matching_feedback')),
    sa.UniqueConstraint('application_id', 'person_id', name=op.f('uq_matching_feedback_application_id_person_id'))
    )
    with op.batch_alter_table('matching_feedback', schema=None) as batch_op:
        batch_op.create_index('ix_matching_feedback_open', ['handled_at', 'created_at'], unique=False)

    op.create_table('matching_run',
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('settings', sa.JSON(), nullable=False),
    sa.Column('result', sa.JSON(), nullable=True),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.Column('model_number', sa.Integer(), nullable=True),
    sa.Column('other_number', sa.Integer(), nullable=True),
    sa.Column('snapshot_id', sa.Uuid(), nullable=True),
    sa.Column('call_id', sa.Uuid(), nullable=True),
    sa.Column('created_by_id', sa.Uuid(), nullable=True),
    sa.Column('job_id', sa.Uuid(), nullable=True),
    sa.Column('cursor', sa.String(length=80), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('trial', 'comparison', 'backtest', 'scoring', 'drift', 'placement')", name=op.f('ck_matching_run_kind_known')),
    sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name=op.f('ck_matching_run_state_known')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_matching_run_call_id_call')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_matching_run_created_by_id_person')),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_matching_run_job_id_job'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['model_number'], ['model_version.number'], name=op.f('fk_matching_run_model_number_model_version')),
    sa.ForeignKeyConstraint(['other_number'], ['model_version.number'], name=op.f('fk_matching_run_other_number_model_version')),
    sa.ForeignKeyConstraint(['snapshot_id'], ['data_snapshot.id'], name=op.f('fk_matching_run_snapshot_id_data_snapshot')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_matching_run'))
    )
    with op.batch_alter_table('matching_run', schema=None) as batch_op:
        batch_op.create_index('ix_matching_run_kind', ['kind', 'created_at'], unique=False)

    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.add_column(sa.Column('progress', sa.Double(), nullable=True))
        batch_op.add_column(sa.Column('progress_note', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('cancel_asked', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('model_version', schema=None) as batch_op:
        batch_op.add_column(sa.Column('snapshot_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('trained_by_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('proposed_by_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('proposal_note', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('promoted_by_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('promotion_note', sa.Text(), nullable=False, server_default=''))
        batch_op.create_foreign_key(batch_op.f('fk_model_version_snapshot_id_data_snapshot'), 'data_snapshot', ['snapshot_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_model_version_proposed_by_id_person'), 'person', ['proposed_by_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_model_version_trained_by_id_person'), 'person', ['trained_by_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_model_version_promoted_by_id_person'), 'person', ['promoted_by_id'], ['id'])
        batch_op.drop_constraint(batch_op.f('ck_model_version_state_known'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_model_version_state_known'), "state IN ('candidate', 'proposed', 'champion', 'retired')")
        batch_op.create_check_constraint(batch_op.f('ck_model_version_proposal_signed'), "state <> 'proposed' OR (proposed_by_id IS NOT NULL AND proposed_at IS NOT NULL)")
        batch_op.create_check_constraint(batch_op.f('ck_model_version_second_person'), 'promoted_by_id <> proposed_by_id')

    with op.batch_alter_table('recommendation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('lottery', sa.JSON(), nullable=True))

    with op.batch_alter_table('site', schema=None) as batch_op:
        batch_op.add_column(sa.Column('vocation', sa.JSON(), nullable=False, server_default='[]'))



def downgrade() -> None:
    with op.batch_alter_table('site', schema=None) as batch_op:
        batch_op.drop_column('vocation')

    with op.batch_alter_table('recommendation', schema=None) as batch_op:
        batch_op.drop_column('lottery')

    op.execute("UPDATE model_version SET state = 'candidate' WHERE state = 'proposed'")
    with op.batch_alter_table('model_version', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_model_version_second_person'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_model_version_proposal_signed'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_model_version_state_known'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_model_version_state_known'), "state IN ('candidate', 'champion', 'retired')")
        batch_op.drop_constraint(batch_op.f('fk_model_version_promoted_by_id_person'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_model_version_trained_by_id_person'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_model_version_proposed_by_id_person'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_model_version_snapshot_id_data_snapshot'), type_='foreignkey')
        batch_op.drop_column('promotion_note')
        batch_op.drop_column('promoted_by_id')
        batch_op.drop_column('proposal_note')
        batch_op.drop_column('proposed_at')
        batch_op.drop_column('proposed_by_id')
        batch_op.drop_column('trained_by_id')
        batch_op.drop_column('snapshot_id')

    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_column('cancel_asked')
        batch_op.drop_column('progress_note')
        batch_op.drop_column('progress')

    with op.batch_alter_table('matching_run', schema=None) as batch_op:
        batch_op.drop_index('ix_matching_run_kind')

    op.drop_table('matching_run')
    with op.batch_alter_table('matching_feedback', schema=None) as batch_op:
        batch_op.drop_index('ix_matching_feedback_open')

    op.drop_table('matching_feedback')
    with op.batch_alter_table('application_score', schema=None) as batch_op:
        batch_op.drop_index('ix_application_score_model')

    op.drop_table('application_score')
    op.drop_table('data_snapshot')
    with op.batch_alter_table('alarm_note', schema=None) as batch_op:
        batch_op.drop_index('ix_alarm_note_subject')

    op.drop_table('alarm_note')
