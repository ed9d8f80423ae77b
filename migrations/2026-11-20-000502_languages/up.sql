ALTER TABLE people ADD COLUMN language TEXT;
ALTER TABLE registrations ADD COLUMN language TEXT;
