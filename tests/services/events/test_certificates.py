"""The certificate of attendance, and the calendar file."""

from datetime import UTC, datetime

import pytest

from app.core import i18n, pdf
from app.core.errors import NotFound
from app.events import calendar, certificates, codes, queries
from tests.factories import make_site
from tests.services.events.desk import came, make_event, make_registration, over


def told(one, language):
    with i18n.speaking(language):
        return certificates.told(queries.certified(one.id), "Réseau", language)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_it_says_who_what_when_and_where_but_not_the_code_of_ones_page(language):
    one = came(over(site=make_site(name={"fr": "Rabat", "ar": "الرباط", "en": "Rabat"})), full_name="Nadia Bennani")

    data = told(one, language)

    assert (data["name"], data["event"]) == ("Nadia Bennani", one_title(one, language))
    assert (
        data["where"] == {"fr": "Salle 1, Rabat", "ar": "\u2068Salle 1\u2069، الرباط", "en": "Salle 1, Rabat"}[language]
    )
    assert data["number"] == str(one.id)
    assert str(data["check"]).endswith(f"/{language}/events/certificates/{one.id}")
    assert one.code not in str(data)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_it_tells_the_same_moment_as_the_page_that_checks_it(client, language):
    one = came(over())

    page = client.get(f"/{language}/events/certificates/{one.id}").text

    assert told(one, language)["when"] in page


def one_title(one, language):
    return queries.certified(one.id).event.title[language]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("name", ["فاطمة الزهراء", "ⵎⵓⵀⴰ Ait", "Ngũgĩ wa Thiong’o", "Zoë 🙂", "#let x = [1] *b*"])
def test_it_is_tagged_and_takes_names_in_any_script(language, name):
    one = queries.certified(came(over(), full_name=name).id)

    content = certificates.render(one, operator="Réseau", language=language)

    assert content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in content
    assert f"/Lang({language}-MA)".encode() in content.replace(b" ", b"")


def test_there_is_none_for_who_did_not_come():
    one = make_registration(over())

    with pytest.raises(NotFound):
        certificates.render(queries.registration(one.code), operator="Réseau", language="fr")
    with pytest.raises(NotFound):
        queries.certified(one.id)


def test_the_calendar_file_has_utc_times_and_escaped_texts_in_short_lines():
    starts = datetime(2027, 3, 1, 15, 0, tzinfo=UTC)
    event = make_event(
        starts_at=starts, title={"fr": "Fonds, prêts; subventions " + "é" * 60, "ar": "أ", "en": "a"}, place="Salle\n1"
    )
    one = queries.registration(make_registration(event).code)

    with i18n.speaking("fr"):
        text = calendar.ics(one, host="wijha.example", address="https://wijha.example/fr/events/r/x")

    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert {"DTSTART:20270301T150000Z", "DTEND:20270301T180000Z", f"UID:{one.id}@wijha.example"} <= set(lines)
    assert "SUMMARY:Fonds\\, prêts\\; subventions" in text
    assert "LOCATION:Salle 1" in lines
    assert max(len(line.encode()) for line in lines) <= 75
    assert "é" * 60 in text.replace("\r\n ", "")


def test_a_code_is_read_however_it_is_typed():
    code = codes.new()

    assert codes.read(f" {codes.shown(code)} ") == code
    assert len({codes.new() for _ in range(50)}) == 50


def test_initials_say_no_name():
    assert codes.initials("Nadia  Bennani") == "N. B."
    assert codes.initials("فاطمة") == "ف."


def test_signs_that_no_font_has_are_left_out_and_a_template_at_fault_still_fails(monkeypatch, tmp_path):
    for name, text in (("shows", '#par(json("data.json").name)'), ("fails", "#panic()")):
        (tmp_path / f"{name}.typ").write_text(f'#set document(title: "x")\n{text}', encoding="utf-8")
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)

    assert pdf.render("shows", {"name": "Zoë 🙂 张伟", "more": [1, "🙂"]}).startswith(b"%PDF-")
    with pytest.raises(RuntimeError):
        pdf.render("fails", {})
