import pytest

from app.accounts.roles import Role
from app.applications import queries
from app.applications.services.check_eligibility import check_eligibility
from app.core.db import db, transaction
from app.core.errors import InvalidInput, NotFound
from app.programmes.queries import openings
from app.reviews.services.override_eligibility import override_eligibility
from tests.factories import make_application, make_call, make_person, make_rule


def test_each_rule_is_kept_with_the_value_seen():
    call = make_call()
    first, second = openings(call.id)
    make_rule(first, fact="stage", operator="in", value=["prototype"])
    make_rule(second, fact="team_size", operator="at_least", value=9, hard=False)
    make_rule(second, fact="company_age_months", operator="at_most", value=9)

    application = make_application(call=call)

    results = {(r.rule.fact): (r.outcome, r.value_seen) for r in queries.rule_results(application.id)}
    assert results == {
        "stage": ("met", "prototype"),
        "team_size": ("not_met", 3),
        "company_age_months": ("unknown", None),
    }
    assert application.stage == "eligible"


def test_a_hard_rule_that_fails_everywhere_wished_asks_a_human():
    call = make_call()
    make_rule(openings(call.id)[0], value=["sales"])

    application = make_application(call=call)

    assert application.stage == "needs_human_check"


def test_a_human_settles_it_with_a_reason():
    call = make_call()
    make_rule(openings(call.id)[0], value=["sales"])
    application, staff = make_application(call=call), make_person(Role.STAFF)

    with transaction(), pytest.raises(InvalidInput):
        override_eligibility(application_id=application.id, actor=staff, eligible=True, reason=" ")
    with transaction(), pytest.raises(NotFound):
        override_eligibility(application_id=application.id, actor=make_person(), eligible=True, reason="x")
    with transaction():
        override_eligibility(application_id=application.id, actor=staff, eligible=False, reason="Hors sujet")

    db.session.refresh(application)
    assert (application.stage, application.shown) == ("ineligible", "nothing")


def test_checking_again_changes_nothing():
    application = make_application()

    with transaction():
        again = check_eligibility(application_id=application.id)

    assert again.stage == "eligible"
