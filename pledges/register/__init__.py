"""What the public sees of the engagements that count."""
