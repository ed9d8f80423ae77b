-- What a person has chosen about reminders. Without a row, the defaults apply.
CREATE TABLE reminder_choices (
    person_id UUID PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    -- Whether they are reminded by mail.
    by_mail BOOLEAN NOT NULL DEFAULT TRUE,
    -- How many minutes before their lessons a teacher's students are reminded.
    minutes INTEGER[] NOT NULL DEFAULT '{1440,15}'
);

-- The reminders that were queued. A lesson that was moved has others.
CREATE TABLE reminders (
    session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    starts_at TIMESTAMPTZ NOT NULL,
    minutes INTEGER NOT NULL,
    PRIMARY KEY (session_id, person_id, starts_at, minutes)
);
CREATE INDEX reminders_person ON reminders (person_id);
CREATE INDEX reminders_start ON reminders (starts_at);

-- The links by which people end their reminders without signing in.
CREATE TABLE unsubscribe_links (
    token_hash BYTEA PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX unsubscribe_links_person ON unsubscribe_links (person_id);
CREATE INDEX unsubscribe_links_expiry ON unsubscribe_links (expires_at);

-- The lessons that come next.
CREATE INDEX sessions_coming ON sessions (starts_at) WHERE state = 'planned';
