"""Small fictional lists, built into the publishers' real layouts, and read."""

import csv
import io
import os
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from screening.lists import read

NULL = "-0- "
REPO = Path(__file__).parents[3]


def ofac(rows, *, line_end="\r\n", end_row=True):
    """Rows as OFAC writes them: nulls and numbers bare, everything else quoted, the end row without a line end."""
    out = io.StringIO()
    for row in rows:
        cells = [c if c == NULL or c.isdigit() else '"' + c.replace('"', '""') + '"' for c in row]
        out.write(",".join(cells) + line_end)
    return (out.getvalue() + ("\x1a" if end_row else "")).encode()


def entity_row(number, name, kind=NULL, programme="RUSSIA-EO14024", remarks=NULL, **cells):
    """One row of sdn.csv; `cells`: title, call_sign, vessel_type, tonnage, gross_tonnage, flag, owner."""
    order = ("title", "call_sign", "vessel_type", "tonnage", "gross_tonnage", "flag", "owner")
    assert set(cells) <= set(order)
    return [str(number), name, kind, programme, *(cells.get(key, NULL) for key in order), remarks]


def un(individuals="", entities="", generated="2025-11-18T23:00:09.174Z"):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="{generated}">'
        f"<INDIVIDUALS>{individuals}</INDIVIDUALS><ENTITIES>{entities}</ENTITIES></CONSOLIDATED_LIST>"
    ).encode()


def un_entity(inside, reference="KPe.901"):
    return f"<ENTITY><REFERENCE_NUMBER>{reference}</REFERENCE_NUMBER>{inside}</ENTITY>"


def un_person(inside, reference="KPi.901"):
    return f"<INDIVIDUAL><REFERENCE_NUMBER>{reference}</REFERENCE_NUMBER>{inside}</INDIVIDUAL>"


def eu(entities, generated="2026-05-01T00:00:00.000+02:00"):
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="{generated}" globalFileId="1">'
        f"{entities}</export>"
    ).encode()


def eu_entity(inside, reference="EU.901.1", subject="enterprise", attributes=""):
    return (
        f'<sanctionEntity euReferenceNumber="{reference}" logicalId="9" {attributes}>'
        f'<subjectType code="{subject}" classificationCode="X"/>{inside}</sanctionEntity>'
    )


def eu_name(text, identity=1, language="", strong="true", more=""):
    return f'<nameAlias wholeName="{text}" nameLanguage="{language}" strong="{strong}" logicalId="{identity}" {more}/>'


CSL_HEADER = (
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,"
    "end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,"
    "gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,"
    "dates_of_birth,nationalities,places_of_birth,source_information_url,ids"
)


def csv_bytes(header, rows, line_end="\n"):
    """A CSV file of rows given as dicts; columns that a row does not name are empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", lineterminator=line_end)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def csl(*rows):
    """Rows of the US Consolidated Screening List; `source` may be the abbreviation alone."""
    titles = {
        "EL": "Entity List (EL) - Bureau of Industry and Security",
        "MEU": "Military End User (MEU) List - Bureau of Industry and Security",
        "DPL": "Denied Persons List (DPL) - Bureau of Industry and Security",
        "SDN": "Specially Designated Nationals (SDN) - Treasury Department",
        "NS-MBS": "Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department",
    }
    return csv_bytes(
        CSL_HEADER.split(","), [row | {"source": titles.get(row["source"], row["source"])} for row in rows]
    )


UK_HEADER = (
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,"
    "Alias strength,Title,Name non-latin script,Non-latin script type,Non-latin script language,Regime Name,"
    "Designation Type,Designation source,Sanctions Imposed,Other Information,UK Statement of Reasons,Address Line 1,"
    "Address Line 2,Address Line 3,Address Line 4,Address Line 5,Address Line 6,Address Postal Code,Address Country,"
    "Phone number,Website,Email address,Date Designated,D.O.B,Nationality(/ies),National Identifier number,"
    "National Identifier additional information,Passport number,Passport additional information,Position,Gender,"
    "Town of birth,Country of birth,Type of entity,Subsidiaries,Parent company,Business registration number (s),"
    "IMO number,Current owner/operator (s),Previous owner/operator (s),Current believed flag of ship,Previous flags,"
    "Type of ship,Tonnage of ship,Length of ship,Year Built,Hull identification number (HIN)"
)


def uk(*rows, report="Report Date: 22-Aug-2026\r\n"):
    """The UK Sanctions List in CSV; a row is the primary name of an entity unless it says otherwise."""
    usual = {
        "Unique ID": "RUS9001", "Name 6": "ORBITA", "Name type": "Primary Name", "Designation Type": "Entity",
        "Regime Name": "The Example (Sanctions) Regulations 2030", "Date Designated": "24/02/2030",
    }  # fmt: skip
    return report.encode() + csv_bytes(UK_HEADER.split(","), [usual | row for row in rows], "\r\n")


WORKBOOK = {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": (
        '<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="Users" sheetId="7" r:id="rId9"/>'
        '<sheet name="Notes" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="rId9" Target="worksheets/sheet2.xml"/></Relationships>'
    ),
    "xl/worksheets/sheet1.xml": '<worksheet xmlns="{main}"><sheetData/></worksheet>',
}


def workbook(rows, **more):
    """A workbook whose first sheet, not the first part, holds these rows; texts are shared, with readings beside."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    texts, lines = [], []
    for number, row in enumerate(rows, start=1):
        cells = []
        for column_number, text in enumerate(row):
            reference = f"{chr(ord('A') + column_number)}{number}"
            if isinstance(text, int):
                cells.append(f'<c r="{reference}"><f>ROW()-1</f><v>{text}</v></c>')
            elif text:
                cells.append(f'<c r="{reference}" t="s"><v>{len(texts)}</v></c>')
                texts.append(f'<si><r><t xml:space="preserve">{text}</t></r><rPh sb="0" eb="1"><t>ヨミ</t></rPh></si>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    parts = {name: text.replace("{main}", main).replace("{relations}", relations) for name, text in WORKBOOK.items()}
    parts["xl/worksheets/sheet2.xml"] = f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{"".join(texts)}</sst>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (parts | more).items():
            if text is not None:
                archive.writestr(name, text)
    return out.getvalue()


def column(frame, name, **equal):
    """Values of one column, of the rows that equal the given values."""
    for key, value in equal.items():
        frame = frame.filter(frame[key] == value)
    return frame[name].to_list()


@pytest.fixture(scope="session")
def build(tmp_path_factory):
    """Builders of files, and readers of what was built. Of the session, so that property tests may use it."""
    folder = tmp_path_factory.mktemp("built")
    retrieved = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)

    def read_files(published=None, **files):
        """Read files given as name=bytes, `__` standing for the dot; they replace those of the last call."""
        shutil.rmtree(folder)
        folder.mkdir()
        for name, data in files.items():
            (folder / name.replace("__", ".")).write_bytes(data)
        return read([folder], published=published, retrieved_at=retrieved)

    def read_one(published=None, **files):
        (version,) = read_files(published, **files)
        return version

    def mined(remarks, kind=NULL, name="ORBITA EXAMPLE"):
        """Version of an OFAC list with one entity that has these remarks."""
        return read_one(sdn__csv=ofac([entity_row(1, name, kind, remarks=remarks)]))

    return SimpleNamespace(
        column=column,
        csl=csl,
        csl_columns=CSL_HEADER.split(","),
        csv_bytes=csv_bytes,
        entity_row=entity_row,
        eu=eu,
        eu_entity=eu_entity,
        eu_name=eu_name,
        folder=folder,
        mined=mined,
        null=NULL,
        ofac=ofac,
        read_files=read_files,
        read_one=read_one,
        retrieved=retrieved,
        samples=REPO / "data" / "samples" / "lists",
        uk=uk,
        shared=Path(os.environ.get("SCREENING_SHARED", REPO.parent / "shared")) / "data" / "lists",
        un=un,
        un_entity=un_entity,
        un_person=un_person,
        workbook=workbook,
    )


@pytest.fixture(scope="session")
def shared_versions(build):
    """Read a real file or folder of the shared lists, once a session; returns its versions."""
    loaded = {}

    def _load(*parts):
        if parts not in loaded:
            loaded[parts] = read([build.shared.joinpath(*parts)], retrieved_at=build.retrieved)
        return loaded[parts]

    return _load


@pytest.fixture(scope="session")
def load(shared_versions):
    """Read a real file or folder that holds one list; returns its version."""

    def _load(*parts):
        (version,) = shared_versions(*parts)
        return version

    return _load
