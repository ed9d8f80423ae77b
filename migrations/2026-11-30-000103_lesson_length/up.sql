-- How long the teacher plans the lesson to be.
ALTER TABLE sessions ADD COLUMN minutes INTEGER NOT NULL DEFAULT 60 CHECK (minutes BETWEEN 5 AND 1440);
