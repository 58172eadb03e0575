package org.stoplog.ledger.register;

/**
 * What an import of the register changed; repeating it changes nothing.
 *
 * @param rows rows of the file
 * @param suppliers new ones, as are engagements, connections and grants
 * @param removedGrants grants of the file's engagements that the file no longer has
 */
public record ImportResult(
    int rows, int suppliers, int engagements, int connections, int grants, int removedGrants) {}
