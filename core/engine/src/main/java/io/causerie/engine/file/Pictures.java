package io.causerie.engine.file;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadUpdateListener;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes small pictures of large ones: drawn anew, so that nothing of what was sent reaches a page,
 * nor where a photo was taken. Bounded in what it reads, in memory and in time; one is made at a
 * time.
 */
final class Pictures {
  private static final Logger LOG = LoggerFactory.getLogger(Pictures.class);

  /** Points of a picture; of a larger one none is made. */
  static final long MOST_POINTS = 25_000_000;

  /** Points of a side of the small one. */
  static final int SIDE = 800;

  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LONGEST_WAIT_SECONDS = 10;
  private static final Semaphore ONE = new Semaphore(1, true);

  private Pictures() {}

  /**
   * A small picture.
   *
   * @param kind JPEG, or PNG where something shines through
   * @param extent how large the picture is that it was made of, as it is looked at
   */
  record Small(byte[] bytes, FileKind kind, FileView.Extent extent) {}

  /** Gives a content from its beginning. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  /** Of what is no picture, too large or broken there is none. */
  static Optional<Small> small(FileKind kind, Source source) {
    if (kind != FileKind.JPEG && kind != FileKind.PNG && kind != FileKind.GIF) {
      return Optional.empty();
    }
    try {
      if (!ONE.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      return drawn(kind, source);
    } catch (IOException | RuntimeException e) {
      // Readers of pictures throw whatever their bytes make them.
      LOG.debug("no small picture can be made", e);
      return Optional.empty();
    } finally {
      ONE.release();
    }
  }

  private static Optional<Small> drawn(FileKind kind, Source source) throws IOException {
    Turn turn = Turn.NONE;
    if (kind == FileKind.JPEG) {
      try (InputStream in = source.open()) {
        turn = Turn.of(in);
      }
    }
    // By the kind that its bytes tell, and by no other reader that may be on the class path.
    ImageReader reader = ImageIO.getImageReadersByFormatName(kind.name()).next();
    try (InputStream in = source.open();
        MemoryCacheImageInputStream bytes = new MemoryCacheImageInputStream(in)) {
      reader.setInput(bytes, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if ((long) width * height > MOST_POINTS) {
        return Optional.empty();
      }
      ImageReadParam few = reader.getDefaultReadParam();
      int each = Math.max(1, Math.max(width, height) / (2 * SIDE));
      few.setSourceSubsampling(each, each, 0, 0);
      Deadline deadline = new Deadline(reader);
      reader.addIIOReadUpdateListener(deadline);
      BufferedImage read = reader.read(0, few);
      return deadline.isOver()
          ? Optional.empty()
          : Optional.of(written(turn.drawn(read, SIDE), turn.extent(width, height)));
    } finally {
      reader.dispose();
    }
  }

  private static Small written(BufferedImage picture, FileView.Extent extent) throws IOException {
    FileKind kind = picture.getColorModel().hasAlpha() ? FileKind.PNG : FileKind.JPEG;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(picture, kind.name(), out)) {
      throw new IOException("nobody writes " + kind);
    }
    return new Small(out.toByteArray(), kind, extent);
  }

  /** Ends a reading that takes too long. */
  private static final class Deadline implements IIOReadUpdateListener {
    private final ImageReader reader;
    private final long end = System.nanoTime() + LONGEST_NANOS;
    private boolean over;

    Deadline(ImageReader reader) {
      this.reader = reader;
    }

    boolean isOver() {
      return over;
    }

    private void look() {
      if (System.nanoTime() - end > 0) {
        over = true;
        reader.abort();
      }
    }

    @Override
    public void imageUpdate(
        ImageReader of, BufferedImage to, int x, int y, int w, int h, int dx, int dy, int[] b) {
      look();
    }

    @Override
    public void passStarted(
        ImageReader of,
        BufferedImage to,
        int p,
        int f,
        int l,
        int x,
        int y,
        int dx,
        int dy,
        int[] b) {
      look();
    }

    @Override
    public void passComplete(ImageReader of, BufferedImage to) {
      look();
    }

    @Override
    public void thumbnailPassStarted(
        ImageReader of,
        BufferedImage to,
        int p,
        int f,
        int l,
        int x,
        int y,
        int dx,
        int dy,
        int[] b) {}

    @Override
    public void thumbnailUpdate(
        ImageReader of, BufferedImage to, int x, int y, int w, int h, int dx, int dy, int[] b) {}

    @Override
    public void thumbnailPassComplete(ImageReader of, BufferedImage to) {}
  }

  /** How a camera was held, by the number that its picture says (EXIF, tag 0x0112). */
  enum Turn {
    NONE(1, 0, false),
    MIRRORED(2, 0, true),
    HALF(3, 2, false),
    HALF_MIRRORED(4, 2, true),
    LEFT_MIRRORED(5, 3, true),
    RIGHT(6, 1, false),
    RIGHT_MIRRORED(7, 1, true),
    LEFT(8, 3, false);

    private final int number;
    private final int quarters;
    private final boolean mirrored;

    Turn(int number, int quarters, boolean mirrored) {
      this.number = number;
      this.quarters = quarters;
      this.mirrored = mirrored;
    }

    /** As the beginning of a JPEG says; what says nothing is looked at as it is. */
    static Turn of(InputStream jpeg) throws IOException {
      int number = Exif.orientation(jpeg.readNBytes(Exif.MOST));
      for (Turn turn : values()) {
        if (turn.number == number) {
          return turn;
        }
      }
      return NONE;
    }

    private boolean isSideways() {
      return quarters % 2 == 1;
    }

    FileView.Extent extent(int width, int height) {
      return isSideways() ? new FileView.Extent(height, width) : new FileView.Extent(width, height);
    }

    /** The picture as it is looked at, no side longer than one. */
    BufferedImage drawn(BufferedImage picture, int side) {
      int width = picture.getWidth();
      int height = picture.getHeight();
      double scale = Math.min(1.0, (double) side / Math.max(width, height));
      int w = Math.max(1, (int) Math.round(width * scale));
      int h = Math.max(1, (int) Math.round(height * scale));
      boolean shines = picture.getColorModel().hasAlpha();
      BufferedImage drawn =
          new BufferedImage(
              isSideways() ? h : w,
              isSideways() ? w : h,
              shines ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
      Graphics2D pen = drawn.createGraphics();
      try {
        pen.setRenderingHint(
            RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        AffineTransform to = new AffineTransform();
        to.translate(drawn.getWidth() / 2.0, drawn.getHeight() / 2.0);
        to.quadrantRotate(quarters);
        to.scale(mirrored ? -1 : 1, 1);
        to.translate(-w / 2.0, -h / 2.0);
        to.scale((double) w / width, (double) h / height);
        pen.drawImage(picture, to, null);
      } finally {
        pen.dispose();
      }
      return drawn;
    }
  }
}
