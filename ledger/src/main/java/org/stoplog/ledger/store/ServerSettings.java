package org.stoplog.ledger.store;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The server's settings, given on its command line at every start: there they outrank the files in
 * the cluster, so they are those of this version and nobody's edits.
 */
final class ServerSettings {
  private ServerSettings() {}

  static Map<String, String> all(int port) {
    Map<String, String> settings = new LinkedHashMap<>();
    // Only this machine, by TCP: Java has no Unix sockets that the driver could use.
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("port", Integer.toString(port));
    settings.put("unix_socket_directories", "");
    settings.put("max_connections", "20");
    // What is committed stays.
    settings.put("fsync", "on");
    settings.put("full_page_writes", "on");
    settings.put("synchronous_commit", "on");
    // Sized for bulk loads beside DuckDB. No replica ever reads this log: less of it is written.
    settings.put("shared_buffers", "128MB");
    settings.put("work_mem", "32MB");
    settings.put("maintenance_work_mem", "256MB");
    settings.put("wal_level", "minimal");
    settings.put("max_wal_senders", "0");
    settings.put("max_wal_size", "4GB");
    settings.put("checkpoint_timeout", "15min");
    settings.put("random_page_cost", "1.1");
    settings.put("jit", "off");
    // A statement of a killed JVM ends soon.
    settings.put("client_connection_check_interval", "5s");
    // No value of a statement or row reaches the log: statements and details are left out, and so
    // are errors of statements, whose messages quote what they could not read.
    settings.put("log_min_messages", "log");
    settings.put("log_min_error_statement", "panic");
    settings.put("log_error_verbosity", "terse");
    settings.put("log_parameter_max_length", "0");
    settings.put("log_parameter_max_length_on_error", "0");
    settings.put("log_statement", "none");
    settings.put("log_checkpoints", "off");
    settings.put("log_timezone", "UTC");
    settings.put("TimeZone", "UTC");
    settings.put("lc_messages", "C");
    return settings;
  }
}
