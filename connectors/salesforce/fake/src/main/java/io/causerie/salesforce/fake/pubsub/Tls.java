package io.causerie.salesforce.fake.pubsub;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** A certificate for loopback that signs itself, made once a run by the JDK's keytool. */
public final class Tls {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final KeyStore store;
  private final Path certificate;

  private Tls(KeyStore store, Path certificate) {
    this.store = store;
    this.certificate = certificate;
  }

  private static final class Holder {
    private static final Tls OWN = make();
  }

  /** That of this run. */
  public static Tls own() {
    return Holder.OWN;
  }

  /** Where it stands, in PEM, for who must trust it. */
  public Path certificate() {
    return certificate;
  }

  KeyManager[] keyManagers() {
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, PASSWORD);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Tls make() {
    try {
      Path folder = Files.createTempDirectory("fake-salesforce");
      Path file = folder.resolve("keys.p12");
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "fake",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=localhost",
                  "-ext",
                  "san=dns:localhost,ip:127.0.0.1",
                  "-validity",
                  "30",
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  new String(PASSWORD),
                  "-keystore",
                  file.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("keytool.txt").toFile())
              .start();
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException(Files.readString(folder.resolve("keytool.txt")));
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD);
      }
      Path certificate = folder.resolve("certificate.pem");
      Files.writeString(
          certificate,
          "-----BEGIN CERTIFICATE-----\n"
              + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                  .encodeToString(store.getCertificate("fake").getEncoded())
              + "\n-----END CERTIFICATE-----\n");
      for (Path each : new Path[] {certificate, file, folder.resolve("keytool.txt")}) {
        each.toFile().deleteOnExit();
      }
      return new Tls(store, certificate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
