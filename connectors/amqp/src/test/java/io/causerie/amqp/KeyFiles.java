package io.causerie.amqp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate that signs itself, made by the JDK's keytool.
 *
 * @param keys the store of who shows it
 * @param trusted the store of who trusts it
 */
record KeyFiles(Path keys, Path trusted) {
  static final String PASSWORD = "changeit";

  /**
   * @param name the only one that stands in it, such as {@code ip:127.0.0.1}
   */
  static KeyFiles of(Path folder, String name) throws IOException, InterruptedException {
    Path keys = folder.resolve("keys.p12");
    Path trusted = folder.resolve("trusted.p12");
    Path certificate = folder.resolve("certificate.pem");
    keytool(
        folder, keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=broker", "-ext", "san=" + name);
    keytool(folder, keys, "-exportcert", "-rfc", "-file", certificate.toString());
    keytool(folder, trusted, "-importcert", "-noprompt", "-file", certificate.toString());
    return new KeyFiles(keys, trusted);
  }

  private static void keytool(Path folder, Path store, String... what)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(what));
    command.addAll(List.of("-alias", "broker", "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD, "-keystore", store.toString()));
    Path said = folder.resolve("keytool.txt");
    int code =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start()
            .waitFor();
    if (code != 0) {
      throw new IllegalStateException(Files.readString(said));
    }
  }
}
