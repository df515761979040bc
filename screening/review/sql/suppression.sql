-- One suppression, as it stands.
FROM review.suppressions WHERE suppression_id = $suppression_id
