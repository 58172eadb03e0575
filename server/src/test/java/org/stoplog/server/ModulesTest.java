package org.stoplog.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModulesTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.stoplog.server");

  @Test
  void modulesUseOnlyWhatOthersOffer() {
    ApplicationModules.of("org.stoplog.server").verify();
  }

  @Test
  void capabilitiesPointDownOnly() {
    noClasses()
        .that()
        .resideInAPackage("..platform..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..audit..", "..accounts..", "..start..")
        .because("everything stands on the platform, so it must know nobody")
        .check(OURS);
    noClasses()
        .that()
        .resideInAPackage("..audit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..accounts..", "..start..")
        .because("the log must be readable whatever becomes of accounts")
        .check(OURS);
    noClasses()
        .that()
        .resideInAPackage("..accounts..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..audit..", "..start..")
        .because("who may sign in does not hang on what there is to see")
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
