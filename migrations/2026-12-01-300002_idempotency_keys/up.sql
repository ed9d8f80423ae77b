-- What requests with an idempotency key have made within a day, so that a repeat makes nothing more. The owner is a person, or the
-- browser of a stranger who signs up. Keys and requests are hashes.
CREATE TABLE idempotency_keys (
    owner_id UUID NOT NULL,
    key BYTEA NOT NULL,
    request BYTEA NOT NULL,
    made_id UUID,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (owner_id, key)
);
CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);
