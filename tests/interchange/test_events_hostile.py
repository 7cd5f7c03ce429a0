"""Files of events that are no such files, and rows that hold anything."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as within
from hypothesis import strategies as st

from ceasefires.interchange.acled import ACLED
from ceasefires.interchange.findings import Bad
from ceasefires.interchange.importing import run
from ceasefires.interchange.origin import Options
from ceasefires.interchange.reading import Unreadable
from ceasefires.interchange.ucdp_ged import UCDP_GED

from .event_files import ACLED_ROW, GED, ged, make_truce, one_sided, written


@pytest.mark.django_db
class TestFiles:
    """What is read at all: the rest of it is every format's (test_reading.py)."""

    @pytest.fixture
    def load_bytes(self, tmp_path):
        make_truce()

        def loading(content: bytes, name="a.csv"):
            path = tmp_path / name
            path.write_bytes(content)
            return run(UCDP_GED, [path], Options(), [].append, lambda _: None).counts

        return loading

    @pytest.fixture
    def content(self, tmp_path) -> bytes:
        return written(tmp_path / "made.csv", ged(), one_sided(id=2)).read_bytes()

    def test_a_byte_order_mark_and_any_line_ends_make_no_difference(self, load_bytes, content):
        plain = content.replace(b"\r\n", b"\n")
        assert load_bytes(b"\xef\xbb\xbf" + plain).created == 2
        assert load_bytes(plain.replace(b"\n", b"\r\n")).unchanged == 2

    def test_a_zip_of_a_release_is_read(self, load_bytes, content):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("GEDEvent_v23_1.csv", content)
        assert load_bytes(out.getvalue(), "ged231-csv.zip").created == 2

    @pytest.mark.parametrize(
        ("was", "becomes", "told"),
        [
            (b",", b";", "Line 1 separates columns by semicolons"),
            (b"side_b_new_id", b"side_b_old_id", "Line 1 lacks columns: side_b_new_id."),
            (b"id,year", b"1001,2014", "Line 1 lacks columns: id."),
        ],
    )
    def test_another_header_is_refused(self, load_bytes, content, was, becomes, told):
        with pytest.raises(Unreadable, match=told):
            load_bytes(content.replace(was, becomes))


CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["", "-1", "1", "2.0", "1e9", "nan", "inf", "9" * 15, "0025-01-01", "1,000"]),
    st.dates().map(str),
    st.integers().map(str),
    st.floats().map(str),
)


@pytest.mark.parametrize(("format", "row"), [(UCDP_GED, GED), (ACLED, ACLED_ROW)])
@within(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_cells_are_an_event_or_refused(format, row, data):
    changed = data.draw(st.dictionaries(st.sampled_from(sorted(row)), CELLS, max_size=4))
    cells = row | {name: cell.strip() for name, cell in changed.items()}
    try:
        event = format.event_of(cells)
    except Bad as refused:
        assert refused.reason
    else:
        assert event is None or event.event == format.identify(cells)
