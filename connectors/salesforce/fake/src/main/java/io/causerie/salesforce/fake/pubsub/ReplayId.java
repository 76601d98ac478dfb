package io.causerie.salesforce.fake.pubsub;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** Ten bytes: a number that grows, with holes, and two more that mean nothing to anybody. */
final class ReplayId {
  private static final int LENGTH = 10;

  private ReplayId() {}

  static ByteString of(long number) {
    return ByteString.copyFrom(ByteBuffer.allocate(LENGTH).putLong(number).array());
  }

  /** The number, of ten bytes, or of the eight that salesforce-pubsub-api-client sends. */
  static OptionalLong read(ByteString id) {
    boolean long8 = id.size() == Long.BYTES;
    boolean whole = id.size() == LENGTH && id.byteAt(8) == 0 && id.byteAt(9) == 0;
    return long8 || whole
        ? OptionalLong.of(ByteBuffer.wrap(id.toByteArray()).getLong())
        : OptionalLong.empty();
  }
}
