ALTER TABLE settings DROP COLUMN guest_days;
