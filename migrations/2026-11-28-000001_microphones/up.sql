-- The teacher's word about a microphone, while the lesson goes on: muted (false), or let speak though students in general
-- may not turn theirs on (true). NULL: none, or none that still holds.
ALTER TABLE participants ADD COLUMN may_speak BOOLEAN;

-- Whether students may turn their own microphones on.
ALTER TABLE sessions ADD COLUMN unmuting BOOLEAN NOT NULL DEFAULT TRUE;
