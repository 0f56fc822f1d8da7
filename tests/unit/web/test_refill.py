"""Values back in a form of a finished page: the right form, every kind of control, nothing else changed."""

from app.web.refill import refill

PAGE = """<main>
<form method="post" action="/en/a"><input type="hidden" name="id" value="1"><input name="text" value=""></form>
<form method="get" action="/en/b"><input name="text" value=""></form>
<details><form method="post" action="/en/a" id="second"><input type="hidden" name="id" value="2">
<input name="text" value="old" dir="auto"><input name="text" value=""><input type="password" name="secret">
<textarea name="long" rows="3">old &amp; text</textarea>
<select name="place" multiple><option value="x" selected>X</option><option value="y">Y</option></select>
<input type="checkbox" name="yes" value="1" checked><input type="radio" name="one" value="a"></form></details>
<textarea name="outside" form="second"></textarea></main>"""


def filled(values):
    return refill(PAGE, values, lambda path: path == "/en/a")


def test_the_form_whose_hidden_fields_agree_is_filled():
    page = filled([("id", "2"), ("text", "new"), ("text", "more")]).page

    assert '<input name="text" value="new" dir="auto"><input name="text" value="more">' in page
    assert '<input type="hidden" name="id" value="1"><input name="text" value="">' in page
    assert "<details open>" in page


def test_every_kind_of_control_stands_as_posted():
    page = filled([("id", "2"), ("long", '\n<b>"é"'), ("place", "y"), ("one", "a"), ("outside", "out")]).page

    assert '<textarea name="long" rows="3">\n\n&lt;b&gt;&quot;é&quot;</textarea>' in page
    assert '<option value="x">X</option><option value="y" selected>' in page
    assert '<input type="checkbox" name="yes" value="1">' in page  # it was not ticked when the form was sent
    assert '<input type="radio" name="one" value="a" checked>' in page
    assert '<textarea name="outside" form="second">\nout</textarea>' in page


def test_what_no_field_takes_is_told():
    found = filled([("id", "2"), ("gone", "words"), ("secret", "s")])

    assert found.left == [("gone", "words"), ("secret", "s")]
    assert "secret" not in found.page.replace('name="secret"', "")


def test_a_page_without_the_form_stays_as_it_is():
    found = refill(PAGE, [("text", "new")], lambda path: path == "/en/elsewhere")

    assert found.page == PAGE
    assert found.left == [("text", "new")]
