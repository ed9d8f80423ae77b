-- How often the settings were changed: whoever changes them says which they have seen.
ALTER TABLE settings ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
