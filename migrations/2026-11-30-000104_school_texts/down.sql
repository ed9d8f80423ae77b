ALTER TABLE settings DROP COLUMN contact_text;
ALTER TABLE settings DROP COLUMN privacy_text;
ALTER TABLE settings DROP COLUMN help_text;
