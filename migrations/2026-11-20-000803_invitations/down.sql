-- The version before knows only those that can be taken up.
DELETE FROM invitations WHERE used_at IS NOT NULL OR revoked_at IS NOT NULL;
ALTER TABLE invitations
    DROP COLUMN used_at,
    DROP COLUMN revoked_at;
