package io.causerie.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.testkit.system.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of the quickstart outlives whoever started it, as Maven does, however that one ends. */
@Tag("real")
class EndingIT {
  private static final long SECONDS = 120;

  @TempDir Path data;
  private final List<ProcessHandle> all = new ArrayList<>();

  @AfterEach
  void end() {
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /** A process that starts the quickstart, waits for it, and hands no signal on. */
  private Process starter(String name) throws IOException {
    List<String> command =
        List.of(
            "sh",
            "-c",
            "\"$@\" & wait",
            "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-classpath",
            System.getProperty("java.class.path"),
            "-Dcauserie.application=" + System.getProperty("causerie.application"),
            "-Dquickstart.config=" + Path.of("causerie").toAbsolutePath(),
            "-Dquickstart.data=" + data.resolve(name),
            "-Dport=" + Ports.free(),
            "-Ddesk.port=" + Ports.free(),
            Quickstart.class.getName());
    Process starter = new ProcessBuilder(command).redirectErrorStream(true).start();
    all.add(starter.toHandle());
    return starter;
  }

  /** The desk and Causerie, once they run. */
  private List<ProcessHandle> running(Process starter) throws IOException {
    List<String> said = new ArrayList<>();
    BufferedReader lines = starter.inputReader();
    for (String line = lines.readLine();
        line != null && !line.startsWith("Ctrl-C ends both");
        line = lines.readLine()) {
      said.add(line);
    }
    List<ProcessHandle> children = starter.descendants().toList();
    all.addAll(children);
    assertThat(children).as(String.join("\n", said)).hasSize(2);
    return children;
  }

  private static void areGone(List<ProcessHandle> children) throws Exception {
    for (ProcessHandle child : children) {
      child.onExit().get(SECONDS, TimeUnit.SECONDS);
      assertThat(child.isAlive()).isFalse();
    }
  }

  @Test
  void nothingOutlivesAStarterThatIsKilledOrTerminated() throws Exception {
    // They start beside each other: it takes half the time.
    Process killed = starter("killed");
    Process terminated = starter("terminated");
    List<ProcessHandle> ofTheKilled = running(killed);
    List<ProcessHandle> ofTheTerminated = running(terminated);

    end(killed.toHandle(), ProcessHandle::destroyForcibly);
    end(terminated.toHandle(), ProcessHandle::destroy);

    areGone(ofTheKilled);
    areGone(ofTheTerminated);
  }

  private static void end(ProcessHandle process, Consumer<ProcessHandle> how) throws Exception {
    how.accept(process);
    process.onExit().get(SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void causerieDoesNotOutliveADeskThatIsKilled() throws Exception {
    Process starter = starter("desk");
    List<ProcessHandle> children = running(starter);

    starter.children().forEach(ProcessHandle::destroyForcibly);

    areGone(children);
  }
}
