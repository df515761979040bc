"""`screening.*`, `alerts.*` and `ops.*`: what a run finds, publishes and records about itself."""

from __future__ import annotations

import polars as pl

from screening.schemas.table import STRINGS, UTC, Column, Table

_SCREENING_DATE = Column("screening_date", pl.Date, "The day whose declarations were screened", required=True)
_RUN_ID = Column("run_id", pl.String, "The run: its day and a hash of all its inputs", required=True)
_DECLARATION_ID = Column("declaration_id", pl.String, "Declaration number", required=True)
_ITEM_NUMBER = Column("item_number", pl.Int64, "Goods item; null when the whole declaration is meant")
_RULE_ID = Column("rule_id", pl.String, "The rule; see docs/rules.md", required=True)
_ALERT_ID = Column("alert_id", pl.String, "The alert: its day and a hash of the declaration number", required=True)
_IS_LOOK_BACK = Column(
    "is_look_back", pl.Boolean, "Found after its day was screened, when a list changed", required=True
)

_FINDING = (
    Column("subject", pl.String, "What was checked: goods, route, price, or a party's role", required=True),
    Column("strength", pl.Float64, "How surely the rule holds", "0 to 1", required=True),
    Column("declared", pl.String, "The value in the declaration", required=True),
    Column("reference", pl.String, "The value it was held against", required=True),
    Column("reference_id", pl.String, "Entry of the list, control list or statistic", required=True),
    Column(
        "reference_list",
        pl.String,
        "The list, e.g. UN-SC, CHPL, or INDICATOR for patterns in the declarations themselves",
        required=True,
    ),
    Column("reference_version", pl.String, "Its version", required=True),
    Column("detail", pl.String, "What else the rule found, as JSON", "JSON", required=True),
)

_SUPPRESSION_ID = Column(
    "suppression_id", pl.String, "The suppression by which it gives no points; null for nearly all"
)

RUNS = Table(
    "screening",
    "runs",
    "One row per distinct run. The same inputs give the same run.",
    ("run_id",),
    (
        _RUN_ID,
        _SCREENING_DATE,
        Column("status", pl.String, "published, or refused when a quality check failed", required=True),
        Column("started_at", UTC, "Start", required=True),
        Column("finished_at", UTC, "End", required=True),
        Column("code_version", pl.String, "Version of this software", required=True),
        Column("policy_version", pl.String, "Version of the policy", required=True),
        Column("list_versions", STRINGS, "Sanctions lists used: id and version", required=True),
        Column("control_list_versions", STRINGS, "Control lists used: id and version", required=True),
        Column("input_hash", pl.String, "SHA-256 of the declarations screened", required=True),
        Column("item_count", pl.Int64, "Goods items screened", required=True),
        Column("hit_count", pl.Int64, "Hits", required=True),
        Column("alert_count", pl.Int64, "Alerts", required=True),
        Column("warnings", STRINGS, "Quality checks that warned, lists that are old", required=True),
        Column("kind", pl.String, "day, or look_back when lists changed after days were screened", required=True),
    ),
)

HITS = Table(
    "screening",
    "hits",
    "Everything every rule found, one schema for all.",
    (
        "screening_date",
        "declaration_id",
        "item_number",
        "rule_id",
        "subject",
        "reference_list",
        "reference_id",
    ),
    (
        _SCREENING_DATE,
        _RUN_ID,
        _DECLARATION_ID,
        _ITEM_NUMBER,
        _RULE_ID,
        *_FINDING,
        _IS_LOOK_BACK,
        _SUPPRESSION_ID,
    ),
)

RULE_HITS = Table(
    "screening",
    "rule_hits",
    "What one rule returns; day and run are added afterwards. Lives in the staging folder only.",
    ("declaration_id", "item_number", "rule_id", "subject", "reference_list", "reference_id"),
    (_DECLARATION_ID, _ITEM_NUMBER, _RULE_ID, *_FINDING),
)

SUPPRESSED_HITS = Table(
    "screening",
    "suppressed_hits",
    "Hits of suppressed parties, which give no points. Lives in the staging folder only.",
    RULE_HITS.key,
    (*RULE_HITS.columns, _SUPPRESSION_ID),
)

ALERTS = Table(
    "alerts",
    "alerts",
    "One row per declaration that officers should look at.",
    ("alert_id",),
    (
        _ALERT_ID,
        _SCREENING_DATE,
        _RUN_ID,
        _DECLARATION_ID,
        Column("severity", pl.String, "critical, high, medium or low; limits in the policy", required=True),
        Column(
            "score",
            pl.Float64,
            "Sum of the points of its reasons; has no upper limit",
            "points",
            required=True,
        ),
        Column("reason_count", pl.Int64, "Number of reasons", required=True),
        Column("rule_ids", STRINGS, "Rules that gave points, most points first", required=True),
        Column("headline", pl.String, "The strongest reason in one line", required=True),
        Column("flow", pl.String, "import, export or transit", required=True),
        Column("office_code", pl.String, "Customs office", required=True),
        Column("consignor_name", pl.String, "Consignor as declared"),
        Column("consignee_name", pl.String, "Consignee as declared"),
        Column("consignee_tax_id", pl.String, "Tax number of the consignee"),
        Column("corridor", pl.String, "Countries of dispatch, trade and destination", required=True),
        Column("item_count", pl.Int64, "Goods items in the declaration", required=True),
        Column("statistical_value", pl.Float64, "Statistical value of all items", "as declared"),
        _IS_LOOK_BACK,
        Column("status", pl.String, "open, or closed when what it rested on was delisted", required=True),
        Column("status_reason", pl.String, "Why it was closed, or what of it was withdrawn"),
    ),
)

ALERT_REASONS = Table(
    "alerts",
    "alert_reasons",
    "Why: every reason of every alert, with the points it added.",
    ("alert_id", "reason_number"),
    (
        _ALERT_ID,
        _SCREENING_DATE,
        Column("reason_number", pl.Int64, "1 for the reason with most points", required=True),
        _DECLARATION_ID,
        _ITEM_NUMBER,
        _RULE_ID,
        *_FINDING,
        Column("weight", pl.Float64, "The rule's weight in the policy", "points", required=True),
        Column("points", pl.Float64, "Points this reason added to the score", "points", required=True),
        Column("list_age_days", pl.Int64, "Days from the list's publication to the screening date", "days"),
        Column("explanation", pl.String, "The reason in one sentence", required=True),
        _IS_LOOK_BACK,
    ),
)

DAILY_SUMMARY = Table(
    "alerts",
    "daily_summary",
    "Counts of a day by rule and severity, for those who only read.",
    ("screening_date", "measure", "name"),
    (
        _SCREENING_DATE,
        Column(
            "measure",
            pl.String,
            "alerts_by_severity, hits_by_rule, suppressed_hits, alerts_by_rule or items",
            required=True,
        ),
        Column("name", pl.String, "The severity or rule", required=True),
        Column("count", pl.Int64, "How many", required=True),
    ),
)

QUALITY_RESULTS = Table(
    "ops",
    "quality_results",
    "Result of every data-quality check of every run, the refused ones too.",
    ("run_id", "checked_at", "suite", "check_id"),
    (
        _RUN_ID,
        _SCREENING_DATE,
        Column("checked_at", UTC, "When", required=True),
        Column("suite", pl.String, "declarations, listed_entities, hits, alerts or alert_reasons", required=True),
        Column("check_id", pl.String, "The check", required=True),
        Column("meaning", pl.String, "What it expects", required=True),
        Column("severity", pl.String, "fail stops the publish, warn does not", required=True),
        Column("is_passed", pl.Boolean, "Whether it held", required=True),
        Column("observed", pl.String, "What was seen: a count, a share, an error", required=True),
        Column("examples", STRINGS, "Keys of up to ten rows that broke it", required=True),
    ),
)

LIST_REFRESHES = Table(
    "ops",
    "list_refreshes",
    "Every attempt to bring a list up to date, also the failed and refused ones, and who overrode a refusal.",
    (),
    (
        Column("attempted_at", UTC, "When", required=True),
        Column(
            "source", pl.String, "The source in config/lists.yml, or `file` for a file loaded by hand", required=True
        ),
        Column("list_id", pl.String, "The list; the source again where no list could be read", required=True),
        Column(
            "outcome",
            pl.String,
            "loaded, unchanged, refused by the guard, failed, accepted by hand, or withdrawn by hand",
            required=True,
        ),
        Column("list_version", pl.String, "The version concerned; null where none could be read"),
        Column("reasons", STRINGS, "Why it was refused or failed", required=True),
        Column("url", pl.String, "Where it was fetched"),
        Column("http_status", pl.Int64, "Status of the answer"),
        Column("etag", pl.String, "The answer's ETag, sent with the next request"),
        Column("last_modified", pl.String, "The answer's Last-Modified, sent with the next request"),
        Column("byte_count", pl.Int64, "Size of the file", "bytes"),
        Column("file_hash", pl.String, "SHA-256 of the file"),
        Column("raw_file", pl.String, "The kept file, under the home folder"),
        Column("decided_by", pl.String, "Who accepted a refused version"),
        Column("decision_reason", pl.String, "Why it was accepted"),
    ),
)

INDICATOR_RUNS = Table(
    "ops",
    "indicator_runs",
    "How each indicator fared in each run: a failing or slow one is left out, the others run.",
    ("run_id", "rule_id"),
    (
        _RUN_ID,
        _SCREENING_DATE,
        _RULE_ID,
        Column("rule_version", pl.String, "Start of the hash of its file", required=True),
        Column("is_own", pl.Boolean, "Whether it is the administration's own", required=True),
        Column("status", pl.String, "ran, failed or timed_out", required=True),
        Column("seconds", pl.Float64, "How long it took", "s", required=True),
        Column("hit_count", pl.Int64, "Hits", required=True),
        Column("message", pl.String, "Why it failed; never a value of the data"),
    ),
)

TABLES = (RUNS, HITS, ALERTS, ALERT_REASONS, DAILY_SUMMARY, QUALITY_RESULTS, LIST_REFRESHES, INDICATOR_RUNS)
