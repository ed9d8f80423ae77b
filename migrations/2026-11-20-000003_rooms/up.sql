-- A person's or a guest's place in one session, kept from their first entry on.
CREATE TABLE participants (
    id UUID PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    person_id UUID REFERENCES people (id) ON DELETE CASCADE,
    seat INTEGER NOT NULL CHECK (seat BETWEEN 0 AND 65535),
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('teacher', 'student')),
    avatar JSONB NOT NULL,
    -- The browser's random mark (a cookie), by which a removed guest is known again.
    device UUID,
    joined_at TIMESTAMPTZ NOT NULL,
    -- When they were let in for good; until then they wait whenever there is a waiting room.
    admitted_at TIMESTAMPTZ,
    removed_at TIMESTAMPTZ,
    UNIQUE (session_id, seat),
    UNIQUE (session_id, person_id)
);
CREATE INDEX participants_person ON participants (person_id);

-- When each participant was there: a row from each coming to each going.
CREATE TABLE attendances (
    id UUID PRIMARY KEY,
    participant_id UUID NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    joined_at TIMESTAMPTZ NOT NULL,
    left_at TIMESTAMPTZ CHECK (left_at >= joined_at)
);
CREATE INDEX attendances_participant ON attendances (participant_id, joined_at);
CREATE INDEX attendances_open ON attendances (participant_id) WHERE left_at IS NULL;

CREATE TABLE messages (
    id UUID PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    participant_id UUID NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    -- The sender's own name for the line, which makes sending it again harmless.
    client_id TEXT,
    body TEXT NOT NULL,
    sent_at TIMESTAMPTZ NOT NULL,
    edited_at TIMESTAMPTZ,
    UNIQUE (participant_id, client_id)
);
-- Ids are UUIDs of version 7: their order is the order of sending.
CREATE INDEX messages_session ON messages (session_id, id);
