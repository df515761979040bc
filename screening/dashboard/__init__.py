"""The dashboard in which officers decide: NiceGUI pages on FastAPI, one process, nothing fetched from elsewhere.

A page reads the published tables through `lake_pool`, draws what only is read with Jinja templates (`fragments`), and
calls `screening.review` for everything that is decided. Who may do what is enforced there, not in a page.
"""
