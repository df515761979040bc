#!/bin/bash
# Run once by the PostgreSQL image, on an empty data folder: a role and a database for Airflow's metadata, and for the
# lake's catalog. Neither role can enter the other's database.
set -euo pipefail

: "${AIRFLOW_DB_PASSWORD:?}" "${LAKE_DB_PASSWORD:?}"

# \getenv keeps the passwords out of the process list.
psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv airflow_password AIRFLOW_DB_PASSWORD
\getenv lake_password LAKE_DB_PASSWORD
CREATE ROLE airflow LOGIN PASSWORD :'airflow_password';
CREATE DATABASE airflow OWNER airflow;
REVOKE CONNECT ON DATABASE airflow FROM PUBLIC;
CREATE ROLE screening_lake LOGIN PASSWORD :'lake_password';
CREATE DATABASE screening_lake OWNER screening_lake;
REVOKE CONNECT ON DATABASE screening_lake FROM PUBLIC;
SQL
