from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "bbacms.core"
    label = "core"
    verbose_name = _("Shared parts")

    def ready(self) -> None:
        from bbacms.core import signal_handlers

        signal_handlers.connect()
