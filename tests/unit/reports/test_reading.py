"""Formulas counted together read their rows once; alone, each time anew."""

from app.reports.indicators.reading import once, together


class Source:
    def __init__(self):
        self.asked = []
        self.rows = once(self._rows)

    def _rows(self, year):
        self.asked.append(year)
        return [year]


def test_rows_are_read_once_while_they_are_counted_together():
    source = Source()

    with together():
        found = [source.rows(2025), source.rows(2025), source.rows(2024)]

    assert (found, source.asked) == ([[2025], [2025], [2024]], [2025, 2024])


def test_rows_are_read_anew_outside_and_in_the_next_count():
    source = Source()

    source.rows(2025)
    with together():
        source.rows(2025)
    with together():
        source.rows(2025)
    source.rows(2025)

    assert source.asked == [2025, 2025, 2025, 2025]
