-- The links with which someone chooses a new password: of each only the hash of its token.
CREATE TABLE resets (
    token_hash BYTEA PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX resets_person ON resets (person_id);
CREATE INDEX resets_expiry ON resets (expires_at);
