DROP INDEX audit_addresses;
ALTER TABLE settings DROP COLUMN address_days;
ALTER TABLE settings DROP CONSTRAINT settings_guest_days_check;
UPDATE settings SET guest_days = 30 WHERE guest_days = 0;
ALTER TABLE settings ALTER COLUMN guest_days SET DEFAULT 30;
ALTER TABLE settings ADD CONSTRAINT settings_guest_days_check CHECK (guest_days BETWEEN 1 AND 3650);
