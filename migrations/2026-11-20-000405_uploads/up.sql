-- What lies in the storage, by the hash of what is in it: whoever uploads the same again shares it.
CREATE TABLE files (
    name TEXT PRIMARY KEY CHECK (name ~ '^[0-9a-f]{64}\.[a-z0-9]{2,4}$'),
    size BIGINT NOT NULL,
    -- When it was last brought. One that nothing refers to is removed some time after.
    touched_at TIMESTAMPTZ NOT NULL,
    -- Being removed: it is not to be relied upon any more.
    leaving BOOLEAN NOT NULL DEFAULT FALSE
);

-- What a teacher has brought.
CREATE TABLE uploads (
    id UUID PRIMARY KEY,
    owner_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('photo', 'video', 'presentation')),
    -- As the file was called where it came from: to be shown, never to be found by.
    name TEXT NOT NULL,
    alternative_text TEXT NOT NULL DEFAULT '',
    caption TEXT NOT NULL DEFAULT '',
    mime TEXT NOT NULL,
    file TEXT NOT NULL REFERENCES files (name),
    size BIGINT NOT NULL,
    width INTEGER,
    height INTEGER,
    -- Of pictures: a small one of it.
    thumbnail TEXT REFERENCES files (name),
    thumbnail_width INTEGER,
    thumbnail_height INTEGER,
    thumbnail_size BIGINT,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX uploads_owner ON uploads (owner_id);
CREATE INDEX uploads_file ON uploads (file);
CREATE INDEX uploads_thumbnail ON uploads (thumbnail);
CREATE INDEX uploads_age ON uploads (created_at);
