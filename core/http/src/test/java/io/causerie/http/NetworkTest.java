package io.causerie.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "198.19.0.1",
        "224.0.0.251",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::10.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2001::1",
        "2001:db8::1",
        "2002:a00:1::1",
        "fc00::1",
        "fd12:3456:789a::1",
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void whatIsOfThisHouseOrOfNobodyIsNotOutside(String address) throws UnknownHostException {
    assertThat(Network.isOutside(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9.255.255.255",
        "93.184.216.34",
        "172.15.255.255",
        "172.32.0.1",
        "192.167.255.255",
        "223.255.255.254",
        "2606:4700::1111",
        "2a00:1450:4001:81b::200e",
        "64:ff9b::5db8:d822",
        "::ffff:93.184.216.34"
      })
  void whatIsSomebodysInTheInternetIs(String address) throws UnknownHostException {
    assertThat(Network.isOutside(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void networkHoldsWhatBeginsWithItsBits() throws UnknownHostException {
    Network network = Network.of("10.20.0.0/15");

    assertThat(network.holds(InetAddress.getByName("10.21.255.255"))).isTrue();
    assertThat(network.holds(InetAddress.getByName("10.22.0.0"))).isFalse();
    assertThat(network.holds(InetAddress.getByName("fd00::1"))).isFalse();
    assertThat(Network.of("127.0.0.1").holds(InetAddress.getByName("127.0.0.1"))).isTrue();
    assertThat(Network.of("127.0.0.1").holds(InetAddress.getByName("127.0.0.2"))).isFalse();
    assertThat(Network.of("fd00::/8").holds(InetAddress.getByName("fdff::1"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "10.0.0.0/33", "10.0.0/8", "::1/129", "10.0.0.0/x"})
  void whatIsNoNetworkIsRefused(String text) {
    assertThat(Network.parse(text)).isEmpty();
  }
}
