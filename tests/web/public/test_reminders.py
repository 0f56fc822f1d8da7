"""The link at the foot of a mail stops the reminders, signed out, with one button."""

from app.outcomes import stopping
from app.outcomes.returns import often
from tests.services.outcomes.desk import make_startup


def test_one_button_stops_the_reminders_without_signing_in(client):
    startup = make_startup(name="Zellij Lab")
    path = f"/fr/returns/stop/{stopping.token(startup.id)}"

    asked = client.get(path)
    assert often(startup.id) == "each"
    done = client.send(path)

    assert "Zellij Lab" in asked.text
    assert asked.headers["Cache-Control"] == "no-store"
    assert done.status_code == 200
    assert often(startup.id) == "never"
    assert "<form" not in client.get(path).text.partition("<main")[2]


def test_the_button_of_a_mail_program_stops_them_without_session_or_page(app):
    """RFC 8058: a bare POST, from nowhere, with no cookie and no token but the signed link."""
    startup = make_startup()
    path = f"/fr/returns/stop/{stopping.token(startup.id)}"

    looked = app.test_client(use_cookies=False).head(path)
    untouched = often(startup.id)
    answer = app.test_client(use_cookies=False).open(
        path, method="POST", data={"List-Unsubscribe": "One-Click"}, headers={"Origin": "null"}
    )
    other = app.test_client(use_cookies=False).open(f"{path}x", method="POST", data={"List-Unsubscribe": "One-Click"})

    assert (looked.status_code, untouched) == (200, "each")
    assert (answer.status_code, often(startup.id)) == (200, "never")
    assert other.status_code == 404


def test_a_link_that_was_changed_is_not_found(client):
    token = stopping.token(make_startup().id)

    assert client.get(f"/fr/returns/stop/{token}x").status_code == 404
    assert client.get("/fr/returns/stop/anything").status_code == 404
