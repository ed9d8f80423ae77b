-- An experience's content, in order.
CREATE TABLE items (
    id UUID PRIMARY KEY,
    experience_id UUID NOT NULL REFERENCES experiences (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    upload_id UUID REFERENCES uploads (id),
    body TEXT,
    quiz JSONB,
    -- One of the three.
    CHECK (num_nonnulls(upload_id, body, quiz) = 1),
    UNIQUE (experience_id, position)
);
CREATE INDEX items_upload ON items (upload_id);
