from datetime import date

from app.core import audit
from app.core.db import transaction
from app.startups.services.create import create
from app.startups.services.update_profile import update_profile
from tests.factories import make_person


def test_identity_answers_become_the_startups_own_facts():
    owner = make_person()
    with transaction():
        startup = create(actor=owner, name="Atlas")
        update_profile(
            startup=startup,
            actor=owner,
            answers={
                "startup_name": "Atlas Grid", "ice": "001509176000008", "founding_date": "2025-10-01",
                "rc": {"number": "123", "court": "Agadir"}, "website": None,
            },
        )  # fmt: skip

    assert (startup.name, startup.ice, startup.founded_on) == ("Atlas Grid", "001509176000008", date(2025, 10, 1))
    assert (startup.rc_number, startup.rc_court, startup.website) == ("123", "Agadir", None)
    assert audit.history(startup.id)[0].details == {"fields": ["ice", "name"]}


def test_nothing_new_leaves_no_trace():
    owner = make_person()
    with transaction():
        startup = create(actor=owner, name="Atlas")
        update_profile(startup=startup, actor=owner, answers={"startup_name": "Atlas"})

    assert [event.action for event in audit.history(startup.id)] == ["startup.create"]
