package io.causerie.engine.file;

import java.nio.charset.StandardCharsets;

/** What a content is by its first bytes; what its giver calls it counts for nothing. */
public enum FileKind {
  JPEG("jpeg", "image/jpeg"),
  PNG("png", "image/png"),
  GIF("gif", "image/gif"),
  WEBP("webp", "image/webp"),
  PDF("pdf", "application/pdf"),
  OTHER("other", "application/octet-stream");

  /** So many bytes tell. */
  static final int TELLING = 12;

  private final String code;
  private final String mediaType;

  FileKind(String code, String mediaType) {
    this.code = code;
    this.mediaType = mediaType;
  }

  /** As it is stored. */
  String code() {
    return code;
  }

  /** As it is sent; of what it is not known to be, bytes and no more. */
  public String mediaType() {
    return mediaType;
  }

  static FileKind of(String code) {
    for (FileKind kind : values()) {
      if (kind.code.equals(code)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of file: " + code);
  }

  /** By the first {@link #TELLING} bytes, or by fewer where there are no more. */
  static FileKind of(byte[] first) {
    String text = new String(first, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      return GIF;
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return WEBP;
    }
    return text.startsWith("%PDF-") ? PDF : OTHER;
  }
}
