-- For how many days after a lesson guests of it still have a name. Until now it was for as long as the lesson's row.
ALTER TABLE settings ADD COLUMN guest_days INTEGER NOT NULL DEFAULT 30 CHECK (guest_days BETWEEN 1 AND 3650);
