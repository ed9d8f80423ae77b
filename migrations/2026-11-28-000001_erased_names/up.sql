-- Whoever was erased has no name any more, so that each reader reads that in their own language. Until now there stood an
-- English one, which a person or their browser has never had.
UPDATE participants SET name = '' WHERE name = 'a person who was erased' AND person_id IS NULL AND device IS NULL;
