-- What administrators have set: one row, of which there is always one.
CREATE TABLE settings (
    sole BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (sole),
    -- For how many days the audit trail is kept.
    audit_days INTEGER NOT NULL DEFAULT 365 CHECK (audit_days BETWEEN 30 AND 3650)
);
INSERT INTO settings DEFAULT VALUES;

-- Who did what, to whom or what, and when. Nothing here is ever changed, and nothing deleted before its time.
CREATE TABLE audit (
    id UUID PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    -- NULL: the server itself, or somebody who has not shown who they are. No reference: the line outlives them.
    person_id UUID,
    deed TEXT NOT NULL CHECK (deed <> ''),
    about_id UUID
);
CREATE INDEX audit_time ON audit (at DESC, id DESC);
CREATE INDEX audit_person ON audit (person_id, at DESC, id DESC);
CREATE INDEX audit_about ON audit (about_id, at DESC, id DESC);
CREATE INDEX audit_deed ON audit (deed, at DESC, id DESC);

-- What those were called then, apart from the line: names are somebody's, and go when that person is erased.
CREATE TABLE audit_words (
    line UUID PRIMARY KEY REFERENCES audit (id) ON DELETE CASCADE,
    person TEXT,
    about TEXT,
    detail TEXT,
    address TEXT
);

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- What is older than it is to be kept may go.
    IF TG_OP = 'DELETE' AND OLD.at < now() - (SELECT audit_days FROM settings) * INTERVAL '1 day' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit trail is only ever added to' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();

CREATE FUNCTION audit_is_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is only ever added to' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_never_emptied();
