-- How somebody can be called, if they have said so: digits, perhaps with a plus before them.
ALTER TABLE people ADD COLUMN phone_number TEXT CHECK (phone_number ~ '^\+?[0-9]{6,15}$');
ALTER TABLE registrations ADD COLUMN phone_number TEXT CHECK (phone_number ~ '^\+?[0-9]{6,15}$');
