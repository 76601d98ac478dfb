package io.causerie.server.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * Finds classes that stand in two places: which one counts would be chance, and shows only when it
 * is called.
 */
final class StandingTwice {
  private final ClassLoader application;

  StandingTwice(ClassLoader application) {
    this.application = application;
  }

  /** Of jars whose classes join the application's. */
  List<String> shared(List<Path> jars) {
    List<String> faults = new ArrayList<>();
    Map<String, Path> seen = new HashMap<>();
    for (Path jar : jars) {
      camel(jar, faults);
      classes(jar)
          .filter(c -> application.getResource(c) != null)
          .findFirst()
          .ifPresent(c -> faults.add(twice(jar, c, "in the application; remove the jar")));
      among(jar, seen, faults);
    }
    return faults;
  }

  /** Of the jars of one kind, which sees little of the application. */
  List<String> kind(List<Path> jars) {
    List<String> faults = new ArrayList<>();
    Map<String, Path> seen = new HashMap<>();
    for (Path jar : jars) {
      classes(jar)
          .filter(c -> KindLoader.isShared(name(c)))
          .findFirst()
          .ifPresent(
              c ->
                  faults.add(
                      twice(
                          jar,
                          c,
                          "in the application, whose classes count; leave them out (scope provided)")));
      among(jar, seen, faults);
    }
    return faults;
  }

  private static void among(Path jar, Map<String, Path> seen, List<String> faults) {
    Map<Path, String> others = new HashMap<>();
    classes(jar)
        .forEach(
            c -> {
              Path other = seen.putIfAbsent(c, jar);
              if (other != null) {
                others.putIfAbsent(other, c);
              }
            });
    others.forEach((other, c) -> faults.add(twice(jar, c, "in " + other + "; keep one")));
  }

  private static String twice(Path jar, String entry, String where) {
    return "%s: the class %s stands %s".formatted(jar, name(entry), where);
  }

  /** Camel's parts fit only each other's version. */
  private static void camel(Path file, List<String> faults) {
    try (JarFile jar = new JarFile(file.toFile())) {
      Artifact artifact = Artifact.of(jar);
      String ours = Artifact.holding(CamelContext.class).map(Artifact::version).orElse("");
      boolean ofCamel = artifact.group().equals("org.apache.camel");
      if (ofCamel && !ours.isEmpty() && !artifact.version().equals(ours)) {
        faults.add(
            "%s: it is of Camel %s, this is Camel %s; take org.apache.camel:%s:%s"
                .formatted(file, artifact.version(), ours, artifact.name(), ours));
      }
    } catch (IOException e) {
      faults.add(file + ": no jar: " + e.getMessage() + "; replace or remove it");
    }
  }

  private static String name(String entry) {
    return entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
  }

  private static Stream<String> classes(Path file) {
    try (JarFile jar = new JarFile(file.toFile());
        Stream<String> names = jar.stream().map(e -> e.getName())) {
      return names.filter(StandingTwice::isClass).toList().stream();
    } catch (IOException e) {
      // What is no jar has been reported already.
      return Stream.empty();
    }
  }

  /** Versions for other Javas, and what describes packages and modules, stand beside classes. */
  private static boolean isClass(String entry) {
    return entry.endsWith(".class")
        && !entry.startsWith("META-INF/")
        && !entry.endsWith("package-info.class")
        && !entry.endsWith("module-info.class");
  }
}
