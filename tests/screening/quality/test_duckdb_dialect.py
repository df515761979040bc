import sqlalchemy

from screening.quality.duckdb_dialect import buffer_results


def test_results_can_be_read_after_the_connection_is_closed():
    buffer_results()
    buffer_results()  # a second call is no fault
    engine = sqlalchemy.create_engine("duckdb:///:memory:")
    with engine.connect() as connection:
        rows = connection.execute(sqlalchemy.text("SELECT range AS n FROM range(3)"))
        nothing = connection.execute(sqlalchemy.text("SELECT 1 WHERE false"))
        connection.execute(sqlalchemy.text("CREATE TABLE t (n INTEGER)"))
    engine.dispose()
    assert [row.n for row in rows] == [0, 1, 2]
    assert nothing.fetchall() == []
