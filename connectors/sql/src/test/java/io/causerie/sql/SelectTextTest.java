package io.causerie.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "select * from orders order by id ! leave out `order by`",
        "select * from orders ORDER  BY 1 ! leave out `order by`",
        "with x as (select 1) select * from x /* all */ order by 1 ! leave out `order by`",
        "select * from orders limit 10 ! leave out `limit`",
        "select * from orders offset 10 rows ! leave out `offset`",
        "select * from orders fetch first 10 rows only ! leave out `fetch`",
        "select top 10 * from orders ! leave out `top`",
        "select * from orders for update ! leave out `for update`",
        "select 1; drop table orders ! expected one statement",
      })
  void whatWouldSpoilPagesIsRefusedWithItsReason(String query, String reason) {
    assertThat(SelectText.unfit(query)).hasValueSatisfying(why -> assertThat(why).contains(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from orders",
        "select * from orders;",
        "select id, row_number() over (partition by a order by b) n from orders",
        "select * from (select * from orders order by id limit 10) newest",
        "select 'order by' as a, \"limit 1\" from orders -- order by x",
        "select * from orders /* limit 10; */ where note = 'it''s; order by'",
        "select o.limit, o.top, offset from o",
        "select array_agg(x order by y) from orders",
      })
  void whatOnlyLooksLikeItIsTaken(String query) {
    assertThat(SelectText.unfit(query)).isEmpty();
  }
}
