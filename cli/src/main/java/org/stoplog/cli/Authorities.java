package org.stoplog.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Whose certificates are trusted: Java's authorities, and those of a file. */
final class Authorities {
  private Authorities() {}

  /**
   * @throws StoplogException FILE_UNREADABLE when it holds no certificate
   */
  static SSLContext with(Path file) {
    Ledgers.mustExist(java.util.List.of(file));
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int place = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("own-" + place++, one);
      }
      if (place == 0) {
        throw new StoplogException(Problem.FILE_UNREADABLE, file + " holds no certificate");
      }
      for (X509Certificate usual : usual().getAcceptedIssuers()) {
        store.setCertificateEntry("usual-" + place++, usual);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(store), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new StoplogException(
          Problem.FILE_UNREADABLE, file + " holds no certificates in PEM", e);
    }
  }

  private static X509TrustManager usual() throws GeneralSecurityException {
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager found) {
        return found;
      }
    }
    throw new GeneralSecurityException("Java knows no authorities");
  }

  private static TrustManager[] managers(@org.jspecify.annotations.Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
