-- A feed is a person's, a group's, or that of a student in a group without an account.
ALTER TABLE calendar_feeds DROP CONSTRAINT calendar_feeds_pkey;
ALTER TABLE calendar_feeds DROP CONSTRAINT calendar_feeds_token_key;
ALTER TABLE calendar_feeds ALTER COLUMN person_id DROP NOT NULL;
ALTER TABLE calendar_feeds ADD PRIMARY KEY (token);
ALTER TABLE calendar_feeds ADD COLUMN group_id UUID UNIQUE REFERENCES groups (id) ON DELETE CASCADE;
ALTER TABLE calendar_feeds ADD COLUMN student_id UUID UNIQUE REFERENCES group_students (id) ON DELETE CASCADE;
ALTER TABLE calendar_feeds ADD CONSTRAINT calendar_feeds_person_key UNIQUE (person_id);
ALTER TABLE calendar_feeds ADD CONSTRAINT calendar_feeds_owner CHECK (num_nonnulls(person_id, group_id, student_id) = 1);

-- The groups that a cancelled lesson was for.
CREATE TABLE cancelled_session_groups (
    session_id UUID NOT NULL REFERENCES cancelled_sessions (id) ON DELETE CASCADE,
    group_id UUID NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    PRIMARY KEY (session_id, group_id)
);
CREATE INDEX cancelled_session_groups_group ON cancelled_session_groups (group_id);
