-- What the teacher asks the class of a live lesson to hand in.
CREATE TABLE hand_in_requests (
    session_id UUID PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    kinds TEXT[] NOT NULL
);

-- What students have handed in: a file, or a text.
CREATE TABLE hand_ins (
    id UUID PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    participant_id UUID NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('picture', 'pdf', 'text')),
    name TEXT NOT NULL,
    -- The stored file, by its name in the storage.
    file TEXT,
    -- In bytes, and of a picture in pixels.
    size BIGINT NOT NULL,
    width INTEGER,
    height INTEGER,
    body TEXT,
    handed_in_at TIMESTAMPTZ NOT NULL,
    -- Whether it is on the screen.
    shown BOOLEAN NOT NULL DEFAULT FALSE,
    CHECK ((kind = 'text') = (body IS NOT NULL) AND (kind = 'text') = (file IS NULL))
);
CREATE INDEX hand_ins_session ON hand_ins (session_id, handed_in_at);
CREATE INDEX hand_ins_participant ON hand_ins (participant_id);
CREATE INDEX hand_ins_file ON hand_ins (file);
