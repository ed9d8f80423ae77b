-- Who may become a teacher by signing up, and the mail domains of those who may with the setting 'domain'.
ALTER TABLE settings ADD COLUMN sign_up TEXT NOT NULL DEFAULT 'invitation'
    CHECK (sign_up IN ('open', 'domain', 'invitation', 'approval'));
ALTER TABLE settings ADD COLUMN sign_up_domains TEXT[] NOT NULL DEFAULT '{}';
-- Administrators invite teachers, and students of no teacher yet.
ALTER TABLE invitations ADD COLUMN role TEXT NOT NULL DEFAULT 'student' CHECK (role IN ('student', 'teacher'));
ALTER TABLE invitations ADD COLUMN enrols BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE registrations ADD COLUMN enrols BOOLEAN NOT NULL DEFAULT true;
-- An account that cannot sign in before an administrator has approved it.
ALTER TABLE people ADD COLUMN awaits_approval BOOLEAN NOT NULL DEFAULT false;
-- An address that an administrator has entered, and its owner has not confirmed yet.
ALTER TABLE people ADD COLUMN new_email TEXT;
CREATE TABLE address_links (
    token_hash BYTEA PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX address_links_person ON address_links (person_id);
CREATE INDEX address_links_expires ON address_links (expires_at);
