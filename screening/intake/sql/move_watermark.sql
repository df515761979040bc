-- In the transaction that stores the rows: both or neither.
DELETE FROM intake.query_watermarks WHERE query_id = $query_id;

INSERT INTO intake.query_watermarks
SELECT $query_id AS query_id, $watermark AS watermark, now() AS taken_at;
