package org.stoplog.server.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one client said over one connection.
 *
 * @param said through the gateway, and the same again straight to the supplier
 * @param straight what the supplier got without a gateway
 * @param got what it got through the gateway
 * @param fault what the client threw when the connection was cut, null for nothing
 * @param afterCut what the supplier got then
 */
record Trial(
    Sdk sdk,
    String connection,
    int supplier,
    int number,
    Masks masks,
    List<Human> people,
    List<Said> said,
    List<Got> straight,
    List<Got> got,
    @Nullable Throwable fault,
    List<Got> afterCut) {
  boolean isPlain() {
    return masks.isNone();
  }

  @Override
  public String toString() {
    return sdk.name() + " " + connection;
  }
}
