package org.stoplog.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.intake.ImportReport;
import org.stoplog.ledger.intake.ImportRequest;

/**
 * Passwords and passphrases: from a file or typed without echo. Never from an argument, which the
 * process list and the shell's history show.
 */
final class Secrets {
  private static final int ATTEMPTS = 3;

  private Secrets() {}

  /** The first line of a file; null when no file is named. */
  static char @Nullable [] fromFile(@Nullable Path file) {
    if (file == null) {
      return null;
    }
    try {
      return Files.readString(file, StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("")
          .toCharArray();
    } catch (IOException e) {
      throw new StoplogException(
          Problem.FILE_UNREADABLE, "the password file cannot be read: " + file, e);
    }
  }

  /** Asks at the terminal; null when there is none, or the answer is empty. */
  static char @Nullable [] ask(String prompt) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return null;
    }
    char[] typed = console.readPassword("%s", prompt);
    return typed == null || typed.length == 0 ? null : typed;
  }

  /**
   * A passphrase that is to be set: from the file, else typed twice.
   *
   * @throws StoplogException USAGE when there is none, it is empty, or was not typed twice alike
   */
  static char[] fresh(@Nullable Path file, String what) {
    char[] secret = fromFile(file);
    if (secret == null) {
      secret = ask("New passphrase of " + what + ": ");
      char[] again = secret == null ? null : ask("The same again: ");
      if (secret != null && !Arrays.equals(secret, again)) {
        throw new StoplogException(Problem.USAGE, "the two passphrases are not the same");
      }
    }
    if (secret == null || secret.length == 0) {
      throw new StoplogException(
          Problem.USAGE,
          "there is no passphrase for "
              + what
              + ": write it into the first line of a file and name that with"
              + " --new-passphrase-file, or run the command at a terminal to be asked");
    }
    return secret;
  }

  /** Works with the keyset's passphrase: of the file that the user named, else asked for. */
  static <T> T withPassphrase(Session session, Function<char @Nullable [], T> work) {
    return asking(
        fromFile(session.options().passphraseFile),
        "Passphrase of the keyset: ",
        Problem.KEYSET_LOCKED,
        Problem.KEYSET_LOCKED,
        session,
        work);
  }

  /** The keyset of the session, opened. */
  static Keyset keyset(Session session) {
    return withPassphrase(
        session, passphrase -> Keyset.open(session.keysFolder().toAbsolutePath(), passphrase));
  }

  /** Imports a file; asks for the password of an encrypted ZIP when it was not given. */
  static ImportReport importFile(
      Session session, Ledger ledger, ImportRequest request, CommandProgress progress) {
    return zip(
        session,
        request.password(),
        progress,
        password -> ledger.importFile(request.withPassword(password), progress));
  }

  /** Puts a question; asks for the password of an encrypted ZIP when it was not given. */
  static Exposure expose(
      Session session, Ledger ledger, Question question, CommandProgress progress) {
    char[] given =
        question.files().stream()
            .map(Question.Dataset::password)
            .filter(java.util.Objects::nonNull)
            .findFirst()
            .orElse(null);
    return zip(
        session,
        given,
        progress,
        password -> ledger.expose(question.withPassword(password), (Progress) progress));
  }

  private static <T> T zip(
      Session session,
      char @Nullable [] given,
      CommandProgress progress,
      Function<char @Nullable [], T> work) {
    return asking(
        given,
        "Password of the ZIP: ",
        Problem.PASSWORD_NEEDED,
        Problem.PASSWORD_WRONG,
        session,
        password -> {
          try {
            return work.apply(password);
          } catch (StoplogException e) {
            progress.close();
            throw e;
          }
        });
  }

  private static <T> T asking(
      char @Nullable [] given,
      String prompt,
      Problem needed,
      Problem wrong,
      Session session,
      Function<char @Nullable [], T> work) {
    char[] secret = given;
    for (int attempt = 0; ; attempt++) {
      try {
        return work.apply(secret);
      } catch (StoplogException e) {
        boolean isAskedFor = given == null && e.problem() == (attempt == 0 ? needed : wrong);
        char[] typed = isAskedFor && attempt < ATTEMPTS ? told(session, e, prompt) : null;
        if (typed == null) {
          throw e;
        }
        secret = typed;
      }
    }
  }

  private static char @Nullable [] told(Session session, StoplogException why, String prompt) {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      session.err().println("stoplog: " + why.getMessage());
    }
    return ask(prompt);
  }
}
