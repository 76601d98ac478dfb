package io.causerie.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.yaml.Problem;
import io.causerie.model.yaml.Yaml;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.KindConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every configuration that is shown makes connectors. */
class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\n(.*?)\n```");
  private static final String KEY = Pem.fresh().replace("\\n", "\n");
  private static final String SYSTEM =
      """
      url: https://example.my.salesforce.com
      auth: { clientCredentials: { tokenUrl: https://example.my.salesforce.com/services/oauth2/token, clientId: a, clientSecret: b } }
      """;

  private static List<String> blocks() throws Exception {
    List<String> blocks = new ArrayList<>();
    for (String file : List.of("README.md", "../../docs/salesforce.md")) {
      Matcher block = BLOCK.matcher(Files.readString(Path.of(file)));
      while (block.find()) {
        if (block.group(1).contains("connectors:")) {
          blocks.add(block.group(1));
        }
      }
    }
    return blocks;
  }

  @TestFactory
  Stream<DynamicTest> blockMakesConnectors() throws Exception {
    return blocks().stream()
        .map(
            block ->
                DynamicTest.dynamicTest(block.lines().findFirst().orElse(""), () -> make(block)));
  }

  @Test
  void thereAreBlocks() throws Exception {
    assertThat(blocks()).hasSizeGreaterThanOrEqualTo(3);
  }

  private static String text(Yaml value) {
    String text = value.text();
    return text.startsWith("${file:") ? KEY : text.startsWith("${") ? "from outside" : text;
  }

  private static void make(String block) throws Exception {
    List<Problem> problems = new ArrayList<>();
    Yaml yaml = Yaml.read("shown", block, problems).orElseThrow();
    SalesforceKind kind = new SalesforceKind();
    KindConfig reader = new KindConfig(ReadmeTest::text);
    Optional<Yaml> own = yaml.get("config");
    Yaml system = own.isPresent() ? own.get() : Yaml.read("system", SYSTEM, problems).orElseThrow();
    Map<String, List<String>> shared = reader.readSystem(kind, Optional.of(system), yaml);
    List<String> made = new ArrayList<>();
    yaml.get("connectors")
        .orElseThrow()
        .entries()
        .forEach(
            (name, connector) -> {
              Map<String, List<String>> values = new HashMap<>(shared);
              values.putAll(reader.readConnector(kind, connector.get("config"), connector));
              ConnectorContext context =
                  new ConnectorContext("crm", name, Clock.systemUTC(), values);
              try {
                kind.connector(context.in(kind.system(context))).close();
              } catch (io.causerie.spi.ConfigException e) {
                throw new AssertionError(e);
              }
              made.add(name);
            });
    assertThat(problems).isEmpty();
    assertThat(made).isNotEmpty();
  }
}
