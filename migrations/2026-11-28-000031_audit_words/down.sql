DROP TRIGGER audit_words_are_never_emptied ON audit_words;
DROP TRIGGER audit_words_are_only_forgotten ON audit_words;
DROP FUNCTION audit_words_are_only_forgotten();
