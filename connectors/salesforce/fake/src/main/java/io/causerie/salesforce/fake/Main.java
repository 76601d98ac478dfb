package io.causerie.salesforce.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causerie.salesforce.fake.fault.HttpFault;
import io.causerie.salesforce.fake.page.Margin;
import io.causerie.salesforce.fake.store.Field;
import io.causerie.salesforce.fake.store.FieldType;
import io.causerie.salesforce.fake.store.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The fake as a process. Its options are {@code --name=value}:
 *
 * <ul>
 *   <li>{@code port}, {@code pubsub-port}: any, unless they are given
 *   <li>{@code certificate}: where it writes what callers of the Pub/Sub API must trust
 *   <li>{@code grace}, {@code keep-alive}: seconds; {@code latest}: streams may begin at the tip
 *   <li>{@code redirect}: where codes of persons may be sent
 *   <li>{@code app-key}: a certificate in PEM that assertions for {@code integration@acme.example}
 *       are signed with
 *   <li>{@code causerie}, {@code system}, {@code host}, {@code secret}: Causerie beside records:
 *       where it is, how it calls this org and its pages, what they share
 *   <li>{@code daemon}: it outlives its input
 * </ul>
 *
 * <p>It signs in the app {@code causerie} with the secret {@code a-secret}, which runs as its own
 * user. What it reads on its input it obeys, a line each: {@code fault FAULT TIMES REQUEST}, {@code
 * cut}, {@code expire}, {@code unavailable}, {@code keep-alive}, {@code move}, {@code field OBJECT
 * NAME}, {@code left PERCENT} (of the requests of the day), {@code stop}; and what a person does
 * before its pages: {@code insert USERNAME OBJECT JSON}, {@code update USERNAME ID JSON}, both
 * answered with {@code done} and the id.
 */
public final class Main {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String INTEGRATION = "integration@acme.example";

  private Main() {}

  /** Begins, and ends with its input. */
  public static void main(String[] arguments) throws Exception {
    // Avro brings it, and it would tell that nobody listens.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    Map<String, String> options = options(List.of(arguments));
    FakeSalesforce.Settings settings =
        FakeSalesforce.with()
            .ports(
                Integer.parseInt(options.getOrDefault("port", "0")),
                Integer.parseInt(options.getOrDefault("pubsub-port", "0")))
            .keepAlive(seconds(options, "keep-alive", 270))
            .grace(seconds(options, "grace", 1));
    if (options.containsKey("latest")) {
      settings.takesLatest();
    }
    if (options.containsKey("causerie")) {
      settings.margin(
          new Margin(
              options.get("causerie"),
              options.getOrDefault("system", "crm"),
              options.getOrDefault("host", "salesforce"),
              options.getOrDefault("secret", "")));
    }
    try (FakeSalesforce salesforce = settings.start()) {
      company(
          salesforce, options.getOrDefault("redirect", ""), options.getOrDefault("app-key", ""));
      if (options.containsKey("certificate")) {
        Files.copy(
            salesforce.certificate(),
            Path.of(options.get("certificate")),
            StandardCopyOption.REPLACE_EXISTING);
      }
      System.out.println(
          "ready "
              + salesforce.address()
              + " "
              + salesforce.pubsubAddress()
              + " "
              + salesforce.certificate());
      obey(salesforce, options.containsKey("daemon"));
    }
  }

  private static Duration seconds(Map<String, String> options, String name, int otherwise) {
    return Duration.ofSeconds(
        Long.parseLong(options.getOrDefault(name, String.valueOf(otherwise))));
  }

  static Map<String, String> options(List<String> arguments) {
    Map<String, String> options = new HashMap<>();
    for (String argument : arguments) {
      if (!argument.startsWith("--")) {
        throw new IllegalArgumentException(argument + ": options are --name=value");
      }
      int sign = argument.indexOf('=');
      options.put(
          argument.substring(2, sign < 0 ? argument.length() : sign),
          sign < 0 ? "" : argument.substring(sign + 1));
    }
    return options;
  }

  /** People, an app and the objects it listens to; records are whoever plays with it. */
  private static void company(FakeSalesforce salesforce, String redirect, String key)
      throws GeneralSecurityException, IOException {
    salesforce.org().user("ada@acme.example", "Ada", "Stone");
    salesforce.org().user("ben@acme.example", "Ben", "Okafor");
    salesforce.org().user("chloe@acme.example", "Chloé", "Martin");
    String integration = salesforce.org().user(INTEGRATION, "Causerie", "Integration");
    salesforce.app(
        "causerie",
        "a-secret",
        key.isEmpty() ? null : key(Path.of(key)),
        integration,
        Set.of(integration),
        redirect.isEmpty() ? new String[0] : new String[] {redirect});
    salesforce.bus().select("Account", "Contact", "Opportunity", "Case", "Task");
    salesforce
        .bus()
        .channel(
            "Causerie__chn",
            "Account",
            "Contact",
            "Lead",
            "Opportunity",
            "Case",
            "Task",
            "Project__c");
  }

  /** Of a certificate in PEM, as an administrator uploads it. */
  private static PublicKey key(Path certificate) throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(certificate)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in).getPublicKey();
    }
  }

  private static void obey(FakeSalesforce salesforce, boolean daemon) throws Exception {
    Map<String, Function<String[], String>> words = new HashMap<>();
    words.put("insert", w -> salesforce.org().insert(user(salesforce, w[1]), w[2], values(w[3])));
    words.put(
        "update",
        w -> {
          salesforce.org().update(user(salesforce, w[1]), w[2], values(w[3]));
          return w[2];
        });
    Map<String, Consumer<String[]>> silent =
        Map.of(
            "fault",
            w -> salesforce.faults().http(w[3], HttpFault.valueOf(w[1]), Integer.parseInt(w[2])),
            "cut",
            w -> salesforce.pubsub().cut(),
            "expire",
            w -> salesforce.pubsub().endSessions(),
            "unavailable",
            w -> salesforce.pubsub().endUnavailable(),
            "keep-alive",
            w -> salesforce.pubsub().keepAlive(),
            "move",
            w -> salesforce.bus().move(),
            "left",
            w -> {
              int used = salesforce.rest().used();
              salesforce.rest().allow(used * 100 / (100 - Integer.parseInt(w[1])) + 1);
            },
            "field",
            w -> salesforce.org().type(w[1]).add(Field.of(w[2], FieldType.STRING)));
    silent.forEach(
        (word, does) ->
            words.put(
                word,
                w -> {
                  does.accept(w);
                  return word;
                }));
    try (Scanner lines = new Scanner(System.in, "UTF-8")) {
      while (lines.hasNextLine()) {
        String[] line = lines.nextLine().strip().split(" ", 4);
        if (line[0].equals("stop")) {
          return;
        }
        Function<String[], String> word = words.get(line[0]);
        System.out.println(word == null ? "unknown " + line[0] : "done " + word.apply(line));
      }
    }
    if (daemon) {
      Thread.currentThread().join();
    }
  }

  private static String user(FakeSalesforce salesforce, String username) {
    return salesforce
        .org()
        .userNamed(username)
        .map(Row::id)
        .orElseThrow(() -> new IllegalArgumentException(username + " is nobody here"));
  }

  private static Map<String, Object> values(String json) {
    try {
      return JSON.readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
