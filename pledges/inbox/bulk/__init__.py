"""One move on many engagements: what was chosen, the page to confirm it on, and the report."""
