-- What a line of the audit trail says is as little to be changed as that there is one. It may only be forgotten: who is
-- erased is named no more. A whole row goes with its line, when that is past its time.
CREATE FUNCTION audit_words_are_only_forgotten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.line = OLD.line
        AND (NEW.person IS NULL OR NEW.person IS NOT DISTINCT FROM OLD.person)
        AND (NEW.about IS NULL OR NEW.about IS NOT DISTINCT FROM OLD.about)
        AND (NEW.detail IS NULL OR NEW.detail IS NOT DISTINCT FROM OLD.detail)
        AND (NEW.address IS NULL OR NEW.address IS NOT DISTINCT FROM OLD.address)
    THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM audit WHERE id = OLD.line) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit trail is only ever added to' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_words_are_only_forgotten BEFORE UPDATE OR DELETE ON audit_words
    FOR EACH ROW EXECUTE FUNCTION audit_words_are_only_forgotten();
CREATE TRIGGER audit_words_are_never_emptied BEFORE TRUNCATE ON audit_words
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_never_emptied();
