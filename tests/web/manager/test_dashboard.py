from app.accounts.roles import Role
from tests.factories import make_application, make_call, make_person


def test_first(sign_in):
    application = make_application()
    client = sign_in(make_person(Role.DIRECTOR))
    page = client.get("/fr/dashboard")
    assert page.status_code == 200
    assert str(application.id) not in page.text
    assert client.get("/ar/dashboard?year=2026").status_code == 200
    csv = client.get("/fr/dashboard.csv")
    assert csv.status_code == 200
