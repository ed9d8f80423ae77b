-- A set of students, such as "grade 6A".
CREATE TABLE groups (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    created_at TIMESTAMPTZ NOT NULL,
    -- It is no longer taught: its links lead nowhere, and no lesson can be started for it.
    archived_at TIMESTAMPTZ
);

-- Who teaches it. A group whose last teacher was erased remains, and administrators see it.
CREATE TABLE group_teachers (
    group_id UUID NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    since TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (group_id, person_id)
);
CREATE INDEX group_teachers_person ON group_teachers (person_id);

-- A student's place in a group. They need no account: their name and a personal link are enough.
CREATE TABLE group_students (
    id UUID PRIMARY KEY,
    group_id UUID NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    name TEXT NOT NULL CHECK (name <> ''),
    -- Their account, if they have one.
    person_id UUID REFERENCES people (id) ON DELETE CASCADE,
    -- Where they can be reached without one.
    email TEXT,
    phone_number TEXT,
    since TIMESTAMPTZ NOT NULL,
    -- The hash of the token in their personal link, and the seed from which the server's secret makes the token again for
    -- printing (docs/adr/0041).
    link_hash BYTEA NOT NULL UNIQUE,
    link_seed BYTEA NOT NULL
);
CREATE INDEX group_students_group ON group_students (group_id);
CREATE UNIQUE INDEX group_students_person ON group_students (person_id, group_id) WHERE person_id IS NOT NULL;

-- The groups that a lesson is for.
CREATE TABLE session_groups (
    session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    group_id UUID NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    PRIMARY KEY (session_id, group_id)
);
CREATE INDEX session_groups_group ON session_groups (group_id);

-- Whether its code alone lets people in; if not, it is for its groups only.
ALTER TABLE sessions ADD COLUMN by_code BOOLEAN NOT NULL DEFAULT TRUE;

-- The place in a group of a participant who came by a personal link.
ALTER TABLE participants ADD COLUMN student_id UUID REFERENCES group_students (id) ON DELETE SET NULL;
CREATE INDEX participants_student ON participants (student_id) WHERE student_id IS NOT NULL;

-- A link that signs one person in.
CREATE TABLE sign_in_links (
    person_id UUID PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    link_hash BYTEA NOT NULL UNIQUE,
    created_at TIMESTAMPTZ NOT NULL
);
-- Whether such a link has opened it: it ends with the link.
ALTER TABLE logins ADD COLUMN by_link BOOLEAN NOT NULL DEFAULT FALSE;
