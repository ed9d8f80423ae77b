-- What a program of a teacher's, such as OBS, shows to speak or listen in one lesson (WHIP and WHEP).
CREATE TABLE stream_keys (
    id UUID PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('publish', 'view')),
    -- What people in the lesson read.
    name TEXT NOT NULL,
    -- SHA-256 of the key: the key itself was shown once, and is nowhere.
    hash BYTEA NOT NULL CHECK (octet_length(hash) = 32),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX stream_keys_hash ON stream_keys (hash);
CREATE INDEX stream_keys_session ON stream_keys (session_id, created_at);

-- A program that publishes with a key: the row's id is the key's.
ALTER TABLE participants ADD COLUMN stream BOOLEAN NOT NULL DEFAULT FALSE;
