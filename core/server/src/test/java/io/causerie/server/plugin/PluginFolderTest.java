package io.causerie.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.causerie.engine.Causerie;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.SourceRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFolderTest {
  @TempDir Path folder;
  private Path plugins = Path.of("plugins");

  @BeforeEach
  void place() {
    plugins = folder.resolve("plugins");
  }

  private PluginFolder open() {
    return PluginFolder.open(plugins, getClass().getClassLoader());
  }

  @Test
  void thereNeedNotBeAFolder() {
    assertThat(open().jars()).isEmpty();
    assertThat(open().kinds().names())
        .containsExactly(
            "amqp", "camel", "cloudevents", "idoc", "odata", "salesforce", "sap", "sql", "webhook");
  }

  @Test
  void kindHasALoaderOfItsOwnAndSeesWhatItIsWrittenAgainst() throws Exception {
    Jars.teller(plugins.resolve("teller.jar"));

    ConnectorKind kind = open().kinds().find("teller").orElseThrow();

    ClassLoader loader = kind.getClass().getClassLoader();
    assertThat(loader).isNotSameAs(getClass().getClassLoader());
    assertThat(loader.loadClass(SourceRow.class.getName())).isSameAs(SourceRow.class);
    for (Class<?> hidden : new Class<?>[] {ObjectMapper.class, Causerie.class, getClass()}) {
      assertThatThrownBy(() -> loader.loadClass(hidden.getName()))
          .as("libraries and inner parts of the application")
          .isInstanceOf(ClassNotFoundException.class);
    }
  }

  @Test
  void kindInAFolderBringsItsLibrariesInTheVersionsItLikes() throws Exception {
    Jars.teller(plugins.resolve("teller/teller.jar"));
    Jars.make(plugins.resolve("teller/jackson.jar"), Map.of(), ObjectMapper.class);

    PluginFolder opened = open();

    ConnectorKind kind = opened.kinds().find("teller").orElseThrow();
    assertThat(opened.jars()).hasSize(2);
    assertThat(
            kind.getClass()
                .getClassLoader()
                .getResource(ObjectMapper.class.getName().replace('.', '/') + ".class"))
        .asString()
        .contains("teller/jackson.jar");
  }

  @Test
  void classThatStandsInTheApplicationTooFailsTheStart() {
    Jars.make(plugins.resolve("mine.jar"), Map.of(), ObjectMapper.class);

    assertThatThrownBy(this::open)
        .isInstanceOf(PluginException.class)
        .hasMessageContaining(
            "mine.jar: the class " + ObjectMapper.class.getName() + " stands in the application");
  }

  @Test
  void classThatStandsInTwoPluginsFailsTheStartAndAllFaultsAreToldAtOnce() throws Exception {
    // A class that this class path does not have.
    String name = "com/example/Step.class";
    Jars.make(plugins.resolve("a.jar"), Map.of(name, "one"));
    Jars.make(plugins.resolve("folder/b.jar"), Map.of(name, "other"));
    Files.writeString(plugins.resolve("broken.jar"), "no jar");
    Jars.make(
        plugins.resolve("camel-old.jar"),
        Map.of(
            "META-INF/maven/org.apache.camel/camel-old/pom.properties",
            "groupId=org.apache.camel\nartifactId=camel-old\nversion=4.10.0\n"));

    assertThatThrownBy(this::open)
        .hasMessageContaining("b.jar: the class com.example.Step stands in ")
        .hasMessageContaining("a.jar; keep one")
        .hasMessageContaining("broken.jar: no jar")
        .hasMessageContaining("it is of Camel 4.10.0")
        .hasMessageContaining("take org.apache.camel:camel-old:4.22.0");
  }

  @Test
  void kindThatBringsWhatItIsWrittenAgainstFailsTheStart() {
    Jars.teller(plugins.resolve("teller/teller.jar"));
    Jars.make(plugins.resolve("teller/spi.jar"), Map.of(), SourceRow.class);

    assertThatThrownBy(this::open)
        .hasMessageContaining(
            "spi.jar: the class " + SourceRow.class.getName() + " stands in the application");
  }

  @Test
  void twoKindsOfOneNameFailTheStart() {
    Jars.teller(plugins.resolve("teller.jar"));
    Jars.teller(plugins.resolve("teller-2.jar"));

    assertThatThrownBy(this::open).hasMessageContaining("two kinds are called 'teller'");
  }

  @Test
  void kindThatCannotBeLoadedIsNamed() {
    Jars.make(
        plugins.resolve("wrong.jar"),
        Map.of("META-INF/services/io.causerie.spi.ConnectorKind", "com.example.Nothing"));

    assertThatThrownBy(this::open)
        .hasMessageContaining("wrong.jar: its kind cannot be loaded")
        .hasMessageContaining("com.example.Nothing");
  }

  @Test
  void inventoryTellsVersionsAndWhereTheyComeFrom() {
    Jars.teller(plugins.resolve("teller.jar"));

    Inventory inventory = Inventory.of(open());

    assertThat(inventory.kinds())
        .contains(new Inventory.Part("teller", "3.1", "teller.jar", true))
        .anyMatch(p -> p.name().equals("sql") && !p.added());
    assertThat(inventory.drivers()).anyMatch(p -> p.name().equals("org.h2.Driver"));
    assertThat(inventory.components())
        .extracting(Inventory.Part::name)
        .contains("timer", "file", "scheduler", "direct");
  }
}
