ALTER TABLE logins DROP COLUMN renewed_at;
ALTER TABLE logins DROP COLUMN renewals;
ALTER TABLE logins DROP COLUMN generation;
ALTER TABLE people DROP COLUMN generation;
