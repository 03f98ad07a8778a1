"""Exports as their reader gets them: downloaded from the inbox and read back by other code than wrote them."""

import csv
import io

from openpyxl import load_workbook

BOM = b"\xef\xbb\xbf"


def download(client, file_format, query="view=all"):
    """The bytes of the file; the page has to give it out."""
    response = client.post(f"/admin/inbox/export/?{query}", {"format": file_format})
    assert response.status_code == 200, response.status_code
    return b"".join(response.streaming_content)


def csv_rows(content, delimiter=","):
    """All rows, the headings first."""
    assert content.startswith(BOM)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def xlsx_sheet(content):
    return load_workbook(io.BytesIO(content)).active


def xlsx_rows(content):
    """All rows, the headings first; an empty cell is None."""
    return [list(row) for row in xlsx_sheet(content).iter_rows(values_only=True)]


def by_heading(rows):
    """Each row behind the headings as a dictionary; no two columns may share a heading."""
    headings = rows[0]
    assert len(set(headings)) == len(headings)
    return [dict(zip(headings, row, strict=True)) for row in rows[1:]]


def exported(client, query="view=all"):
    """The rows of the CSV file, by heading."""
    return by_heading(csv_rows(download(client, "csv", query)))


def exported_sheet(client, query="view=all"):
    """The rows of the XLSX file, by heading."""
    return by_heading(xlsx_rows(download(client, "xlsx", query)))
