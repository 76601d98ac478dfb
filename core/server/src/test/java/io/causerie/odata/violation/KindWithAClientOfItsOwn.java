package io.causerie.odata.violation;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class KindWithAClientOfItsOwn {
  void speaks(java.net.http.HttpClient other) {}
}
