"""outcomes and the board

Revision: 0003
Follows: 0002
"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


ROLES = "'applicant', 'reviewer', 'staff', 'lead', 'admin', 'director'"
MEASURES = "'active', 'turnover', 'turnover_abroad', 'jobs', 'jobs_women', 'jobs_young', 'patents', 'customers_abroad'"
RENAMED = {'active': 'active', 'jobs': 'jobs', 'revenue': 'turnover'}


def _new_outcomes() -> None:
    """Figures belong to a startup and a period; the yearly ones of before are carried over.

    A sum of funds raised becomes one round of 31 December; a share abroad becomes an amount where the turnover of the
    same year is known, else “not available” with the share in its source.
    """
    connection = op.get_bind()
    rows = connection.execute(sa.text(
        'SELECT outcome.*, application.startup_id FROM outcome '
        'JOIN application ON application.id = outcome.application_id ORDER BY outcome.created_at, outcome.id'
    )).mappings().all()
    op.drop_table('outcome')
    op.create_table('outcome',
    sa.Column('startup_id', sa.Uuid(), nullable=False),
    sa.Column('measure', sa.String(length=40), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=True),
    sa.Column('detail', sa.JSON(), nullable=True),
    sa.Column('return_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('foreign_amount', sa.BigInteger(), nullable=True),
    sa.Column('rate_micro', sa.BigInteger(), nullable=True),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('evidence_id', sa.Uuid(), nullable=True),
    sa.Column('recorded_by_id', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verified_by_id', sa.Uuid(), nullable=True),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint(f'measure IN ({MEASURES})', name=op.f('ck_outcome_measure_known')),
    sa.CheckConstraint('ends_on > starts_on', name=op.f('ck_outcome_ends_after_it_starts')),
    sa.CheckConstraint('verified_at IS NULL OR verified_by_id IS NOT NULL', name=op.f('ck_outcome_verified_means_signed')),
    sa.CheckConstraint("currency = 'MAD' OR (foreign_amount IS NOT NULL AND rate_micro IS NOT NULL)", name=op.f('ck_outcome_foreign_means_rate')),
    sa.ForeignKeyConstraint(['startup_id'], ['startup.id'], name=op.f('fk_outcome_startup_id_startup')),
    sa.ForeignKeyConstraint(['return_id'], ['startup_return.id'], name=op.f('fk_outcome_return_id_startup_return')),
    sa.ForeignKeyConstraint(['evidence_id'], ['stored_file.id'], name=op.f('fk_outcome_evidence_id_stored_file')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_outcome_recorded_by_id_person')),
    sa.ForeignKeyConstraint(['verified_by_id'], ['person.id'], name=op.f('fk_outcome_verified_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome')),
    sa.UniqueConstraint('startup_id', 'measure', 'starts_on', 'ends_on', name=op.f('uq_outcome_startup_id_measure_starts_on_ends_on'))
    )
    with op.batch_alter_table('outcome', schema=None) as batch_op:
        batch_op.create_index('ix_outcome_period', ['measure', 'ends_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_outcome_return_id'), ['return_id'], unique=False)
    _carry_over(connection, rows)


def _carry_over(connection, rows) -> None:
    columns = 'id, created_at, startup_id, currency, source, recorded_by_id, recorded_at'
    values = ":id, :created_at, :startup_id, 'MAD', :source, :recorded_by_id, :created_at"
    turnover = {(row['startup_id'], row['year']): row['value'] for row in rows if row['indicator'] == 'revenue'}
    latest = {(row['startup_id'], row['indicator'], row['year']): dict(row) for row in rows}
    for (startup, indicator, year), row in latest.items():
        row |= {'starts_on': f'{year}-01-01', 'ends_on': f'{year}-12-31', 'measure': RENAMED.get(indicator, 'turnover_abroad')}
        if indicator == 'funding':
            if row['value']:
                connection.execute(sa.text(
                    f"INSERT INTO funding ({columns}, kind, received_on, amount, from_whom) "
                    f"VALUES ({values}, 'round', :ends_on, :value, '')"), row)
            continue
        if indicator == 'export_share':
            whole, share = turnover.get((startup, year)), row['value']
            row['source'] = f"{row['source']} ({share} %)" if share is not None else row['source']
            row['value'] = whole * share // 100 if whole is not None and share is not None else None
        connection.execute(sa.text(
            f'INSERT INTO outcome ({columns}, measure, starts_on, ends_on, value) '
            f'VALUES ({values}, :measure, :starts_on, :ends_on, :value)'), row)


def _old_outcomes() -> None:
    """Back to one figure by file and year: what the older form can hold is kept."""
    connection = op.get_bind()
    rows = connection.execute(sa.text(
        'SELECT outcome.*, application.id AS application_id FROM outcome '
        'JOIN application ON application.startup_id = outcome.startup_id ORDER BY outcome.ends_on, outcome.id'
    )).mappings().all()
    op.drop_table('outcome')
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
    before = {new: old for old, new in RENAMED.items()}
    kept = {}
    for row in rows:
        if row['measure'] in before:
            key = (row['application_id'], before[row['measure']], int(str(row['ends_on'])[:4]))
            kept[key] = dict(row) | {'indicator': key[1], 'year': key[2]}
    for row in kept.values():
        row['id'] = uuid.uuid4().hex
        connection.execute(sa.text(
            'INSERT INTO outcome (id, created_at, application_id, indicator, year, value, source, recorded_by_id, verified_at) '
            'VALUES (:id, :created_at, :application_id, :indicator, :year, :value, :source, :recorded_by_id, :verified_at)'), row)


def upgrade() -> None:
    op.create_table('dashboard_snapshot',
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_dashboard_snapshot'))
    )
    op.create_table('partner',
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('website', sa.String(length=300), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partner')),
    sa.UniqueConstraint('key', name=op.f('uq_partner_key'))
    )
    op.create_table('annual_review',
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('texts', sa.JSON(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('frozen_by_id', sa.Uuid(), nullable=True),
    sa.Column('created_by_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'frozen' OR (frozen_at IS NOT NULL AND sha256 <> '')", name=op.f('ck_annual_review_frozen_means_hash')),
    sa.CheckConstraint("state IN ('draft', 'approved', 'frozen')", name=op.f('ck_annual_review_state_known')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_annual_review_created_by_id_person')),
    sa.ForeignKeyConstraint(['frozen_by_id'], ['person.id'], name=op.f('fk_annual_review_frozen_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_annual_review')),
    sa.UniqueConstraint('year', name=op.f('uq_annual_review_year'))
    )
    op.create_table('board_link',
    sa.Column('label', sa.String(length=255), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.Uuid(), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_by_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('revoked_at IS NULL OR revoked_by_id IS NOT NULL', name=op.f('ck_board_link_revoked_means_signed')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_board_link_created_by_id_person')),
    sa.ForeignKeyConstraint(['revoked_by_id'], ['person.id'], name=op.f('fk_board_link_revoked_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_board_link'))
    )
    op.create_table('frozen_figure',
    sa.Column('indicator', sa.String(length=60), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('scope', sa.String(length=80), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('origin', sa.String(length=40), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=True),
    sa.Column('base', sa.BigInteger(), nullable=True),
    sa.Column('qualifier', sa.String(length=20), nullable=False),
    sa.Column('group_size', sa.Integer(), nullable=True),
    sa.Column('asked', sa.Integer(), nullable=True),
    sa.Column('shown', sa.Boolean(), nullable=False),
    sa.Column('rows_count', sa.Integer(), nullable=False),
    sa.Column('rows_sha256', sa.String(length=64), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('frozen_by_id', sa.Uuid(), nullable=False),
    sa.Column('replaces_id', sa.Uuid(), nullable=True),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_reason', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("origin <> 'computed' OR rows_sha256 <> ''", name=op.f('ck_frozen_figure_computed_means_hash')),
    sa.CheckConstraint("origin <> 'published' OR source <> ''", name=op.f('ck_frozen_figure_published_means_source')),
    sa.CheckConstraint("origin IN ('computed', 'published')", name=op.f('ck_frozen_figure_origin_known')),
    sa.CheckConstraint("qualifier IN ('', 'more_than', 'about', 'up_to')", name=op.f('ck_frozen_figure_qualifier_known')),
    sa.CheckConstraint("replaces_id IS NULL OR reason <> ''", name=op.f('ck_frozen_figure_restated_means_reason')),
    sa.CheckConstraint("withdrawn_reason = '' OR replaced_at IS NOT NULL", name=op.f('ck_frozen_figure_withdrawn_means_replaced')),
    sa.ForeignKeyConstraint(['frozen_by_id'], ['person.id'], name=op.f('fk_frozen_figure_frozen_by_id_person')),
    sa.ForeignKeyConstraint(['replaces_id'], ['frozen_figure.id'], name=op.f('fk_frozen_figure_replaces_id_frozen_figure')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_frozen_figure')),
    sa.UniqueConstraint('replaces_id', name=op.f('uq_frozen_figure_replaces_id'))
    )
    with op.batch_alter_table('frozen_figure', schema=None) as batch_op:
        batch_op.create_index('uq_frozen_figure_in_force', ['indicator', 'version', 'scope', 'starts_on', 'ends_on', 'origin'], unique=True, sqlite_where=sa.text('replaced_at IS NULL'), postgresql_where=sa.text('replaced_at IS NULL'))

    op.create_table('partner_programme',
    sa.Column('partner_id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_partner_programme_partner_id_partner'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_partner_programme_programme_id_programme')),
    sa.PrimaryKeyConstraint('partner_id', 'programme_id', name=op.f('pk_partner_programme'))
    )
    with op.batch_alter_table('partner_programme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_partner_programme_programme_id'), ['programme_id'], unique=False)

    op.create_table('public_indicator',
    sa.Column('indicator', sa.String(length=60), nullable=False),
    sa.Column('opened_by_id', sa.Uuid(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_public_indicator_opened_by_id_person')),
    sa.PrimaryKeyConstraint('indicator', name=op.f('pk_public_indicator'))
    )
    op.create_table('target',
    sa.Column('indicator', sa.String(length=60), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('noted_by_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['noted_by_id'], ['person.id'], name=op.f('fk_target_noted_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_target')),
    sa.UniqueConstraint('indicator', 'year', name=op.f('uq_target_indicator_year'))
    )
    op.create_table('board_visit',
    sa.Column('link_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('page', sa.String(length=120), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['board_link.id'], name=op.f('fk_board_visit_link_id_board_link'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_board_visit'))
    )
    with op.batch_alter_table('board_visit', schema=None) as batch_op:
        batch_op.create_index('ix_board_visit_link', ['link_id', 'at'], unique=False)

    op.create_table('campaign',
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('deadline_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('form_version_id', sa.Uuid(), nullable=False),
    sa.Column('audience', sa.JSON(), nullable=False),
    sa.Column('reminder_days', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_by_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state = 'draft' OR opened_at IS NOT NULL", name=op.f('ck_campaign_open_means_dated')),
    sa.CheckConstraint("state IN ('draft', 'open', 'closed')", name=op.f('ck_campaign_state_known')),
    sa.CheckConstraint('ends_on > starts_on', name=op.f('ck_campaign_ends_after_it_starts')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_campaign_created_by_id_person')),
    sa.ForeignKeyConstraint(['form_version_id'], ['form_version.id'], name=op.f('fk_campaign_form_version_id_form_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign'))
    )
    op.create_table('edition',
    sa.Column('programme_id', sa.Uuid(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('ends_on > starts_on', name=op.f('ck_edition_ends_after_it_starts')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_edition_programme_id_programme')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_edition_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_edition')),
    sa.UniqueConstraint('programme_id', 'site_id', 'starts_on', name=op.f('uq_edition_programme_id_site_id_starts_on'))
    )
    with op.batch_alter_table('edition', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_edition_site_id'), ['site_id'], unique=False)

    op.create_table('event',
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('description', sa.JSON(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('place', sa.String(length=255), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=True),
    sa.Column('partner_id', sa.Uuid(), nullable=True),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('places_taken', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('created_by_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('funding', 'sector_fair', 'international', 'training')", name=op.f('ck_event_kind_known')),
    sa.CheckConstraint("state IN ('draft', 'open', 'closed', 'cancelled')", name=op.f('ck_event_state_known')),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_event_ends_after_it_starts')),
    sa.CheckConstraint('places_taken >= 0 AND (capacity IS NULL OR places_taken <= capacity)', name=op.f('ck_event_places_within')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_event_created_by_id_person')),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_event_partner_id_partner')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_event_programme_id_programme')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_event_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')),
    sa.UniqueConstraint('key', name=op.f('uq_event_key'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index('ix_event_day', ['starts_at', 'id'], unique=False)

    op.create_table('pass',
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('holder_name', sa.String(length=255), nullable=False),
    sa.Column('holder_email', sa.String(length=320), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('day', 'month')", name=op.f('ck_pass_kind_known')),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_pass_ends_after_it_starts')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_pass_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pass'))
    )
    with op.batch_alter_table('pass', schema=None) as batch_op:
        batch_op.create_index('ix_pass_site', ['site_id', 'starts_on'], unique=False)

    op.create_table('reminder_choice',
    sa.Column('startup_id', sa.Uuid(), nullable=False),
    sa.Column('often', sa.String(length=10), nullable=False),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("often IN ('each', 'once', 'never')", name=op.f('ck_reminder_choice_often_known')),
    sa.ForeignKeyConstraint(['startup_id'], ['startup.id'], name=op.f('fk_reminder_choice_startup_id_startup'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('startup_id', name=op.f('pk_reminder_choice'))
    )
    op.create_table('residence',
    sa.Column('startup_id', sa.Uuid(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('room', sa.String(length=60), nullable=False),
    sa.Column('rent_class', sa.String(length=40), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('startup_terms_until', sa.Date(), nullable=True),
    sa.Column('longest_until', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.Text(), nullable=False),
    sa.Column('end_timer_id', sa.Uuid(), nullable=True),
    sa.Column('terms_timer_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('office', 'seats')", name=op.f('ck_residence_kind_known')),
    sa.CheckConstraint("rent_class IN ('startup', 'standard')", name=op.f('ck_residence_rent_class_known')),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_residence_ends_after_it_starts')),
    sa.CheckConstraint('seats > 0', name=op.f('ck_residence_seats_positive')),
    sa.ForeignKeyConstraint(['end_timer_id'], ['job.id'], name=op.f('fk_residence_end_timer_id_job')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_residence_programme_id_programme')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_residence_site_id_site')),
    sa.ForeignKeyConstraint(['startup_id'], ['startup.id'], name=op.f('fk_residence_startup_id_startup')),
    sa.ForeignKeyConstraint(['terms_timer_id'], ['job.id'], name=op.f('fk_residence_terms_timer_id_job')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_residence'))
    )
    with op.batch_alter_table('residence', schema=None) as batch_op:
        batch_op.create_index('ix_residence_site', ['site_id', 'starts_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_residence_startup_id'), ['startup_id'], unique=False)

    op.create_table('review_approval',
    sa.Column('review_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_review_approval_person_id_person')),
    sa.ForeignKeyConstraint(['review_id'], ['annual_review.id'], name=op.f('fk_review_approval_review_id_annual_review'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('review_id', 'person_id', name=op.f('pk_review_approval'))
    )
    op.create_table('sharing',
    sa.Column('startup_id', sa.Uuid(), nullable=False),
    sa.Column('partner_id', sa.Uuid(), nullable=False),
    sa.Column('subjects', sa.JSON(), nullable=False),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agreed_by_id', sa.Uuid(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['agreed_by_id'], ['person.id'], name=op.f('fk_sharing_agreed_by_id_person')),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_sharing_partner_id_partner')),
    sa.ForeignKeyConstraint(['startup_id'], ['startup.id'], name=op.f('fk_sharing_startup_id_startup'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sharing'))
    )
    with op.batch_alter_table('sharing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sharing_partner_id'), ['partner_id'], unique=False)
        batch_op.create_index('uq_sharing_in_force', ['startup_id', 'partner_id'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.create_table('site_plan',
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.Column('announced_on', sa.Date(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('noted_by_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['noted_by_id'], ['person.id'], name=op.f('fk_site_plan_noted_by_id_person')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_site_plan_site_id_site'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site_plan'))
    )
    with op.batch_alter_table('site_plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_site_plan_site_id'), ['site_id'], unique=False)

    op.create_table('hosting_request',
    sa.Column('startup_id', sa.Uuid(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('residence_id', sa.Uuid(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state = 'waiting' OR ended_on IS NOT NULL", name=op.f('ck_hosting_request_ended_means_dated')),
    sa.CheckConstraint("state IN ('waiting', 'served', 'withdrawn')", name=op.f('ck_hosting_request_state_known')),
    sa.CheckConstraint('seats > 0', name=op.f('ck_hosting_request_seats_positive')),
    sa.ForeignKeyConstraint(['residence_id'], ['residence.id'], name=op.f('fk_hosting_request_residence_id_residence')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_hosting_request_site_id_site')),
    sa.ForeignKeyConstraint(['startup_id'], ['startup.id'], name=op.f('fk_hosting_request_startup_id_startup')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hosting_request'))
    )
    with op.batch_alter_table('hosting_request', schema=None) as batch_op:
        batch_op.create_index('ix_hosting_request_order', ['site_id', 'state', 'position'], unique=False)
        batch_op.create_index(batch_op.f('ix_hosting_request_startup_id'), ['startup_id'], unique=False)
        batch_op.create_index('uq_hosting_request_waiting', ['startup_id', 'site_id'], unique=True, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))

    op.create_table('participation',
    sa.Column('edition_id', sa.Uuid(), nullable=False),
    sa.Column('startup_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'left' OR reason <> ''", name=op.f('ck_participation_left_means_reason')),
    sa.CheckConstraint("state = 'active' OR ended_on IS NOT NULL", name=op.f('ck_participation_ended_means_dated')),
    sa.CheckConstraint("state IN ('active', 'completed', 'left')", name=op.f('ck_participation_state_known')),
    sa.CheckConstraint('ended_on IS NULL OR ended_on >= starts_on', name=op.f('ck_participation_ends_after_it_starts')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_participation_application_id_application')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_participation_edition_id_edition')),
    sa.ForeignKeyConstraint(['startup_id'], ['startup.id'], name=op.f('fk_participation_startup_id_startup')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participation')),
    sa.UniqueConstraint('application_id', name=op.f('uq_participation_application_id')),
    sa.UniqueConstraint('edition_id', 'startup_id', name=op.f('uq_participation_edition_id_startup_id'))
    )
    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participation_startup_id'), ['startup_id'], unique=False)

    op.create_table('registration',
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('startup_id', sa.Uuid(), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('full_name', sa.String(length=255), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('attended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attended_by', sa.String(length=10), nullable=False),
    sa.Column('rating', sa.Integer(), nullable=True),
    sa.Column('feedback', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("attended_at IS NULL OR state = 'registered'", name=op.f('ck_registration_attended_means_registered')),
    sa.CheckConstraint("attended_by IN ('', 'list', 'qr')", name=op.f('ck_registration_attended_by_known')),
    sa.CheckConstraint("state IN ('registered', 'waiting', 'cancelled')", name=op.f('ck_registration_state_known')),
    sa.CheckConstraint('rating IS NULL OR rating BETWEEN 1 AND 5', name=op.f('ck_registration_rating_one_to_five')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_registration_event_id_event'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_registration_person_id_person')),
    sa.ForeignKeyConstraint(['startup_id'], ['startup.id'], name=op.f('fk_registration_startup_id_startup')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration')),
    sa.UniqueConstraint('code', name=op.f('uq_registration_code')),
    sa.UniqueConstraint('event_id', 'email', name=op.f('uq_registration_event_id_email'))
    )
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.create_index('ix_registration_list', ['event_id', 'state', 'created_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_startup_id'), ['startup_id'], unique=False)

    op.create_table('startup_return',
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('startup_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('asked_back', sa.JSON(), nullable=False),
    sa.Column('told', sa.JSON(), nullable=False),
    sa.Column('evidence_id', sa.Uuid(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('saved_by_id', sa.Uuid(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_by_id', sa.Uuid(), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminders', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name=op.f('ck_startup_return_sent_means_dated')),
    sa.CheckConstraint("state IN ('waiting', 'begun', 'sent')", name=op.f('ck_startup_return_state_known')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_startup_return_campaign_id_campaign')),
    sa.ForeignKeyConstraint(['evidence_id'], ['stored_file.id'], name=op.f('fk_startup_return_evidence_id_stored_file')),
    sa.ForeignKeyConstraint(['saved_by_id'], ['person.id'], name=op.f('fk_startup_return_saved_by_id_person')),
    sa.ForeignKeyConstraint(['sent_by_id'], ['person.id'], name=op.f('fk_startup_return_sent_by_id_person')),
    sa.ForeignKeyConstraint(['startup_id'], ['startup.id'], name=op.f('fk_startup_return_startup_id_startup')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_startup_return')),
    sa.UniqueConstraint('campaign_id', 'startup_id', name=op.f('uq_startup_return_campaign_id_startup_id')),
    sa.UniqueConstraint('startup_id', 'starts_on', 'ends_on', name=op.f('uq_startup_return_startup_id_starts_on_ends_on'))
    )
    with op.batch_alter_table('startup_return', schema=None) as batch_op:
        batch_op.create_index('ix_startup_return_board', ['campaign_id', 'state', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_startup_return_startup_id'), ['startup_id'], unique=False)

    op.create_table('funding',
    sa.Column('startup_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('from_whom', sa.String(length=255), nullable=False),
    sa.Column('return_id', sa.Uuid(), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('foreign_amount', sa.BigInteger(), nullable=True),
    sa.Column('rate_micro', sa.BigInteger(), nullable=True),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('evidence_id', sa.Uuid(), nullable=True),
    sa.Column('recorded_by_id', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verified_by_id', sa.Uuid(), nullable=True),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("currency = 'MAD' OR (foreign_amount IS NOT NULL AND rate_micro IS NOT NULL)", name=op.f('ck_funding_foreign_means_rate')),
    sa.CheckConstraint("kind IN ('round', 'pre_seed', 'seed', 'series_a', 'series_b', 'later', 'convertible', 'loan', 'grant')", name=op.f('ck_funding_kind_known')),
    sa.CheckConstraint('amount > 0', name=op.f('ck_funding_amount_positive')),
    sa.CheckConstraint('verified_at IS NULL OR verified_by_id IS NOT NULL', name=op.f('ck_funding_verified_means_signed')),
    sa.ForeignKeyConstraint(['evidence_id'], ['stored_file.id'], name=op.f('fk_funding_evidence_id_stored_file')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_funding_recorded_by_id_person')),
    sa.ForeignKeyConstraint(['return_id'], ['startup_return.id'], name=op.f('fk_funding_return_id_startup_return')),
    sa.ForeignKeyConstraint(['startup_id'], ['startup.id'], name=op.f('fk_funding_startup_id_startup')),
    sa.ForeignKeyConstraint(['verified_by_id'], ['person.id'], name=op.f('fk_funding_verified_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_funding'))
    )
    with op.batch_alter_table('funding', schema=None) as batch_op:
        batch_op.create_index('ix_funding_day', ['received_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_funding_return_id'), ['return_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_funding_startup_id'), ['startup_id'], unique=False)

    op.create_table('event_result',
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('startup_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('funding_id', sa.Uuid(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('noted_on', sa.Date(), nullable=False),
    sa.Column('noted_by_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind <> 'round' OR funding_id IS NOT NULL", name=op.f('ck_event_result_round_means_funding')),
    sa.CheckConstraint("kind IN ('meeting', 'offer', 'round')", name=op.f('ck_event_result_kind_known')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_result_event_id_event'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['funding_id'], ['funding.id'], name=op.f('fk_event_result_funding_id_funding')),
    sa.ForeignKeyConstraint(['noted_by_id'], ['person.id'], name=op.f('fk_event_result_noted_by_id_person')),
    sa.ForeignKeyConstraint(['startup_id'], ['startup.id'], name=op.f('fk_event_result_startup_id_startup')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_result'))
    )
    with op.batch_alter_table('event_result', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_result_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_result_startup_id'), ['startup_id'], unique=False)

    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('partner_id', sa.Uuid(), nullable=True))
        batch_op.drop_constraint(batch_op.f('ck_invitation_role_known'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_invitation_role_known'), f"role IN ({ROLES}, 'partner')")
        batch_op.create_check_constraint(batch_op.f('ck_invitation_partner_means_organisation'), "(role = 'partner') = (partner_id IS NOT NULL)")

    _new_outcomes()

    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.add_column(sa.Column('residence_months', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('startup_terms_months', sa.Integer(), nullable=True))

    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.add_column(sa.Column('partner_id', sa.Uuid(), nullable=True))
        batch_op.drop_constraint(batch_op.f('ck_role_grant_role_known'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_role_grant_role_known'), f"role IN ({ROLES}, 'partner')")
        batch_op.create_check_constraint(batch_op.f('ck_role_grant_partner_means_organisation'), "(role = 'partner') = (partner_id IS NOT NULL)")
        batch_op.drop_index(batch_op.f('uq_role_grant_whole'))
        batch_op.create_index('uq_role_grant_whole', ['person_id', 'role', 'call_id', 'site_id', 'partner_id'], unique=True)

    with op.batch_alter_table('startup', schema=None) as batch_op:
        batch_op.add_column(sa.Column('city', sa.String(length=120), nullable=True))

    with op.batch_alter_table('site', schema=None) as batch_op:
        batch_op.add_column(sa.Column('workplaces', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('city', sa.String(length=60), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('startup', schema=None) as batch_op:
        batch_op.drop_column('city')

    with op.batch_alter_table('site', schema=None) as batch_op:
        batch_op.drop_column('city')
        batch_op.drop_column('workplaces')

    op.execute("DELETE FROM role_grant WHERE role = 'partner'")
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_role_grant_partner_means_organisation'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_role_grant_role_known'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_role_grant_role_known'), f"role IN ({ROLES})")
        batch_op.drop_index('uq_role_grant_whole')
        batch_op.create_index(batch_op.f('uq_role_grant_whole'), ['person_id', 'role', 'call_id', 'site_id'], unique=True)
        batch_op.drop_column('partner_id')

    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.drop_column('startup_terms_months')
        batch_op.drop_column('residence_months')

    _old_outcomes()

    op.execute("DELETE FROM invitation WHERE role = 'partner'")
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_invitation_partner_means_organisation'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_invitation_role_known'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_invitation_role_known'), f"role IN ({ROLES})")
        batch_op.drop_column('partner_id')

    with op.batch_alter_table('event_result', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_result_startup_id'))
        batch_op.drop_index(batch_op.f('ix_event_result_event_id'))

    op.drop_table('event_result')
    with op.batch_alter_table('funding', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_funding_startup_id'))
        batch_op.drop_index(batch_op.f('ix_funding_return_id'))
        batch_op.drop_index('ix_funding_day')

    op.drop_table('funding')
    with op.batch_alter_table('startup_return', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_startup_return_startup_id'))
        batch_op.drop_index('ix_startup_return_board')

    op.drop_table('startup_return')
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_registration_startup_id'))
        batch_op.drop_index(batch_op.f('ix_registration_person_id'))
        batch_op.drop_index('ix_registration_list')

    op.drop_table('registration')
    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_participation_startup_id'))

    op.drop_table('participation')
    with op.batch_alter_table('hosting_request', schema=None) as batch_op:
        batch_op.drop_index('uq_hosting_request_waiting', sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.drop_index(batch_op.f('ix_hosting_request_startup_id'))
        batch_op.drop_index('ix_hosting_request_order')

    op.drop_table('hosting_request')
    with op.batch_alter_table('site_plan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_site_plan_site_id'))

    op.drop_table('site_plan')
    with op.batch_alter_table('sharing', schema=None) as batch_op:
        batch_op.drop_index('uq_sharing_in_force', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_sharing_partner_id'))

    op.drop_table('sharing')
    op.drop_table('review_approval')
    with op.batch_alter_table('residence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_residence_startup_id'))
        batch_op.drop_index('ix_residence_site')

    op.drop_table('residence')
    op.drop_table('reminder_choice')
    with op.batch_alter_table('pass', schema=None) as batch_op:
        batch_op.drop_index('ix_pass_site')

    op.drop_table('pass')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index('ix_event_day')

    op.drop_table('event')
    with op.batch_alter_table('edition', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_edition_site_id'))

    op.drop_table('edition')
    op.drop_table('campaign')
    with op.batch_alter_table('board_visit', schema=None) as batch_op:
        batch_op.drop_index('ix_board_visit_link')

    op.drop_table('board_visit')
    op.drop_table('target')
    op.drop_table('public_indicator')
    with op.batch_alter_table('partner_programme', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_partner_programme_programme_id'))

    op.drop_table('partner_programme')
    with op.batch_alter_table('frozen_figure', schema=None) as batch_op:
        batch_op.drop_index('uq_frozen_figure_in_force', sqlite_where=sa.text('replaced_at IS NULL'), postgresql_where=sa.text('replaced_at IS NULL'))

    op.drop_table('frozen_figure')
    op.drop_table('board_link')
    op.drop_table('annual_review')
    op.drop_table('partner')
    op.drop_table('dashboard_snapshot')
