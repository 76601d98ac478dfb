package io.causerie.server.live;

import io.causerie.engine.live.LiveLine;
import io.causerie.model.RecordId;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to a stream; its bytes are shared with all who get the same.
 *
 * @param bytes as they are sent
 * @param about what was told, where a right is needed to hear it
 */
record Frame(byte[] bytes, @Nullable About about) {
  static final Frame HEARTBEAT = of(": still here\n\n");

  /**
   * What a right is needed for.
   *
   * @param record as the stream follows it
   * @param checked when the right was last looked at, by {@link System#nanoTime}
   */
  record About(RecordId record, LiveLine told, long checked) {}

  static Frame of(String event, String data) {
    return of("event: " + event + "\ndata: " + data + "\n\n");
  }

  static byte[] bytes(long position, byte[] json) {
    byte[] head =
        ("id: " + position + "\nevent: change\ndata: ").getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = new byte[head.length + json.length + 2];
    System.arraycopy(head, 0, bytes, 0, head.length);
    System.arraycopy(json, 0, bytes, head.length, json.length);
    bytes[bytes.length - 2] = '\n';
    bytes[bytes.length - 1] = '\n';
    return bytes;
  }

  private static Frame of(String text) {
    return new Frame(text.getBytes(StandardCharsets.UTF_8), null);
  }
}
