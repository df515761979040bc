-- Days of which a row came, went or changed from snapshot $first to $last.
SELECT DISTINCT invoice_date FROM ducklake_table_changes('lake', 'intake', 'invoices', $first, $last) ORDER BY ALL
