package org.stoplog.gateway.proxy;

import io.vertx.core.http.HttpServerRequest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What a sender's certificate calls it. */
final class PeerNames {
  private static final int DNS_NAME = 2;
  private static final int URI = 6;

  private PeerNames() {}

  /**
   * DNS names, in lower case, and URIs of the certificate that the sender proved to have, by an
   * authority of the settings. None when it has none: then the handshake asked in vain.
   */
  static Set<String> of(HttpServerRequest request) {
    SSLSession session = request.connection().sslSession();
    if (session == null) {
      return Set.of();
    }
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? names(certificate.getSubjectAlternativeNames())
          : Set.of();
    } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
      return Set.of();
    }
  }

  private static Set<String> names(Collection<List<?>> alternatives) {
    Set<String> names = new HashSet<>();
    if (alternatives != null) {
      for (List<?> one : alternatives) {
        if (one.get(0) instanceof Integer type && one.get(1) instanceof String name) {
          if (type == DNS_NAME) {
            names.add(name.toLowerCase(Locale.ROOT));
          } else if (type == URI) {
            names.add(name);
          }
        }
      }
    }
    return names;
  }
}
