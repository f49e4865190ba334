"""Who may see a file: who sent it, and whoever may read a record that uses it."""

from __future__ import annotations

from django.db import connection

from genjin.kernel.access.scope import where
from genjin.kernel.errors import NotFound
from genjin.kernel.evidence.models import File, FileUse
from genjin.kernel.objects.description import descriptions
from genjin.kernel.people.actor import Actor


def see_file(actor: Actor, file_id: int) -> File:
    """The file, when this actor may see it. Raises NotFound."""
    file = File.objects.filter(id=file_id).first()
    if file is None or not _may_see(actor, file):
        raise NotFound
    return file


def own_files(actor: Actor, ids: list[int]) -> dict[int, File]:
    """Those of some files that the actor sent himself."""
    return {file.id: file for file in File.objects.filter(id__in=ids, uploaded_by_id=actor.user_id)}


def _may_see(actor: Actor, file: File) -> bool:
    if actor.is_system or (file.uploaded_by_id is not None and file.uploaded_by_id == actor.user_id):
        return True
    uses: dict[str, list[int]] = {}
    for key, record_id in FileUse.objects.filter(file_id=file.id).values_list("object_key", "record_id")[:100]:
        uses.setdefault(key, []).append(record_id)
    return any(_sees_one(actor, key, ids) for key, ids in uses.items())


def _sees_one(actor: Actor, object_key: str, ids: list[int]) -> bool:
    if object_key not in descriptions:
        return False
    scope = where(actor, object_key)
    if scope.never:
        return False
    table = descriptions.get(object_key).table
    with connection.cursor() as cursor:
        cursor.execute(
            f"select 1 from {table} t where t.id = any(%s) and t.deleted_at is null and {scope.sql} limit 1",  # noqa: S608
            [ids, *scope.params],
        )
        return cursor.fetchone() is not None
