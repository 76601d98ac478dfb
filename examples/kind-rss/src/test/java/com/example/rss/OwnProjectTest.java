package com.example.rss;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The project that the guide shows needs what this module needs, and in the same versions. */
class OwnProjectTest {
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<groupId>([\\w.]+)</groupId>\\s*<artifactId>([\\w-]+)</artifactId>\\s*<scope>(provided|test)</scope>");
  private static final Pattern PLUGIN =
      Pattern.compile("<artifactId>(maven-\\w+-plugin)</artifactId>\\s*<version>([^<]+)</version>");

  private static String text(String file) throws Exception {
    return Files.readString(Path.of(file));
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(m -> m.group().replaceAll("\\s+", "")).toList();
  }

  @Test
  void dependenciesAreThoseOfThisModule() throws Exception {
    List<String> here = found(DEPENDENCY, text("pom.xml"));

    List<String> shown = found(DEPENDENCY, text("pom-of-your-own.xml"));

    assertThat(here).containsAll(shown);
    assertThat(shown)
        .containsAll(here.stream().filter(d -> d.contains("provided")).toList())
        .anyMatch(d -> d.contains("causerie-contract"));
  }

  @Test
  void versionsAreThoseOfCauserie() throws Exception {
    String parent =
        text("../../pom.xml")
            .replace(
                "${surefire.version}",
                text("../../pom.xml").replaceAll("(?s).*<surefire.version>([^<]+)<.*", "$1"));

    assertThat(found(PLUGIN, parent)).containsAll(found(PLUGIN, text("pom-of-your-own.xml")));
    assertThat(text("pom-of-your-own.xml"))
        .contains(
            text("pom.xml").replaceAll("(?s).*?<parent>.*?(<version>[^<]+</version>).*", "$1"));
  }
}
