"""One export from its first row to its last, and the record of it."""

from __future__ import annotations

import uuid
from array import array
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import ModelLogEntry

from pledges.choices import ExportFormat
from pledges.inbox.export.cases import Case, one_moment, read_cases
from pledges.inbox.export.columns import columns_for, headings_of
from pledges.inbox.export.csv_file import csv_file
from pledges.inbox.export.download import as_it_was_asked_for
from pledges.inbox.export.xlsx_file import xlsx_file
from pledges.models import ExportRecord, Pledge

if TYPE_CHECKING:
    from pledges.inbox.export.cells import Value
    from pledges.querysets import PledgeQuerySet

LOG_ACTION = "pledges.export"
# Engagements that are read, recorded and sent at once.
BATCH = 500
FILES: Mapping[ExportFormat, Callable[..., Iterator[bytes]]] = {
    ExportFormat.CSV: csv_file,
    ExportFormat.XLSX: xlsx_file,
}


class Export:
    """One export of ``pledges`` by ``user``, in the language of the request.

    Which ones go out, and the columns, are settled when it begins; each row then tells how the engagement stands when
    it is read. ``filters`` is the address, for the record, of the list that they come from.
    """

    def __init__(self, user: Any, pledges: PledgeQuerySet, file_format: ExportFormat, filters: str) -> None:
        # Eight bytes for each, whatever there is to tell of it.
        self.keys = array("q", pledges.values_list("pk", flat=True).iterator())
        self.columns = columns_for(pledges)
        self.file = as_it_was_asked_for(FILES[file_format](headings_of(self.columns), self._batches()))
        # The lines of the log that belong together.
        self.uuid = uuid.uuid4()
        self.record = ExportRecord.objects.create(user=user, format=file_format, filters=filters)

    def chunks(self) -> Iterator[bytes]:
        """The file in pieces. Where the reader goes away before the last, the record stays without an end."""
        yield from self.file
        ExportRecord.objects.filter(pk=self.record.pk).update(finished_at=timezone.now())

    def _batches(self) -> Iterator[list[list[Value]]]:
        for start in range(0, len(self.keys), BATCH):
            with one_moment():
                cases = read_cases(self.keys[start : start + BATCH])
                # Before they go out: no row is ever read by anybody without a record of it.
                self._record(cases)
            yield [[column.read(case) for column in self.columns] for case in cases]

    def _record(self, cases: list[Case]) -> None:
        """Write who exported it into the log of each case, and how many there are by now."""
        content_type = ContentType.objects.get_for_model(Pledge)
        now = timezone.now()
        ModelLogEntry.objects.bulk_create(
            ModelLogEntry(
                content_type=content_type,
                object_id=str(case.pledge.pk),
                label=str(case.pledge),
                action=LOG_ACTION,
                timestamp=now,
                uuid=self.uuid,
                user_id=self.record.user_id,
                data={"export": self.record.pk},
            )
            for case in cases
        )
        self.record.number += len(cases)
        ExportRecord.objects.filter(pk=self.record.pk).update(number=self.record.number)
