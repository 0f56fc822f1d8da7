from app.reviews.conflicts import own_domain


def test_only_an_own_domain_links_people():
    assert own_domain("a@startup.ma") == "startup.ma"
    assert own_domain("a@Gmail.com") is None
