package io.causerie.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourcesTest {
  private static final Path ROOT = Path.of("src/main/resources/causerie-ui");

  private static Map<Path, String> sources(String ending) throws IOException {
    Map<Path, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
        sources.put(ROOT.relativize(file), Files.readString(file));
      }
    }
    return sources;
  }

  private static Set<String> all(String pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static Set<String> keys(String language) throws IOException {
    return all("(?m)^  \"([\\w-]+)\":", texts(language));
  }

  /** The texts of a language, which stand in several files. */
  private static String texts(String language) throws IOException {
    return Files.readString(ROOT.resolve("i18n/" + language + ".js"))
        + Files.readString(ROOT.resolve("i18n/back-" + language + ".js"))
        + Files.readString(ROOT.resolve("i18n/connect-" + language + ".js"))
        + Files.readString(ROOT.resolve("i18n/find-" + language + ".js"))
        + Files.readString(ROOT.resolve("i18n/files-" + language + ".js"))
        + Files.readString(ROOT.resolve("i18n/home-" + language + ".js"))
        + Files.readString(ROOT.resolve("i18n/notices-" + language + ".js"))
        + Files.readString(ROOT.resolve("i18n/sources-" + language + ".js"))
        + Files.readString(ROOT.resolve("i18n/told-" + language + ".js"));
  }

  @Test
  void englishAndFrenchHaveTheSameTexts() throws IOException {
    assertThat(keys("fr")).isEqualTo(keys("en"));
  }

  @Test
  void everyTextThatIsAskedForExists() throws IOException {
    Set<String> asked = new TreeSet<>();
    for (String source : sources(".js").values()) {
      asked.addAll(all("\\bt\\(\"(\\w+)\"", source));
    }

    assertThat(asked).hasSizeGreaterThan(40);
    assertThat(keys("en")).containsAll(asked);
  }

  /**
   * Words of codes are asked for by the code; core/server holds those against the codes there are.
   */
  private static final Pattern BY_CODE =
      Pattern.compile("(deed|fault|found|problem|remapCannot)_.+");

  @Test
  void everyTextIsAskedFor() throws IOException {
    String sources = String.join("\n", sources(".js").values());

    assertThat(keys("en"))
        .filteredOn(key -> !BY_CODE.matcher(key).matches())
        .allSatisfy(key -> assertThat(all("(\"" + key + "\"[^:])", sources)).as(key).isNotEmpty());
  }

  /** The second of two would be taken without a word. */
  @Test
  void noTextStandsTwice() throws IOException {
    for (String language : List.of("en", "fr")) {
      Matcher key = Pattern.compile("(?m)^  \"([\\w-]+)\":").matcher(texts(language));
      assertThat(key.results().map(m -> m.group(1))).as(language).doesNotHaveDuplicates();
    }
  }

  @Test
  void placeholdersAreTheSameInBothLanguages() throws IOException {
    Pattern line = Pattern.compile("(?m)^  \"([\\w-]+)\":(.*)$");
    Map<String, Set<String>> english = new TreeMap<>();
    Matcher matcher = line.matcher(texts("en"));
    while (matcher.find()) {
      english.put(matcher.group(1), all("\\{(\\w+)\\}", matcher.group(2)));
    }
    matcher = line.matcher(texts("fr"));
    while (matcher.find()) {
      assertThat(all("\\{(\\w+)\\}", matcher.group(2)))
          .as(matcher.group(1))
          .isEqualTo(english.get(matcher.group(1)));
    }
  }

  @Test
  void nothingIsInlineThatThePolicyForbids() throws IOException {
    sources(".js")
        .forEach(
            (file, source) ->
                assertThat(source)
                    .as(file.toString())
                    .doesNotContain("innerHTML")
                    .doesNotContain("styleMap")
                    .doesNotContain(" style=")
                    .doesNotContain("eval("));
    sources(".html")
        .forEach(
            (file, page) ->
                assertThat(page)
                    .as(file.toString())
                    .doesNotContain("<style")
                    .doesNotContain(" style="));
  }

  @Test
  void noElementTakesTheNameOfWhatTheBrowserCalls() throws IOException {
    // Lit takes an element off the page by its remove(): a method of that name would run then.
    sources(".js")
        .forEach(
            (file, source) ->
                assertThat(
                        all(
                            "(?m)^  (?:async )?(remove|before|after|append|prepend|replaceWith"
                                + "|replaceChildren|matches|closest|contains|animate)\\(",
                            source))
                    .as(file.toString())
                    .isEmpty());
  }

  @Test
  void everyImportIsThere() throws IOException {
    String map = Files.readString(ROOT.resolve("importmap.json"));
    for (String target : all("\"(/webjars/[^\"]+\\.js)\"", map)) {
      assertThat(SourcesTest.class.getResource("/META-INF/resources" + target))
          .as(target)
          .isNotNull();
    }
    for (String font :
        all("href=\"/fonts/([^\"]+)\"", Files.readString(ROOT.resolve("page.html")))) {
      assertThat(SourcesTest.class.getResource("/META-INF/resources/_static/" + font))
          .as(font)
          .isNotNull();
    }
    for (Map.Entry<Path, String> source : sources(".js").entrySet()) {
      for (String sheet : all("href=\"(/webjars/[^\"]+)\"", source.getValue())) {
        assertThat(SourcesTest.class.getResource("/META-INF/resources" + sheet))
            .as(source.getKey() + " links " + sheet)
            .isNotNull();
      }
      for (String imported : all("(?:from|import) \"([^\"]+)\"", source.getValue())) {
        if (imported.startsWith("/ui/")) {
          assertThat(ROOT.resolve(imported.substring(4))).as(source.getKey() + " imports").exists();
        } else {
          String module = imported.contains("/") ? imported.replaceAll("/.*", "/") : imported;
          assertThat(map)
              .as(source.getKey() + " imports " + imported)
              .contains("\"" + module + "\"");
        }
      }
    }
  }

  /**
   * What a browser keeps is shown to whoever sits at it next; one module takes care that it is not.
   */
  @Test
  void oneModuleAloneKeepsAnythingInABrowser() throws IOException {
    Pattern keeps =
        Pattern.compile(
            "localStorage|sessionStorage|indexedDB|document\\.cookie|cookieStore|caches\\b"
                + "|navigator\\.storage|(?:push|replace)State");
    Map<Path, String> all = sources(".js");
    all.putAll(sources(".html"));

    assertThat(all.keySet())
        .filteredOn(file -> keeps.matcher(all.get(file)).find())
        .containsExactly(Path.of("drafts.js"));
    assertThat(
            all(
                "((?:readDraft|keepDraft|forgetDrafts)\\((?!(?:this\\.(?:host\\.)?context\\.api|me)\\.person\\b)[^)]*)",
                String.join("\n", withoutDoor(all).values())))
        .as("of no person")
        .isEmpty();
  }

  private static Map<Path, String> withoutDoor(Map<Path, String> all) {
    Map<Path, String> others = new TreeMap<>(all);
    others.remove(Path.of("drafts.js"));
    return others;
  }

  /** What grows beyond this does more than one thing. */
  private static final int LINES = 400;

  @Test
  void noFileIsLongerThanOneCanKeepInMind() throws IOException {
    Map<Path, String> all = sources(".js");
    all.putAll(sources(".css"));

    assertThat(all.entrySet())
        .filteredOn(file -> !file.getKey().startsWith("i18n"))
        .allSatisfy(
            file ->
                assertThat(file.getValue().lines().count())
                    .as(file.getKey().toString())
                    .isLessThanOrEqualTo(LINES));
  }

  /** Of what lies below knows nothing of what lies above: each folder, and what it may import. */
  private static final Map<String, Pattern> LAYERS =
      Map.of(
          "controllers/", Pattern.compile("/ui/(controllers/)?[\\w-]+\\.js"),
          "elements/talk/", Pattern.compile("/ui/(controllers/|elements/(talk/)?)?[\\w-]+\\.js"),
          "elements/home/",
              Pattern.compile("/ui/(controllers/|elements/(home/|talk/)?)?[\\w-]+\\.js"),
          "elements/console/",
              Pattern.compile("/ui/(controllers/|elements/(console/)?)?[\\w-]+\\.js"));

  @Test
  void importsGoDownAlone() throws IOException {
    Map<Path, String> all = sources(".js");
    LAYERS.forEach(
        (folder, allowed) -> {
          List<Path> files =
              all.keySet().stream().filter(f -> f.toString().startsWith(folder)).toList();
          assertThat(files).as(folder).isNotEmpty();
          for (Path file : files) {
            assertThat(
                    all(
                        "(?:from|import) \"(/ui/[^\"]+)\"",
                        java.util.Objects.requireNonNull(all.get(file))))
                .as(file.toString())
                .allSatisfy(imported -> assertThat(imported).matches(allowed));
          }
        });
  }

  @Test
  void everyTokenThatIsUsedIsDefined() throws IOException {
    Set<String> defined = all("(?m)^  (--[\\w-]+):", Files.readString(ROOT.resolve("tokens.css")));
    for (Map<Path, String> kind : java.util.List.of(sources(".js"), sources(".css"))) {
      kind.forEach(
          (file, source) ->
              assertThat(defined)
                  .as(file.toString())
                  .containsAll(all("var\\((--[\\w-]+)\\)", source)));
    }
  }
}
