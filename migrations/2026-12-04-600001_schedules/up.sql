-- How a teacher repeats lessons: a rule of RFC 5545, on the wall clock of a time zone. Each lesson of it is a session (docs/adr/0042).
CREATE TABLE recurrences (
    id UUID PRIMARY KEY,
    teacher_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    rule TEXT NOT NULL,
    -- What clocks in the time zone show when the first lesson of the rule starts.
    starts_at TIMESTAMP NOT NULL,
    time_zone TEXT NOT NULL,
    -- The days whose lesson the teacher has deleted.
    skipped DATE[] NOT NULL DEFAULT '{}'
);
CREATE INDEX recurrences_teacher ON recurrences (teacher_id);

-- What calendars know of a session beside its time.
CREATE TABLE schedules (
    session_id UUID PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    recurrence_id UUID REFERENCES recurrences (id) ON DELETE SET NULL,
    -- When the rule has it, on the wall clock: the teacher may have moved this one lesson since.
    occurrence TIMESTAMP,
    -- How often it was changed (RFC 5545, 3.8.7.4).
    sequence INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX schedules_recurrence ON schedules (recurrence_id);
INSERT INTO schedules (session_id) SELECT id FROM sessions;

-- The days without lessons, one line each; administrators write them.
ALTER TABLE settings ADD COLUMN holidays TEXT NOT NULL DEFAULT '';
