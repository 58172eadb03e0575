package org.stoplog.cli;

import java.util.concurrent.Callable;
import org.stoplog.catalog.problem.Problem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code stoplog} itself. Without a command it says which there are. */
@Command(
    name = "stoplog",
    description = "Which supplier was sent which data about which person; who is affected.",
    versionProvider = RootCommand.Version.class)
final class RootCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Mixin final GlobalOptions options;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show what a command takes.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  RootCommand(GlobalOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.commandLine();
    root.usage(root.getErr());
    return Problem.USAGE.exitCode();
  }

  /** From the jar's manifest, which the build fills. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = RootCommand.class.getPackage().getImplementationVersion();
      return new String[] {"stoplog " + (version == null ? "(not packaged)" : version)};
    }
  }
}
