package io.causerie.engine;

/** Nothing with that id exists, or the reader may not see it: the two are never told apart. */
public final class NotFoundException extends CauserieException {
  private static final long serialVersionUID = 1;

  public NotFoundException(String what) {
    super(what + " does not exist, or you may not see it");
  }
}
