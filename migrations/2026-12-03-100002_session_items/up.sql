-- The files that a teacher has brought to one lesson, in order: on its screen they come after what it is based on.
CREATE TABLE session_items (
    id UUID PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    upload_id UUID NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    UNIQUE (session_id, position)
);
CREATE INDEX session_items_upload ON session_items (upload_id);
