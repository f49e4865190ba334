"""The pages of imports, as a browser goes through them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from genjin.kernel.imports.importer import Counts
from genjin.kernel.imports.models import ImportRun, Mapping, MergeProposal
from genjin.kernel.imports.run import carry_out
from genjin.kernel.people.actor import Actor
from genjin.lib.sheets import open_sheet
from genjin.sales.models import Contact, Customer
from tests.factories import Cast, customer, user_of
from tests.imports.sheets import HEADERS, bring_in, counts, write_csv, write_xlsx

pytestmark = pytest.mark.django_db

JSON = {"HTTP_ACCEPT": "application/json"}


def browser(actor: Actor) -> Client:
    """Somebody signed in."""
    client = Client()
    session = client.session
    user = user_of(actor)
    session["user"] = user.id
    session["key"] = user.get_session_auth_hash()
    session["version"] = actor.version
    session.save()
    return client


def upload(client: Client, path: Path, object_key: str = "customer", name: str = "") -> object:
    file = SimpleUploadedFile(name or path.name, path.read_bytes())
    return client.post("/imports/new/", {"object": object_key, "file": file}, **JSON)  # type: ignore[arg-type]


def test_a_file_goes_from_upload_over_its_columns_to_its_result(people: Cast, tmp_path: Path) -> None:
    client = browser(people.supervisor)
    path = write_xlsx(
        tmp_path / "客户.xlsx",
        [["导出"], ["奇怪的列", *HEADERS[1:]], ["甲公司", 13800138000, "A"], ["", 13800138001], ["乙公司", "1.38E+10"]],
        notes_first=True,
    )
    answer = upload(client, path)
    assert answer.status_code == 201  # type: ignore[attr-defined]
    run = ImportRun.objects.get()
    assert answer.json() == {"next": f"/imports/{run.id}/mapping/"}  # type: ignore[attr-defined]
    assert Path(run.path).parent == Path(settings.GENJIN_DATA_DIR) / "imports"
    page = client.get(f"/imports/{run.id}/mapping/").content.decode()
    assert "奇怪的列" in page
    assert "甲公司" in page
    assert run.header_row == 2
    form = {f"column-{index}": key for index, key in run.mapping.items()}
    refused = client.post(f"/imports/{run.id}/mapping/", form)
    assert refused.status_code == 422  # no column holds the name
    done = client.post(f"/imports/{run.id}/mapping/", {**form, "column-0": "name", "owner": "rep"})
    assert done["Location"] == f"/imports/{run.id}/"
    with connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs where task_name = 'imports.run'")
        assert len(cursor.fetchall()) == 1
    waiting = client.get(f"/imports/{run.id}/progress/").json()
    assert waiting["state"] == "running"
    assert "data-poll" in client.get(f"/imports/{run.id}/").content.decode()
    carry_out(run.id)
    assert client.get(f"/imports/{run.id}/progress/").json()["state"] == "done"
    result = client.get(f"/imports/{run.id}/").content.decode()
    assert "手机号码" in result
    assert counts(run) == Counts(created=1, failed=2)
    assert Customer.objects.get().owner_id == people.rep.user_id
    assert "客户.xlsx" in client.get("/imports/").content.decode()
    assert Mapping.objects.get().mapping["0"] == "name"
    upload(client, path, name="下个月.xlsx")
    assert ImportRun.objects.latest("id").mapping["0"] == "name"


def test_another_sheet_and_header_row_can_be_chosen(people: Cast, tmp_path: Path) -> None:
    client = browser(people.supervisor)
    upload(client, write_xlsx(tmp_path / "a.xlsx", [["说明", "更多"], HEADERS, ["甲公司"]], notes_first=True))
    run = ImportRun.objects.get()
    client.post(f"/imports/{run.id}/mapping/", {"look_again": "1", "header_row": "1", "sheet": "客户"})
    run.refresh_from_db()
    assert run.header_row == 1
    assert run.headers[0] == "说明"
    gone = client.post(f"/imports/{run.id}/mapping/", {"look_again": "1", "header_row": "1", "sheet": "没有这张"})
    assert gone.status_code == 422


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("a.xlsx", b"MZ" + b"0" * 600, 415),
        ("a.xlsx", b"PK\x03\x04" + b"0" * 600, 422),
        ("a.csv", b"", 422),
        ("a.csv", "客户名称\n".encode(), 422),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_the_form_and_leaves_nothing(
    people: Cast, tmp_path: Path, name: str, content: bytes, status: int
) -> None:
    folder = Path(settings.GENJIN_DATA_DIR) / "imports"
    before = set(folder.iterdir()) if folder.exists() else set()
    path = tmp_path / name
    path.write_bytes(content)
    answer = upload(browser(people.supervisor), path)
    assert answer.status_code == status  # type: ignore[attr-defined]
    assert answer.json()["detail"]  # type: ignore[attr-defined]
    assert not ImportRun.objects.exists()
    assert (set(folder.iterdir()) if folder.exists() else set()) == before


def test_only_who_may_import_sees_any_of_it(people: Cast, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADERS, ["甲公司"]])
    run = bring_in(people.supervisor, path)
    for url in ("/imports/", "/imports/new/", "/imports/proposals/"):
        assert browser(people.rep).get(url).status_code == 403
    assert upload(browser(people.rep), path).status_code == 403  # type: ignore[attr-defined]
    for url in (
        f"/imports/{run.id}/",
        f"/imports/{run.id}/progress/",
        f"/imports/{run.id}/errors.xlsx",
        "/imports/999999/",
    ):
        assert browser(people.other_supervisor).get(url).status_code == 404
    assert browser(people.admin).get(f"/imports/{run.id}/").status_code == 200


def test_the_rows_to_mend_come_back_harmless_and_can_be_imported_as_they_are(people: Cast, tmp_path: Path) -> None:
    rows = [["", "13800138000", "", "=cmd|' /C calc'!A0"], ["+甲公司", "1.38E+10", "", "@SUM(1)"]]
    run = bring_in(people.supervisor, write_csv(tmp_path / "a.csv", [HEADERS, *rows]))
    answer = browser(people.supervisor).get(f"/imports/{run.id}/errors.xlsx")
    mended = tmp_path / "b.xlsx"
    mended.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    import openpyxl

    sheet = openpyxl.load_workbook(mended).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[1][3] == "'=cmd|' /C calc'!A0"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert cells[1][len(HEADERS) + 1] == 2
    assert "手机号码" in str(cells[2][len(HEADERS)])
    # Our own import takes the guard off again.
    source = open_sheet(mended, "b.xlsx", recognise=lambda header: header in HEADERS)
    assert [row[3] for _number, row in source.rows()] == ["=cmd|' /C calc'!A0", "@SUM(1)"]


@pytest.fixture
def held(people: Cast, tmp_path: Path) -> tuple[int, MergeProposal]:
    id_ = customer(people.rep, "常州远驰新能源有限公司", phone="13800138000")
    rows = [HEADERS, ["远驰动力", "0519-82345678转8", "A", "延政路1号", "", "", "张伟", "厂长", "", ""]]
    rows.append(["常州远驰新能源有限公司", "13911112222", "A", "延政路1号", "", "", "张伟", "厂长", "", ""])
    run = bring_in(people.supervisor, write_csv(tmp_path / "a.csv", rows))
    assert counts(run).duplicates == 1
    return id_, MergeProposal.objects.get()


def test_the_same_customer_takes_over_what_was_ticked(people: Cast, held: tuple[int, MergeProposal]) -> None:
    id_, proposal = held
    client = browser(people.supervisor)
    page = client.get("/imports/proposals/").content.decode()
    assert "常州远驰新能源有限公司" in page
    assert "13911112222" in page
    client.post(
        f"/imports/proposals/{proposal.id}/", {"answer": "same", "candidate": str(id_), "take": ["class", "address"]}
    )
    after = Customer.objects.get(id=id_)
    assert (after.customer_class, after.address, after.phone) == ("A", "延政路1号", "+8613800138000")
    assert Contact.objects.get(customer_id=id_).name == "张伟"
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by_id) == ("same", people.supervisor.user_id)
    assert client.post(f"/imports/proposals/{proposal.id}/", {"answer": "other"}).status_code == 404


def test_another_customer_is_added_and_the_file_again_changes_nothing(
    people: Cast, held: tuple[int, MergeProposal], tmp_path: Path
) -> None:
    _id, proposal = held
    browser(people.supervisor).post(f"/imports/proposals/{proposal.id}/", {"answer": "other"})
    added = Customer.objects.get(phone="+8613911112222")
    assert (added.name, added.owner_id, added.customer_class) == (
        "常州远驰新能源有限公司",
        people.supervisor.user_id,
        "A",
    )
    assert counts(bring_in(people.supervisor, tmp_path / "a.csv")) == Counts(unchanged=2)


def test_a_dropped_row_is_not_asked_about_again(people: Cast, held: tuple[int, MergeProposal], tmp_path: Path) -> None:
    _id, proposal = held
    before = Customer.objects.count()
    browser(people.supervisor).post(f"/imports/proposals/{proposal.id}/", {"answer": "dropped"})
    assert counts(bring_in(people.supervisor, tmp_path / "a.csv")) == Counts(unchanged=2)
    assert Customer.objects.count() == before


def test_who_cannot_reach_it_cannot_decide(people: Cast, held: tuple[int, MergeProposal]) -> None:
    id_, proposal = held
    url = f"/imports/proposals/{proposal.id}/"
    assert browser(people.rep).post(url, {"answer": "other"}).status_code == 403
    assert browser(people.other_supervisor).post(url, {"answer": "other"}).status_code == 404
    assert browser(people.supervisor).post(url, {"answer": "same", "candidate": str(id_ + 1)}).status_code == 422
    assert browser(people.supervisor).post(url, {"answer": "nonsense"}).status_code == 422
    proposal.refresh_from_db()
    assert proposal.state == "open"
