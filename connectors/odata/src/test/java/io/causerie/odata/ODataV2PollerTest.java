package io.causerie.odata;

class ODataV2PollerTest extends ODataPollerTest {
  @Override
  OrderService service() {
    return OrderService.v2();
  }
}
