-- Accounts, sessions and attempts to sign in, in a SQLite file of their own (docs/decisions/0026-accounts-apart.md).
-- Times are seconds since 1970, UTC. Of passwords and of session tokens only hashes are kept.
CREATE TABLE IF NOT EXISTS accounts (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'officer', 'supervisor', 'administrator')),
    full_name TEXT NOT NULL,
    language TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    is_disabled INTEGER NOT NULL DEFAULT 0,
    must_change_password INTEGER NOT NULL DEFAULT 0,
    created_at REAL NOT NULL,
    last_sign_in_at REAL
) STRICT;

CREATE TABLE IF NOT EXISTS sessions (
    token_hash TEXT PRIMARY KEY,
    name TEXT NOT NULL REFERENCES accounts (name),
    created_at REAL NOT NULL,
    seen_at REAL NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS sessions_of_account ON sessions (name);

CREATE TABLE IF NOT EXISTS attempts (
    attempted_at REAL NOT NULL,
    name TEXT NOT NULL,
    place TEXT NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS attempts_by_time ON attempts (attempted_at);
