"""The file of frozen data: nothing lost, the same bytes for the same data."""

from dataclasses import replace
from datetime import date

import pytest

from ml.contracts import LabelledApplication, StartupProfile
from ml.data.snapshot import data_hash, dump, load
from tests.ml.catalogue import OPENINGS

SAMPLE = LabelledApplication(
    StartupProfile(
        key="a", language="ar", text="حاضنة\u2028شركات\nligne\x85fin", needs=("lab",), skills=("technical", "business"),
        team_size=3, site_wishes=("casa",), company_created=False,
    ),
    tuple(OPENINGS[:3]),
    {OPENINGS[0].key: 1.0, OPENINGS[1].key: 0.3},
    1.25,
    date(2026, 3, 1),
)  # fmt: skip
OTHER = replace(SAMPLE, profile=replace(SAMPLE.profile, key="b"), openings=tuple(OPENINGS[2:6]), labels={})


def test_what_was_dumped_is_loaded():
    assert load(dump([SAMPLE, OTHER])) == (
        replace(SAMPLE, openings=tuple(sorted(SAMPLE.openings, key=lambda one: one.key))),
        replace(OTHER, openings=tuple(sorted(OTHER.openings, key=lambda one: one.key))),
    )
    assert data_hash(load(dump([SAMPLE, OTHER]))) == data_hash([OTHER, SAMPLE])


def test_order_changes_no_byte():
    turned = replace(SAMPLE, openings=SAMPLE.openings[::-1], labels=dict(reversed(SAMPLE.labels.items())))

    assert dump([OTHER, turned]) == dump([SAMPLE, OTHER])


def test_nothing_is_something_too():
    assert load(dump([])) == ()


@pytest.mark.parametrize("content", [b"", b"x", dump([SAMPLE])[:40]])
def test_another_file_is_refused(content):
    with pytest.raises(ValueError, match="not a file"):
        load(content)
