-- What became of an invitation. It stays for a while after that, for those who look after the school.
ALTER TABLE invitations
    ADD COLUMN used_at TIMESTAMPTZ,
    ADD COLUMN revoked_at TIMESTAMPTZ;
