DROP TABLE address_links;
ALTER TABLE people DROP COLUMN new_email;
ALTER TABLE people DROP COLUMN awaits_approval;
ALTER TABLE registrations DROP COLUMN enrols;
ALTER TABLE invitations DROP COLUMN enrols;
ALTER TABLE invitations DROP COLUMN role;
ALTER TABLE settings DROP COLUMN sign_up_domains;
ALTER TABLE settings DROP COLUMN sign_up;
