package org.stoplog.ledger.apps;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.KnownSuppliers;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.Seeded;
import org.stoplog.ledger.register.Supplier;

/** Lists of apps as they come, and the suppliers that they are put to. */
class AppListTest {
  private static final String OKTA =
      """
      [{"id": "0oa1", "name": "mixpanel", "label": "Mixpanel EU", "status": "ACTIVE",
        "signOnMode": "SAML_2_0",
        "settings": {"app": {"baseUrl": "https://eu.mixpanel.com/sso"},
          "signOn": {"ssoAcsUrl": "https://company.okta.com/acs"}},
        "_links": {"appLinks": [{"href": "https://mail.example.com/home"}]}},
       {"id": "0oa2", "label": "Wiki", "settings": {"app": {"subDomain": "wiki.example.org"}}},
       {"id": "0oa3"}]
      """;

  @TempDir Path temp;

  @Test
  void readsOktasApps() throws IOException {
    AppList list = read(AppSource.OKTA, OKTA);
    assertThat(list.rows()).isEqualTo(3);
    assertThat(list.leftOut()).isEqualTo(1);
    assertThat(list.apps()).extracting(FoundApp::name).containsExactly("Mixpanel EU", "Wiki");
    assertThat(list.apps().get(0).hosts()).containsExactly("eu.mixpanel.com");
    assertThat(list.apps().get(1).hosts()).containsExactly("wiki.example.org");
    assertThat(list.apps()).extracting(FoundApp::kind).containsOnly("SSO app");
  }

  @Test
  void joinsEntrasAppsWithTheirGrantsOfAnotherFile() throws IOException {
    Path apps =
        file(
            "apps.json",
            """
            {"@odata.context": "x", "value": [
              {"id": "sp1", "appId": "a1", "displayName": "Notion", "homepage": "https://www.notion.so",
               "replyUrls": ["https://login.microsoftonline.com/x", "http://localhost:3000", "app://x"]},
              {"id": "sp2", "displayName": "Graph", "appOwnerOrganizationId": "f8cdef31-a31e-4b4a-93e4-5f571e91255a"},
              {"id": "sp3", "displayName": "job", "servicePrincipalType": "ManagedIdentity"}]}
            {"value": [{"id": "sp4", "displayName": "Page two"}]}
            """);
    Path grants =
        file(
            "grants.json",
            """
            {"value": [
              {"clientId": "sp1", "consentType": "Principal", "principalId": "someone", "scope": " User.Read Mail.Read"},
              {"clientId": "sp1", "consentType": "AllPrincipals", "scope": "Files.Read"},
              {"clientId": "sp2", "consentType": "AllPrincipals", "scope": "X"},
              {"clientId": "sp9", "consentType": "AllPrincipals", "scope": "Y"}]}
            """);
    AppList list = AppList.read(AppSource.ENTRA, List.of(apps, grants), Progress.NONE);
    assertThat(list.apps())
        .extracting(FoundApp::name)
        .containsExactlyInAnyOrder("Notion", "Page two", "Entra app sp9");
    FoundApp notion = list.apps().getFirst();
    assertThat(notion.hosts()).containsExactly("www.notion.so");
    assertThat(notion.scopes()).containsExactly("Files.Read", "Mail.Read", "User.Read");
    assertThat(notion.kind()).isEqualTo("OAuth grant");
  }

  /** One row for each person: they are not kept, and the app is one. */
  @Test
  void readsGooglesTokensInEveryEncodingAndForgetsThePeople() throws IOException {
    String csv =
        "user,clientId,displayText,scopes\r\n"
            + "ann@example.com,1.apps.googleusercontent.com,Zoom,\"openid https://mail.google.com/\"\r\n"
            + "bob@example.com,1.apps.googleusercontent.com,Zoom,openid profile\r\n"
            + "bob@example.com,,,\r\n";
    for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
      for (String mark : List.of("", "\ufeff")) {
        Path file = Files.write(temp.resolve("list"), (mark + csv).getBytes(charset));
        AppList list = AppList.read(AppSource.GOOGLE_WORKSPACE, List.of(file), Progress.NONE);
        assertThat(list.apps()).as(charset + mark).hasSize(1);
        assertThat(list.apps().getFirst().scopes())
            .containsExactly("https://mail.google.com/", "openid", "profile");
        assertThat(list.apps().toString()).doesNotContain("example.com");
        assertThat(list.leftOut()).isEqualTo(1);
      }
    }
    assertThat(read(AppSource.GOOGLE_WORKSPACE, csv.replace(",", ";")).apps().getFirst().external())
        .isEqualTo("1.apps.googleusercontent.com");
  }

  @Test
  void refusesWhatIsNoList() throws IOException {
    refused(Problem.DATA_MALFORMED, OKTA.substring(0, 300));
    refused(Problem.HEADER_MISSING, "user,when\nann,now\n");
    refused(Problem.FILE_EMPTY, "");
    refused(Problem.FILE_EMPTY, "App name,Id\n");
    refused(Problem.FILE_EMPTY, "[]");
    refused(Problem.DATA_MALFORMED, "[".repeat(5_000));
    Path latin = Files.write(temp.resolve("latin"), "App name\nCaf\u00e9\n".getBytes(ISO_8859_1));
    assertThatThrownBy(() -> AppList.read(AppSource.OKTA, List.of(latin), Progress.NONE))
        .isInstanceOfSatisfying(
            StoplogException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.ENCODING_UNREADABLE));
  }

  @Test
  void anySpoiledListIsReadOrRefused() {
    Seeded.check(
        300,
        random -> {
          try {
            read(AppSource.OKTA, Seeded.spoiled(random, OKTA)).apps();
          } catch (StoplogException e) {
            assertThat(e.problem()).isNotEqualTo(Problem.INTERNAL);
          }
        });
  }

  @Test
  void putsAnAppToTheSupplierOfItsHostAndNeverByNameAgainstIt() {
    Proposal known = proposal("Our analytics", "eu.mixpanel.com");
    assertThat(known.supplier()).isEqualTo("Mixpanel");
    assertThat(known.domain()).isEqualTo("mixpanel.com");
    assertThat(known.warning()).isNull();
    Proposal registered = proposal("Mixpanel", "x.mapplanet.example");
    assertThat(registered.supplier()).isEqualTo("Mapplanet");
    assertThat(registered.evidence()).isEqualTo(Proposal.Evidence.DOMAIN);
    Proposal liar = proposal("Mixpanel", "login.evil.example");
    assertThat(liar.supplier()).isEqualTo("login.evil.example");
    assertThat(liar.warning()).contains("named like a supplier");
    Proposal byName = proposal("Mixpanel");
    assertThat(byName.evidence()).isEqualTo(Proposal.Evidence.NAME);
    assertThat(byName.warning()).contains("only the name");
    Proposal nobody = proposal("Wiki", "wiki.nowhere.example");
    assertThat(nobody.supplier()).isEqualTo("Wiki");
    assertThat(nobody.warning()).isNull();
  }

  @Test
  void warnsOfDomainsThatLookLikeAnother() {
    for (String host :
        List.of(
            "evil-mixpanel.com",
            "mixpanel-login.net",
            "mixpanel.co",
            "api.mixpane1.com",
            "mixpnael.com",
            "mixpanell.com",
            "mxpanel.com",
            "xn--mxpanel-6vf.com",
            "mapplanets.example")) {
      assertThat(proposal("Analytics", host).warning()).as(host).contains("its host " + host);
    }
    for (String host : List.of("unrelated.example", "pixel.example", "wiki.example.org")) {
      assertThat(proposal("Analytics", host).warning()).as(host).isNull();
    }
  }

  @Test
  void makesNoNameThatASpreadsheetWouldRun() {
    for (String name :
        List.of("=HYPERLINK(\"x\")", "+1", "-2", "@SUM(A1)", " = =1", "a\u0000b\u202e")) {
      Proposal proposal = proposal(name, "unrelated.example");
      assertThat(proposal.supplier()).doesNotContainPattern("^[=+@-]|[\\p{Cntrl}\\p{Cf}]");
      assertThat(proposal.warning()).as(name).contains("its name was changed");
    }
    assertThat(Matcher.usable("\ud800=")).isEqualTo("app without a name");
  }

  @Test
  void readsAHundredThousandRows() throws IOException {
    List<String> lines = new ArrayList<>(List.of("App name,Id,Scopes,Homepage"));
    for (int i = 0; i < 100_000; i++) {
      lines.add("App " + i + "," + i % 60_000 + ",openid,https://host" + i + ".example");
    }
    AppList list = read(AppSource.GOOGLE_WORKSPACE, String.join("\n", lines));
    assertThat(list.rows()).isEqualTo(100_000);
    assertThat(list.apps()).hasSize(60_000);
    assertThat(list.apps().getFirst().hosts()).hasSize(2);
  }

  private static Proposal proposal(String name, String... hosts) {
    Matcher matcher =
        new Matcher(
            KnownSuppliers.seed(),
            List.of(new Supplier(7, "Mapplanet", "mapplanet.example", null, null, null)),
            Map.of("mapplanet.example", 7));
    return matcher.of(
        FoundApp.of("id", name, "SSO app", java.util.Set.of(hosts), java.util.Set.of()));
  }

  private void refused(Problem problem, String text) {
    assertThatThrownBy(() -> read(AppSource.OKTA, text))
        .as(text.substring(0, Math.min(40, text.length())))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }

  private AppList read(AppSource source, String text) throws IOException {
    return AppList.read(source, List.of(file("list", text)), Progress.NONE);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(temp.resolve(name), text.replaceAll("\\p{Cs}", "?"));
  }
}
