"""The fictional XML samples, and a file changed from one of them."""

from pathlib import Path

import pytest

from screening.intake.xml_file import read_xml, recognise

SAMPLES = Path(__file__).parents[3] / "data" / "samples" / "declarations-xml"


@pytest.fixture
def samples() -> Path:
    return SAMPLES


@pytest.fixture
def changed(tmp_path):
    """Return a function that writes a sample with texts replaced; each text must be there."""

    def write(name: str, *replacements: tuple[str, str]) -> Path:
        text = (SAMPLES / name).read_text(encoding="utf-8")
        for old, new in replacements:
            assert old in text, old
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def read():
    """Return a function that reads an XML file: rows as they arrived, without empty values, and the broken ones."""

    def rows(path: Path) -> tuple[list[dict], list[dict]]:
        batches = list(read_xml(path, recognise(path)))
        filled = [
            {name: value for name, value in row.items() if value is not None}
            for batch in batches
            for row in batch.rows.iter_rows(named=True)
        ]
        return filled, [row for batch in batches for row in batch.broken.iter_rows(named=True)]

    return rows
