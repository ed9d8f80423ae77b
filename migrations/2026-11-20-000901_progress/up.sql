-- Which lessons belong together: those of one teacher that have the same name here.
ALTER TABLE sessions
    ADD COLUMN series TEXT CHECK (series <> ''),
    -- Whether it stays known after the end how each of the teacher's own students did in its quizzes.
    ADD COLUMN keep_results BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX sessions_series ON sessions (teacher_id, series, starts_at) WHERE series IS NOT NULL;
CREATE INDEX sessions_past ON sessions (teacher_id, ended_at DESC, id DESC) WHERE state = 'ended';

-- How a teacher's own student did in the quizzes of a lesson, in three numbers, where the teacher has wanted that kept.
CREATE TABLE results (
    participant_id UUID PRIMARY KEY REFERENCES participants (id) ON DELETE CASCADE,
    -- How many quizzes of the lesson were answered by anyone, or had their right answer shown.
    asked INTEGER NOT NULL,
    -- How many of these this student answered, and how many of them right.
    answered INTEGER NOT NULL,
    correct INTEGER NOT NULL,
    CHECK (0 <= correct AND correct <= answered AND answered <= asked)
);
