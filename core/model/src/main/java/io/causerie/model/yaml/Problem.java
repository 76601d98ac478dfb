package io.causerie.model.yaml;

/**
 * Something wrong in a file.
 *
 * @param file the file's name as the operator knows it
 * @param line from 1
 * @param column from 1
 * @param path the key, for instance {@code record.related[0].id}; empty for the file itself
 * @param message what was expected, and what to do
 */
public record Problem(String file, int line, int column, String path, String message) {
  @Override
  public String toString() {
    return "%s:%d:%d: %s%s"
        .formatted(file, line, column, path.isEmpty() ? "" : path + ": ", message);
  }
}
