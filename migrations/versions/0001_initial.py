"""initial

Revision: 0001
Follows: 
"""

import sqlalchemy as sa
from alembic import op

SQLITE = (
    """CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
       BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END""",
    """CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
       BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END""",
    """CREATE VIRTUAL TABLE application_fts USING fts5(
       body, content='application_text', content_rowid='id', tokenize='unicode61')""",
    """CREATE TRIGGER application_text_insert AFTER INSERT ON application_text
       BEGIN INSERT INTO application_fts(rowid, body) VALUES (new.id, new.body); END""",
    """CREATE TRIGGER application_text_delete AFTER DELETE ON application_text
       BEGIN INSERT INTO application_fts(application_fts, rowid, body) VALUES ('delete', old.id, old.body); END""",
    """CREATE TRIGGER application_text_update AFTER UPDATE ON application_text
       BEGIN
         INSERT INTO application_fts(application_fts, rowid, body) VALUES ('delete', old.id, old.body);
         INSERT INTO application_fts(rowid, body) VALUES (new.id, new.body);
       END""",
)
SQLITE_DOWN = (
    "DROP TABLE application_fts",
    "DROP TRIGGER application_text_update",
    "DROP TRIGGER application_text_delete",
    "DROP TRIGGER application_text_insert",
    "DROP TRIGGER audit_event_no_update",
    "DROP TRIGGER audit_event_no_delete",
)
POSTGRESQL = (
    """CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'audit_event is append-only'; END $$""",
    """CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
       FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()""",
    "CREATE INDEX ix_application_text_words ON application_text USING gin (to_tsvector('simple', body))",
)
POSTGRESQL_DOWN = (
    "DROP INDEX ix_application_text_words",
    "DROP TRIGGER audit_event_no_change ON audit_event",
    "DROP FUNCTION audit_event_refuse()",
)


def _by_dialect(sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    for statement in postgresql if op.get_bind().dialect.name == "postgresql" else sqlite:
        op.execute(statement)

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_event',
    sa.Column('seq', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('action', sa.String(length=80), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('subject_type', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.String(length=40), nullable=False),
    sa.Column('before', sa.JSON(), nullable=True),
    sa.Column('after', sa.JSON(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('details', sa.JSON(), nullable=True),
    sa.Column('request_id', sa.String(length=40), nullable=False),
    sa.Column('batch_id', sa.Uuid(), nullable=True),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit_event')),
    sa.UniqueConstraint('hash', name=op.f('uq_audit_event_hash'))
    )
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_event_action'), ['action'], unique=False)
        batch_op.create_index('ix_audit_event_subject', ['subject_id', 'seq'], unique=False)

    op.create_table('audit_head',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_audit_head_only_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head'))
    )
    op.create_table('call',
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('summary', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('grace_minutes', sa.Integer(), nullable=False),
    sa.Column('answers_by', sa.Date(), nullable=True),
    sa.Column('offer_days', sa.Integer(), nullable=False),
    sa.Column('blind', sa.Boolean(), nullable=False),
    sa.Column('waitlist_place_shown', sa.Boolean(), nullable=False),
    sa.Column('retention_months', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('draft', 'open', 'closed', 'archived')", name=op.f('ck_call_state_known')),
    sa.CheckConstraint('closes_at > opens_at', name=op.f('ck_call_closes_after_it_opens')),
    sa.CheckConstraint('grace_minutes >= 0', name=op.f('ck_call_grace_not_negative')),
    sa.CheckConstraint('offer_days > 0', name=op.f('ck_call_offer_days_positive')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call')),
    sa.UniqueConstraint('key', name=op.f('uq_call_key'))
    )
    op.create_table('form',
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form')),
    sa.UniqueConstraint('key', name=op.f('uq_form_key'))
    )
    op.create_table('job',
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('run_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('lease', sa.Uuid(), nullable=True),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_error', sa.Text(), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name=op.f('ck_job_state_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index('ix_job_due', ['state', 'run_at'], unique=False)

    op.create_table('message',
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('to_email', sa.String(length=320), nullable=False),
    sa.Column('to_name', sa.String(length=255), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('subject', sa.String(length=255), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('about_id', sa.Uuid(), nullable=True),
    sa.Column('batch_id', sa.Uuid(), nullable=True),
    sa.Column('once_key', sa.String(length=255), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('last_error', sa.Text(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name=op.f('ck_message_sent_means_dated')),
    sa.CheckConstraint("state IN ('held', 'queued', 'sending', 'sent', 'failed', 'discarded')", name=op.f('ck_message_state_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message')),
    sa.UniqueConstraint('once_key', name=op.f('uq_message_once_key'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_about_id'), ['about_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index('ix_message_outbox', ['state', 'created_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_person_id'), ['person_id'], unique=False)

    op.create_table('model_version',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('folder', sa.String(length=255), nullable=False),
    sa.Column('manifest', sa.JSON(), nullable=False),
    sa.Column('promoted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('candidate', 'champion', 'retired')", name=op.f('ck_model_version_state_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_model_version')),
    sa.UniqueConstraint('number', name=op.f('uq_model_version_number'))
    )
    with op.batch_alter_table('model_version', schema=None) as batch_op:
        batch_op.create_index('uq_model_version_champion', ['state'], unique=True, sqlite_where=sa.text("state = 'champion'"), postgresql_where=sa.text("state = 'champion'"))

    op.create_table('person',
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('full_name', sa.String(length=255), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('password', sa.String(length=255), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('fs_uniquifier', sa.String(length=64), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tf_primary_method', sa.String(length=64), nullable=True),
    sa.Column('tf_totp_secret', sa.String(length=255), nullable=True),
    sa.Column('mf_recovery_codes', sa.JSON(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('email', name=op.f('uq_person_email')),
    sa.UniqueConstraint('fs_uniquifier', name=op.f('uq_person_fs_uniquifier'))
    )
    op.create_table('programme',
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('tagline', sa.JSON(), nullable=False),
    sa.Column('description', sa.JSON(), nullable=False),
    sa.Column('audience', sa.JSON(), nullable=False),
    sa.Column('sectors', sa.JSON(), nullable=False),
    sa.Column('stages', sa.JSON(), nullable=False),
    sa.Column('offers', sa.JSON(), nullable=False),
    sa.Column('company', sa.String(length=20), nullable=False),
    sa.Column('international', sa.Boolean(), nullable=False),
    sa.Column('remote', sa.Boolean(), nullable=False),
    sa.Column('duration_months', sa.JSON(), nullable=False),
    sa.Column('partners', sa.JSON(), nullable=False),
    sa.Column('published', sa.Boolean(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("company IN ('required', 'not_yet', 'any')", name=op.f('ck_programme_company_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme')),
    sa.UniqueConstraint('key', name=op.f('uq_programme_key'))
    )
    op.create_table('refusal_reason',
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('sentence', sa.JSON(), nullable=False),
    sa.Column('about_fit', sa.Boolean(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_refusal_reason'))
    )
    op.create_table('region',
    sa.Column('code', sa.String(length=5), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('capital', sa.JSON(), nullable=False),
    sa.Column('latitude', sa.Double(), nullable=False),
    sa.Column('longitude', sa.Double(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_region'))
    )
    op.create_table('rubric',
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rubric')),
    sa.UniqueConstraint('key', 'version', name=op.f('uq_rubric_key_version'))
    )
    op.create_table('batch',
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('created_by_id', sa.Uuid(), nullable=False),
    sa.Column('confirmed_by_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('hold_mail', sa.Boolean(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('prepared', 'publishing', 'published')", name=op.f('ck_batch_state_known')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_batch_call_id_call')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_batch_created_by_id_person')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['person.id'], name=op.f('fk_batch_confirmed_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch'))
    )
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_batch_call_id'), ['call_id'], unique=False)

    op.create_table('call_rubric',
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('rubric_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_call_rubric_call_id_call'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['rubric_id'], ['rubric.id'], name=op.f('fk_call_rubric_rubric_id_rubric')),
    sa.PrimaryKeyConstraint('call_id', name=op.f('pk_call_rubric'))
    )
    op.create_table('criterion',
    sa.Column('rubric_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('points', sa.JSON(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('weight > 0', name=op.f('ck_criterion_weight_positive')),
    sa.ForeignKeyConstraint(['rubric_id'], ['rubric.id'], name=op.f('fk_criterion_rubric_id_rubric'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_criterion')),
    sa.UniqueConstraint('rubric_id', 'key', name=op.f('uq_criterion_rubric_id_key'))
    )
    op.create_table('form_version',
    sa.Column('form_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outline', sa.JSON(), nullable=False),
    sa.Column('declaration', sa.JSON(), nullable=False),
    sa.Column('consent', sa.JSON(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state = 'draft' OR published_at IS NOT NULL", name=op.f('ck_form_version_published_means_dated')),
    sa.CheckConstraint("state IN ('draft', 'published', 'retired')", name=op.f('ck_form_version_state_known')),
    sa.ForeignKeyConstraint(['form_id'], ['form.id'], name=op.f('fk_form_version_form_id_form')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_version')),
    sa.UniqueConstraint('form_id', 'number', name=op.f('uq_form_version_form_id_number'))
    )
    op.create_table('invitation',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('call_id', sa.Uuid(), nullable=True),
    sa.Column('site_id', sa.Uuid(), nullable=True),
    sa.Column('invited_by_id', sa.Uuid(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("role IN ('applicant', 'reviewer', 'staff', 'lead', 'admin', 'director')", name=op.f('ck_invitation_role_known')),
    sa.ForeignKeyConstraint(['invited_by_id'], ['person.id'], name=op.f('fk_invitation_invited_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash'))
    )
    op.create_table('role_grant',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('call_id', sa.Uuid(), nullable=True),
    sa.Column('site_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("role IN ('applicant', 'reviewer', 'staff', 'lead', 'admin', 'director')", name=op.f('ck_role_grant_role_known')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_role_grant_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grant'))
    )
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.create_index('uq_role_grant_whole', ['person_id', 'role', 'call_id', 'site_id'], unique=True)

    op.create_table('site',
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('description', sa.JSON(), nullable=False),
    sa.Column('region_code', sa.String(length=5), nullable=False),
    sa.Column('latitude', sa.Double(), nullable=True),
    sa.Column('longitude', sa.Double(), nullable=True),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('opened_on', sa.String(length=20), nullable=True),
    sa.Column('area', sa.String(length=40), nullable=True),
    sa.Column('facilities', sa.JSON(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("status IN ('planned', 'open', 'paused')", name=op.f('ck_site_status_known')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_site_region_code_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site')),
    sa.UniqueConstraint('key', name=op.f('uq_site_key'))
    )
    op.create_table('startup',
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('ice', sa.String(length=20), nullable=True),
    sa.Column('rc_number', sa.String(length=40), nullable=True),
    sa.Column('rc_court', sa.String(length=80), nullable=True),
    sa.Column('phone', sa.String(length=40), nullable=True),
    sa.Column('website', sa.String(length=300), nullable=True),
    sa.Column('founded_on', sa.Date(), nullable=True),
    sa.Column('region_code', sa.String(length=5), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_startup_region_code_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_startup'))
    )
    with op.batch_alter_table('startup', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_startup_ice'), ['ice'], unique=False)

    op.create_table('stored_file',
    sa.Column('storage_key', sa.String(length=80), nullable=False),
    sa.Column('original_name', sa.String(length=300), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('scan', sa.String(length=40), nullable=False),
    sa.Column('uploaded_by_id', sa.Uuid(), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("scan IN ('clean', 'suspect')", name=op.f('ck_stored_file_scan_known')),
    sa.ForeignKeyConstraint(['uploaded_by_id'], ['person.id'], name=op.f('fk_stored_file_uploaded_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stored_file')),
    sa.UniqueConstraint('storage_key', name=op.f('uq_stored_file_storage_key'))
    )
    with op.batch_alter_table('stored_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stored_file_sha256'), ['sha256'], unique=False)

    op.create_table('application',
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('startup_id', sa.Uuid(), nullable=False),
    sa.Column('form_version_id', sa.Uuid(), nullable=False),
    sa.Column('created_by_id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.String(length=20), nullable=True),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('stage', sa.String(length=40), nullable=False),
    sa.Column('shown', sa.String(length=40), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('saved_by_id', sa.Uuid(), nullable=True),
    sa.Column('team_chooses', sa.Boolean(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('consent_version', sa.String(length=40), nullable=True),
    sa.Column('consent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('shown_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_reason', sa.Text(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("shown IN ('nothing', 'offered', 'waitlisted', 'rejected', 'redirected', 'confirmed', 'declined', 'offer_expired')", name=op.f('ck_application_shown_known')),
    sa.CheckConstraint("stage <> 'withdrawn' OR withdrawn_reason IS NOT NULL", name=op.f('ck_application_withdrawn_means_reason')),
    sa.CheckConstraint("stage IN ('draft', 'expired', 'submitted', 'eligible', 'needs_human_check', 'ineligible', 'under_review', 'decided', 'offered', 'waitlisted', 'rejected', 'redirected', 'confirmed', 'declined', 'offer_expired', 'onboarded', 'graduated', 'exited', 'withdrawn')", name=op.f('ck_application_stage_known')),
    sa.CheckConstraint("stage IN ('draft', 'expired', 'withdrawn') OR (submitted_at IS NOT NULL AND reference IS NOT NULL)", name=op.f('ck_application_submitted_means_dated')),
    sa.CheckConstraint("stage NOT IN ('draft', 'submitted', 'eligible', 'needs_human_check', 'ineligible', 'under_review', 'decided') OR shown = 'nothing'", name=op.f('ck_application_undecided_means_nothing_shown')),
    sa.CheckConstraint("stage NOT IN ('offered') OR shown = 'offered'", name=op.f('ck_application_offered_means_shown')),
    sa.CheckConstraint('submitted_at IS NULL OR consent_at IS NOT NULL', name=op.f('ck_application_submitted_means_consent')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_application_call_id_call')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_application_created_by_id_person')),
    sa.ForeignKeyConstraint(['form_version_id'], ['form_version.id'], name=op.f('fk_application_form_version_id_form_version')),
    sa.ForeignKeyConstraint(['saved_by_id'], ['person.id'], name=op.f('fk_application_saved_by_id_person')),
    sa.ForeignKeyConstraint(['startup_id'], ['startup.id'], name=op.f('fk_application_startup_id_startup')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application')),
    sa.UniqueConstraint('call_id', 'startup_id', name=op.f('uq_application_call_id_startup_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_application_reference'))
    )
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.create_index('ix_application_inbox', ['call_id', 'submitted_at', 'id'], unique=False)
        batch_op.create_index('ix_application_stage', ['call_id', 'stage', 'submitted_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_startup_id'), ['startup_id'], unique=False)

    op.create_table('call_form',
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('form_version_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_call_form_call_id_call'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['form_version_id'], ['form_version.id'], name=op.f('fk_call_form_form_version_id_form_version')),
    sa.PrimaryKeyConstraint('call_id', name=op.f('pk_call_form'))
    )
    op.create_table('conflict_of_interest',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('startup_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('declared', 'member', 'domain')", name=op.f('ck_conflict_of_interest_kind_known')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_conflict_of_interest_person_id_person')),
    sa.ForeignKeyConstraint(['startup_id'], ['startup.id'], name=op.f('fk_conflict_of_interest_startup_id_startup')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conflict_of_interest')),
    sa.UniqueConstraint('person_id', 'startup_id', name=op.f('uq_conflict_of_interest_person_id_startup_id'))
    )
    with op.batch_alter_table('conflict_of_interest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conflict_of_interest_startup_id'), ['startup_id'], unique=False)

    op.create_table('member_invitation',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('startup_id', sa.Uuid(), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('invited_by_id', sa.Uuid(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("role IN ('owner', 'editor', 'viewer')", name=op.f('ck_member_invitation_role_known')),
    sa.ForeignKeyConstraint(['invited_by_id'], ['person.id'], name=op.f('fk_member_invitation_invited_by_id_person')),
    sa.ForeignKeyConstraint(['startup_id'], ['startup.id'], name=op.f('fk_member_invitation_startup_id_startup'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_invitation')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_member_invitation_token_hash'))
    )
    with op.batch_alter_table('member_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_member_invitation_startup_id'), ['startup_id'], unique=False)

    op.create_table('membership',
    sa.Column('startup_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("role IN ('owner', 'editor', 'viewer')", name=op.f('ck_membership_role_known')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_membership_person_id_person')),
    sa.ForeignKeyConstraint(['startup_id'], ['startup.id'], name=op.f('fk_membership_startup_id_startup'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership')),
    sa.UniqueConstraint('startup_id', 'person_id', name=op.f('uq_membership_startup_id_person_id'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_person_id'), ['person_id'], unique=False)

    op.create_table('opening',
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('seats_taken', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('seats >= 0', name=op.f('ck_opening_seats_not_negative')),
    sa.CheckConstraint('seats_taken >= 0 AND seats_taken <= seats', name=op.f('ck_opening_seats_within')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_opening_call_id_call'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_opening_programme_id_programme')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_opening_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening')),
    sa.UniqueConstraint('call_id', 'programme_id', 'site_id', name=op.f('uq_opening_call_id_programme_id_site_id'))
    )
    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opening_call_id'), ['call_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opening_programme_id'), ['programme_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opening_site_id'), ['site_id'], unique=False)

    op.create_table('question',
    sa.Column('form_version_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('section', sa.String(length=40), nullable=False),
    sa.Column('page', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('hint', sa.JSON(), nullable=True),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('max_length', sa.Integer(), nullable=True),
    sa.Column('minimum', sa.BigInteger(), nullable=True),
    sa.Column('maximum', sa.BigInteger(), nullable=True),
    sa.Column('show_if', sa.JSON(), nullable=True),
    sa.Column('personal_data', sa.Boolean(), nullable=False),
    sa.Column('reviewer_visible', sa.Boolean(), nullable=False),
    sa.Column('model_feature', sa.String(length=40), nullable=True),
    sa.Column('autocomplete', sa.String(length=40), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['form_version_id'], ['form_version.id'], name=op.f('fk_question_form_version_id_form_version'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('form_version_id', 'key', name=op.f('uq_question_form_version_id_key'))
    )
    op.create_table('answer',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('question_key', sa.String(length=60), nullable=False),
    sa.Column('value', sa.JSON(), nullable=True),
    sa.Column('form_version_id', sa.Uuid(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_answer_application_id_application'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['form_version_id'], ['form_version.id'], name=op.f('fk_answer_form_version_id_form_version')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['person.id'], name=op.f('fk_answer_updated_by_id_person')),
    sa.PrimaryKeyConstraint('application_id', 'question_key', name=op.f('pk_answer'))
    )
    op.create_table('application_text',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_application_text_application_id_application'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application_text')),
    sa.UniqueConstraint('application_id', name=op.f('uq_application_text_application_id'))
    )
    op.create_table('assignment',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('reviewer_id', sa.Uuid(), nullable=False),
    sa.Column('assigned_by_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('assigned', 'started', 'submitted', 'conflict', 'removed')", name=op.f('ck_assignment_state_known')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_assignment_application_id_application'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['assigned_by_id'], ['person.id'], name=op.f('fk_assignment_assigned_by_id_person')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['person.id'], name=op.f('fk_assignment_reviewer_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment')),
    sa.UniqueConstraint('application_id', 'reviewer_id', name=op.f('uq_assignment_application_id_reviewer_id'))
    )
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.create_index('ix_assignment_queue', ['reviewer_id', 'state'], unique=False)

    op.create_table('choice',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('rank BETWEEN 1 AND 3', name=op.f('ck_choice_rank_one_to_three')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_choice_application_id_application'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_choice_opening_id_opening')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_choice')),
    sa.UniqueConstraint('application_id', 'opening_id', name=op.f('uq_choice_application_id_opening_id')),
    sa.UniqueConstraint('application_id', 'rank', name=op.f('uq_choice_application_id_rank'))
    )
    with op.batch_alter_table('choice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_choice_opening_id'), ['opening_id'], unique=False)

    op.create_table('decision',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=True),
    sa.Column('reason_code', sa.String(length=60), nullable=True),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.Column('feedback', sa.Text(), nullable=False),
    sa.Column('override_reason', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.Uuid(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('batch_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind <> 'reject' OR reason_code IS NOT NULL", name=op.f('ck_decision_refusal_means_reason')),
    sa.CheckConstraint("kind IN ('accept', 'waitlist', 'redirect', 'reject')", name=op.f('ck_decision_kind_known')),
    sa.CheckConstraint("kind NOT IN ('accept', 'redirect', 'waitlist') OR opening_id IS NOT NULL", name=op.f('ck_decision_place_means_opening')),
    sa.CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name=op.f('ck_decision_published_means_dated')),
    sa.CheckConstraint("state IN ('provisional', 'published', 'undone')", name=op.f('ck_decision_state_known')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_decision_application_id_application'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['batch_id'], ['batch.id'], name=op.f('fk_decision_batch_id_batch')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_decision_decided_by_id_person')),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_decision_opening_id_opening')),
    sa.ForeignKeyConstraint(['reason_code'], ['refusal_reason.code'], name=op.f('fk_decision_reason_code_refusal_reason')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision'))
    )
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_opening_id'), ['opening_id'], unique=False)
        batch_op.create_index('ix_decision_state', ['state', 'decided_at'], unique=False)
        batch_op.create_index('uq_decision_in_force', ['application_id'], unique=True, sqlite_where=sa.text("state <> 'undone'"), postgresql_where=sa.text("state <> 'undone'"))

    op.create_table('eligibility_rule',
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('fact', sa.String(length=60), nullable=False),
    sa.Column('operator', sa.String(length=20), nullable=False),
    sa.Column('value', sa.JSON(), nullable=True),
    sa.Column('hard', sa.Boolean(), nullable=False),
    sa.Column('messages', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_eligibility_rule_opening_id_opening'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_eligibility_rule'))
    )
    with op.batch_alter_table('eligibility_rule', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_eligibility_rule_opening_id'), ['opening_id'], unique=False)

    op.create_table('offer',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('open', 'cancelled') OR answered_at IS NOT NULL", name=op.f('ck_offer_answered_means_dated')),
    sa.CheckConstraint("state IN ('open', 'confirmed', 'declined', 'expired', 'cancelled')", name=op.f('ck_offer_state_known')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_offer_answered_by_id_person')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_offer_application_id_application'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_offer_opening_id_opening')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer'))
    )
    with op.batch_alter_table('offer', schema=None) as batch_op:
        batch_op.create_index('ix_offer_expiry', ['state', 'expires_at'], unique=False)
        batch_op.create_index('uq_offer_live', ['application_id'], unique=True, sqlite_where=sa.text("state IN ('open', 'confirmed')"), postgresql_where=sa.text("state IN ('open', 'confirmed')"))

    op.create_table('option',
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('hint', sa.JSON(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_option_question_id_question'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_option')),
    sa.UniqueConstraint('question_id', 'key', name=op.f('uq_option_question_id_key'))
    )
    op.create_table('outcome',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('indicator', sa.String(length=40), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=True),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Uuid(), nullable=False),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("indicator IN ('active', 'jobs', 'revenue', 'export_share', 'funding')", name=op.f('ck_outcome_indicator_known')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_outcome_application_id_application')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_outcome_recorded_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome')),
    sa.UniqueConstraint('application_id', 'indicator', 'year', name=op.f('uq_outcome_application_id_indicator_year'))
    )
    with op.batch_alter_table('outcome', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outcome_application_id'), ['application_id'], unique=False)

    op.create_table('recommendation',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('model_number', sa.Integer(), nullable=True),
    sa.Column('computed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('snapshot_sha256', sa.String(length=64), nullable=False),
    sa.Column('best_opening_id', sa.Uuid(), nullable=True),
    sa.Column('best_fit', sa.Integer(), nullable=True),
    sa.Column('items', sa.JSON(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_recommendation_application_id_application'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['best_opening_id'], ['opening.id'], name=op.f('fk_recommendation_best_opening_id_opening')),
    sa.ForeignKeyConstraint(['model_number'], ['model_version.number'], name=op.f('fk_recommendation_model_number_model_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recommendation')),
    sa.UniqueConstraint('application_id', name=op.f('uq_recommendation_application_id'))
    )
    op.create_index('ix_recommendation_fit', 'recommendation', ['application_id', 'best_fit'])
    op.create_table('seat_hold',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('held_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_seat_hold_application_id_application'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_seat_hold_opening_id_opening')),
    sa.PrimaryKeyConstraint('application_id', name=op.f('pk_seat_hold'))
    )
    with op.batch_alter_table('seat_hold', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_seat_hold_opening_id'), ['opening_id'], unique=False)

    op.create_table('snapshot',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_snapshot_application_id_application'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_snapshot')),
    sa.UniqueConstraint('application_id', 'number', name=op.f('uq_snapshot_application_id_number'))
    )
    op.create_table('waitlist_entry',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('waiting', 'promoted', 'closed')", name=op.f('ck_waitlist_entry_state_known')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_waitlist_entry_application_id_application'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_waitlist_entry_opening_id_opening')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waitlist_entry'))
    )
    with op.batch_alter_table('waitlist_entry', schema=None) as batch_op:
        batch_op.create_index('ix_waitlist_entry_order', ['opening_id', 'state', 'position'], unique=False)
        batch_op.create_index('uq_waitlist_entry_live', ['application_id'], unique=True, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))

    op.create_table('batch_item',
    sa.Column('batch_id', sa.Uuid(), nullable=False),
    sa.Column('decision_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.CheckConstraint("state IN ('waiting', 'done', 'refused')", name=op.f('ck_batch_item_state_known')),
    sa.ForeignKeyConstraint(['batch_id'], ['batch.id'], name=op.f('fk_batch_item_batch_id_batch'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_batch_item_decision_id_decision')),
    sa.PrimaryKeyConstraint('batch_id', 'decision_id', name=op.f('pk_batch_item'))
    )
    op.create_table('review',
    sa.Column('assignment_id', sa.Uuid(), nullable=False),
    sa.Column('rubric_id', sa.Uuid(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('feedback', sa.Text(), nullable=False),
    sa.Column('proposed_opening_id', sa.Uuid(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_review_assignment_id_assignment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['proposed_opening_id'], ['opening.id'], name=op.f('fk_review_proposed_opening_id_opening')),
    sa.ForeignKeyConstraint(['rubric_id'], ['rubric.id'], name=op.f('fk_review_rubric_id_rubric')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review')),
    sa.UniqueConstraint('assignment_id', name=op.f('uq_review_assignment_id'))
    )
    op.create_table('rule_result',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('rule_id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('rule_version', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('value_seen', sa.JSON(), nullable=True),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("outcome IN ('met', 'not_met', 'unknown')", name=op.f('ck_rule_result_outcome_known')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_rule_result_application_id_application'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['opening_id'], ['opening.id'], name=op.f('fk_rule_result_opening_id_opening')),
    sa.ForeignKeyConstraint(['rule_id'], ['eligibility_rule.id'], name=op.f('fk_rule_result_rule_id_eligibility_rule')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_result')),
    sa.UniqueConstraint('application_id', 'rule_id', name=op.f('uq_rule_result_application_id_rule_id'))
    )
    with op.batch_alter_table('rule_result', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rule_result_opening_id'), ['opening_id'], unique=False)

    op.create_table('score',
    sa.Column('review_id', sa.Uuid(), nullable=False),
    sa.Column('criterion_id', sa.Uuid(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.CheckConstraint('points BETWEEN 1 AND 5', name=op.f('ck_score_points_one_to_five')),
    sa.ForeignKeyConstraint(['criterion_id'], ['criterion.id'], name=op.f('fk_score_criterion_id_criterion')),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_score_review_id_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('review_id', 'criterion_id', name=op.f('pk_score'))
    )

    head = sa.table("audit_head", sa.column("id"), sa.column("seq"), sa.column("hash"))
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": "0" * 64}])
    _by_dialect(SQLITE, POSTGRESQL)


def downgrade() -> None:
    _by_dialect(SQLITE_DOWN, POSTGRESQL_DOWN)
    op.drop_table('score')
    with op.batch_alter_table('rule_result', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rule_result_opening_id'))

    op.drop_table('rule_result')
    op.drop_table('review')
    op.drop_table('batch_item')
    with op.batch_alter_table('waitlist_entry', schema=None) as batch_op:
        batch_op.drop_index('uq_waitlist_entry_live', sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.drop_index('ix_waitlist_entry_order')

    op.drop_table('waitlist_entry')
    op.drop_table('snapshot')
    with op.batch_alter_table('seat_hold', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_seat_hold_opening_id'))

    op.drop_table('seat_hold')
    op.drop_index('ix_recommendation_fit', table_name='recommendation')
    op.drop_table('recommendation')
    with op.batch_alter_table('outcome', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outcome_application_id'))

    op.drop_table('outcome')
    op.drop_table('option')
    with op.batch_alter_table('offer', schema=None) as batch_op:
        batch_op.drop_index('uq_offer_live', sqlite_where=sa.text("state IN ('open', 'confirmed')"), postgresql_where=sa.text("state IN ('open', 'confirmed')"))
        batch_op.drop_index('ix_offer_expiry')

    op.drop_table('offer')
    with op.batch_alter_table('eligibility_rule', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_eligibility_rule_opening_id'))

    op.drop_table('eligibility_rule')
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_index('uq_decision_in_force', sqlite_where=sa.text("state <> 'undone'"), postgresql_where=sa.text("state <> 'undone'"))
        batch_op.drop_index('ix_decision_state')
        batch_op.drop_index(batch_op.f('ix_decision_opening_id'))
        batch_op.drop_index(batch_op.f('ix_decision_application_id'))

    op.drop_table('decision')
    with op.batch_alter_table('choice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_choice_opening_id'))

    op.drop_table('choice')
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_index('ix_assignment_queue')

    op.drop_table('assignment')
    op.drop_table('application_text')
    op.drop_table('answer')
    op.drop_table('question')
    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opening_site_id'))
        batch_op.drop_index(batch_op.f('ix_opening_programme_id'))
        batch_op.drop_index(batch_op.f('ix_opening_call_id'))

    op.drop_table('opening')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_person_id'))

    op.drop_table('membership')
    with op.batch_alter_table('member_invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_member_invitation_startup_id'))

    op.drop_table('member_invitation')
    with op.batch_alter_table('conflict_of_interest', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conflict_of_interest_startup_id'))

    op.drop_table('conflict_of_interest')
    op.drop_table('call_form')
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_application_startup_id'))
        batch_op.drop_index('ix_application_stage')
        batch_op.drop_index('ix_application_inbox')

    op.drop_table('application')
    with op.batch_alter_table('stored_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stored_file_sha256'))

    op.drop_table('stored_file')
    with op.batch_alter_table('startup', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_startup_ice'))

    op.drop_table('startup')
    op.drop_table('site')
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_index('uq_role_grant_whole')

    op.drop_table('role_grant')
    op.drop_table('invitation')
    op.drop_table('form_version')
    op.drop_table('criterion')
    op.drop_table('call_rubric')
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_batch_call_id'))

    op.drop_table('batch')
    op.drop_table('rubric')
    op.drop_table('region')
    op.drop_table('refusal_reason')
    op.drop_table('programme')
    op.drop_table('person')
    with op.batch_alter_table('model_version', schema=None) as batch_op:
        batch_op.drop_index('uq_model_version_champion', sqlite_where=sa.text("state = 'champion'"), postgresql_where=sa.text("state = 'champion'"))

    op.drop_table('model_version')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_person_id'))
        batch_op.drop_index('ix_message_outbox')
        batch_op.drop_index(batch_op.f('ix_message_batch_id'))
        batch_op.drop_index(batch_op.f('ix_message_about_id'))

    op.drop_table('message')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index('ix_job_due')

    op.drop_table('job')
    op.drop_table('form')
    op.drop_table('call')
    op.drop_table('audit_head')
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_event_subject')
        batch_op.drop_index(batch_op.f('ix_audit_event_action'))

    op.drop_table('audit_event')
