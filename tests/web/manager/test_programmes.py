"""Programmes: texts in three languages, words from the form."""

from app.core.db import db
from app.programmes import queries
from tests.factories import form_version, make_programme


def texts(name, text="Texte"):
    return {f"{name}-{code}": f"{text} {code}" for code in ("fr", "ar", "en")}


def filled(**more):
    return {
        **texts("name"), **texts("tagline"), **texts("description"), **texts("audience"),
        "company": "any", "duration_months": "6, 12", "published": "y", "position": "3", **more,
    }  # fmt: skip


def test_a_programme_is_created(client_of):
    form_version()

    answer = client_of.send("/en/admin/programmes/new", filled(key="nouveau", sectors=["software"]))

    made = queries.programme("nouveau")
    assert answer.status_code == 303
    assert made.name == {"fr": "Texte fr", "ar": "Texte ar", "en": "Texte en"}
    assert made.sectors == ["software"]
    assert made.duration_months == [6, 12]


def test_a_missing_language_is_asked_for_and_the_rest_kept(client_of):
    form_version()

    page = client_of.send("/en/admin/programmes/new", filled(key="nouveau", **{"name-ar": ""}))

    assert page.status_code == 422
    assert "Write this text in the three languages." in page.text
    assert "Texte en" in page.text


def test_a_key_in_use_is_refused(client_of):
    form_version()
    existing = make_programme()

    page = client_of.send("/en/admin/programmes/new", filled(key=existing.key))

    assert page.status_code == 422
    assert "already used by another programme" in page.text


def test_a_programme_is_changed(client_of):
    form_version()
    programme = make_programme(sectors=["old_word"])

    page = client_of.get(f"/en/admin/programmes/{programme.key}").text
    answer = client_of.send(f"/en/admin/programmes/{programme.key}", filled(stages=["idea"]))

    db.session.expire_all()
    changed = queries.programme(programme.key)
    assert 'value="old_word" checked' in page
    assert answer.status_code == 303
    assert (changed.sectors, changed.stages, changed.position) == ([], ["idea"], 3)


def test_the_address_of_the_form_is_no_key(client_of):
    form_version()

    page = client_of.send("/en/admin/programmes/new", filled(key="new"))

    assert page.status_code == 422
    assert "Choose another short name." in page.text


def test_the_rule_of_residences_is_set_and_may_stay_empty(client_of):
    form_version()
    programme = make_programme()
    page = f"/en/admin/programmes/{programme.key}"

    set_ = client_of.send(page, filled(residence_months="60", startup_terms_months="18"))
    db.session.expire_all()
    kept = queries.programme(programme.key)
    rule = (kept.residence_months, kept.startup_terms_months)
    refused = client_of.send(page, filled(residence_months="0"))
    client_of.send(page, filled())
    db.session.expire_all()

    assert (set_.status_code, rule, refused.status_code) == (303, (60, 18), 422)
    assert 'href="#residence_months"' in refused.text
    assert queries.programme(programme.key).residence_months is None
