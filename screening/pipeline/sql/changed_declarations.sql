-- Days of which a row came, went or changed from snapshot $first to $last.
SELECT DISTINCT registration_date FROM ducklake_table_changes('lake', 'intake', 'declarations', $first, $last) ORDER BY ALL
