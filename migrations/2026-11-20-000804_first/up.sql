-- The link by which the first administrator is made: the hash of its token. The server makes a new one at each start, for as
-- long as there is no administrator.
CREATE TABLE first_links (
    token_hash BYTEA PRIMARY KEY,
    expires_at TIMESTAMPTZ NOT NULL
);
