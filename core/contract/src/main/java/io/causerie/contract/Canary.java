package io.causerie.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Listens to every logger, at every level, for values that must never be shown. */
final class Canary extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level level = root.getLevel();
  private final List<String> secrets;
  private final List<String> heard = new CopyOnWriteArrayList<>();

  Canary(List<String> secrets) {
    this.secrets = List.copyOf(secrets);
    setContext(root.getLoggerContext());
    root.setLevel(Level.TRACE);
    root.addAppender(this);
    start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    search("the log of " + event.getLoggerName(), event.getFormattedMessage());
    for (IThrowableProxy t = event.getThrowableProxy(); t != null; t = t.getCause()) {
      search("a stack trace of " + event.getLoggerName(), String.valueOf(t.getMessage()));
    }
  }

  /** Notes where a secret stands in a text. */
  void search(String place, String text) {
    secrets.stream()
        .filter(text::contains)
        .forEach(secret -> heard.add("a secret stands in " + place + ": " + text));
  }

  void assertSilent() {
    assertThat(heard).isEmpty();
  }

  @Override
  public void close() {
    root.detachAppender(this);
    root.setLevel(level);
    stop();
  }
}
