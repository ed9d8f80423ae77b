-- What the school itself says on the pages "Help", "Privacy" and "Contact", in Markdown. An empty text has no page.
ALTER TABLE settings ADD COLUMN help_text TEXT NOT NULL DEFAULT '';
ALTER TABLE settings ADD COLUMN privacy_text TEXT NOT NULL DEFAULT '';
ALTER TABLE settings ADD COLUMN contact_text TEXT NOT NULL DEFAULT '';
