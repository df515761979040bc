"""Data Docs: the results of the suites as HTML pages that load nothing from elsewhere."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

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


def write_data_docs(context: EphemeralDataContext, folder: Path) -> Path:
    """Render the context's validations into `folder`, in place of what was there; return the index page."""
    folder = folder.resolve()  # Great Expectations takes absolute folders only
    folder.parent.mkdir(parents=True, exist_ok=True)
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
    partial.chmod(0o755)
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
    return folder / "index.html"
