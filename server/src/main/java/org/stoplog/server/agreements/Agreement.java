package org.stoplog.server.agreements;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An agreement with a supplier.
 *
 * @param signed null while nobody wrote it down
 * @param ends first day on which it holds no more; null for none
 * @param place where it lies: a number of a file, a link; empty while nobody wrote it down
 */
record Agreement(
    int id,
    int supplier,
    String name,
    @Nullable LocalDate signed,
    @Nullable LocalDate ends,
    String place) {}
