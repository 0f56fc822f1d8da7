"""The owner agrees to share, changes that, and takes it back at once."""

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.audit import AuditEvent
from app.core.db import db, transaction
from app.core.errors import InvalidInput, NotAllowed, NotFound
from app.partners import queries
from app.partners.models import Sharing, Subject
from app.partners.services.share import TEXT_VERSION, agree, take_back
from app.startups.models import MemberRole, Membership
from tests.factories import make_person, save
from tests.services.cohorts.rows import make_partner, make_startup

NAME, CONTACT, FIGURES = Subject.IDENTITY, Subject.CONTACT, Subject.FIGURES


@pytest.fixture
def owner():
    return make_person(Role.APPLICANT)


@pytest.fixture
def startup(owner):
    return make_startup(owner)


@pytest.fixture
def partner():
    return make_partner()


def share(owner, startup, partner, *subjects):
    with transaction():
        return agree(actor=owner, startup_id=startup.id, partner_id=partner.id, subjects=subjects)


def rows():
    return list(db.session.scalars(sa.select(Sharing).order_by(Sharing.agreed_at, Sharing.id)))


def test_nothing_is_shared_by_default(startup, partner):
    assert queries.sharing_in_force(startup.id, partner.id) is None


def test_who_agreed_when_and_to_which_text_is_kept(owner, startup, partner):
    made = share(owner, startup, partner, FIGURES, NAME)

    event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "sharing.agree")).one()
    assert (made.subjects, made.agreed_by_id, made.withdrawn_at) == (["identity", "figures"], owner.id, None)
    assert (event.actor_id, event.after["text"]) == (owner.id, TEXT_VERSION)


def test_another_choice_ends_the_old_agreement_and_keeps_it(owner, startup, partner):
    first = share(owner, startup, partner, NAME)

    second = share(owner, startup, partner, NAME, CONTACT)

    ended = db.session.get(Sharing, first.id, populate_existing=True)
    assert ended.withdrawn_at is not None
    assert queries.sharing_in_force(startup.id, partner.id).id == second.id
    assert len(rows()) == 2


def test_the_same_choice_again_changes_nothing(owner, startup, partner):
    assert share(owner, startup, partner, NAME).id == share(owner, startup, partner, NAME).id
    assert len(rows()) == 1


def test_it_is_taken_back_at_once(owner, startup, partner):
    share(owner, startup, partner, NAME)

    with transaction():
        take_back(actor=owner, startup_id=startup.id, partner_id=partner.id)

        take_back(actor=owner, startup_id=startup.id, partner_id=partner.id)  # a second click

    assert queries.sharing_in_force(startup.id, partner.id) is None


@pytest.mark.parametrize("subjects", [(), (FIGURES,)])
def test_the_name_goes_with_everything_else(owner, startup, partner, subjects):
    with pytest.raises(InvalidInput) as refused:
        share(owner, startup, partner, *subjects)

    assert refused.value.field == "subjects"


def test_only_the_owner_decides(startup, partner):
    editor = make_person(Role.APPLICANT)
    save(Membership(startup_id=startup.id, person_id=editor.id, role=MemberRole.EDITOR))

    with pytest.raises(NotAllowed):
        share(editor, startup, partner, NAME)
    with pytest.raises(NotFound):
        share(make_person(Role.ADMIN), startup, partner, NAME)
    with pytest.raises(NotAllowed), transaction():
        take_back(actor=editor, startup_id=startup.id, partner_id=partner.id)
