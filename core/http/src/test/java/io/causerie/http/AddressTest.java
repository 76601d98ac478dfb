package io.causerie.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressTest {
  private static final Address ROOT = Address.of("https://erp.example.com/sap/opu");

  @Test
  void saysNeitherUserNorQueryOfItself() {
    Address address = Address.of("https://ada:canary@erp.example.com:8443/orders?api_key=canary#x");

    assertThat(address).hasToString("https://erp.example.com:8443/orders");
    assertThat(address.text()).contains("api_key=canary");
    assertThat(address.hasUser()).isTrue();
  }

  @Test
  void segmentStaysOneWhateverItHolds() {
    assertThat(ROOT.below("Orders('4/7')").path()).isEqualTo("/sap/opu/Orders('4%2F7')");
    assertThat(ROOT.asFolder().below("$metadata").path()).isEqualTo("/sap/opu/$metadata");
    assertThat(ROOT.asFolder().asFolder()).isEqualTo(ROOT.asFolder());
  }

  @Test
  void parameterTakesThePlaceOfItsNamesakeAndKeepsItsDollar() {
    Address asked = ROOT.with("$filter", "Id eq 'a b&c'").with("$top", "1").with("$top", "2");

    assertThat(asked.query()).contains("$filter=Id%20eq%20%27a%20b%26c%27&$top=2");
  }

  @Test
  void onlyTheSamePortOfTheSameHostIsBeside() {
    assertThat(ROOT.resolve("../x?y=1").orElseThrow().isBeside(ROOT)).isTrue();
    assertThat(ROOT.resolve("https://erp.example.com:444/").orElseThrow().isBeside(ROOT)).isFalse();
    assertThat(ROOT.resolve("http://erp.example.com/").orElseThrow().isBeside(ROOT)).isFalse();
    assertThat(ROOT.resolve("https://evil.example.com/").orElseThrow().isBeside(ROOT)).isFalse();
  }

  @Test
  void whatIsNoAddressIsNone() {
    assertThat(Address.parse("erp.example.com")).isEmpty();
    assertThat(Address.parse("ftp://erp.example.com")).isEmpty();
    assertThat(ROOT.resolve("ftp://erp.example.com")).isEmpty();
  }
}
