-- The secret address of a person's calendar feed. It is kept as it is, so that they can see it again: it only shows when their lessons are.
CREATE TABLE calendar_feeds (
    person_id UUID PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    token TEXT NOT NULL UNIQUE
);

-- Lessons that were planned and deleted, for the calendars that know of them.
CREATE TABLE cancelled_sessions (
    id UUID PRIMARY KEY,
    teacher_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    starts_at TIMESTAMPTZ NOT NULL,
    minutes INTEGER NOT NULL,
    time_zone TEXT NOT NULL,
    sequence INTEGER NOT NULL
);
CREATE INDEX cancelled_sessions_teacher ON cancelled_sessions (teacher_id, starts_at);
CREATE INDEX cancelled_sessions_starts_at ON cancelled_sessions (starts_at);
