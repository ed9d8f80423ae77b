-- Guests leave their names, browsers and times behind only if the school chooses so; 0 means that these go when the lesson ends. Where
-- nobody has chosen, the old default goes with its reason.
ALTER TABLE settings DROP CONSTRAINT settings_guest_days_check;
ALTER TABLE settings ALTER COLUMN guest_days SET DEFAULT 0;
ALTER TABLE settings ADD CONSTRAINT settings_guest_days_check CHECK (guest_days BETWEEN 0 AND 3650);
UPDATE settings SET guest_days = 0 WHERE guest_days = 30 AND NOT EXISTS (
    SELECT FROM audit JOIN audit_words ON line = id WHERE deed = 'setting-changed' AND about = 'guest_days'
);

-- For how many days the audit trail keeps the addresses that people came from.
ALTER TABLE settings ADD COLUMN address_days INTEGER NOT NULL DEFAULT 7 CHECK (address_days BETWEEN 1 AND 3650);
CREATE INDEX audit_addresses ON audit_words (line) WHERE address IS NOT NULL;
