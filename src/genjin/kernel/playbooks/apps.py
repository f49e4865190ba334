"""Django's name for the kernel app `playbooks`; registers the kernel's sections in the order they are applied."""

from django.apps import AppConfig


class PlaybooksConfig(AppConfig):
    name = "genjin.kernel.playbooks"
    label = "playbooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from genjin.kernel.playbooks.sections.contract import sections
        from genjin.kernel.playbooks.sections.fields import FIELDS
        from genjin.kernel.playbooks.sections.forms import FORMS
        from genjin.kernel.playbooks.sections.grants import GRANTS
        from genjin.kernel.playbooks.sections.objects import OBJECTS
        from genjin.kernel.playbooks.sections.watches import WATCHES

        for section in (OBJECTS, GRANTS, FIELDS, FORMS, WATCHES):
            sections.register(section.key, section)
