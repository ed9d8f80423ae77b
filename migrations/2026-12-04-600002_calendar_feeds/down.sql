DROP TABLE cancelled_sessions;
DROP TABLE calendar_feeds;
