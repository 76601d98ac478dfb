package io.causerie.engine.file;

import io.causerie.engine.CauserieException;

/** A file cannot be had yet: it is being checked for viruses. */
public final class FileWaitingException extends CauserieException {
  private static final long serialVersionUID = 1;

  FileWaitingException() {
    super("the file is being checked; try again in a moment");
  }
}
