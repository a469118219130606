"""Every hostile file is refused with a sentence about it, and leaves the service as it was."""

import io
import resource
from collections.abc import Iterator

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from app.imports.reading import Table, Unreadable, read_table
from tests.app.imports.hostile_files import good_workbook, hostile_files

FILES = hostile_files()


@pytest.fixture
def request_context(app: APIFlask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_with_a_sentence_about_it(name: str) -> None:
    content, sentence = FILES[name]

    with pytest.raises(Unreadable) as refusal:
        read_table(content)

    assert refusal.value.sentence.startswith(sentence)


@pytest.mark.usefixtures("request_context")
def test_after_all_of_them_a_good_file_is_read_and_memory_has_not_grown() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    for content, _sentence in FILES.values():
        with pytest.raises(Unreadable):
            read_table(content)

    assert read_table(good_workbook()) == Table(("key", "name"), ((2, ("one", "Somewhere")),))
    grown_kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kilobytes < 100 * 1024


def test_a_page_answers_a_hostile_file_with_422_and_its_sentence(
    as_organiser: FlaskClient,
) -> None:
    content, sentence = FILES["external entity"]

    answer = as_organiser.post(
        "/imports/sheets/organisations", data={"file": (io.BytesIO(content), "x.xlsx")}
    )

    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize(
    "content",
    [
        "key;name\none;Méru\n".encode(),
        "\ufeffkey;name\none;Méru\n".encode(),
        "key,name\r\none,Méru\r\n".encode("cp1252"),
        "key\tname\none\tMéru\n".encode("utf-16"),
        "key;name\none;Méru\n".encode("utf-16-le"),
        "key;name\none;Méru\n".encode("utf-16-be"),
        'sep=,\nkey,name\none,"Méru"\n\n,\n'.encode(),
        "key|name\none|Méru".encode(),
    ],
    ids=["utf-8", "mark", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "sep line", "pipes"],
)
def test_honest_encodings_and_separators_all_give_the_same_table(content: bytes) -> None:
    assert read_table(content) == Table(("key", "name"), ((2, ("one", "Méru")),))


@pytest.mark.usefixtures("request_context")
def test_one_byte_in_another_encoding_is_left_for_its_cell_to_name() -> None:
    table = read_table("key;name\none;Méru\ntwo;".encode() + b"M\xe9ru\n")

    assert table.rows[0] == (2, ("one", "Méru"))
    assert table.rows[1] == (3, ("two", "M\udce9ru"))
