package io.causerie.model.xml;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A document of XML as letters: in the charset it says itself, by a mark, by zeros between its
 * letters, or by its first line. Bytes that are none of it are an error, and nothing is made up for
 * them.
 */
final class Decoded {
  private static final int LONGEST_DECLARATION = 200;
  private static final Pattern DECLARED =
      Pattern.compile(
          "<\\?xml\\s[^>]*?\\sencoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._:-]{0,40})[\"']");

  private Decoded() {}

  /**
   * A character that is written in a way its charset does not have is an {@link IOException} when
   * it is read.
   *
   * @param otherwise for a document that says none
   * @throws IOException if it says one that there is not
   */
  static Reader reader(InputStream xml, Charset otherwise) throws IOException {
    PushbackInputStream in = new PushbackInputStream(xml, LONGEST_DECLARATION);
    byte[] begin = in.readNBytes(LONGEST_DECLARATION);
    int mark = mark(begin);
    in.unread(begin, mark, begin.length - mark);
    return new InputStreamReader(
        in,
        charset(begin, otherwise)
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  /** How long a byte-order mark of UTF-8 or UTF-16 is. */
  private static int mark(byte[] begin) {
    int first = first(begin);
    if (first == 0xfeff || first == 0xfffe) {
      return 2;
    }
    return first == 0xefbb && begin.length > 2 && (begin[2] & 0xff) == 0xbf ? 3 : 0;
  }

  private static int first(byte[] begin) {
    return begin.length < 2 ? 0 : ((begin[0] & 0xff) << 8) | (begin[1] & 0xff);
  }

  private static Charset charset(byte[] begin, Charset otherwise) throws IOException {
    switch (first(begin)) {
      case 0xfeff, '<' -> {
        return StandardCharsets.UTF_16BE;
      }
      case 0xfffe, '<' << 8 -> {
        return StandardCharsets.UTF_16LE;
      }
      case 0xefbb -> {
        return StandardCharsets.UTF_8;
      }
      default -> {
        Optional<String> declared = declared(begin);
        return declared.isEmpty() ? otherwise : named(declared.get());
      }
    }
  }

  private static Optional<String> declared(byte[] begin) {
    Matcher declared = DECLARED.matcher(new String(begin, StandardCharsets.ISO_8859_1));
    return declared.lookingAt() ? Optional.of(declared.group(1)) : Optional.empty();
  }

  private static Charset named(String name) throws IOException {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IOException("there is no charset " + name, e);
    }
  }
}
