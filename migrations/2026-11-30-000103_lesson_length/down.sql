ALTER TABLE sessions DROP COLUMN minutes;
