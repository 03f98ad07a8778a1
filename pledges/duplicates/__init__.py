"""Engagements that may be one and the same: by what they are found (``keys``), which ones (``find``), which not."""
