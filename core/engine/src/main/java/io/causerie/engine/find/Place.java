package io.causerie.engine.find;

import io.causerie.engine.InvalidInputException;
import io.causerie.model.Coded;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;

/**
 * Where in the index a page ends.
 *
 * @param lead the word that was looked for in it, of all that were asked for
 * @param term the last that was looked at
 * @param record that of it
 */
record Place(String lead, Term term, long record) {
  private static final byte MARK = 'f';

  String write() {
    byte[] led = lead.getBytes(StandardCharsets.UTF_8);
    byte[] word = term.word().getBytes(StandardCharsets.UTF_8);
    byte[] bytes =
        ByteBuffer.allocate(3 + Long.BYTES + led.length + word.length)
            .put(MARK)
            .put((byte) term.kind().code())
            .putLong(record)
            .put((byte) led.length)
            .put(led)
            .put(word)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * @param words what is asked for: a page of other words leads to none of these
   * @throws InvalidInputException if the text is not one that {@link #write} gave for these words
   */
  static Place read(String text, Collection<String> words) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (buffer.get() == MARK) {
        Term.Kind kind = Coded.of(Term.Kind.class, buffer.get());
        long record = buffer.getLong();
        byte[] led = new byte[Byte.toUnsignedInt(buffer.get())];
        buffer.get(led);
        String lead = new String(led, StandardCharsets.UTF_8);
        String word = StandardCharsets.UTF_8.decode(buffer).toString();
        if ((words.contains(lead) || (words.isEmpty() && lead.isEmpty()))
            && word.startsWith(kind == Term.Kind.TYPE ? "" : Term.cut(lead))) {
          return new Place(lead, new Term(kind, word), record);
        }
      }
    } catch (IllegalArgumentException
        | IllegalStateException
        | java.nio.BufferUnderflowException e) {
      throw none();
    }
    throw none();
  }

  private static InvalidInputException none() {
    return new InvalidInputException(
        "cursor", "cursor is not one this list gave; leave it out to begin at the first page");
  }
}
