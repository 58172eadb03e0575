package org.stoplog.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.stoplog.gateway.decode.ConnectionDecoder;

class ModulesTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.stoplog.server");

  @Test
  void modulesUseOnlyWhatOthersOffer() {
    ApplicationModules.of("org.stoplog.server").verify();
  }

  /** From the top. What stands lower knows nothing of what stands higher. */
  private static final List<String> LAYERS =
      List.of(
          "start",
          "support",
          "packs",
          "sightings",
          "campaigns",
          "organisations",
          "inquiries",
          "bounces",
          "statements",
          "notices",
          "contacts",
          "aftermath",
          "filings",
          "clocks",
          "severity",
          "incidents",
          "risk",
          "evidence",
          "intake",
          "people",
          "severance",
          "gateways",
          "assessments",
          "agreements",
          "subprocessors",
          "suppliers",
          "team",
          "messages",
          "mail",
          "accounts",
          "audit",
          "operations",
          "platform");

  @Test
  void capabilitiesPointDownOnly() {
    for (int i = 1; i < LAYERS.size(); i++) {
      noClasses()
          .that()
          .resideInAPackage("org.stoplog.server." + LAYERS.get(i) + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              LAYERS.subList(0, i).stream()
                  .map(layer -> "org.stoplog.server." + layer + "..")
                  .toArray(String[]::new))
          .because("a capability publishes what happened to those above, and never calls them")
          .check(OURS);
    }
  }

  @Test
  void everyCapabilityHasItsLayer() {
    Set<String> packages =
        OURS.stream()
            .map(
                one ->
                    one.getPackageName().replace("org.stoplog.server", "").replaceAll("^\\.", ""))
            .filter(name -> !name.isEmpty() && !name.startsWith("pages"))
            .collect(Collectors.toSet());
    assertThat(packages).containsExactlyInAnyOrderElementsOf(LAYERS);
  }

  @Test
  void ofTheGatewayOnlyItsPolicyAndItsMappingsAreKnownHere() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.stoplog.gateway..")
                .and(not(resideInAPackage("org.stoplog.gateway.policy")))
                // By it rows in a journal are told apart, as gateways made them.
                .and(not(belongToAnyOf(ConnectionDecoder.class))))
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx..")
        .because("the gateway is a program of its own, and speaks with the server by its door")
        .check(OURS);
  }

  @Test
  void nobodyAsksTheSystemForTheTime() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .because("sessions, links and limits are tested by moving the clock, and drills shift it")
        .check(OURS);
  }

  @Test
  void onlyNoticesReadContacts() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.stoplog.server.notices..", "org.stoplog.server.contacts..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(org.stoplog.ledger.directory.Contacts.class)
        .because("an address is read to be written to; to show one takes two people")
        .check(OURS);
  }

  @Test
  void onlyNoticesReadWhatWasJoined() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.stoplog.server.notices..", "org.stoplog.server.contacts..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(org.stoplog.server.contacts.ContactDetails.class)
        .because("it is kept for the letters of one incident, and for nothing else")
        .check(OURS);
  }

  @Test
  void onlyTransactionsAppendToTheLog() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("org.stoplog.server.platform.Transactions")
        .and()
        .resideOutsideOfPackage("..audit..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(org.stoplog.ledger.store.AuditLog.class)
        .because("one act has one entry, appended last in its transaction")
        .check(OURS);
  }
}
