ALTER TABLE registrations DROP COLUMN phone_number;
ALTER TABLE people DROP COLUMN phone_number;
