package io.causerie.salesforce.fake.store;

/** What a field holds, by the name that a description gives it. */
public enum FieldType {
  ID("id", "Data:EntityId"),
  STRING("string", "Data:Text"),
  TEXTAREA("textarea", "Data:StringPlusClob"),
  PICKLIST("picklist", "Data:DynamicEnum"),
  PHONE("phone", "Data:Phone"),
  EMAIL("email", "Data:Email"),
  URL("url", "Data:Url"),
  REFERENCE("reference", "ForeignKey:EntityId"),
  BOOLEAN("boolean", "Data:Boolean"),
  INT("int", "Data:Integer"),
  DOUBLE("double", "Data:Double"),
  PERCENT("percent", "Data:Percent"),
  CURRENCY("currency", "Data:Currency"),
  DATE("date", "Data:DateOnly"),
  DATETIME("datetime", "Data:DateTime"),
  /** Holds no value of its own: its parts do. */
  ADDRESS("address", "Data:Address"),
  /** The name of a person: its parts hold it, and together they are read as one text. */
  PERSON_NAME("string", "Data:PersonName"),
  /** The name of what may be a company or a person. */
  SWITCHABLE_NAME("string", "Data:Switchable_PersonName");

  private final String described;
  private final String doc;

  FieldType(String described, String doc) {
    this.described = described;
    this.doc = doc;
  }

  public String described() {
    return described;
  }

  /** How the schema of a change event documents it. */
  public String doc() {
    return doc;
  }

  public boolean numeric() {
    return this == INT || this == DOUBLE || this == PERCENT || this == CURRENCY;
  }
}
