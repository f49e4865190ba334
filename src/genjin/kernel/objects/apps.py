"""Django's name for the kernel app `objects`; registers the kernel's own field types."""

from django.apps import AppConfig


class ObjectsConfig(AppConfig):
    name = "genjin.kernel.objects"
    label = "objects"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from genjin.kernel.objects.fieldtypes.base import FieldType, fieldtypes
        from genjin.kernel.objects.fieldtypes.choice import Choice
        from genjin.kernel.objects.fieldtypes.date import Date
        from genjin.kernel.objects.fieldtypes.datetime import DateTimeType
        from genjin.kernel.objects.fieldtypes.number import Number
        from genjin.kernel.objects.fieldtypes.phone import PhoneType
        from genjin.kernel.objects.fieldtypes.text import Text
        from genjin.kernel.objects.fieldtypes.uscc import Uscc

        kinds: tuple[FieldType, ...] = (Text(), Number(), Date(), Choice(), PhoneType(), DateTimeType(), Uscc())
        for kind in kinds:
            fieldtypes.register(kind.key, kind)
