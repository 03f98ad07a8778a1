"""Mail about engagements: ``messages`` composes, ``outbox`` keeps, ``sender`` sends."""
