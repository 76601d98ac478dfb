package io.causerie.spi;

/**
 * What an operator has added to the application, for kinds that use code they do not bring: drivers
 * of databases and the like.
 *
 * @param loader sees the application's own classes and those that were added
 * @param folder where more is put, so that an error can name it
 */
public record Plugins(ClassLoader loader, String folder) {
  /** Nothing was added; the folder is the one that stands beside the application. */
  public static Plugins none() {
    return new Plugins(Plugins.class.getClassLoader(), "plugins");
  }

  /** How to get what is missing, as the end of a sentence. */
  public String remedy(String artifact) {
    return "put the jar of %s into %s and start again".formatted(artifact, folder);
  }
}
