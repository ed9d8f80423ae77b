-- The browser and system of a login, in words, and when it was last used: the list of devices on the profile shows them.
ALTER TABLE logins ADD COLUMN device TEXT CHECK (char_length(device) <= 100);
ALTER TABLE logins ADD COLUMN used_at TIMESTAMPTZ NOT NULL DEFAULT now();
