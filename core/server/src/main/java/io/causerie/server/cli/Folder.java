package io.causerie.server.cli;

import io.causerie.engine.people.Person;
import io.causerie.server.config.Configuration;
import io.causerie.server.config.ConfigurationException;
import io.causerie.server.config.ConfigurationLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that every command shares. */
final class Folder {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FOLDER",
      description = "The configuration folder; default: ${DEFAULT-VALUE}",
      defaultValue = ".")
  private Path path;

  Path path() {
    return path;
  }

  /** Where the data are, without a look at the rest of the folder. */
  Configuration.Store store() throws ConfigurationException {
    return ConfigurationLoader.store(path, Clock.systemUTC(), System::getenv);
  }

  /** Who stands in people.yaml. */
  List<Person> persons() throws ConfigurationException {
    return ConfigurationLoader.persons(path, Clock.systemUTC());
  }

  Configuration load() throws ConfigurationException {
    return ConfigurationLoader.load(path, Clock.systemUTC(), System::getenv);
  }
}
