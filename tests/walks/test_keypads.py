"""A box that needs a “/” never opens a keypad of digits only: an iPhone's has none."""

import re
from html.parser import HTMLParser

from tests.walks.conftest import World

DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")


class _Boxes(HTMLParser):
    """(name, value, keypad) of each input; the words of each label and hint by the id that they belong to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.boxes: list[dict[str, str | None]] = []
        self.words: dict[str, str] = {}
        self._about: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input":
            self.boxes.append(found)
        if tag in ("label", "p"):
            self._about = [str(found.get("for") or found.get("id") or "")]

    def handle_data(self, data: str) -> None:
        for about in self._about:
            self.words[about] = self.words.get(about, "") + data


def test_no_date_is_typed_on_a_keypad_without_a_slash(walked: World) -> None:
    days, wrong = set(), set()
    for (_role, page), text in walked.pages.items():
        found = _Boxes(text)
        for box in found.boxes:
            about = [str(box.get("id")), *str(box.get("aria-describedby") or "").split()]
            said = " ".join([str(box.get("value") or ""), *(found.words.get(one, "") for one in about)])
            if DAY.search(said) and box.get("type") in (None, "text"):
                days.add(str(box.get("name")))
                if box.get("inputmode") in ("numeric", "decimal"):
                    wrong.add((page, str(box.get("name"))))

    assert wrong == set()
    assert len(days) > 4
