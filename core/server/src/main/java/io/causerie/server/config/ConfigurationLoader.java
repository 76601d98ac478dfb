package io.causerie.server.config;

import io.causerie.engine.people.Person;
import io.causerie.http.Outward;
import io.causerie.model.Localized;
import io.causerie.model.Sha256;
import io.causerie.model.text.Messages;
import io.causerie.model.yaml.Problem;
import io.causerie.model.yaml.Yaml;
import io.causerie.runtime.RouteCheck;
import io.causerie.server.config.Configuration.AccountKey;
import io.causerie.server.config.Configuration.Console;
import io.causerie.server.config.Configuration.Host;
import io.causerie.server.config.Configuration.Limits;
import io.causerie.server.config.Configuration.Server;
import io.causerie.server.config.Configuration.Store;
import io.causerie.server.plugin.PluginFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a configuration folder; reports every error of every file at once. */
public final class ConfigurationLoader {
  /**
   * What the engine asks of an H2 URL; see its documentation for why. At exit H2 would close the
   * database by itself, under a server that still has to number what was committed last. Its own
   * trace would show each question whether there are tables yet as a fault.
   */
  private static final String H2_OPTIONS =
      ";MODE=PostgreSQL;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;LOCK_TIMEOUT=10000;DB_CLOSE_ON_EXIT=FALSE"
          + ";TRACE_LEVEL_FILE=0";

  static final Server SERVER =
      new Server(
          "127.0.0.1",
          8080,
          null,
          1 << 20,
          "en",
          null,
          false,
          null,
          new Limits(30, 300, 120, 240, 300),
          new Console(false));
  static final String USER = "sa";
  private static final int MIN_SECRET = 32;
  static final int POOL = 10;
  static final Duration CLAIMS_LAPSE = Duration.ofDays(30);

  private final Path folder;
  private final FolderFiles folderFiles;
  private final UnaryOperator<@Nullable String> environment;
  private final Clock clock;
  private final Secrets secrets;
  private final PluginFolder plugins;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Localized> groups = new TreeMap<>();

  private ConfigurationLoader(
      Path folder, Clock clock, UnaryOperator<@Nullable String> environment, PluginFolder plugins) {
    this(folder, Map.of(), clock, environment, plugins);
  }

  private ConfigurationLoader(
      Path folder,
      Map<String, String> instead,
      Clock clock,
      UnaryOperator<@Nullable String> environment,
      PluginFolder plugins) {
    this.folder = folder;
    this.folderFiles = new FolderFiles(folder, instead);
    this.environment = environment;
    this.clock = clock;
    this.secrets = new Secrets(folderFiles, environment);
    this.plugins = plugins;
  }

  /**
   * Reads a folder.
   *
   * @param environment the value of an environment variable, or null
   * @throws ConfigurationException with every error
   */
  public static Configuration load(
      Path folder, Clock clock, UnaryOperator<@Nullable String> environment)
      throws ConfigurationException {
    return load(folder, clock, environment, PluginFolder.ofApplication());
  }

  /**
   * As above, and tells which files it has read, be the folder good or not.
   *
   * @param read given each of them, those that are not there among them
   */
  public static Configuration load(
      Path folder,
      Clock clock,
      UnaryOperator<@Nullable String> environment,
      Consumer<? super Path> read)
      throws ConfigurationException {
    ConfigurationLoader loader =
        new ConfigurationLoader(folder, clock, environment, PluginFolder.ofApplication());
    try {
      return loader.load();
    } finally {
      loader.folderFiles.asked().forEach(read);
    }
  }

  /** As above, with the plug-ins of another place. */
  public static Configuration load(
      Path folder, Clock clock, UnaryOperator<@Nullable String> environment, PluginFolder plugins)
      throws ConfigurationException {
    return new ConfigurationLoader(folder, clock, environment, plugins).load();
  }

  /**
   * As above, with some files as they are to be written.
   *
   * @param instead texts by their paths in the folder
   */
  static Configuration load(
      Path folder,
      Map<String, String> instead,
      Clock clock,
      UnaryOperator<@Nullable String> environment)
      throws ConfigurationException {
    return new ConfigurationLoader(
            folder, instead, clock, environment, PluginFolder.ofApplication())
        .load();
  }

  /**
   * Where a folder's server keeps its data; nothing else of the folder is looked at, so that no
   * secret of a connector needs to be at hand.
   *
   * @throws ConfigurationException with every error of that block
   */
  public static Store store(Path folder, Clock clock, UnaryOperator<@Nullable String> environment)
      throws ConfigurationException {
    return new ConfigurationLoader(folder, clock, environment, PluginFolder.ofApplication())
        .store();
  }

  /**
   * The persons of a folder; nothing else of it is looked at.
   *
   * @throws ConfigurationException with every error of people.yaml
   */
  public static List<Person> persons(Path folder, Clock clock) throws ConfigurationException {
    ConfigurationLoader loader =
        new ConfigurationLoader(folder, clock, System::getenv, PluginFolder.ofApplication());
    List<Person> people = loader.people(new PeopleFile(loader.groups));
    if (!loader.problems.isEmpty()) {
      throw new ConfigurationException(loader.problems);
    }
    return people;
  }

  private List<Person> people(PeopleFile file) {
    Path path = folder.resolve("people.yaml");
    return Files.exists(path) ? read(path).map(file::read).orElseGet(file::unread) : List.of();
  }

  private Store store() throws ConfigurationException {
    Optional<Store> store =
        read(folder.resolve("causerie.yaml"))
            .filter(Yaml::expectMap)
            .map(y -> store(y.get("database")));
    if (!problems.isEmpty() || store.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return store.get();
  }

  private Configuration load() throws ConfigurationException {
    Optional<Yaml> main = read(folder.resolve("causerie.yaml"));
    PeopleFile file = new PeopleFile(groups);
    List<Person> people = people(file);
    SystemFiles files = new SystemFiles(folderFiles, clock, secrets, file, plugins);
    List<Path> systems = files("systems", ".yaml");
    for (Path system : systems) {
      read(system).ifPresent(files::read);
    }
    files.complete();
    // Of a file that could not be read nobody knows which system it is.
    if (files.systems.size() == systems.size()) {
      file.complete(files.systems.stream().map(SystemConfig::name).collect(Collectors.toSet()));
    }
    Map<String, String> routes = new LinkedHashMap<>();
    for (Path route : files("routes", ".yaml")) {
      text(route).ifPresent(text -> routes.put(name(route), text));
    }
    RouteCheck.faults(routes, files.intakes(), plugins.plugins())
        .forEach(f -> problems.add(new Problem(f.file(), 1, 1, "", f.message())));
    Optional<Configuration> whole =
        main.filter(Yaml::expectMap).map(y -> whole(y, files, routes, file, people));
    if (!problems.isEmpty() || whole.isEmpty()) {
      throw new ConfigurationException(problems.stream().map(secrets::hide).toList());
    }
    return whole.get();
  }

  private Configuration whole(
      Yaml main,
      SystemFiles files,
      Map<String, String> routes,
      PeopleFile file,
      List<Person> people) {
    Server server = server(main.get("server"));
    Store store = store(main.get("database"));
    Configuration.Files kept = FilesBlock.read(main.get("files"), secrets, folder);
    List<Host> hosts =
        main.get("embed").filter(Yaml::expectMap).map(y -> hosts(y, file)).orElse(List.of());
    boolean demo = demo(main.get("demo"), server);
    Duration claimsLapse =
        main.get("people")
            .filter(Yaml::expectMap)
            .map(ConfigurationLoader::claimsLapse)
            .orElse(CLAIMS_LAPSE);
    Set<String> operators = operators(main.get("operators"), file.persons());
    List<AccountKey> accountKeys =
        main.get("accounts").filter(Yaml::expectMap).map(this::accountKeys).orElse(List.of());
    List<Outward.Place> webhooks = WebhooksBlock.read(main.get("webhooks"), secrets);
    main.refuseOthers();
    return new Configuration(
        server,
        store,
        kept,
        hosts,
        demo,
        files.systems,
        routes,
        groups,
        people,
        claimsLapse,
        operators,
        accountKeys,
        webhooks,
        plugins.plugins(),
        new ConfigurationFolder(folder, clock, environment));
  }

  private static Duration claimsLapse(Yaml y) {
    Duration lapse = y.get("claimsLapse").map(Yaml::duration).orElse(CLAIMS_LAPSE);
    y.refuseOthers();
    return lapse;
  }

  private Server server(Optional<Yaml> yaml) {
    Server fallback = SERVER;
    if (yaml.isEmpty() || !yaml.get().expectMap()) {
      return fallback;
    }
    Yaml y = yaml.get();
    String host = y.get("host").map(secrets::text).orElse(fallback.host());
    int port = y.get("port").map(p -> whole(p, 0, 65535)).orElse(fallback.port());
    String publicUrl = y.get("publicUrl").map(this::origin).orElse(null);
    int size =
        y.get("maxEventSize").map(s -> s.number(1024, 100 << 20)).orElse(fallback.maxEventSize());
    String language =
        y.get("language").map(l -> l.oneOf(Messages.LANGUAGES)).orElse(fallback.language());
    Integer healthPort = y.get("healthPort").map(p -> p.number(0, 65535)).orElse(null);
    boolean forwarded = y.get("forwarded").map(Yaml::truth).orElse(fallback.forwarded());
    String contact = y.get("securityContact").map(this::contact).orElse(null);
    Limits limits =
        y.get("limits")
            .filter(Yaml::expectMap)
            .map(ConfigurationLoader::limits)
            .orElse(fallback.limits());
    Console console =
        y.get("console")
            .filter(Yaml::expectMap)
            .map(ConfigurationLoader::console)
            .orElse(fallback.console());
    y.refuseOthers();
    return new Server(
        host, port, publicUrl, size, language, healthPort, forwarded, contact, limits, console);
  }

  private static Console console(Yaml y) {
    boolean writes = y.get("writes").map(Yaml::truth).orElse(SERVER.console().writes());
    y.refuseOthers();
    return new Console(writes);
  }

  private static Limits limits(Yaml y) {
    Limits fallback = SERVER.limits();
    Limits limits =
        new Limits(
            limit(y, "signIns", fallback.signIns()),
            limit(y, "embeds", fallback.embeds()),
            limit(y, "writes", fallback.writes()),
            limit(y, "reactions", fallback.reactions()),
            limit(y, "searches", fallback.searches()));
    y.refuseOthers();
    return limits;
  }

  private static int limit(Yaml y, String name, int fallback) {
    return y.get(name).map(n -> n.number(1, 1_000_000)).orElse(fallback);
  }

  private String contact(Yaml yaml) {
    String text = secrets.text(yaml);
    if (!text.matches("(mailto:|https://)[!-~]+")) {
      yaml.problem("expected mailto:... or https://..., found '" + yaml.text() + "'");
    }
    return text;
  }

  private int whole(Yaml yaml, int least, int most) {
    String text = secrets.text(yaml);
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    yaml.problem(
        "expected a whole number from %d to %d, found '%s'".formatted(least, most, yaml.text()));
    return least;
  }

  /** Scheme, host and port, as browsers write an origin. */
  private String origin(Yaml yaml) {
    String text = secrets.text(yaml);
    try {
      URI uri = URI.create(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare = uri.getPath() == null || uri.getPath().isEmpty();
      if (web && uri.getHost() != null && bare && uri.getQuery() == null) {
        return text;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    yaml.problem(
        "expected scheme, host and port such as https://erp.example.com, found '"
            + yaml.text()
            + "'");
    return text;
  }

  private Store store(Optional<Yaml> yaml) {
    String fallback = "jdbc:h2:file:" + folder.resolve("data/causerie").toAbsolutePath();
    if (yaml.isEmpty() || !yaml.get().expectMap()) {
      return new Store(fallback + H2_OPTIONS, USER, "", POOL);
    }
    Yaml y = yaml.get();
    Optional<Yaml> address = y.get("url");
    String url = address.map(secrets::text).orElse(fallback);
    String username = y.get("username").map(secrets::text).orElse(USER);
    String password = y.get("password").map(secrets::text).orElse("");
    int pool = y.get("poolSize").map(p -> p.number(4, 500)).orElse(POOL);
    y.refuseOthers();
    if (url.startsWith("jdbc:h2:")) {
      String file = DatabaseFiles.absolute(url, folder);
      return new Store(file.contains("MODE=") ? file : file + H2_OPTIONS, username, password, pool);
    }
    if (url.startsWith("jdbc:postgresql:")) {
      String batched = (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=true";
      return new Store(url + batched, username, password, pool);
    }
    address.ifPresent(
        a -> a.problem("expected a URL that begins with jdbc:h2: or jdbc:postgresql:"));
    return new Store(url, username, password, pool);
  }

  private List<Host> hosts(Yaml embed, PeopleFile people) {
    List<Host> hosts = new ArrayList<>();
    embed
        .get("hosts")
        .ifPresent(
            list -> list.elements().forEach(y -> host(y, people.groups()).ifPresent(hosts::add)));
    embed.refuseOthers();
    return hosts;
  }

  private Optional<Host> host(Yaml y, Named known) {
    if (!y.expectMap()) {
      return Optional.empty();
    }
    String name =
        y.require("name", "the issuer of the host's tokens").map(secrets::text).orElse("");
    List<String> origins =
        y.require("origins", "where the host's pages live")
            .map(o -> o.oneOrMore().stream().map(this::origin).toList())
            .orElse(List.of());
    Optional<Yaml> secret = y.get("secret");
    String text = secret.map(secrets::text).orElse(null);
    Optional<Yaml> file = y.get("key");
    PublicKey key =
        file.flatMap(k -> PublicKeyFile.read(k, folderFiles.path(secrets.text(k)))).orElse(null);
    if (text != null && text.getBytes(StandardCharsets.UTF_8).length < 32) {
      secret.get().problem("a secret for HS256 needs 32 bytes at least");
    }
    if ((text == null) == file.isEmpty()) {
      y.problem("give either `secret` (HS256) or `key` (a PEM file, RS256 or ES256)");
    }
    Set<String> systems = texts(y, "systems");
    Set<String> persons = texts(y, "persons");
    Set<String> members = texts(y, "groups");
    members.stream()
        .filter(known::lacks)
        .forEach(
            group ->
                y.problem(
                    "there is no group '%s'%s; add it to people.yaml"
                        .formatted(group, known.hint(group))));
    y.refuseOthers();
    return Optional.of(new Host(name, origins, text, key, systems, persons, members));
  }

  private List<AccountKey> accountKeys(Yaml y) {
    List<AccountKey> keys = new ArrayList<>();
    for (Yaml each : y.get("keys").map(Yaml::elements).orElse(List.of())) {
      if (each.expectMap()) {
        Optional<Yaml> named = each.require("id", "what the key is called");
        String id = named.map(Yaml::text).orElse("");
        if (!id.matches(MainShape.KEY_ID)) {
          named.ifPresent(n -> n.problem("expected 1 to 64 letters, digits, dots, '_' or '-'"));
        }
        Optional<Yaml> secret = each.require("secret", "32 characters at least, by chance");
        String text = secret.map(secrets::text).orElse("");
        if (text.length() < MIN_SECRET) {
          secret.ifPresent(s -> s.problem("a key needs 32 characters at least, by chance"));
        }
        if (keys.stream().anyMatch(k -> k.id().equals(id))) {
          each.problem("there is a key of that id already");
        }
        each.refuseOthers();
        keys.add(new AccountKey(id, Sha256.begin().digest(text.getBytes(StandardCharsets.UTF_8))));
      }
    }
    y.refuseOthers();
    return keys;
  }

  private static Set<String> texts(Yaml y, String name) {
    return y.get(name).map(Yaml::oneOrMore).orElse(List.of()).stream()
        .map(Yaml::text)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> operators(Optional<Yaml> yaml, Named persons) {
    Set<String> operators = new TreeSet<>();
    for (Yaml y : yaml.map(Yaml::oneOrMore).orElse(List.of())) {
      operators.add(y.text());
      if (persons.lacks(y.text())) {
        y.problem(
            "there is no person '%s'%s; add her to people.yaml"
                .formatted(y.text(), persons.hint(y.text())));
      }
    }
    return operators;
  }

  private static boolean demo(Optional<Yaml> yaml, Server server) {
    if (yaml.isEmpty() || !yaml.get().expectMap()) {
      return false;
    }
    boolean signIn = yaml.get().get("signIn").map(Yaml::truth).orElse(false);
    yaml.get().refuseOthers();
    if (signIn && !server.isLoopback()) {
      yaml.get()
          .problem(
              "the demonstration lets anybody be anybody, so it runs on 127.0.0.1 only; server.host is "
                  + server.host());
    }
    return signIn;
  }

  private void problem(Path file, String message) {
    problems.add(new Problem(name(file), 1, 1, "", message));
  }

  private Optional<Yaml> read(Path file) {
    return text(file).flatMap(text -> Yaml.read(name(file), text, problems));
  }

  private String name(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private Optional<String> text(Path file) {
    try {
      return Optional.of(folderFiles.text(name(file)));
    } catch (IOException e) {
      problem(file, "the file cannot be read: " + e);
      return Optional.empty();
    }
  }

  private List<Path> files(String sub, String ending) {
    try {
      return folderFiles.in(sub, ending).stream().map(folder::resolve).toList();
    } catch (IOException e) {
      problem(folder.resolve(sub), "the folder cannot be read: " + e);
      return List.of();
    }
  }
}
