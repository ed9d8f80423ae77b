-- What is to be done after a change and outside of it, such as a mail: queued in the change's own transaction.
CREATE TABLE jobs (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    -- What it is about; erased once it is done.
    payload JSONB,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'given up')),
    -- When it is next tried. Whoever takes it moves this on, so that nobody else takes it meanwhile.
    due_at TIMESTAMPTZ NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    -- Why the last try failed.
    error TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE INDEX jobs_due ON jobs (due_at) WHERE state = 'waiting';
CREATE INDEX jobs_ended ON jobs (ended_at) WHERE state <> 'waiting';
