ALTER TABLE settings
    ADD COLUMN school_name TEXT NOT NULL DEFAULT '',
    -- The codes of those that people may choose from.
    ADD COLUMN languages TEXT[] NOT NULL DEFAULT '{en,el}' CHECK (cardinality(languages) > 0),
    ADD COLUMN capacity INTEGER NOT NULL DEFAULT 300 CHECK (capacity BETWEEN 1 AND 1000),
    ADD COLUMN highest_capacity INTEGER NOT NULL DEFAULT 1000 CHECK (highest_capacity BETWEEN 1 AND 1000),
    ADD COLUMN upload_mb INTEGER NOT NULL DEFAULT 200 CHECK (upload_mb BETWEEN 1 AND 10000),
    ADD COLUMN quota_mb INTEGER NOT NULL DEFAULT 2000 CHECK (quota_mb BETWEEN 1 AND 1000000),
    -- 0 is never.
    ADD COLUMN empty_room_minutes INTEGER NOT NULL DEFAULT 10 CHECK (empty_room_minutes BETWEEN 0 AND 10080),
    ADD COLUMN keep_chat BOOLEAN NOT NULL DEFAULT FALSE,
    -- For how many days it is kept who was in a lesson; NULL: for as long as the lesson.
    ADD COLUMN attendance_days INTEGER CHECK (attendance_days BETWEEN 1 AND 3650),
    ADD COLUMN registration_days INTEGER NOT NULL DEFAULT 7 CHECK (registration_days BETWEEN 1 AND 365);
ALTER TABLE settings ADD CHECK (capacity <= highest_capacity);
