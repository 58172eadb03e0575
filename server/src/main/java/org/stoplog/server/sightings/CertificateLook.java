package org.stoplog.server.sightings;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Reads the certificate that a server shows, also one that nobody trusts. Nothing is sent but the
 * handshake with the server's name in it (RFC 6066, 3).
 */
final class CertificateLook {
  private final Dial dial;
  private final Duration patience;

  CertificateLook(Dial dial, Duration patience) {
    this.dial = dial;
    this.patience = patience;
  }

  Seen look(Lookout one, String target, Before before, Instant now) {
    Targets.Place place = Targets.place(target);
    X509Certificate[] chain = chain(place, one.facts().isInside());
    return CertificateFacts.of(chain[0], place.bare(), isTrusted(chain)).look(one, before, now);
  }

  private X509Certificate[] chain(Targets.Place place, boolean isInside) {
    long end = System.nanoTime() + patience.toNanos();
    Showing showing = new Showing();
    try (Dial.Line line = dial.open(place, isInside, end);
        SSLSocket socket =
            (SSLSocket)
                showing
                    .context()
                    .getSocketFactory()
                    .createSocket(line.socket(), place.bare(), place.port(), true)) {
      socket.startHandshake();
    } catch (IOException e) {
      // Some end the handshake after they showed what we want to know.
      if (showing.chain.length == 0) {
        Dial.left(end);
        throw new LookFailed(
            "It shows no certificate: there is no TLS, or it ended the connection.", e);
      }
    }
    if (showing.chain.length == 0) {
      throw new LookFailed("It shows no certificate.");
    }
    return showing.chain;
  }

  /** By what Java trusts; that the name fits is looked at apart. */
  private static boolean isTrusted(X509Certificate[] chain) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager one : factory.getTrustManagers()) {
        if (one instanceof X509TrustManager manager) {
          manager.checkServerTrusted(chain, "UNKNOWN");
          return true;
        }
      }
      return false;
    } catch (CertificateException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has what it trusts", e);
    }
  }

  /** Keeps what it is shown, and believes none of it. No byte of ours is ever sent over it. */
  private static final class Showing extends X509ExtendedTrustManager {
    private X509Certificate[] chain = new X509Certificate[0];

    SSLContext context() {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {this}, null);
        return context;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has TLS", e);
      }
    }

    private void show(X509Certificate[] shown) {
      chain = Arrays.copyOf(shown, shown.length);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type) {
      show(shown);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type, Socket socket) {
      show(shown);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type, SSLEngine engine) {
      show(shown);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type)
        throws CertificateException {
      throw new CertificateException("we are no server here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("we are no server here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("we are no server here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
