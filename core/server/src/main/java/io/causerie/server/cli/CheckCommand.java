package io.causerie.server.cli;

import io.causerie.model.CandidatePost;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.SourceEvent;
import io.causerie.model.mapping.Mapping;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.model.mapping.MappingPaths;
import io.causerie.model.mapping.Mappings;
import io.causerie.model.text.Messages;
import io.causerie.model.text.ReaderContext;
import io.causerie.model.text.SummaryText;
import io.causerie.model.text.ValueText;
import io.causerie.model.yaml.Nearest;
import io.causerie.server.config.Configuration;
import io.causerie.server.connect.SourceCheck;
import io.causerie.server.connect.SourceReport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code causerie check}: the configuration, or what a mapping makes of an event. */
@Command(
    name = "check",
    description = {
      "Checks the configuration folder, and runs its cases/CONNECTOR/NAME/event.json.",
      "With --mapping and --event: shows what the mapping makes of an event, without a server."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private static final String ALL = "*";

  @Mixin private Folder folder;

  @Option(names = "--mapping", description = "A mapping file")
  private @Nullable Path mapping;

  @Option(names = "--event", description = "A file with the data of an event")
  private @Nullable Path event;

  @Option(
      names = "--type",
      defaultValue = "",
      description = "The event's type; absent: whatever the mapping takes")
  private String type;

  @Option(names = "--system", defaultValue = "system", description = "The name of the system")
  private String system;

  @Option(names = "--update", description = "Writes what the cases come to as expected.json")
  private boolean update;

  @Option(
      names = "--connect",
      arity = "0..1",
      fallbackValue = ALL,
      paramLabel = "CONNECTOR",
      description = {
        "Asks the sources what the server would ask them, or one connector's: reads a page, maps it,"
            + " and shows what people would read. Nothing is stored."
      })
  private @Nullable String connect;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (mapping == null && event == null) {
      Configuration configuration = folder.load();
      out.printf(
          "The configuration is good: %d systems, %d connectors, %d persons%s.%n",
          configuration.systems().size(),
          configuration.connectors().size(),
          configuration.people().size(),
          disabled(configuration));
      if (configuration.demo() && configuration.server().console().writes()) {
        out.println(
            "! demo.signIn with server.console.writes: whoever reaches this server is who she says, and writes its files; take one of them out before others do");
      }
      configuration
          .connectors()
          .forEach(
              (name, one) ->
                  one.warnings().forEach(warning -> out.printf("! %s: %s%n", name, warning)));
      int code = cases(out, configuration);
      if (connect != null) {
        code = Math.max(code, connect(out, configuration, connect));
      }
      out.flush();
      return code;
    }
    if (mapping == null || event == null) {
      throw new IllegalArgumentException("give both --mapping and --event");
    }
    return dryRun(out, mapping, event);
  }

  private static String disabled(Configuration configuration) {
    long disabled = configuration.people().stream().filter(p -> !p.active()).count();
    return disabled == 0 ? "" : " (%d disabled)".formatted(disabled);
  }

  private static int connect(PrintWriter out, Configuration configuration, String asked) {
    Set<String> names = configuration.connectors().keySet();
    if (!asked.equals(ALL) && !names.contains(asked)) {
      throw new IllegalArgumentException(
          "there is no connector '%s'%s".formatted(asked, Nearest.hint(asked, names)));
    }
    SourceCheck check = new SourceCheck(configuration, Clock.systemUTC());
    int code = 0;
    for (String name : asked.equals(ALL) ? names : List.of(asked)) {
      SourceReport report = check.of(name);
      new SourceText(out, configuration, Clock.systemUTC()).print(report);
      code = report.isGood() ? code : 1;
    }
    return code;
  }

  private int cases(PrintWriter out, Configuration configuration) throws java.io.IOException {
    Cases cases = new Cases(folder.path(), configuration);
    cases.run(update);
    cases.hints().forEach(hint -> out.println("! " + hint));
    cases.differences().forEach(out::println);
    if (cases.size() > 0 && update) {
      out.printf("%d cases written.%n", cases.size());
    } else if (cases.size() > 0) {
      out.printf("%d cases, %d differences.%n", cases.size(), cases.differences().size());
    }
    return cases.differences().isEmpty() ? 0 : 1;
  }

  private int dryRun(PrintWriter out, Path file, Path data) throws java.io.IOException {
    var compiled = MappingCompiler.compile(file.toString(), Files.readString(file));
    if (compiled.mapping().isEmpty()) {
      compiled.problems().forEach(out::println);
      out.flush();
      return 1;
    }
    SourceEvent source =
        new SourceEvent(
            "causerie:check", type, "check", null, null, null, Map.of(), Files.readAllBytes(data));
    Mapping tried = compiled.mapping().get();
    if (!type.isEmpty() && !tried.accepts(source)) {
      return notTaken(out, tried, source);
    }
    MappingPaths.unseen(List.of(tried), List.of(source))
        .forEach(
            u -> out.printf("! %s:%d: the event does not have %s%n", u.file(), u.line(), u.path()));
    int code =
        tried
            .map(source, system)
            .match(
                seen -> {
                  seen.warnings().forEach(warning -> out.println("warning:   " + warning));
                  return show(out, seen.observation());
                },
                ignored -> say(out, "ignored: " + ignored.reason(), 0),
                rejected -> say(out, "failed: " + rejected.reason(), 1),
                hinted -> say(out, "read back: " + hinted.key(), 0));
    out.flush();
    return code;
  }

  /** As the server would answer it; a type that was given by hand is a slip of somebody. */
  private int notTaken(PrintWriter out, Mapping tried, SourceEvent source) {
    int code =
        Mappings.of(system, List.of(tried))
            .map(source)
            .match(
                seen -> 0, ignored -> say(out, "ignored: " + ignored.reason(), 1), r -> 0, h -> 0);
    out.printf("`on` of %s takes %s%n", tried.file(), String.join(", ", tried.on()));
    out.flush();
    return code;
  }

  private static int say(PrintWriter out, String text, int code) {
    out.println(text);
    return code;
  }

  private static int show(PrintWriter out, Observation seen) {
    out.println("record:    " + seen.record());
    out.println("title:     " + (seen.title() == null ? "(not said)" : seen.title().texts()));
    out.println("url:       " + (seen.url() == null ? "(not said)" : seen.url()));
    out.println("version:   " + (seen.version() == null ? "(none)" : seen.version()));
    out.println("actor:     " + (seen.actor() == null ? "(not said)" : seen.actor().id()));
    out.println("published: " + (seen.published() == null ? "(arrival)" : seen.published()));
    out.println("audience:  " + (seen.audience() == null ? "(the ceilings)" : seen.audience()));
    for (Observed field : seen.fields()) {
      out.printf(
          "field:     %s = %s%n",
          field.label().in("en"), ValueText.of(field.value(), ReaderContext.of("en")));
    }
    for (CandidatePost post : seen.posts()) {
      for (String language : Messages.LANGUAGES) {
        out.printf(
            "post:      when %s, %s, %s: %s%n",
            post.when().word(), post.lane().word(), language, sentence(seen, post, language));
      }
    }
    return 0;
  }

  private static String sentence(Observation seen, CandidatePost post, String language) {
    ReaderContext reader = ReaderContext.of(language);
    List<SummaryText.Change> changes =
        seen.fields().stream()
            .map(
                f ->
                    new SummaryText.Change(
                        f.label().in(language),
                        f.label().in(language) + ": … → " + ValueText.of(f.value(), reader)))
            .toList();
    String actor = seen.actor() == null ? seen.record().system() : seen.actor().id();
    String title = seen.title() == null ? seen.record().id() : seen.title().in(language);
    return SummaryText.write(
            post.summary(), new SummaryText.Facts(actor, false, title, changes), reader)
        .stream()
        .map(SummaryText.Part::text)
        .collect(Collectors.joining());
  }
}
