package io.causerie.server.plugin;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * Loads one kind. Of the application it sees what a kind is written against, and nothing else, so
 * that it brings whatever versions of libraries it likes.
 */
final class KindLoader extends URLClassLoader {
  /** What a kind is written against, and what that speaks of. */
  private static final List<String> SHARED =
      List.of(
          "io.causerie.spi.",
          "io.causerie.model.",
          "io.causerie.http.",
          "org.jspecify.",
          "org.slf4j.");

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader application;

  KindLoader(String name, URL[] jars, ClassLoader application) {
    super(name, jars, ClassLoader.getPlatformClassLoader());
    this.application = application;
  }

  /** Whether the application's class counts, whatever the kind brings. */
  static boolean isShared(String type) {
    return SHARED.stream().anyMatch(type::startsWith);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return isShared(name) ? application.loadClass(name) : super.loadClass(name, resolve);
  }
}
