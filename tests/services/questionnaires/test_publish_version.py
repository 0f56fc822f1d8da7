import copy

import pytest
import yaml

from app.core.db import transaction
from app.core.errors import InvalidInput, NotFound
from app.questionnaires import queries
from app.questionnaires.definition import visible
from app.questionnaires.services.publish_version import publish_version
from tests.factories import APP

SEED = yaml.safe_load((APP / "questionnaires/seed/application_form.yaml").read_text(encoding="utf-8"))


def _publish(description=SEED):
    with transaction():
        return publish_version(description)


def test_the_seeded_form_has_five_sections_and_about_25_questions():
    definition = queries.definition(_publish().id)

    assert [section.key for section in definition.sections] == ["team", "startup", "solution", "traction", "wishes"]
    assert 25 <= len(definition.questions) <= 30
    assert definition.consent["version"]


def test_every_text_of_the_form_is_in_three_languages():
    def walk(value):
        if isinstance(value, dict):
            if {"fr", "ar", "en"} & set(value):
                assert set(value) == {"fr", "ar", "en"}, value
                assert all(value.values()), value
            else:
                for one in value.values():
                    walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)

    walk(SEED)


def test_versions_count_up():
    assert [_publish().number, _publish().number] == [1, 2]
    assert queries.latest_published().number == 2


def test_conditional_questions_apply_when_their_condition_holds():
    definition = queries.definition(_publish().id)

    shown = {question.key for question in visible(definition, {"company_status": "sarl"})}
    hidden = {question.key for question in visible(definition, {"company_status": "not_created"})}
    assert shown - hidden == {"founding_date", "ice", "rc"}


@pytest.mark.parametrize(
    "slip",
    [{"kind": "nonsense"}, {"key": "pitch"}, {"show_if": {"question": "later", "in": ["x"]}}],
)
def test_a_broken_description_is_refused(slip):
    broken = copy.deepcopy(SEED)
    broken["sections"][-1]["pages"][-1]["questions"][-1] |= slip

    with pytest.raises(InvalidInput):
        _publish(broken)


def test_an_unknown_version_is_not_found():
    import uuid

    with pytest.raises(NotFound):
        queries.definition(uuid.uuid4())
