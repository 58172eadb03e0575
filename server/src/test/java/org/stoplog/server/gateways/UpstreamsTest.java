package org.stoplog.server.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.problem.StoplogException;

class UpstreamsTest {
  @Test
  void takesPlainAddressesOfTheWebOnly() {
    for (String good : List.of("https://api.example.com", "http://api.example.com:8080/v1/")) {
      assertThat(Upstreams.fault(good)).as(good).isEmpty();
      assertThat(Upstreams.isPrivate(good)).as(good).isFalse();
    }
    for (String bad :
        List.of(
            "",
            "api.example.com",
            "ftp://api.example.com",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://",
            "https:///path",
            "https://user@api.example.com",
            "https://user:word@api.example.com",
            "https://api.example.com?x=1",
            "https://api.example.com#x",
            "https://api.example.com:99999",
            "https://a b.example.com",
            "https://" + "a".repeat(1000) + ".example.com")) {
      assertThat(Upstreams.fault(bad)).as(bad).isPresent();
    }
  }

  @Test
  void knowsAddressesOfPrivateNetworksByWhateverSpelling() {
    for (String host :
        List.of(
            "localhost",
            "LOCALHOST",
            "localhost.",
            "api.localhost",
            "printer.local",
            "vault.internal",
            "router",
            "127.0.0.1",
            "127.255.0.3",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "[::1]",
            "[::]",
            "[fe80::1]",
            "[fc00::1]",
            "[fd12:3456::1]",
            "[ff02::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:10.0.0.1]",
            "[::7f00:1]",
            "[64:ff9b::a00:1]",
            "[2002:a00:1::]")) {
      String address = "https://" + host + "/track";
      // What no address can be called by is refused before.
      assertThat(Upstreams.fault(address).isPresent() || Upstreams.isPrivate(address))
          .as(address)
          .isTrue();
    }
    for (String host :
        List.of("8.8.8.8", "172.32.0.1", "100.128.0.1", "[2606:4700::1]", "[64:ff9b::808:808]")) {
      assertThat(Upstreams.isPrivate("https://" + host)).as(host).isFalse();
    }
  }

  @Test
  void readsTheHealthOfAGatewayStrictly() {
    assertThat(Health.of("state=ok, waiting=3, gaps=0, lost=1"))
        .as("an older gateway's")
        .isEqualTo(new Health("ok", 3, 0, 1, 0));
    assertThat(Health.of("state=failing, waiting=3, gaps=0, lost=0, aside=2"))
        .isEqualTo(new Health("failing", 3, 0, 0, 2));
    assertThat(Health.of(null)).isNull();
    for (String bad :
        List.of(
            "",
            "ok",
            "state=fine, waiting=3, gaps=0, lost=1",
            "state=ok, waiting=3, gaps=0",
            "state=ok, waiting=-3, gaps=0, lost=1",
            "state=ok, waiting=9999999999999999, gaps=0, lost=1",
            "state=ok, waiting=3, gaps=0, lost=1, aside=x",
            "state=<b>, waiting=3, gaps=0, lost=1",
            "state=ok, waiting=3, gaps=0, lost=1" + ", a=1".repeat(100))) {
      assertThatThrownBy(() -> Health.of(bad)).as(bad).isInstanceOf(StoplogException.class);
    }
  }
}
