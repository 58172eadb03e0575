package org.stoplog.cli;

import java.io.PrintStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.stoplog.catalog.problem.Problem;

/**
 * Ctrl-C and polite ends from outside. The first asks the running command to end at a point where
 * nothing is half done; a second Ctrl-C ends the process at once.
 */
final class Interrupts {
  /** After this long a polite end stops waiting; what is on the disk stands a kill anyway. */
  private static final long PATIENCE_MINUTES = 2;

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);

  /** Whether the command is asked to end. */
  boolean stopped() {
    return stopped.get();
  }

  /** Waits until the command is asked to end. */
  void await() {
    try {
      asked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** To be called when the command is over and its results are out. */
  void finish() {
    finished.countDown();
  }

  /** Asks the command to end. @return false when it had been asked before */
  boolean stop() {
    boolean isFirst = stopped.compareAndSet(false, true);
    asked.countDown();
    return isFirst;
  }

  void install(PrintStream err) {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stoplog-stop"));
    // While shutdown hooks run, Java takes no second Ctrl-C. So the signal itself is handled, by
    // reflection since the compiler warns of the class in a way that cannot be switched off.
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler onSignal =
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "handle" -> {
                  interrupted(err);
                  yield null;
                }
                case "equals" -> arguments != null && proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "Ctrl-C";
              };
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance("INT"),
              Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, onSignal));
    } catch (ReflectiveOperationException e) {
      // Another Java without this class: the hook above still stops cleanly at the first Ctrl-C.
      return;
    }
  }

  private void interrupted(PrintStream err) {
    if (!stop()) {
      Runtime.getRuntime().halt(Problem.INTERRUPTED.exitCode());
    }
    err.println();
    err.println("stoplog: stopping where nothing is left half done; Ctrl-C again ends it at once");
  }

  private void stopAndWait() {
    stop();
    try {
      if (!finished.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        Runtime.getRuntime().halt(Problem.INTERRUPTED.exitCode());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
