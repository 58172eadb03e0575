package org.stoplog.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.stoplog.ledger.identity.Scheme;

class ModulesTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.stoplog.gateway");

  @Test
  void usesOfTheLedgerOnlyWhatReadsAndWritesDown() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.stoplog..")
                .and(
                    not(
                        resideInAnyPackage(
                            "org.stoplog.gateway..",
                            "org.stoplog.catalog..",
                            "org.stoplog.ledger.reader",
                            "org.stoplog.ledger.journal")))
                .and(not(belongToAnyOf(Scheme.class))))
        .because("a gateway may be stolen: it has no keys of subjects, and no tables")
        .check(OURS);
  }

  @Test
  void pointsDownOnly() {
    noClasses()
        .that()
        .resideInAPackage("org.stoplog.gateway.policy")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.stoplog.gateway.decode..", "org.stoplog.gateway.proxy..")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("org.stoplog.ledger..")
        .check(OURS);
    noClasses()
        .that()
        .resideInAPackage("org.stoplog.gateway.decode")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.stoplog.gateway.proxy..", "org.stoplog.ledger.journal..")
        .check(OURS);
  }

  /** What hears the server, what reads requests and what logs know nothing of each other. */
  @Test
  void partsMeetInTheProgramAlone() {
    noClasses()
        .that()
        .resideInAnyPackage("org.stoplog.gateway.link", "org.stoplog.gateway.log")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.stoplog.gateway.decode..",
            "org.stoplog.gateway.proxy..",
            "org.stoplog.gateway.program..",
            "io.vertx..")
        .check(OURS);
    noClasses()
        .that()
        .resideInAPackage("org.stoplog.gateway.proxy")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.stoplog.gateway.link..", "org.stoplog.gateway.program..")
        .check(OURS);
  }
}
