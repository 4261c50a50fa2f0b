-- Version 9: what a review looks up among years of reviews and conversations, it finds by time.

CREATE INDEX homework_review_by_day ON homework_review (day);

-- With all that a review asks of earlier ones, so that their contents are not walked past.
DROP INDEX packet_by_time;
CREATE INDEX packet_by_time ON packet (mailbox, made_ms, state, from_ms, until_ms, id);
