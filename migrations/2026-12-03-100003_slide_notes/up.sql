-- What a teacher has noted about a page of a file, counted from 0. Only they see it.
CREATE TABLE slide_notes (
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    upload_id UUID NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    page INTEGER NOT NULL CHECK (page >= 0),
    body TEXT NOT NULL,
    PRIMARY KEY (person_id, upload_id, page)
);
CREATE INDEX slide_notes_upload ON slide_notes (upload_id);
