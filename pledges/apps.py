from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PledgesConfig(AppConfig):
    name = "pledges"
    verbose_name = _("Voluntary engagements")

    def ready(self) -> None:
        from pledges import signal_handlers  # noqa: F401  connects its receivers
