package io.causerie.salesforce.fake.store;

import java.util.List;

/** A request that is refused, in the words of the REST API. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final List<String> fields;

  public Refused(int status, String code, String message, String... fields) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = List.of(fields);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  public List<String> fields() {
    return fields;
  }

  public static Refused notFound() {
    return new Refused(404, "NOT_FOUND", "The requested resource does not exist");
  }

  public static Refused noColumn(String field, String object) {
    return new Refused(
        400, "INVALID_FIELD", "No such column '" + field + "' on sobject of type " + object, field);
  }
}
