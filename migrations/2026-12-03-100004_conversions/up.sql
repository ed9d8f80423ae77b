-- Office files that teachers have brought, to be converted to PDF.
CREATE TABLE conversions (
    id UUID PRIMARY KEY,
    owner_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    -- As the file was called where it came from.
    name TEXT NOT NULL,
    format TEXT NOT NULL CHECK (format IN ('pptx', 'ppt', 'odp', 'docx', 'odt', 'xlsx')),
    -- The file, until it is converted or refused.
    file TEXT REFERENCES files (name),
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'converting', 'done', 'failed')),
    -- Why it failed: the code of a refusal.
    refusal TEXT,
    upload_id UUID REFERENCES uploads (id) ON DELETE SET NULL,
    created_at TIMESTAMPTZ NOT NULL,
    CHECK ((state = 'failed') = (refusal IS NOT NULL))
);
CREATE INDEX conversions_owner ON conversions (owner_id);
CREATE INDEX conversions_file ON conversions (file);
CREATE INDEX conversions_upload ON conversions (upload_id);
