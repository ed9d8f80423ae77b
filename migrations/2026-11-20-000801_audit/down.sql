DROP TABLE audit_words;
DROP TABLE audit;
DROP FUNCTION audit_is_append_only();
DROP FUNCTION audit_is_never_emptied();
DROP TABLE settings;
