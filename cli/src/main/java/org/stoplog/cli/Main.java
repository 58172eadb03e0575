package org.stoplog.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Runs one command and turns its outcome into an exit code. */
public final class Main {
  private static final int WIDEST_HELP = 100;

  private final Session session;
  private final List<Object> commands;

  Main(Session session, List<Object> commands) {
    this.session = session;
    this.commands = commands;
  }

  public static void main(String[] args) {
    // Names of people and suppliers are in every script; the locale's encoding may not be.
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    Map<String, String> environment = System.getenv();
    Interrupts interrupts = new Interrupts();
    interrupts.install(err);
    Session session = new Session(out, err, environment, Terminal.detect(environment), interrupts);
    int exitCode = new Main(session, commands(session)).run(args);
    out.flush();
    err.flush();
    interrupts.finish();
    System.exit(exitCode);
  }

  /** What a user can call; a new command is added here. */
  static List<Object> commands(Session session) {
    List<Object> commands =
        new ArrayList<>(
            List.of(
                new AnswerCommand(session),
                new ExposureCommand(session),
                new ImportCommand(session),
                new DemoCommand(session),
                new ServeCommand(session),
                new GatewayCommand(session),
                new AccountsCommand(session),
                new IncidentCommand(session),
                new PackCommand(session),
                new SupplierCommand(session),
                new SubProcessorCommand(session),
                new AssessCommand(session),
                new FindingCommand(session),
                new EvidenceCommand(session),
                new RiskCommand(session),
                new CampaignCommand(session),
                new SweepCommand(session),
                new PlanCommand(session),
                new ProposalCommand(session),
                new LookoutCommand(session),
                new SightingCommand(session),
                new SecurityTxtCommand(session),
                new ElementsCommand(session),
                new ClocksCommand(session),
                new SeverityCommand(session)));
    commands.addAll(SeverCommands.all(session));
    commands.addAll(LedgerCommands.all(session));
    commands.addAll(KeepingCommands.all(session));
    return List.copyOf(commands);
  }

  /** Runs the command that the arguments name. @return the exit code */
  int run(String... args) {
    Failures failures = new Failures(session.err(), session.environment());
    try {
      return commandLine(failures, args).execute(args);
    } catch (Throwable e) {
      // Errors too: a user must never meet a bare stack trace.
      return failures.report(e, wantsJson(args));
    }
  }

  private CommandLine commandLine(Failures failures, String... args) {
    CommandLine root = new CommandLine(new RootCommand(session.options()));
    commands.forEach(root::addSubcommand);
    boolean colour = session.terminal().colour();
    return root.setOut(new PrintWriter(session.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(session.err(), true, StandardCharsets.UTF_8))
        .setUsageHelpWidth(Math.min(session.terminal().width(), WIDEST_HELP))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                colour ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
        .setAbbreviatedOptionsAllowed(false)
        .setExpandAtFiles(false)
        .setParameterExceptionHandler((e, given) -> failures.report(e, wantsJson(given)))
        .setExecutionExceptionHandler((e, command, parsed) -> failures.report(e, wantsJson(args)));
  }

  /** Also true when the arguments could not be read to the end. */
  private boolean wantsJson(String... args) {
    return session.json() || Arrays.asList(args).contains("--json");
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
