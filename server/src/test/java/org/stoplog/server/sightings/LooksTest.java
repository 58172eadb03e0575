package org.stoplog.server.sightings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.naming.CommunicationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.catalog.problem.StoplogException;

/** What lookouts read, and what of it is sighted. */
class LooksTest {
  private static final Instant NOW = Instant.parse("2026-11-25T09:00:00Z");
  private static final Map<Integer, String> SUPPLIERS = Map.of(1, "Acme", 2, "Beta", 3, "Gamma");

  private static Before before(@Nullable String last) {
    Domains domains = new Domains();
    domains.add(1, "example.com");
    domains.add(2, "notexample.com");
    domains.add(3, "app.gamma.co.uk");
    return new Before(last, last == null ? List.of() : List.of(last), domains, SUPPLIERS);
  }

  private static Lookout lookout(Kind kind, String target, String... products) {
    return new Lookout(
        UUID.randomUUID(),
        new Lookout.Facts(kind, 1, "T", target, List.of(products), false, 7),
        UUID.randomUUID(),
        NOW,
        NOW,
        null,
        null,
        NOW,
        0,
        null);
  }

  private static String entry(String name, String domain) {
    return """
        {"Name":"%s","Title":"%s","Domain":"%s","BreachDate":"2025-11-09",
         "AddedDate":"2025-11-26T08:00:00Z","PwnCount":1234567,"IsVerified":true,
         "DataClasses":["Email addresses","Names"],
         "Description":"In 2025 <a href=\\"x\\">somebody</a><script>alert(1)</script> got in."}
        """
        .formatted(name, name, domain);
  }

  private static Seen breaches(String... entries) {
    return BreachCatalogue.look(
        ("[" + String.join(",", entries) + "]").getBytes(UTF_8), before(null));
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, 1, SAME",
    "EXAMPLE.com., 1, SAME",
    "login.example.com, 1, BELOW",
    "notexample.com, 2, SAME",
    "gamma.co.uk, 3, ABOVE",
    "app.gamma.co.uk, 3, SAME"
  })
  void aDomainIsItsSuppliersAlone(String domain, int supplier, String relation) {
    assertThat(before(null).domains().match(domain))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.supplier()).isEqualTo(supplier);
              assertThat(found.relation().name()).isEqualTo(relation);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "com",
        "co.uk",
        "xample.com",
        "example.co",
        "com.example",
        "ex ample.com",
        "-.-"
      })
  void otherDomainsAreNobodys(String domain) {
    assertThat(before(null).domains().match(domain)).isEmpty();
  }

  @Test
  void aCatalogueNamesTheOneThatWasBreached() {
    Seen seen = breaches(entry("One", "example.com"), entry("Two", "elsewhere.org"));
    assertThat(seen.words()).isEqualTo("2 breaches in the catalogue, 1 of domains in the register");
    Found found = seen.found().getFirst();
    assertThat(found.supplier()).isEqualTo(1);
    assertThat(found.title()).isEqualTo("Acme is in a catalogue of breaches: One, 2025-11-09");
    assertThat(found.isGrave()).isTrue();
    assertThat(found.detail())
        .contains(
            "Kinds of data: Email addresses, Names",
            "Entry added: 2025-11-26T08:00:00Z",
            "Description: In 2025 somebody got in.")
        .anyMatch(line -> line.startsWith("Accounts, says the catalogue: 1"));
  }

  @Test
  void aCatalogueThatIsWrongInOnePlaceIsNotTakenAtAll() {
    String good = entry("One", "example.com");
    for (String bad :
        List.of(
            "{}",
            "7",
            "[]",
            entry("One", "example.com"),
            good.replace("2025-11-09", "yesterday").replace("One", "Two"),
            good.replace("2025-11-26T08:00:00Z", "soon").replace("One", "Two"))) {
      assertThatThrownBy(() -> breaches(good, bad))
          .as(bad)
          .isInstanceOf(LookFailed.class)
          .hasMessageContaining("Entry 2");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\":[]}",
        "[{}] []",
        "[{\"Name\":\"x\"",
        "nothing",
        "[\u0000]",
        "\"text\""
      })
  void whatIsNoListSaysSo(String text) {
    assertThatThrownBy(() -> BreachCatalogue.look(text.getBytes(UTF_8), before(null)))
        .isInstanceOf(LookFailed.class)
        .hasMessageNotContaining("Exception");
  }

  @Test
  void aBombOfBracketsIsRefusedWhereItBegins() {
    for (String bomb :
        List.of(
            "[".repeat(1_000_000),
            "[{\"Name\":" + "{\"a\":".repeat(500_000),
            "{\"other\":" + "[".repeat(100_000))) {
      assertThatThrownBy(() -> BreachCatalogue.look(bomb.getBytes(UTF_8), before(null)))
          .isInstanceOf(LookFailed.class);
    }
    String deep = "[{\"Name\":\"x\",\"Other\":" + "[".repeat(20) + "]".repeat(20) + "}]";
    assertThatThrownBy(() -> BreachCatalogue.look(deep.getBytes(UTF_8), before(null)))
        .isInstanceOf(LookFailed.class)
        .hasMessageContaining("nested at most 8 deep");
    String wide = "[" + "{},".repeat(JsonLists.MOST_ENTRIES) + "{}]";
    assertThatThrownBy(
            () -> JsonLists.each(wide.getBytes(UTF_8), null, "list", (one, number) -> {}))
        .hasMessageContaining("more than 100,000 entries");
  }

  private static byte[] exploited(String... entries) {
    return ("{\"title\":\"x\",\"vulnerabilities\":[" + String.join(",", entries) + "],\"count\":1}")
        .getBytes(UTF_8);
  }

  private static String weakness(String id, String maker, String product, String ransom) {
    return """
        {"cveID":"%s","vendorProject":"%s","product":"%s","dateAdded":"2026-11-20",
         "knownRansomwareCampaignUse":"%s","shortDescription":"d"}
        """
        .formatted(id, maker, product, ransom);
  }

  @Test
  void productsAreFoundByTheirNamesAndNotByPartsOfThem() {
    byte[] list =
        exploited(
            weakness("CVE-2026-0001", "Acme", "Gate", "Known"),
            weakness("CVE-2026-0002", "Acme", "Gatekeeper", "Unknown"),
            weakness("CVE-2026-0003", "Other", "mail server", "Unknown"));
    List<Found> found =
        ExploitedList.look(
                list,
                lookout(Kind.EXPLOITED, "x", "gate", "other  MAIL Server").facts(),
                before(null))
            .found();
    assertThat(found).extracting(Found::key).containsExactly("CVE-2026-0001", "CVE-2026-0003");
    assertThat(found).extracting(Found::isGrave).containsExactly(true, false);
    assertThat(found.getFirst().title()).isEqualTo("Acme: Acme Gate is attacked, CVE-2026-0001");
    assertThatThrownBy(
            () ->
                ExploitedList.look(
                    exploited(weakness("CVE-1", "a", "b", ""), weakness("CVE-1", "a", "b", "")),
                    lookout(Kind.EXPLOITED, "x", "b").facts(),
                    before(null)))
        .hasMessageContaining("Entry 2");
  }

  private static Fetch.Got page(String html) {
    return new Fetch.Got(
        URI.create("https://example.com/"), "text/html; charset=utf-8", html.getBytes(UTF_8));
  }

  @Test
  void aPageIsComparedByItsWords() {
    Lookout one = lookout(Kind.SUB_PROCESSORS, "https://example.com/");
    String first = "<h1>Those who work for us</h1><ul><li>Alpha, hosting<li>Beta, mail</ul>";
    Seen before = SubProcessorPage.look(page(first), one, before(null));
    assertThat(before.found()).isEmpty();
    assertThat(before.content()).isEqualTo("Those who work for us\nAlpha, hosting\nBeta, mail");
    // Other tags, other scripts, another order.
    String same =
        "<body><div onclick='x'>Those  who work\n for us</div><p>Beta, mail</p><p>Alpha, hosting"
            + "<script>var now = 12345;</script><style>p{}</style></p>";
    assertThat(SubProcessorPage.look(page(same), one, before(before.content())).found()).isEmpty();
    Seen after =
        SubProcessorPage.look(
            page(first.replace("Beta, mail", "Gamma &lt;script&gt;alert(1)&lt;/script&gt;")),
            one,
            before(before.content()));
    Found found = after.found().getFirst();
    assertThat(found.detail()).containsExactly("- Beta, mail", "+ Gamma <script>alert(1)</script>");
    assertThat(found.title())
        .isEqualTo("Acme changed its list of sub-processors: 1 line came, 1 line went");
    assertThat(found.isGrave()).isTrue();
  }

  @Test
  void aListInOurOwnFormIsComparedByItsEntries() {
    Lookout one = lookout(Kind.SUB_PROCESSORS, "https://example.com/");
    String list =
        "{\"version\":1,\"sub_processors\":[{\"name\":\"Alpha\",\"purpose\":\"mail\"},"
            + "{\"name\":\"Beta\",\"place\":\"EU\"}]}";
    Fetch.Got got =
        new Fetch.Got(URI.create("https://example.com/"), "application/json", list.getBytes(UTF_8));
    Seen first = SubProcessorPage.look(got, one, before(null));
    assertThat(first.content()).isEqualTo("Alpha; purpose: mail\nBeta; place: EU");
    String other = list.replace("EU", "US").replace("Alpha", "Gamma");
    Seen after =
        SubProcessorPage.look(
            new Fetch.Got(got.from(), "application/json", other.getBytes(UTF_8)),
            one,
            before(first.content()));
    assertThat(after.found().getFirst().title()).endsWith("1 added, 1 removed, 1 changed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html><script src=x></script></html>", "<p>Please wait</p>"})
  void aPageThatIsMadeByItsScriptsIsNoList(String html) {
    Lookout one = lookout(Kind.SUB_PROCESSORS, "https://example.com/");
    assertThatThrownBy(() -> SubProcessorPage.look(page(html), one, before("before")))
        .isInstanceOf(LookFailed.class)
        .hasMessageContaining("no text without its scripts");
  }

  @Test
  void aHostilePageIsReadInTimeOfItsLength() {
    Lookout one = lookout(Kind.SUB_PROCESSORS, "https://example.com/");
    for (String piece :
        List.of("<", "&", "<script", "<!--", "<style>", "</", "<a b='", "&#x", "\u202e")) {
      String html = piece.repeat(1_000_000 / piece.length()) + "<p>" + "word ".repeat(10) + "</p>";
      long begun = System.nanoTime();
      try {
        assertThat(SubProcessorPage.look(page(html), one, before(null)).content()).isNotNull();
      } catch (LookFailed e) {
        assertThat(e.why()).isNotEmpty();
      }
      assertThat(System.nanoTime() - begun).as(piece).isLessThan(10_000_000_000L);
    }
  }

  @Test
  void whatTheDnsSaysIsCompared() {
    Lookout one = lookout(Kind.NAMES, "example.com");
    Map<String, List<String>> dns = new HashMap<>();
    dns.put("example.com A", List.of("192.0.2.2", "192.0.2.1"));
    dns.put("example.com NS", List.of("ns1.example.net."));
    dns.put("example.com TXT", List.of("\"v=spf1 -all\""));
    dns.put("_dmarc.example.com TXT", List.of("v=DMARC1; p=reject"));
    NamesLook names = new NamesLook((name, type) -> dns.getOrDefault(name + " " + type, List.of()));
    Seen first = names.look(one, "example.com", before(null));
    assertThat(first.content())
        .contains("example.com A 192.0.2.1\nexample.com A 192.0.2.2", "TXT (DMARC) v=DMARC1");
    dns.put("example.com A", List.of("192.0.2.1", "192.0.2.2"));
    assertThat(names.look(one, "example.com", before(first.content())).found()).isEmpty();
    dns.put("_dmarc.example.com TXT", List.of("v=DMARC1; p=none"));
    Found soft = names.look(one, "example.com", before(first.content())).found().getFirst();
    assertThat(soft.isGrave()).isFalse();
    dns.put("example.com NS", List.of("ns1.elsewhere.example."));
    Found grave = names.look(one, "example.com", before(first.content())).found().getFirst();
    assertThat(grave.isGrave()).isTrue();
    assertThat(grave.detail())
        .contains("- example.com NS ns1.example.net.", "+ example.com NS ns1.elsewhere.example.");
    NamesLook silent =
        new NamesLook(
            (name, type) -> {
              throw new CommunicationException("nobody");
            });
    assertThatThrownBy(() -> silent.look(one, "example.com", before(first.content())))
        .isInstanceOf(LookFailed.class);
  }

  private static CertificateFacts certificate(String issuer, String until, String key) {
    return new CertificateFacts(
        issuer,
        "CN=example.com",
        List.of("example.com"),
        NOW.minusSeconds(1),
        Instant.parse(until),
        key,
        key + until,
        true,
        true);
  }

  private static List<String> sighted(CertificateFacts one, @Nullable String last) {
    Lookout lookout = lookout(Kind.CERTIFICATE, "example.com");
    return one.look(lookout, before(last), NOW).found().stream().map(Found::title).toList();
  }

  @Test
  void whatAnIssuerOfBeforeRenewsIsNoNews() {
    CertificateFacts first = certificate("CN=A", "2027-02-01T00:00:00Z", "k1");
    String last = first.look(lookout(Kind.CERTIFICATE, "example.com"), before(null), NOW).content();
    assertThat(sighted(first, null)).isEmpty();
    assertThat(sighted(certificate("CN=A", "2027-05-01T00:00:00Z", "k2"), last)).isEmpty();
    assertThat(sighted(certificate("CN=B", "2027-05-01T00:00:00Z", "k2"), last))
        .containsExactly(
            "Acme: the certificate of example.com has another key, by an issuer that was never"
                + " seen there");
    assertThat(sighted(certificate("CN=A", "2026-12-01T00:00:00Z", "k1"), last))
        .containsExactly("Acme: the certificate of example.com ends on 2026-12-01");
    assertThat(sighted(certificate("CN=A", "2026-11-01T00:00:00Z", "k1"), last))
        .containsExactly("Acme: the certificate of example.com has ended");
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com, true",
    "*.example.com, a.example.com, true",
    "*.example.com, example.com, false",
    "*.example.com, a.b.example.com, false",
    "example.com, notexample.com, false"
  })
  void aStarStandsForOneLabel(String name, String host, boolean fits) {
    assertThat(CertificateFacts.fits(name, host)).isEqualTo(fits);
  }

  private static SecurityTxt file(String text) {
    return SecurityTxt.read(text.getBytes(UTF_8), "text/plain; charset=utf-8");
  }

  @Test
  void aSecurityTxtSaysWhomTheyWantToHearOf() {
    SecurityTxt one =
        file(
            """
            -----BEGIN PGP SIGNED MESSAGE-----
            Hash: SHA256

            # Our contact
            contact: mailto:security@example.com
            Contact: https://example.com/report\r
            Expires: 2027-01-01t00:00:00.000z
            Preferred-Languages: en, de
            Unknown-Field: x
            -----BEGIN PGP SIGNATURE-----
            Contact: mailto:mallory@example.com
            """);
    assertThat(one.contacts())
        .containsExactly("mailto:security@example.com", "https://example.com/report");
    assertThat(one.expires()).isEqualTo("2027-01-01T00:00:00Z");
    assertThat(one.isSigned()).isTrue();
    assertThat(one.others()).containsExactly(new Fact("Preferred-Languages", "en, de"));
    assertThat(one.faults(NOW)).isEmpty();
    assertThat(one.faults(Instant.parse("2027-01-01T00:00:00Z")))
        .singleElement()
        .asString()
        .contains("expired");
  }

  @Test
  void whatIsWrongWithASecurityTxtIsSaid() {
    assertThat(file("Policy: https://example.com/").faults(NOW)).hasSize(2);
    String twice = "Contact: mailto:a@example.com\nExpires: 2027-01-01T00:00:00Z\n";
    assertThat(file(twice + "Expires: 2028-01-01T00:00:00Z").expires()).isNull();
    assertThat(file(twice.replace("2027", "2099")).faults(NOW)).hasSize(1);
    assertThat(file(twice.replace("mailto:", "")).faults(NOW)).hasSize(1);
    for (String no : List.of("", "<html><p>Not found", "# nothing", "hello\nworld")) {
      assertThatThrownBy(() -> file(no)).isInstanceOf(LookFailed.class);
    }
    assertThatThrownBy(() -> SecurityTxt.read(twice.getBytes(UTF_8), "text/html"))
        .isInstanceOf(LookFailed.class);
    assertThatThrownBy(() -> SecurityTxt.read(new byte[] {(byte) 0xff, 'C'}, ""))
        .isInstanceOf(LookFailed.class);
    assertThatThrownBy(() -> file("Contact: x\n".repeat(101))).hasMessageContaining("100 fields");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/",
        "ftp://example.com/",
        "https://",
        "https://user@example.com/",
        "https://example.com@169.254.169.254/",
        "https://example.com\\@169.254.169.254/",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://exa mple.com/",
        "https://example.com/\r\nX: y",
        "javascript:alert(1)"
      })
  void whatIsNoHttpsAddressIsRefused(String address) {
    assertThatThrownBy(() -> Targets.https(address)).isInstanceOf(StoplogException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS://Example.COM, https://example.com/",
    "https://example.com/a?b#c, https://example.com/a?b",
    "https://bücher.example/, https://xn--bcher-kva.example/",
    "https://example.com:443/, https://example.com/",
    "https://example.com:8443/x, https://example.com:8443/x"
  })
  void anAddressHasOneForm(String typed, String kept) {
    assertThat(Targets.https(typed)).hasToString(kept);
  }

  @Test
  void strangersWordsStayInTheirLine() {
    assertThat(Plain.line(" a\u202eb\u0000c\r\nd\u2028e\u200b ", 100)).isEqualTo("ab c d e");
    assertThat(Plain.line("x".repeat(50), 10)).isEqualTo("xxxxxxx...");
    List<String> lines = new ArrayList<>(Plain.lines("a\n\n \nb\nc", 10, 2));
    assertThat(lines).containsExactly("a", "b");
  }
}
