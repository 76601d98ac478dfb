package io.causerie.engine.file;

import io.causerie.model.phrase.Wording;

/** Why a file is not looked at yet. */
enum FileWording implements Wording {
  NOT_LOOKED_AT(
      "who looks for viruses does not answer; the file is kept from everybody until then"),
  NOT_THERE("the file's content is not in the depot; bring it back from a backup, or discard this");

  private final String english;

  FileWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "file";
  }

  @Override
  public String english() {
    return english;
  }
}
