"""The proof of work of a running site (``LiveSite.run``): switched on and off, and what came of it."""

from wagtail.models import Site

from pledges.models import Pledge, SpamSettings


def switch_on() -> None:
    SpamSettings.objects.update_or_create(site=Site.objects.get(is_default_site=True), defaults={"proof_of_work": True})


def switch_off() -> None:
    SpamSettings.objects.all().delete()


def assert_last_is_clear() -> None:
    """The engagement that came in last is not suspected."""
    assert Pledge.objects.latest("pk").spam_signs == ""


def assert_last_lacks_the_proof() -> None:
    """The engagement that came in last is suspected for want of a proof, and for nothing else."""
    assert Pledge.objects.latest("pk").spam_signs == "no_proof"
