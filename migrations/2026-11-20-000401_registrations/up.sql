-- Someone who has signed up and has not yet shown that the email address is theirs. Only then are they a person.
-- Several may wait with one address, even one that a person has: what the server says must not depend on it.
CREATE TABLE registrations (
    id UUID PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('teacher', 'student')),
    avatar JSONB NOT NULL,
    time_zone TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX registrations_username ON registrations (lower(username));
CREATE INDEX registrations_email ON registrations (lower(email), created_at);
CREATE INDEX registrations_age ON registrations (created_at);

-- The links that were mailed to them: of each only the hash of its token.
CREATE TABLE confirmations (
    token_hash BYTEA PRIMARY KEY,
    registration_id UUID NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX confirmations_registration ON confirmations (registration_id);
CREATE INDEX confirmations_expiry ON confirmations (expires_at);
