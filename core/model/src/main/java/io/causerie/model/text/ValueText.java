package io.causerie.model.text;

import io.causerie.model.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.function.Supplier;

/** Writes typed values. */
public final class ValueText {
  private ValueText() {}

  /** A value in the reader's language, for instance {@code 12 480,00 €}. */
  public static String of(Value value, ReaderContext reader) {
    return value.match(
        new Value.Cases<>(
            () -> reader.say("value.none"),
            Value.Text::text,
            coded -> coded.name().in(reader.language()),
            quantity -> number(quantity.number(), reader),
            money -> money(money, reader),
            day ->
                DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                    .withLocale(reader.locale())
                    .format(day.day()),
            moment ->
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                    .withLocale(reader.locale())
                    .format(moment.instant().atZone(reader.zone())),
            truth -> truth(truth.yes(), reader)));
  }

  /** A value and what became of it, as texts. */
  public record Pair(String from, String to) {}

  /**
   * Two values side by side: whoever reads them can tell them apart unless they are equal, so where
   * the usual texts are the same they are written to the last digit, second or code.
   */
  public static Pair of(Value from, Value to, ReaderContext reader) {
    Pair usual = new Pair(of(from, reader), of(to, reader));
    return usual.from().equals(usual.to()) && !from.equals(to)
        ? new Pair(exact(from, reader), exact(to, reader))
        : usual;
  }

  private static String exact(Value value, ReaderContext reader) {
    Supplier<String> usual = () -> of(value, reader);
    return value.match(
        new Value.Cases<>(
            usual,
            Value.Text::text,
            coded -> usual.get() + " (" + coded.code() + ")",
            quantity -> quantity.number().toPlainString(),
            money -> (money.amount().toPlainString() + " " + money.currency()).strip(),
            day -> day.day().toString(),
            moment -> moment.instant().toString(),
            truth -> usual.get()));
  }

  private static String truth(boolean yes, ReaderContext reader) {
    return reader.say(yes ? "value.yes" : "value.no");
  }

  private static String number(BigDecimal number, ReaderContext reader) {
    NumberFormat format = NumberFormat.getNumberInstance(reader.locale());
    format.setMaximumFractionDigits(Math.max(0, number.scale()));
    return format.format(number);
  }

  private static String money(Value.Money money, ReaderContext reader) {
    try {
      Currency currency = Currency.getInstance(money.currency());
      NumberFormat format = NumberFormat.getCurrencyInstance(reader.locale());
      format.setCurrency(currency);
      int digits = Math.max(0, currency.getDefaultFractionDigits());
      format.setMinimumFractionDigits(digits);
      format.setRoundingMode(RoundingMode.HALF_UP);
      // 350.34999999999997 is how a machine says 350.35; but a fraction of a cent is not nothing.
      BigDecimal rounded = money.amount().setScale(digits, RoundingMode.HALF_UP);
      boolean vanishes = rounded.signum() == 0 && money.amount().signum() != 0;
      format.setMaximumFractionDigits(vanishes ? money.amount().scale() : digits);
      return format.format(money.amount());
    } catch (IllegalArgumentException e) {
      // Not a currency of ISO 4217: shown as the source wrote it.
      return (number(money.amount(), reader) + " " + money.currency()).strip();
    }
  }
}
