-- A teacher's prepared content. Without an owner it belongs to the school.
CREATE TABLE experiences (
    id UUID PRIMARY KEY,
    owner_id UUID REFERENCES people (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    public BOOLEAN NOT NULL DEFAULT FALSE,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX experiences_owner ON experiences (owner_id);
CREATE INDEX experiences_public ON experiences (title) WHERE public;

-- A planned, running or past lesson.
CREATE TABLE sessions (
    id UUID PRIMARY KEY,
    teacher_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    experience_id UUID REFERENCES experiences (id) ON DELETE SET NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    starts_at TIMESTAMPTZ NOT NULL,
    time_zone TEXT NOT NULL,
    code TEXT NOT NULL CHECK (code ~ '^[2-9A-HJKMNP-Z]{5}$'),
    state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'live', 'ended')),
    guests_allowed BOOLEAN NOT NULL DEFAULT TRUE,
    waiting_room BOOLEAN NOT NULL DEFAULT FALSE,
    retention TEXT NOT NULL DEFAULT 'during session' CHECK (retention IN ('during session', 'keep')),
    capacity INTEGER NOT NULL DEFAULT 300 CHECK (capacity BETWEEN 1 AND 1000),
    started_at TIMESTAMPTZ,
    -- Written now and then while live: when a crash hid the end of an attendance, it ended here.
    alive_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
-- A code is free again once its lesson has ended.
CREATE UNIQUE INDEX sessions_code ON sessions (code) WHERE state <> 'ended';
CREATE INDEX sessions_teacher ON sessions (teacher_id, starts_at DESC);
CREATE INDEX sessions_experience ON sessions (experience_id);
CREATE INDEX sessions_open ON sessions (state) WHERE state <> 'ended';
