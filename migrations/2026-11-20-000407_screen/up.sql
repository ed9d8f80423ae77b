-- Which page of its content the room's screen shows, from 0.
ALTER TABLE sessions ADD COLUMN page INTEGER NOT NULL DEFAULT 0 CHECK (page >= 0);
