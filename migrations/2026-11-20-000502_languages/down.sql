ALTER TABLE registrations DROP COLUMN language;
ALTER TABLE people DROP COLUMN language;
