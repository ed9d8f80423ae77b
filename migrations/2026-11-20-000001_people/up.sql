-- A person with an account. Guests have none: they are rows of participants only.
CREATE TABLE people (
    id UUID PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('administrator', 'teacher', 'student')),
    confirmed BOOLEAN NOT NULL DEFAULT FALSE,
    blocked_at TIMESTAMPTZ,
    blocked_reason TEXT,
    avatar JSONB NOT NULL,
    time_zone TEXT NOT NULL DEFAULT 'UTC',
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
-- Signing in finds a person by either, whatever the letters' case.
CREATE UNIQUE INDEX people_username ON people (lower(username));
CREATE UNIQUE INDEX people_email ON people (lower(email));

-- One row for each cookie or token in use; deleting the row ends that login.
CREATE TABLE logins (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX logins_person ON logins (person_id);
CREATE INDEX logins_expiry ON logins (expires_at);
