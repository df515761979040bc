"""Data Docs: the results of the suites as HTML pages that load nothing from elsewhere."""

from __future__ import annotations

import shutil
import tempfile
import time
from html import escape
from pathlib import Path

import polars as pl
from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext

# The pages that Great Expectations renders name style sheets, scripts and a logo on other hosts. The policy keeps a
# browser from asking for them; the styles stand in for the missing sheet.
_HEAD = """
<meta http-equiv="Content-Security-Policy" content="default-src 'self' data: 'unsafe-inline'">
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1d2733; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; }
td, th { border: 1px solid #d5dbe1; padding: .35rem .6rem; text-align: left; vertical-align: top; }
a { color: #0b57a4; } ul { list-style: none; padding-left: 0; }
.navbar, .cooltip, footer, .modal, button, img, svg, #ge-cta-footer, .ge-walkthrough { display: none !important; }
.fa-check-circle::before { content: "✓ passed"; color: #1a7f37; font-weight: 600; }
.fa-times::before { content: "✗ failed"; color: #b42318; font-weight: 600; }
.fa-exclamation-triangle::before { content: "! warned"; color: #9a6700; font-weight: 600; }
</style>
"""

_STALE_SECONDS = 24 * 3600
_MARKS = {"passed": ("#1a7f37", "✓ passed"), "warn": ("#9a6700", "! warned"), "fail": ("#b42318", "✗ failed")}


def write_data_docs(context: EphemeralDataContext, folder: Path, results: pl.DataFrame) -> Path:
    """Render the context's validations into `folder`, in place of what was there; return the index page.

    `results` (ops.QUALITY_RESULTS) make the index: the one that Great Expectations renders is built by scripts from
    another host.
    """
    folder = folder.resolve()  # Great Expectations takes absolute folders only
    folder.parent.mkdir(parents=True, exist_ok=True)
    for left in folder.parent.glob(".partial-*"):  # by a process that was killed here
        if time.time() - left.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    partial = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".partial-"))
    context.add_data_docs_site(
        site_name="local",
        site_config={
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(partial)},
        },
    )
    context.build_data_docs(site_names=["local"])
    for page in partial.rglob("*.html"):
        page.write_text(page.read_text(encoding="utf-8").replace("<head>", f"<head>{_HEAD}", 1), encoding="utf-8")
    (partial / "index.html").write_text(_index(partial, results), encoding="utf-8")
    partial.chmod(0o755)
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
    return folder / "index.html"


def _index(folder: Path, results: pl.DataFrame) -> str:
    pages = {page.stem.removeprefix("staged-"): page.relative_to(folder) for page in folder.rglob("staged-*.html")}
    rows = []
    for row in results.sort("is_passed", "suite", "check_id").iter_rows(named=True):
        page, suite = pages.get(row["suite"]), escape(row["suite"])
        colour, mark = _MARKS["passed" if row["is_passed"] else row["severity"]]
        cells = (
            f'<b style="color:{colour}">{mark}</b>',
            f'<a href="{escape(page.as_posix())}">{suite}</a>' if page else suite,
            escape(row["meaning"]),
            escape(row["observed"]),
            "<br>".join(escape(example) for example in row["examples"]),
        )
        rows.append(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    run, day = results["run_id"][0], results["screening_date"][0]
    titles = ("Result", "Suite", "Expected", "Seen", "Rows")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{_HEAD}<title>Data quality of {day}</title></head>'
        f"<body><h1>Data quality of {day}</h1><p>Run {escape(run)}: {results['is_passed'].sum()} of {results.height} "
        f"checks passed.</p><table><thead><tr>{''.join(f'<th>{title}</th>' for title in titles)}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></body></html>"
    )
