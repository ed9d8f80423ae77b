DROP TABLE hand_ins;
DROP TABLE hand_in_requests;
