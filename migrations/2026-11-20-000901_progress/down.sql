DROP TABLE results;
DROP INDEX sessions_past;
ALTER TABLE sessions DROP COLUMN keep_results, DROP COLUMN series;
