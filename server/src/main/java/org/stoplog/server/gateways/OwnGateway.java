package org.stoplog.server.gateways;

/** Lets the gateway that runs inside this server call it. */
public final class OwnGateway {
  private final Gateways gateways;

  OwnGateway(Gateways gateways) {
    this.gateways = gateways;
  }

  /**
   * Pairs it anew; the token before is void.
   *
   * @return what other gateways are given as a file
   * @throws org.stoplog.catalog.problem.StoplogException USAGE when the door is closed, or it was
   *     revoked
   */
  public byte[] pairing() {
    return gateways.pairOwn().json();
  }
}
