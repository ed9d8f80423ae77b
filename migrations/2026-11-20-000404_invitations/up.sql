-- A teacher asks somebody with this address to become their student. It is gone once it is taken up.
CREATE TABLE invitations (
    id UUID PRIMARY KEY,
    teacher_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX invitations_teacher ON invitations (teacher_id);
CREATE INDEX invitations_age ON invitations (created_at);

-- The links that were mailed: of each only the hash of its token.
CREATE TABLE invitation_links (
    token_hash BYTEA PRIMARY KEY,
    invitation_id UUID NOT NULL REFERENCES invitations (id) ON DELETE CASCADE
);
CREATE INDEX invitation_links_invitation ON invitation_links (invitation_id);

-- Whose student someone becomes who has signed up by an invitation, but with another address.
ALTER TABLE registrations ADD COLUMN invited_by UUID REFERENCES people (id) ON DELETE CASCADE;
CREATE INDEX registrations_invited_by ON registrations (invited_by);

-- Whose student somebody is.
CREATE TABLE students (
    teacher_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    student_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    since TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (teacher_id, student_id)
);
CREATE INDEX students_student ON students (student_id);
