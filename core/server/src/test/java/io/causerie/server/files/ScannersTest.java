package io.causerie.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.causerie.engine.file.Watchman;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who looks for viruses refuses with a word, or has not looked. */
class ScannersTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private static InputStream content(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Watchman shell(String script, Duration patience) {
    return new CommandScanner(List.of("/bin/sh", "-c", script), patience);
  }

  @Test
  void programSaysByItsEndWhatItThinksOfItsInput() throws Exception {
    Watchman grep = shell("if grep -q virus; then echo; echo 'Eicar found'; exit 1; fi", LONG);

    assertThat(grep.refuses(content("a virus"))).hasValue("Eicar found");
    assertThat(grep.refuses(content("nothing"))).isEmpty();
    assertThat(shell("exit 1", LONG).refuses(content("x"))).hasValue("no reason was said");
  }

  @Test
  void programThatFailsOrHangsHasNotLooked() {
    assertThatThrownBy(() -> shell("exit 2", LONG).refuses(content("x")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> shell("sleep 60", Duration.ofMillis(50)).refuses(content("x")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(
            () -> new CommandScanner(List.of("/nowhere/scan"), LONG).refuses(content("x")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void programThatReadsNothingAndSaysALotHoldsNobody() throws Exception {
    assertThat(
            shell("yes no | head -c 1000000; exit 1", LONG).refuses(content("x".repeat(1 << 20))))
        .hasValue("no");
  }

  @Test
  void addressSaysByItsStatusWhatItThinksOfWhatItGot() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/scan",
        exchange -> {
          String got = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          byte[] word = (got + " found").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(Integer.parseInt(got), word.length);
          exchange.getResponseBody().write(word);
          exchange.close();
        });
    server.start();
    try {
      URI url = URI.create("http://127.0.0.1:%d/scan".formatted(server.getAddress().getPort()));
      Watchman scanner = new HttpScanner(url, LONG);

      assertThat(scanner.refuses(content("200"))).isEmpty();
      assertThat(scanner.refuses(content("422"))).hasValue("422 found");
      for (String odd : List.of("302", "404", "500")) {
        assertThatThrownBy(() -> scanner.refuses(content(odd))).isInstanceOf(IOException.class);
      }
    } finally {
      server.stop(0);
    }
    assertThatThrownBy(
            () -> new HttpScanner(URI.create("http://127.0.0.1:1/"), LONG).refuses(content("x")))
        .isInstanceOf(IOException.class);
  }
}
