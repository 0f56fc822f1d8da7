from app.accounts.roles import Role
from tests.factories import make_application, make_call, make_person, make_programme, make_site


def test_first(sign_in):
    call = make_call(); application = make_application(call=call)
    p, s = make_programme(), make_site()
    admin = make_person(Role.ADMIN)
    client = sign_in(admin)
    for path in ("", "/programmes", "/programmes/new", f"/programmes/{p.key}", "/sites", "/sites/new", f"/sites/{s.key}", "/calls", "/calls/new",
        f"/calls/{call.key}", f"/calls/{call.key}/texts", "/people", f"/people/{admin.id}", "/models", "/audit", "/audit?action=application.submit", "/jobs", "/jobs?state=queued"):
        r = client.get("/fr/admin" + path); assert r.status_code == 200, path
