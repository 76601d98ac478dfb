package io.causerie.odata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.causerie.http.HttpClients;
import io.causerie.http.odata.ODataSystem;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceSystem;
import io.causerie.testkit.SettableClock;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that keep a connector out; made with the JDK's keytool. */
class CertificateTest {
  @TempDir private Path folder;

  private void keytool(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", "changeit", "-storetype", "PKCS12"));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor())
        .as("keytool " + Files.readString(folder.resolve("keytool.log")))
        .isZero();
  }

  /** A certificate for localhost, by an authority of our own, that ran out a year ago. */
  private void expired() throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        "ca",
        "-keyalg",
        "RSA",
        "-dname",
        "CN=Authority",
        "-ext",
        "bc:c",
        "-keystore",
        "ca.p12");
    keytool("-exportcert", "-alias", "ca", "-file", "ca.crt", "-keystore", "ca.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "s4",
        "-keyalg",
        "RSA",
        "-dname",
        "CN=localhost",
        "-keystore",
        "s4.p12");
    keytool("-certreq", "-alias", "s4", "-file", "s4.csr", "-keystore", "s4.p12");
    keytool(
        "-gencert",
        "-alias",
        "ca",
        "-infile",
        "s4.csr",
        "-outfile",
        "s4.crt",
        "-startdate",
        "-400d",
        "-validity",
        "30",
        "-ext",
        "san=dns:localhost",
        "-keystore",
        "ca.p12");
    keytool("-importcert", "-noprompt", "-alias", "ca", "-file", "ca.crt", "-keystore", "s4.p12");
    keytool("-importcert", "-noprompt", "-alias", "s4", "-file", "s4.crt", "-keystore", "s4.p12");
    keytool(
        "-importcert", "-noprompt", "-alias", "ca", "-file", "ca.crt", "-keystore", "trust.p12");
  }

  private HttpClients trusting() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("trust.p12"))) {
      store.load(in, "changeit".toCharArray());
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return HttpClients.apart()
        .trusting(context.getSocketFactory(), (X509TrustManager) factory.getTrustManagers()[0]);
  }

  private static SourceException refused(WireMockServer s4, HttpClients clients) throws Exception {
    Map<String, List<String>> values =
        Map.of(
            "url", List.of("https://localhost:" + s4.httpsPort() + "/s4"),
            "entitySet", List.of("Orders"),
            "changedOn", List.of("ChangedAt"));
    SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));
    ConnectorContext context = new ConnectorContext("erp", "orders", clock, values);
    try (SourceSystem system = ODataSystem.of(context, clients);
        Connector connector = new ODataKind().connector(context.in(system))) {
      return catchThrowableOfType(SourceException.class, connector::check);
    }
  }

  @Test
  void expiredAndUnknownCertificatesHaveTheirOwnRemedies() throws Exception {
    expired();
    WireMockServer s4 =
        new WireMockServer(
            WireMockConfiguration.options()
                .dynamicPort()
                .dynamicHttpsPort()
                .keystoreType("PKCS12")
                .keystorePath(folder.resolve("s4.p12").toString())
                .keystorePassword("changeit")
                .keyManagerPassword("changeit"));
    s4.start();
    try {
      SourceException expired = refused(s4, trusting());
      SourceException unknown = refused(s4, HttpClients.apart());

      assertThat(expired.fault()).isEqualTo(SourceException.Fault.CREDENTIALS);
      assertThat(expired).hasMessage("the certificate of localhost has expired");
      assertThat(expired.remedy()).asString().contains("renew");
      assertThat(unknown).hasMessage("localhost shows a certificate that is not trusted");
      assertThat(unknown.remedy()).asString().contains("trust store");
    } finally {
      s4.stop();
    }
  }
}
