from app.accounts.roles import Role
from tests.factories import make_application, make_call, make_person


def test_first(sign_in):
    lead = make_person(Role.LEAD)
    call = make_call(); application = make_application(call=call)
    client = sign_in(lead)
    for path in (f"/fr/team/calls/{call.key}/applications", f"/fr/team/applications/{application.id}",
      f"/ar/team/calls/{call.key}/decisions", f"/fr/team/calls/{call.key}/seats", "/fr/team/outbox?state=sent",
      f"/fr/team/assign?file={application.id}"):
        r = client.get(path); assert r.status_code == 200, (path)
    assert client.get("/fr/team").status_code == 303
