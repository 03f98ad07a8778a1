"""People with an account."""

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from factory.django import DjangoModelFactory


class UserFactory(DjangoModelFactory):
    """``UserFactory(group="Editors")`` makes a member of one of the groups that ship."""

    username = factory.Sequence(lambda number: f"user-{number}")

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    @factory.post_generation
    def group(self, create, extracted, **kwargs):
        if extracted:
            self.groups.add(Group.objects.get(name=extracted))

    @factory.post_generation
    def permissions(self, create, extracted, **kwargs):
        """``UserFactory(permissions=["pledges.use_inbox"])`` may do that beside what the groups allow."""
        for name in extracted or ():
            app_label, codename = name.split(".")
            self.user_permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
