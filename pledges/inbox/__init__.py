"""The staff's triage desk over pledges in the Wagtail admin."""
