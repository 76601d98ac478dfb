package com.example.rss;

/** What came is no feed that is read here; says what is wrong, and where. */
final class NoFeedException extends Exception {
  private static final long serialVersionUID = 1;

  NoFeedException(String message) {
    super(message);
  }
}
