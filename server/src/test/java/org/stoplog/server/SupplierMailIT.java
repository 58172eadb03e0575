package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.server.mail.FakeResolver;
import org.stoplog.server.mail.SignedMail;

/** Mails from and to a breached supplier: how far their sender is proven, and what we ask. */
class SupplierMailIT {
  private static final String HEADERS =
      "From: Security <h1dden@mapplanet.example>\r\n"
          + "To: us@ours.example\r\n"
          + "Subject: notice\r\n";
  private static final String BODY = "We were breached.\r\n";

  @TempDir static Path home;
  private static House house;
  private static FakeResolver resolver;
  private static KeyPair keys;
  private House.Person ada;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    SmallCompany.load(house.ledger(), home);
    house.change(
        "update supplier set domain = 'mapplanet.example',"
            + " security_contact = 'security@mapplanet.example' where name = 'Mapplanet'");
    resolver = new FakeResolver();
    keys = SignedMail.rsa(1_024);
    resolver.put("sel._domainkey.mapplanet.example", SignedMail.record(keys));
    resolver.put("sel._domainkey.evil.example", SignedMail.record(keys));
  }

  @AfterAll
  static void close() throws IOException {
    resolver.close();
    house.close();
  }

  @BeforeEach
  void empty() {
    house.empty();
    house.change("delete from mail_resolver");
    ada = house.administrator();
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private String send(String path, String mail, Map<String, String> fields) {
    String token = Browser.token(ada.browser().get("/account").body());
    return location(
        RecordPagesIT.send(ada.browser(), path, token, "notice.eml", mail.getBytes(UTF_8), fields));
  }

  private void setResolver(int port) {
    location(
        ada.browser()
            .post(
                "/mail/signatures",
                "/mail/signatures",
                Map.of("address", "127.0.0.1", "port", String.valueOf(port))));
  }

  private static String signed(String domain) {
    return SignedMail.of(keys, domain, Map.of(), "from:to:subject", HEADERS, BODY);
  }

  @Test
  void nothingIsAskedOfTheNetworkUntilSomebodyNamesAResolver() {
    assertThat(ada.browser().get("/mail/signatures").body()).contains("Not checked. Nothing is");
    Map<String, String> opening = Map.of("supplier", "Mapplanet", "title", "");
    int before = resolver.asked().size();
    String letter = send("/incidents/mail", signed("mapplanet.example"), opening);
    assertThat(ada.browser().get(letter).body())
        .contains("DKIM not checked for mapplanet.example: no resolver is set");
    assertThat(resolver.asked()).hasSize(before);
    HttpResponse<String> wrong =
        ada.browser()
            .post(
                "/mail/signatures",
                "/mail/signatures",
                Map.of("address", "resolver.example", "port", "53"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("address in digits").contains("resolver.example");
    assertThat(house.acts("mail-resolver.changed")).isZero();
  }

  @Test
  void aClaimCarriesHowFarItsMailIsProven() {
    setResolver(resolver.port());
    Map<String, String> opening = Map.of("supplier", "Mapplanet", "title", "");
    String letter = send("/incidents/mail", signed("mapplanet.example"), opening);
    String room = letter.substring(0, letter.indexOf("/letters"));
    assertThat(ada.browser().get(letter).body())
        .contains("DKIM valid for mapplanet.example, a domain of the supplier in the register")
        .contains("Call back on the number in the register");
    assertThat(ada.browser().get(room).body())
        .contains("s domain (DKIM)")
        .doesNotContain("speaks against it");
    assertThat(ada.browser().get(room + "/claims/mail-1").body())
        .contains("DKIM valid for mapplanet.example");
    String form =
        ada.browser()
            .get(room + "/claims/new?letter=" + letter.substring(letter.lastIndexOf('/') + 1))
            .body();
    assertThat(form).contains("value=\"dkim\" selected");
    assertThat(house.count("select count(*) from incident_letter where dkim_state = 'valid'"))
        .isPositive();
  }

  @Test
  void aForgedMailInTheSuppliersNameIsSaidLoudly() {
    setResolver(resolver.port());
    Map<String, String> opening = Map.of("supplier", "Mapplanet", "title", "");
    for (String mail :
        new String[] {
          signed("mapplanet.example").replace("We were breached", "Send us all passwords"),
          signed("evil.example"),
          signed("mapplanet.example").replace("s=sel", "s=none")
        }) {
      String letter = send("/incidents/mail", mail, opening);
      String room = letter.substring(0, letter.indexOf("/letters"));
      assertThat(ada.browser().get(letter).body())
          .contains("its signature speaks against it")
          .contains("Treat it as forged");
      assertThat(ada.browser().get(room).body())
          .contains("its signature speaks against it")
          .contains("sender not verified");
      assertThat(ada.browser().get(room + "/letters").body()).contains("speaks against it");
      String scope = ada.browser().get(room + "/scope").body();
      assertThat(House.find(scope, "(<input[^>]*value=\"mail-1\"[^>]*>)"))
          .doesNotContain("checked");
    }
    assertThat(house.log()).noneMatch(line -> line.contains("h1dden"));
  }
}
