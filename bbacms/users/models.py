"""The user model: of our own from the first migration, so that it can grow without a data move."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of staff who may log in to the admin. Visitors and members have no account."""
