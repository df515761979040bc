"""How fast XML declarations are taken in: a file of N items of ESADout_CU, made from the fictional sample, then read.

    .venv/bin/python -m bench.intake_xml [ITEMS] [ITEMS PER DECLARATION]

Prints the size of the file, the seconds to read it and to take it into the lake, and the memory at its peak.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from screening.intake import load_file
from screening.intake.xml_file import read_xml, recognise
from screening.lake import initialise, open_lake
from screening.settings import Settings

SAMPLE = Path(__file__).parents[1] / "data" / "samples" / "declarations-xml" / "esadout.xml"


def write_file(path: Path, items: int, per_declaration: int) -> None:
    """Write the sample's first declaration again and again, each with a number of its own, in one envelope."""
    head, rest = SAMPLE.read_text(encoding="utf-8").split("    <Document>\n", 1)
    document = "    <Document>\n" + rest.split("    <Document>\n")[0]
    goods = [f"<e:ESADout_CUGoods>{part}" for part in document.split("<e:ESADout_CUGoods>")[1:]]
    before = document.split("<e:ESADout_CUGoods>")[0]
    goods[-1], after = (goods[-1].split("</e:ESADout_CUGoods>")[0] + "</e:ESADout_CUGoods>\n", goods[-1].split(
        "</e:ESADout_CUGoods>")[1])  # fmt: skip
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        for start in range(0, items, per_declaration):
            file.write(before)
            for n in range(min(per_declaration, items - start)):
                numbered = f"<esad:GoodsNumeric>{n + 1}</esad:GoodsNumeric>"
                item = goods[n % len(goods)]
                begin, end = item.index("<esad:GoodsNumeric>"), item.index("</esad:GoodsNumeric>")
                file.write(item[:begin] + numbered + item[end + len("</esad:GoodsNumeric>") :])
            file.write(after.replace("0000101", f"{start // per_declaration:07}"))
        file.write("  </Body>\n</Envelope>\n")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    items, per_declaration = (
        int(sys.argv[n]) if len(sys.argv) > n else default for n, default in ((1, 100_000), (2, 40))
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "declarations.xml"
        write_file(path, items, per_declaration)
        before = _peak()
        began = time.perf_counter()
        read = sum(batch.rows.height for batch in read_xml(path, recognise(path)))
        print(
            f"{time.perf_counter() - began:.1f} s to read {read:,} items, {_peak() - before:,.0f} MB more than before"
        )
        settings = Settings(home=Path(folder) / "home", _env_file=None)
        settings.inbox_folder.mkdir(parents=True)
        with open_lake(settings) as connection:
            initialise(connection)
            began = time.perf_counter()
            report = load_file(connection, path)
            seconds = time.perf_counter() - began
        print(
            f"{path.stat().st_size / 1e6:,.0f} MB, {report.rows_read:,} items read, {report.rows_accepted:,} accepted"
        )
        print(
            f"{seconds:.1f} s from file to lake, {items / seconds:,.0f} items a second, {_peak():,.0f} MB at the peak"
        )


if __name__ == "__main__":
    main()
