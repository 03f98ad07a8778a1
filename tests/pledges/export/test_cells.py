"""What a cell holds, whatever somebody typed: read back from the file by Python's csv reader and by openpyxl."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from pledges.inbox.export.cells import LONGEST_TEXT, cut, in_csv
from pledges.models import Pledge
from tests.factories.pledges import AnswerFactory, PledgeFactory
from tests.support.exports import csv_rows, download, exported, exported_sheet, xlsx_sheet

FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+32 470 12 34 56",
    "-1+1",
    "-2 ha",
    "@SUM(1;1)",
    "\tx",
    "\nx",
    "  =1+1",
    "\N{NO-BREAK SPACE}=1+1",
    "\N{ZERO WIDTH NO-BREAK SPACE}=1+1",
    "\N{RIGHT-TO-LEFT OVERRIDE}=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "=",
]
HONEST = [
    "a=1",
    "-5",
    "-12,5",
    "1.500",
    "'quoted'",
    "Poel; haag, bos",
    'Een "poel"',
    "first\nsecond\n\nlast",
    "é ü ß ł – € ½",
    "e\N{COMBINING ACUTE ACCENT}",
    "🌿🐝👩‍🌾",
    "مرحبا بالعالم",
    "שלום",
    "<b>&amp;</b>",
    "#REF!",
    "2026-11-28",
    "1/2",
    "TRUE",
    "00123",
    " spaces ",
    "x" * 10_000,
]


@pytest.fixture
def answer(desk):
    """Sends ``text`` as title and as answer; returns what both files say of the answer."""

    def answer(text):
        AnswerFactory(pledge=PledgeFactory(title=text[:200]), label="Said", display=text)
        return exported(desk)[0]["Said"], exported_sheet(desk)[0]["Said"]

    return answer


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_worked_out_as_a_formula(answer, text):
    in_csv_file, in_workbook = answer(text)
    assert in_csv_file == f"'{text}"
    # A workbook says of each cell what it is: this one is text.
    assert in_workbook == text


@pytest.mark.parametrize("text", HONEST)
def test_honest_text_stays_as_it_is(answer, text):
    assert answer(text) == (text, text)


def test_a_workbook_holds_no_formula_and_no_error(desk):
    for text in (*FORMULAS, "#REF!", "=SUM(A1)"):
        AnswerFactory(pledge=PledgeFactory(title=text), label="=Said", display=text)
    cells = [cell for row in xlsx_sheet(download(desk, "xlsx")).iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"inlineStr", "s", "n", "d"}


def test_what_no_spreadsheet_can_hold_is_left_out(answer):
    assert answer("a\x01b\x0bc\x1fd\ufffee\r\nf\rg") == ("abcde\nf\ng", "abcde\nf\ng")


@pytest.mark.parametrize("text", ["nul\x00byte", "half a \ud83d character"])
def test_what_no_database_takes_breaks_no_cell(text):
    assert in_csv(text, "en").encode() == text.replace("\x00", "").replace("\ud83d", "").encode()


class TestLongText:
    def test_the_longest_stays_whole(self, answer):
        text = "🌿" * (LONGEST_TEXT // 2)
        assert answer(text) == (text, text)

    @pytest.mark.parametrize("letter", ["x", "🌿"])
    def test_longer_is_cut_in_a_workbook_and_says_so(self, answer, letter):
        text = letter * 40_000
        whole, shortened = answer(text)
        assert whole == text
        assert shortened.endswith("[cut: one cell holds no more; the CSV file has all of it]")
        assert len(shortened.encode("utf-16-le")) <= 2 * LONGEST_TEXT
        assert text.startswith(shortened.split(" … ")[0])

    def test_no_character_is_cut_through(self):
        cut("x" + "🌿" * 40_000).encode("utf-8")


class TestNumbersAndDates:
    def test_a_workbook_has_real_ones(self, desk):
        pledge = PledgeFactory(start=date(2027, 3, 1), end=date(1850, 1, 1), postcode="9000")
        Pledge.objects.filter(pk=pledge.pk).update(submitted_at=datetime(2026, 7, 1, 22, 30, 5, tzinfo=UTC))
        (row,) = exported_sheet(desk)
        # Brussels is two hours ahead in summer.
        assert row["Received"] == datetime(2026, 7, 2, 0, 30, 5)
        assert row["Start"] == datetime(2027, 3, 1)
        # Excel's calendar begins in 1900.
        assert row["End"] == "1850-01-01"
        assert row["Postcode"] == "9000"
        (row,) = exported(desk)
        assert (row["Received"], row["Start"], row["End"]) == ("2026-07-02 00:30", "2027-03-01", "1850-01-01")

    @pytest.mark.parametrize(
        ("number", "language", "written"),
        [("2.5", "en", "2.5"), ("2.500000", "nl", "2,5"), ("1200", "fr", "1200"), ("0.000001", "de", "0,000001")],
    )
    def test_a_number_is_written_as_the_reader_types_it(self, number, language, written):
        assert in_csv(Decimal(number), language) == written

    def test_an_enterprise_number_keeps_its_first_nought(self, desk):
        PledgeFactory(enterprise_number="0403019261")
        assert exported(desk)[0]["Enterprise number"] == "0403.019.261"


class TestWayOfTheLanguage:
    @pytest.mark.parametrize(("language", "separator"), [("en", ","), ("nl", ";"), ("fr", ";"), ("de", ";")])
    def test_excel_finds_the_columns(self, desk, officer, prefer, language, separator):
        pledge = PledgeFactory(title='Poel, "haag"; bos\nen wei')
        prefer(officer, language)
        content = download(desk, "csv")
        rows = csv_rows(content, separator)
        assert rows[1][0] == pledge.public_id
        assert 'Poel, "haag"; bos\nen wei' in rows[1]
        assert content.endswith(b"\r\n")

    def test_the_headings_stay_in_sight(self, desk):
        sheet = xlsx_sheet(download(desk, "xlsx"))
        assert sheet.freeze_panes == "A2"
        assert sheet["A1"].font.bold
