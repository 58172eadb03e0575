package org.stoplog.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

class KnownSuppliersTest {
  private static final String HEADER = "id,name,kind,domains,usual_elements,cut_how\n";

  private final KnownSuppliers seed = KnownSuppliers.seed();

  /**
   * Own additions and people's notes refer to ids: rows may be added, never renamed or taken out.
   */
  @Test
  void keepsTheIdsThatItEverHad() throws IOException {
    List<String> recorded = resource("supplier-ids.txt").lines().toList();
    List<String> ids = seed.all().stream().map(KnownSupplier::id).toList();
    assertThat(ids).doesNotHaveDuplicates().containsAll(recorded);
    assertThat(recorded).as("a new id is recorded too").hasSameSizeAs(ids).hasSize(265);
  }

  /** Cells, elements and domains are checked by the reader; a domain of two is refused by it. */
  @Test
  void saysOfEveryFactHowSureItIs() {
    for (KnownSupplier one : seed.all()) {
      assertThat(one.name()).isNotBlank();
      assertThat(one.kind()).isNotBlank();
      assertThat(one.checked()).matches("never|\\d{4}-\\d\\d-\\d\\d");
      assertThat(one.list(SupplierFact.DOMAINS)).as(one.id()).isNotEmpty();
      assertThat(one.list(SupplierFact.USUAL_ELEMENTS)).as(one.id()).isNotEmpty();
      for (SupplierFact fact : SupplierFact.values()) {
        assertThat(one.text(fact)).as(one.id()).isNotBlank().doesNotContain("[from memory]");
        if (one.sources().isEmpty()) {
          assertThat(one.certainty(fact)).as(one.id() + " " + fact).isNotEqualTo(Certainty.SOURCED);
        }
      }
    }
  }

  @Test
  void keepsWhatIsFromMemoryApart() {
    KnownSupplier mixpanel = seed.find("mixpanel").orElseThrow();
    assertThat(mixpanel.certainty(SupplierFact.CUT_HOW)).isEqualTo(Certainty.NOT_VERIFIED);
    assertThat(mixpanel.certainty(SupplierFact.DOMAINS)).isEqualTo(Certainty.PARTLY_VERIFIED);
    assertThat(mixpanel.certainty(SupplierFact.ACCESS_LOG_WHERE)).isEqualTo(Certainty.SOURCED);
    assertThat(mixpanel.certainty(SupplierFact.SUBPROCESSORS_URL)).isEqualTo(Certainty.UNKNOWN);
    assertThat(mixpanel.text(SupplierFact.SUBPROCESSORS_URL)).isEqualTo("unknown");
  }

  @Test
  void knowsAHostByTheLongestDomainOnLabelBorders() {
    assertThat(idOf("mixpanel.com")).isEqualTo("mixpanel");
    assertThat(idOf("API-eu.Mixpanel.COM.")).isEqualTo("mixpanel");
    assertThat(idOf("a.b.c.mxpnl.com")).isEqualTo("mixpanel");
    assertThat(idOf("stats.g.doubleclick.net")).isEqualTo("google-analytics");
    assertThat(idOf("ad.doubleclick.net")).isEqualTo("google-ads");
    assertThat(idOf("x.bigquery.googleapis.com")).isEqualTo("bigquery");
    assertThat(idOf("www.googletagmanager.com")).isEqualTo("google-tag-manager");
    assertThat(seed.find("google-analytics").orElseThrow().list(SupplierFact.SHARED_DOMAINS))
        .contains("www.googletagmanager.com");
  }

  @Test
  void knowsNoHostThatOnlyLooksLikeOne() {
    for (String host :
        List.of(
            "evil-mixpanel.com",
            "mixpanel.com.evil.example",
            "mixpanel.co",
            "ixpanel.com",
            "m\u0456xpanel.com", // Cyrillic i
            "xn--mxpanel-6vf.com",
            "mixpanel。com",
            "com",
            "net",
            "co.uk",
            ".mixpanel.com",
            "mixpanel..com",
            "https://mixpanel.com",
            "mixpanel.com/evil",
            "",
            ".",
            "a".repeat(70) + ".mixpanel.com")) {
      assertThat(seed.byDomain(host)).as(host).isEmpty();
    }
  }

  @Test
  void knowsNamesAndPackagesInTheirSpellings() {
    assertThat(ids(seed.byName("  MIXPANEL "))).containsExactly("mixpanel");
    assertThat(ids(seed.byName("Mixpanel, Inc."))).containsExactly("mixpanel");
    assertThat(ids(seed.byName("Google LLC"))).hasSizeGreaterThan(2);
    assertThat(seed.byName("Mixpan")).isEmpty();
    assertThat(ids(seed.byPackage("pkg:npm/mixpanel-browser@2.47.0?x=y"))).containsOnly("mixpanel");
    assertThat(ids(seed.byPackage("pkg:npm/@amplitude/unified"))).containsOnly("amplitude");
    assertThat(ids(seed.byPackage("pkg:npm/%40amplitude/unified@1.0"))).containsOnly("amplitude");
    assertThat(ids(seed.byPackage("@amplitude/unified"))).containsOnly("amplitude");
    assertThat(ids(seed.byPackage("com.mixpanel:mixpanel-java"))).containsOnly("mixpanel");
    assertThat(ids(seed.byPackage("mixpanel"))).containsOnly("mixpanel");
    assertThat(seed.byPackage("pkg:pypi/mixpanel-browser")).isEmpty();
    assertThat(ids(seed.search("session replay"))).contains("hotjar", "fullstory");
    assertThat(seed.search(" ")).isEmpty();
  }

  @Test
  void aCompanysOwnRowsOverrideAndExtend() {
    KnownSuppliers all =
        seed.with(
            KnownSuppliersCsv.read(
                HEADER
                    + "mixpanel,,,mixpanel.com sink.example,,Turn the switch in the wiki\n"
                    + "mapplanet,Mapplanet,maps,mapplanet.example api.amplitude.com,,\n",
                "own.csv"));
    KnownSupplier mixpanel = all.find("mixpanel").orElseThrow();
    assertThat(mixpanel.name()).isEqualTo("Mixpanel");
    assertThat(mixpanel.text(SupplierFact.CUT_HOW)).isEqualTo("Turn the switch in the wiki");
    assertThat(mixpanel.certainty(SupplierFact.CUT_HOW)).isEqualTo(Certainty.OWN);
    assertThat(mixpanel.certainty(SupplierFact.EXPORT_HOW)).isEqualTo(Certainty.PARTLY_VERIFIED);
    assertThat(all.byDomain("x.sink.example")).contains(mixpanel);
    assertThat(all.byDomain("api.mxpnl.com")).isEmpty();
    KnownSupplier mapplanet = all.find("mapplanet").orElseThrow();
    assertThat(mapplanet.text(SupplierFact.CUT_HOW)).isEqualTo("unknown");
    assertThat(all.byDomain("api.amplitude.com")).contains(mapplanet);
    assertThat(all.find("amplitude").orElseThrow().list(SupplierFact.DOMAINS))
        .contains("amplitude.com")
        .doesNotContain("api.amplitude.com");
    assertThat(all.all()).hasSize(seed.all().size() + 1);
    assertThat(seed.find("mapplanet")).isEmpty();
  }

  @Test
  void whatIsWrittenIsReadBack() {
    List<KnownSupplierRow> rows =
        KnownSuppliersCsv.read(
            "\ufeffid;name;kind;cut_how;from_memory\r\nacme;Acme;maps;\"a; \"\"b\"\"\";cut_how\r\n",
            "own.csv");
    String written = KnownSuppliersCsv.write(rows);
    List<KnownSupplierRow> again = KnownSuppliersCsv.read(written, "again.csv");
    assertThat(again.getFirst().cells()).isEqualTo(rows.getFirst().cells());
    assertThat(KnownSuppliersCsv.write(again)).isEqualTo(written);
    assertThat(seed.with(rows).find("acme").orElseThrow().certainty(SupplierFact.CUT_HOW))
        .isEqualTo(Certainty.NOT_VERIFIED);
  }

  @Test
  void refusesWhatCannotBeMeant() {
    refused("a,A,k,evil_.example,,\n", "line 2, domains", "evil_.example");
    refused("a,A,k,co.uk,,\n", "many companies share");
    refused("a,A,k,com,,\n", "not a domain");
    refused("a,A,k,m\u0456xpanel.com,,\n", "not a domain");
    refused("a,A,k,,contact.emial,\n", "contact.emial");
    refused("a,A,k,,,=HYPERLINK(1)\n", "formula");
    refused("a,A,k,,,\"two\nlines\"\n", "control");
    refused("A b,A,k,,,\n", "an id has");
    refused(",A,k,,,\n", "id: is empty");
    refused("a,A,k,,\n", "5 cells under 6 headers");
    refused("a,A,k,,,\na,A,k,,,\n", "line 3", "twice");
    refused("a,A,,,,\n", "needs a kind");
    refused("a,A,k,x.example,,\nb,B,k,x.example,,\n", "x.example is also said to be of a");
    refused("a,A,k,,," + "x".repeat(2_001) + "\n", "at most");
    assertThatThrownBy(() -> KnownSuppliersCsv.read("id,nmae\n", "own.csv"))
        .hasMessageContaining("nmae");
    assertThatThrownBy(() -> KnownSuppliersCsv.read("", "own.csv"))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FILE_EMPTY));
  }

  private void refused(String rows, String... words) {
    assertThatThrownBy(() -> seed.with(KnownSuppliersCsv.read(HEADER + rows, "own.csv")))
        .as(rows)
        .isInstanceOfSatisfying(
            StoplogException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.REGISTER_INVALID))
        .hasMessageContainingAll(words);
  }

  private String idOf(String host) {
    return seed.byDomain(host).orElseThrow().id();
  }

  private static List<String> ids(List<KnownSupplier> suppliers) {
    return new ArrayList<>(suppliers.stream().map(KnownSupplier::id).toList());
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(KnownSuppliersTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
