package org.stoplog.server.statements;

/** One look at what was promised, at once. */
@FunctionalInterface
public interface StatementLook {
  void look();
}
