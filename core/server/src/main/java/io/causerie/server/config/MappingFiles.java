package io.causerie.server.config;

import io.causerie.model.mapping.Mapping;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.model.yaml.Problem;
import io.causerie.model.yaml.Yaml;
import io.causerie.server.config.Configuration.MappingText;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/** Reads mappings: files that connectors name, and those that stand in a system's file. */
final class MappingFiles {
  private final FolderFiles folder;
  private final Named groups;

  /**
   * @param groups that fields may be restricted to
   */
  MappingFiles(FolderFiles folder, Named groups) {
    this.folder = folder;
    this.groups = groups;
  }

  /**
   * @param file the name of one, or one itself
   * @param texts takes its text
   */
  Optional<Mapping> read(Yaml file, List<MappingText> texts, ZoneId zone) {
    String name = file.isMap() ? file.file() : file.text();
    try {
      String text = folder.text(name);
      if (file.isMap()) {
        String cut = file.cutFrom(text);
        refuseReferences(file, name, text, file.line(), (int) cut.lines().count());
        texts.add(new MappingText(name, cut, file.line(), zone));
        return checked(file, MappingCompiler.compile(file, zone));
      }
      refuseReferences(file, name, text, 1, (int) text.lines().count());
      texts.add(new MappingText(name, text, 1, zone));
      MappingCompiler.Compiled compiled = MappingCompiler.compile(name, text, zone);
      compiled.problems().forEach(file::report);
      return checked(file, compiled.mapping());
    } catch (IOException e) {
      file.problem("the mapping " + name + " cannot be read");
      return Optional.empty();
    }
  }

  /** Nothing is put in their place, and people would read them. */
  private static void refuseReferences(Yaml place, String name, String text, int first, int many) {
    List<String> lines = text.lines().toList();
    for (int i = first; i < first + many && i <= lines.size(); i++) {
      String line = lines.get(i - 1);
      Matcher reference = Secrets.REFERENCE.matcher(line);
      while (reference.find()) {
        if (!isInAComment(line, reference.start())) {
          place.report(
              new Problem(
                  name,
                  i,
                  reference.start() + 1,
                  "",
                  "%s is not replaced in a mapping; write what it stands for, an address for instance, or keep it out of posts if it is a secret"
                      .formatted(reference.group())));
        }
      }
    }
  }

  private static boolean isInAComment(String line, int at) {
    return line.stripLeading().startsWith("#") || line.substring(0, at).contains(" # ");
  }

  /** A field that is restricted to nobody would be hidden from all, and nobody would know. */
  private Optional<Mapping> checked(Yaml place, Optional<Mapping> mapping) {
    mapping.ifPresent(
        m ->
            m.restrictedTo().stream()
                .filter(groups::lacks)
                .forEach(
                    g ->
                        place.problem(
                            "a field is restricted to the group '%s'%s, which people.yaml does not have"
                                .formatted(g, groups.hint(g)))));
    return mapping;
  }
}
