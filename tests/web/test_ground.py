"""What holds for every page: headers, errors in three languages, tokens, limits, outages."""

import json
import logging
import re

import flask_migrate
import pytest
import sqlalchemy as sa

import config
from app import create_app
from app.accounts import queries
from app.accounts.roles import Role
from app.core.db import db
from app.core.i18n import LANGUAGES
from app.extensions import source_of_request
from tests.factories import make_person
from tests.web_client import StrictClient

PATHS = ["/fr/", "/fr/nowhere", "/healthz", "/fr/login", "/fr/applications", "/static/css/wijha.css"]


def _app(tmp_path, monkeypatch, **settings):
    monkeypatch.setenv("WIJHA_VAR", str(tmp_path))
    application = create_app(config.load("testing") | settings)
    application.test_client_class = StrictClient
    return application


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_guarded(client, path):
    with client.get(path) as answer:
        headers = answer.headers

    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert path.startswith("/static") or headers["X-Request-Id"]
    assert "Strict-Transport-Security" not in headers


def test_private_pages_are_never_stored(sign_in):
    client = sign_in(make_person(Role.APPLICANT))

    assert client.get("/fr/applications").headers["Cache-Control"] == "no-store"
    assert client.get("/fr/account").headers["Cache-Control"] == "no-store"


@pytest.fixture
def encrypted(tmp_path, monkeypatch):
    """A client of an application whose public address is https."""
    application = _app(tmp_path, monkeypatch, HTTPS=True, EXTERNAL_URL="https://x.example")
    with application.app_context():
        flask_migrate.upgrade()
        yield application.test_client()
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("path", PATHS)
def test_https_brings_hsts_to_every_answer(encrypted, path):
    with encrypted.get(path, base_url="https://x.example") as answer:
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_cookies_of_https_are_for_this_host_secure_and_unread_by_scripts(encrypted):
    cookies = encrypted.get("/fr/login", base_url="https://x.example").headers.getlist("Set-Cookie")

    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert encrypted.application.config["REMEMBER_COOKIE_NAME"] == "__Host-remember"


@pytest.mark.parametrize("path", [path for path in PATHS if not path.startswith("/static")])
def test_no_other_site_reads_an_answer(client, path):
    answer = client.get(path, headers={"Origin": "https://evil.example"})

    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("path", [*PATHS, "/static/js/autosave.js", "/robots.txt"])
def test_every_text_says_how_its_signs_are_written(client, path):
    with client.get(path, headers={"Accept": "text/html"}) as answer:
        assert not answer.mimetype.startswith("text/") or answer.mimetype_params["charset"].lower() == "utf-8"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/.git/config", "/.env", "/config.py", "/static/", "/static/../config.py", "/static"])
def test_nothing_of_the_program_is_served(client, path):
    assert client.get(path).status_code == 404
    assert client.open(path, method="TRACE").status_code >= 400


def test_what_somebody_typed_is_text_on_the_page(sign_in):
    client = sign_in(make_person(Role.APPLICANT, full_name='<script>alert(1)</script>" onfocus="x'))

    page = client.get("/fr/account").text

    assert "<script>alert" not in page
    assert '" onfocus="' not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#34; onfocus=&#34;x" in page


@pytest.mark.parametrize(("hops", "seen"), [(0, "192.0.2.1"), (1, "198.51.100.7")])
def test_nobody_writes_their_own_address(tmp_path, monkeypatch, hops, seen):
    """What a visitor claims stands before what the proxy adds."""
    application, found = _app(tmp_path, monkeypatch, PROXY_HOPS=hops), []
    application.before_request(lambda: found.append(source_of_request()))

    application.test_client().get(
        "/healthz",
        headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X-Real-IP": "203.0.113.9"},
        environ_overrides={"REMOTE_ADDR": "192.0.2.1"},
    )

    assert found == [seen]


@pytest.mark.parametrize("code", [400, 403, 404, 409, 413, 422, 429, 500, 503])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_page_says_what_to_do_and_gives_a_reference(app, code, language):
    from app.core import i18n
    from app.core.audit import request_id
    from app.web.errors import page

    with app.test_request_context(f"/{language}/"):
        i18n.set_language(language)
        request_id.set("abc1234567")
        answer = app.make_response(page(code))

    text = answer.get_data(as_text=True)
    assert answer.status_code == code
    assert f'lang="{language}"' in text
    assert "abc1234567" in text
    assert "Traceback" not in text
    assert ("Retry-After" in answer.headers) is (code in (429, 503))


def test_a_failure_never_shows_a_trace(tmp_path, monkeypatch):
    application = _app(tmp_path, monkeypatch, PROPAGATE_EXCEPTIONS=False)

    def broken():
        raise RuntimeError("secret detail")

    application.view_functions["health.alive"] = broken
    answer = application.test_client().get("/healthz")

    assert answer.status_code == 500
    assert "secret detail" not in answer.text


def test_a_database_that_is_gone_gives_503_and_comes_back_without_a_restart(tmp_path, monkeypatch):
    file = tmp_path / "there" / "d.db"
    file.parent.mkdir()
    application = _app(tmp_path, monkeypatch, SQLALCHEMY_DATABASE_URI=f"sqlite:///{file}")
    client = application.test_client()
    with application.app_context():
        flask_migrate.upgrade()
        db.session.remove()
        db.engine.dispose()
    away = file.parent.rename(tmp_path / "away")

    outage, ready, help_page = client.get("/fr/programmes"), client.get("/readyz"), client.get("/fr/help")
    away.rename(tmp_path / "there")
    back = client.get("/fr/programmes")

    assert (outage.status_code, outage.headers["Retry-After"], ready.status_code) == (503, "30", 503)
    assert help_page.status_code == 200
    assert "Traceback" not in outage.text
    assert back.status_code == 200
    assert client.get("/readyz").status_code == 200
    with application.app_context():
        db.engine.dispose()


def test_unsafe_requests_need_a_token(sign_in):
    person = make_person()
    client = sign_in(person)

    assert client.post("/fr/account", data={"full_name": "X", "language": "fr"}).status_code == 303
    assert queries.get(person.id).full_name != "X"
    assert client.post("/fr/logout").status_code == 400


def test_unknown_hosts_are_refused(tmp_path, monkeypatch):
    application = _app(tmp_path, monkeypatch, TRUSTED_HOSTS=["good.example"])

    assert application.test_client().get("/fr/help", base_url="http://evil.example").status_code == 400
    assert application.test_client().get("/fr/help", base_url="http://good.example").status_code == 200


def test_figures_for_machines_only_behind_their_setting(client, tmp_path, monkeypatch):
    assert client.get("/metrics").status_code == 404
    assert b"python_info" in _app(tmp_path, monkeypatch, METRICS=True).test_client().get("/metrics").data


@pytest.mark.parametrize(("accepted", "home"), [("ar,fr;q=0.5", "/ar/"), ("de", "/fr/"), ("en-GB,en", "/en/")])
def test_the_front_door_leads_to_the_readers_language(client, accepted, home):
    assert client.get("/", headers={"Accept-Language": accepted}).location == home


def test_dev_mail_does_not_exist_in_production(tmp_path, monkeypatch):
    application = _app(tmp_path, monkeypatch, ENVIRONMENT="production", DEMO=False)

    assert not [rule for rule in application.url_map.iter_rules() if str(rule).startswith("/dev")]


def test_logs_carry_no_address_and_no_answer():
    from app.logs import redact

    line = redact(None, "", {"event": "sent to salma@b.ma", "answers": {"pitch": "x"}, "email": "a@b.ma", "job": "1"})

    assert line == {"event": "sent to [e-mail]", "answers": "[redacted]", "email": "[redacted]", "job": "1"}


def test_a_line_of_the_log_is_one_line_with_its_moment(app):
    formatter = next(one.formatter for one in logging.getLogger().handlers if getattr(one, "wijha", False))

    line = formatter.format(
        logging.makeLogRecord({"name": "x", "msg": 'one\n{"event": "forged"}', "levelname": "INFO"})
    )

    assert "\n" not in line
    assert json.loads(line)["event"] == 'one\n{"event": "forged"}'
    assert json.loads(line)["timestamp"].endswith("Z")


def test_sql_errors_in_logs_carry_no_values(app):
    with pytest.raises(sa.exc.StatementError) as caught:
        make_person(email=object())
    db.session.rollback()

    assert "parameters hidden" in str(caught.value) or "hide_parameters" in str(caught.value)


def test_static_files_are_kept_for_a_year_under_their_hash(client):
    page = client.get("/fr/help").text
    address = re.search(r'href="(/static/css/wijha\.css\?v=[0-9a-f]{10})"', page)[1]

    with client.get(address) as answer:
        assert "max-age=31536000" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_text_that_is_too_long_is_said_beside_its_field(sign_in, language):
    client = sign_in(make_person(Role.APPLICANT))

    answer = client.send(f"/{language}/account", {"full_name": "x" * 5000, "language": "fr"})

    assert answer.status_code == 422
    assert "80" in answer.text


def test_an_enormous_password_is_no_failure(client):
    answer = client.send("/fr/login", {"email": "a@b.ma", "password": "x" * 100_000})

    assert answer.status_code in (200, 422)


def test_an_upload_that_is_far_too_large_gets_a_page_with_a_reference(sign_in):
    client = sign_in(make_person(Role.APPLICANT))

    answer = client.post("/fr/account", data={"full_name": "x" * (17 * 1024 * 1024)})

    assert answer.status_code == 413
    assert re.search(r'class="num">[0-9a-f]{10}<', answer.text)
