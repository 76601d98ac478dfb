package io.causerie.server.cli;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.causerie.engine.people.Person;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Schema;
import io.causerie.model.yaml.Nearest;
import io.causerie.server.config.Configuration;
import io.causerie.server.config.DatabaseFiles;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.TokenStore;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code causerie token}: makes, lists and revokes API tokens. */
@Command(
    name = "token",
    description = {
      "Makes, lists and revokes API tokens.",
      "On H2 the server must be stopped: its file has one user at a time."
    },
    mixinStandardHelpOptions = true)
final class TokenCommand {
  @Spec private CommandSpec spec;

  @Command(name = "create", description = "Makes a token and shows it, once.")
  int create(
      @Mixin Folder folder,
      @Option(names = "--name", required = true, description = "What it is for") String name,
      @Option(
              names = "--person",
              required = true,
              description = "On whose behalf: an id of people.yaml; it ends when she leaves")
          String person,
      @Option(
              names = "--scope",
              split = ",",
              defaultValue = "read",
              description = "read, write, operate")
          List<String> scopes,
      @Option(names = "--expires", description = "Lifetime such as P90D; absent: until revoked")
          @Nullable Duration lifetime)
      throws Exception {
    if (lifetime != null && (lifetime.isZero() || lifetime.isNegative())) {
      throw new IllegalArgumentException("a token that is over already; say --expires P90D or so");
    }
    requireActive(person, folder.persons());
    Set<Scope> granted = EnumSet.noneOf(Scope.class);
    for (String scope : scopes) {
      if (!Set.of("read", "write", "operate").contains(scope)) {
        throw new IllegalArgumentException(
            "there is no scope '" + scope + "'; choose from read, write, operate");
      }
      granted.add(Scope.valueOf(scope.toUpperCase(Locale.ROOT)));
    }
    return with(
        folder,
        tokens -> {
          TokenStore.Made made =
              tokens.make(
                  new TokenStore.Grant(Caller.Kind.API, name, person, granted, null, lifetime));
          out().println(made.token());
          out().println("id: " + made.id() + "; it is not shown again");
          return 0;
        });
  }

  private static void requireActive(String person, List<Person> persons) {
    Set<String> ids = persons.stream().map(Person::id).collect(Collectors.toSet());
    if (!ids.contains(person)) {
      throw new IllegalArgumentException(
          "there is no person '%s' in people.yaml%s".formatted(person, Nearest.hint(person, ids)));
    }
    if (persons.stream().anyMatch(p -> p.id().equals(person) && !p.active())) {
      throw new IllegalArgumentException(
          "%s is disabled in people.yaml: a token of hers would let nobody in".formatted(person));
    }
  }

  @Command(name = "list", description = "Lists tokens, without the tokens themselves.")
  int list(@Mixin Folder folder) throws Exception {
    return with(
        folder,
        tokens -> {
          for (TokenStore.Listed t : tokens.list()) {
            out()
                .printf(
                    "%s  %-20s  %-12s  %-20s  %s%n",
                    t.id(),
                    t.name(),
                    t.person(),
                    t.scopes(),
                    t.revoked()
                        ? "revoked"
                        : t.expires() == null ? "no end" : "until " + t.expires());
          }
          return 0;
        });
  }

  @Command(name = "revoke", description = "Ends a token at once.")
  int revoke(@Mixin Folder folder, @Parameters(paramLabel = "ID") String id) throws Exception {
    return with(
        folder,
        tokens -> {
          boolean found = tokens.revoke(id);
          out().println(found ? "revoked" : "there is no such token, or it was revoked before");
          return found ? 0 : 1;
        });
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private int with(Folder folder, ToIntFunction<TokenStore> work) throws Exception {
    Configuration.Store store = folder.store();
    DatabaseFiles.protect(store.url());
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(store.url());
    config.setUsername(store.username());
    config.setPassword(store.password());
    config.setMaximumPoolSize(2);
    try (HikariDataSource source = new HikariDataSource(config)) {
      Database database = Database.open(source);
      Schema.update(source, "io/causerie/server/changelog.xml");
      int code = work.applyAsInt(new TokenStore(database, Clock.systemUTC()));
      out().flush();
      return code;
    }
  }
}
