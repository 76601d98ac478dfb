package io.causerie.odata;

class ODataV4PollerTest extends ODataPollerTest {
  @Override
  OrderService service() {
    return OrderService.v4();
  }
}
