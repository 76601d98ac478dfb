package io.causerie.engine.file;

import io.causerie.engine.CauserieException;

/** More was given than is taken; the message says how much is. */
public final class FileTooLargeException extends CauserieException {
  private static final long serialVersionUID = 1;

  private FileTooLargeException(String message) {
    super(message);
  }

  static FileTooLargeException file(long most) {
    return new FileTooLargeException("a file may have " + said(most) + " at most");
  }

  static FileTooLargeException ofPerson(long most) {
    return new FileTooLargeException(
        "your files may have %s in all; remove one first".formatted(said(most)));
  }

  private static String said(long bytes) {
    return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MB" : bytes + " bytes";
  }
}
