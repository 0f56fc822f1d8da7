from tests.factories import make_application


def test_smoke(_database):
    a = make_application()
    assert a.reference and a.stage == "eligible", a.stage
