ALTER TABLE jobs DROP COLUMN handed_over_at;
