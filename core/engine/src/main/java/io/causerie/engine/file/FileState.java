package io.causerie.engine.file;

/** Whether a content may be had. */
public enum FileState {
  /** Who looks for viruses has not looked yet. */
  WAITING("waiting"),
  CLEAN("clean"),
  /** Who looks for viruses says no; the content is gone. */
  REFUSED("refused");

  private final String code;

  FileState(String code) {
    this.code = code;
  }

  /** As it is stored, and told by the API. */
  public String code() {
    return code;
  }

  static FileState of(String code) {
    for (FileState state : values()) {
      if (state.code.equals(code)) {
        return state;
      }
    }
    throw new IllegalArgumentException("no state of a file: " + code);
  }
}
