package io.causerie.testkit.db;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source that writes down the text of each statement that is run, by the thread that runs
 * it; so a test can say what something may cost, and a failing one shows what it did cost. What
 * {@link #before} is given may also wait or throw, as a slow or a broken database does.
 */
public final class StatementLog {
  private final Map<Thread, List<String>> statements = new ConcurrentHashMap<>();
  private final Map<Thread, Integer> held = new ConcurrentHashMap<>();
  private volatile Consumer<String> before = sql -> {};
  private final DataSource source;
  private final DataSource reads;

  private StatementLog(TestDatabase over) {
    this.source = proxy(DataSource.class, over.source(), null);
    this.reads = proxy(DataSource.class, over.reads(), null);
  }

  /** Writes down what is run through {@link #source()} and {@link #reads()}. */
  public static StatementLog over(TestDatabase database) {
    return new StatementLog(database);
  }

  public DataSource source() {
    return source;
  }

  public DataSource reads() {
    return reads;
  }

  /** Asks somebody before each statement is run; on the thread that runs it. */
  public void before(Consumer<String> asked) {
    before = asked;
  }

  /** The statements the calling thread runs meanwhile, in their order, one line each. */
  public List<String> during(Runnable work) {
    List<String> own = new ArrayList<>();
    List<String> outer = statements.put(Thread.currentThread(), own);
    try {
      work.run();
    } finally {
      if (outer == null) {
        statements.remove(Thread.currentThread());
      } else {
        outer.addAll(own);
        statements.put(Thread.currentThread(), outer);
      }
    }
    return List.copyOf(own);
  }

  /** How many connections a thread has taken and not given back. */
  public int held(Thread thread) {
    return held.getOrDefault(thread, 0);
  }

  private void run(String sql) {
    String line = sql.strip().replaceAll("\\s+", " ");
    List<String> own = statements.get(Thread.currentThread());
    if (own != null) {
      own.add(line);
    }
    before.accept(line);
  }

  private <T> T proxy(Class<T> type, T of, @Nullable String prepared) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().startsWith("execute")) {
            String sql =
                arguments != null && arguments.length > 0 && arguments[0] instanceof String text
                    ? text
                    : prepared;
            run(sql == null ? method.getName() : sql);
          } else if (method.getName().equals("commit")) {
            run("commit");
          } else if (method.getName().equals("getConnection") && of instanceof DataSource) {
            held.merge(Thread.currentThread(), 1, Integer::sum);
          } else if (method.getName().equals("close") && of instanceof Connection) {
            held.merge(Thread.currentThread(), -1, Integer::sum);
          } else if (method.getName().equals("setAutoCommit")
              && Boolean.FALSE.equals(arguments[0])) {
            run("begin");
          }
          try {
            Object result = method.invoke(of, arguments);
            // What is behind a connection is one and the same each time.
            return method.getName().equals("unwrap") ? result : wrapped(result, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private @Nullable Object wrapped(@Nullable Object result, Object @Nullable [] arguments) {
    String sql =
        arguments != null && arguments.length > 0 && arguments[0] instanceof String text
            ? text
            : null;
    if (result instanceof CallableStatement statement) {
      return proxy(CallableStatement.class, statement, sql);
    }
    if (result instanceof PreparedStatement statement) {
      return proxy(PreparedStatement.class, statement, sql);
    }
    if (result instanceof Statement statement) {
      return proxy(Statement.class, statement, null);
    }
    return result instanceof Connection connection
        ? proxy(Connection.class, connection, null)
        : result;
  }
}
