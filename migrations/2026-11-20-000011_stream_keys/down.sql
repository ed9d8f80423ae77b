ALTER TABLE participants DROP COLUMN stream;
DROP TABLE stream_keys;
