package io.causerie.engine.file;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The one thing that is asked of what cameras write into their pictures: how they were held. */
final class Exif {
  /** It stands near the beginning, or is not looked for. */
  static final int MOST = 128 << 10;

  private static final int ORIENTATION = 0x0112;
  private static final String NAME = "Exif\0\0";
  private static final int SEGMENT = 0xff;
  private static final int APP1 = 0xe1;
  private static final int SCAN = 0xda;

  private Exif() {}

  /** The number of how it was held; 1, as it is looked at, where nothing good is said. */
  static int orientation(byte[] jpeg) {
    try {
      return segments(ByteBuffer.wrap(jpeg));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      // It says that it is longer than it is, or points outside.
      return 1;
    }
  }

  private static int segments(ByteBuffer jpeg) {
    jpeg.position(2);
    while (true) {
      if (Byte.toUnsignedInt(jpeg.get()) != SEGMENT) {
        return 1;
      }
      int marker = Byte.toUnsignedInt(jpeg.get());
      if (marker == SCAN) {
        return 1;
      }
      int length = Short.toUnsignedInt(jpeg.getShort()) - 2;
      int next = jpeg.position() + length;
      if (marker == APP1 && length > NAME.length() && isExif(jpeg)) {
        return directory(jpeg.slice());
      }
      jpeg.position(next);
    }
  }

  private static boolean isExif(ByteBuffer jpeg) {
    byte[] name = new byte[NAME.length()];
    jpeg.get(name);
    return new String(name, StandardCharsets.ISO_8859_1).equals(NAME);
  }

  private static int directory(ByteBuffer tiff) {
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    tiff.position(tiff.getInt(4));
    int entries = Short.toUnsignedInt(tiff.getShort());
    for (int i = 0; i < entries; i++) {
      int tag = Short.toUnsignedInt(tiff.getShort());
      tiff.getShort();
      tiff.getInt();
      int value = Short.toUnsignedInt(tiff.getShort());
      tiff.getShort();
      if (tag == ORIENTATION) {
        return value;
      }
    }
    return 1;
  }
}
