package org.stoplog.gateway.proxy;

import java.time.InstantSource;
import org.stoplog.gateway.log.AccessLog;
import org.stoplog.ledger.journal.JournalWriter;

/**
 * What all event loops have in common.
 *
 * @param mostRead bytes of a body that is read; what is longer is streamed and opaque
 */
record Shared(
    JournalWriter journal,
    Gaps gaps,
    Meters meters,
    AccessLog accessLog,
    InstantSource clock,
    int mostRead,
    Limits limits,
    Held held,
    UnknownHosts unknownHosts) {}
