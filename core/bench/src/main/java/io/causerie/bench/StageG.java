package io.causerie.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Lets one real server process take the same events in each way in which they come, one after the
 * other, round by round, and prints what each gets done as a ratio to CloudEvents of the same
 * round; then kills it among change events of Salesforce and compares what came with what was told;
 * measures how long a comment is on its way, and what the stack of gRPC costs in memory.
 */
@Command(
    name = "stage-g",
    description = "Measures the ways in which events come, and comments go back.",
    mixinStandardHelpOptions = true)
public final class StageG implements Callable<Integer> {
  private static final String PLAIN = "cloudevents";
  private static final int BATCH = 100;

  /** After which a server that does nothing has done what it does at its start. */
  private static final Duration CALM = Duration.ofSeconds(10);

  @Option(
      names = "--only",
      split = ",",
      description =
          "What is measured: ways (cloudevents, webhook, idoc, sap, salesforce, amqp, odata, sql,"
              + " camel), changes, delays, memory; default: all")
  private List<String> only = List.of();

  @Option(names = "--rounds", defaultValue = "3", description = "How often each way is measured")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "6",
      description = "How long events are pushed, after as long a warm-up")
  private int seconds;

  @Option(
      names = "--events",
      defaultValue = "8000",
      description = "Events a round that are fetched, and those of the memory")
  private int events;

  @Option(
      names = "--changes",
      defaultValue = "100000",
      description = "Change events of Salesforce, in the middle of which the server is killed")
  private int changes;

  @Option(
      names = "--comments",
      defaultValue = "200",
      description = "Comments, and changes, of which each is waited for")
  private int comments;

  @Option(
      names = "--application",
      defaultValue = "core/server/target/causerie",
      description = "The folder with causerie.jar; default: ${DEFAULT-VALUE}")
  private Path application = Path.of("");

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StageG()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("causerie-bench");
    try (Store store = Store.fresh(Store.Kind.POSTGRESQL, folder)) {
      say("database", store.describe(Store.Kind.POSTGRESQL));
      ways(part(folder, "ways"), store.another("ways"));
      if (isWanted("changes")) {
        Store own = store.another("changes");
        say("changes", new Changes(application, part(folder, "changes"), own, changes).run());
      }
      if (isWanted("delays")) {
        Store own = store.another("delays");
        new Delays(application, part(folder, "delays"), own, comments).run().forEach(StageG::say);
      }
      if (isWanted("memory")) {
        memory(folder, store);
      }
      return 0;
    } finally {
      StageA.remove(folder);
    }
  }

  private boolean isWanted(String what) {
    return only.isEmpty() || only.contains(what);
  }

  private static Path part(Path folder, String name) throws Exception {
    return Files.createDirectory(folder.resolve(name));
  }

  private void ways(Path folder, Store store) throws Exception {
    List<String> which = new ArrayList<>(Ways.ALL.stream().filter(this::isWanted).toList());
    boolean camel = isWanted("camel");
    if (which.isEmpty() && !camel) {
      return;
    }
    if (!which.contains(PLAIN)) {
      which.add(0, PLAIN);
    }
    OrderDesk.configure(folder, store);
    Map<String, List<Double>> all = new LinkedHashMap<>();
    List<Double> besideRoutes = new ArrayList<>();
    try (Ways ways = new Ways(folder, store, which, Duration.ofSeconds(seconds), events)) {
      String token = ServerProcess.token(application, folder, "ada");
      try (ServerProcess server = ServerProcess.start(application, folder);
          Api api = new Api(server, token);
          Tally tally = new Tally(store)) {
        ways.warm(api, tally);
        for (int round = 1; round <= rounds; round++) {
          for (String way : which) {
            double rate = ways.perSecond(way, api, tally);
            all.computeIfAbsent(way, name -> new ArrayList<>()).add(rate);
            say("round " + round + ", " + way, String.format(Locale.ROOT, "%,.0f events/s", rate));
          }
        }
        say("resident memory, all ways", server.residentMemory());
      }
      if (camel) {
        Routes routes = new Routes(application, folder, store, Duration.ofSeconds(seconds), events);
        for (int round = 1; round <= rounds; round++) {
          Routes.Beside beside = routes.round(token);
          besideRoutes.add(beside.cloudEvents());
          all.computeIfAbsent("camel", name -> new ArrayList<>()).add(beside.routed());
        }
      }
    }
    List<Double> plain = all.getOrDefault(PLAIN, List.of());
    all.forEach(
        (way, rates) -> say(way, spreads(rates, way.equals("camel") ? besideRoutes : plain)));
  }

  private static String spreads(List<Double> rates, List<Double> plain) {
    double[] ratios = new double[rates.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = rates.get(i) / plain.get(i);
    }
    return "%s a second; ratio to cloudevents %s"
        .formatted(
            StageE.spread("%,.0f", rates.stream().mapToDouble(Double::doubleValue).toArray()),
            StageE.spread("%.2f", ratios));
  }

  /** The same number of events, by HTTP alone, and half of them from Salesforce. */
  private void memory(Path folder, Store store) throws Exception {
    Path plain = part(folder, "plain");
    Store without = store.another("without_grpc");
    OrderDesk.configure(plain, without);
    memory(plain, without, "without gRPC", many -> {});
    Path both = part(folder, "both");
    Store with = store.another("with_grpc");
    OrderDesk.configure(both, with);
    try (Crm crm = Crm.start(both)) {
      memory(both, with, "with a stream of gRPC", many -> crm.insert(many, () -> 1));
    }
  }

  private interface Stream {
    void tell(int many) throws Exception;
  }

  private void memory(Path folder, Store store, String what, Stream stream) throws Exception {
    String token = ServerProcess.token(application, folder, "ada");
    boolean streams = Files.exists(folder.resolve("systems/crm.yaml"));
    try (ServerProcess server = ServerProcess.start(application, folder);
        Api api = new Api(server, token);
        Tally tally = new Tally(store)) {
      LockSupport.parkNanos(CALM.toNanos());
      String idle = server.residentMemory();
      int pushed = streams ? events / 2 : events;
      for (int done = 0; done < pushed; done += BATCH) {
        api.push(OrderDesk.batch(done, BATCH), BATCH);
      }
      if (streams) {
        stream.tell(events / 2);
        tally.await(Crm.CHANGES, events / 2, Duration.ofMillis(100));
      }
      say(
          "resident memory, " + what,
          "%s idle, %s after %,d events".formatted(idle, server.residentMemory(), events));
    }
  }

  private static void say(String what, Object figure) {
    System.out.println(what + ": " + figure);
  }
}
