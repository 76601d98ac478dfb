package io.causerie.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Function;

/**
 * A typed value of a tracked field or of a summary, rendered only when its reader is known. Two
 * values are equal when a reader could not tell them apart: numbers compare by amount, not scale.
 */
public sealed interface Value {
  /** The field is present and holds nothing. */
  record Empty() implements Value {
    public static final Empty INSTANCE = new Empty();

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.empty().get();
    }
  }

  /**
   * Plain text, shown as it is. At most {@value #MAX_LENGTH} characters; longer text is cut when
   * mapped.
   */
  record Text(String text) implements Value {
    public static final int MAX_LENGTH = 4000;

    public Text {
      PlainText.require("value", text, MAX_LENGTH);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.text().apply(this);
    }
  }

  /** A coded value with its name in any number of languages, for instance {@code C}: Completed. */
  record Coded(String code, Localized name) implements Value {
    public Coded {
      PlainText.require("code", code, Text.MAX_LENGTH);
    }

    /** Codes alone decide: a mapping that renames a value has not changed the record. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Coded that && that.code.equals(code);
    }

    @Override
    public int hashCode() {
      return code.hashCode();
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.coded().apply(this);
    }
  }

  /** A number without unit. */
  record Quantity(BigDecimal number) implements Value {
    public Quantity {
      number = Exact.normal(number);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.quantity().apply(this);
    }
  }

  /** An amount and its ISO 4217 currency code, as the source wrote it. */
  record Money(BigDecimal amount, String currency) implements Value {
    public Money {
      amount = Exact.normal(amount);
      PlainText.require("currency", currency, 16);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.money().apply(this);
    }
  }

  /** A calendar day, without time or zone. */
  record Day(LocalDate day) implements Value {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.day().apply(this);
    }
  }

  /** A moment in time. */
  record Moment(Instant instant) implements Value {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.moment().apply(this);
    }
  }

  /** Yes or no. */
  record Truth(boolean yes) implements Value {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.truth().apply(this);
    }
  }

  /** Answers for each kind of value; Java 17 cannot switch over sealed types. */
  <T> T match(Cases<T> cases);

  /** One answer a kind of value. */
  record Cases<T>(
      java.util.function.Supplier<T> empty,
      Function<Text, T> text,
      Function<Coded, T> coded,
      Function<Quantity, T> quantity,
      Function<Money, T> money,
      Function<Day, T> day,
      Function<Moment, T> moment,
      Function<Truth, T> truth) {}
}
