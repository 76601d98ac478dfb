package io.causerie.server.files;

import io.causerie.engine.file.FileKeeping;
import io.causerie.engine.file.FolderDepot;
import io.causerie.engine.file.Watchman;
import io.causerie.server.config.Configuration;
import org.jspecify.annotations.Nullable;

/** What the configuration says of files, for the engine. */
public final class FileScanners {
  private FileScanners() {}

  public static FileKeeping keeping(Configuration.Files files) {
    return files.off()
        ? FileKeeping.NONE
        : new FileKeeping(
            new FolderDepot(files.folder()), files.limits(), watchman(files.scanner()));
  }

  private static @Nullable Watchman watchman(Configuration.@Nullable Scanner scanner) {
    if (scanner == null) {
      return null;
    }
    return scanner.url() == null
        ? new CommandScanner(scanner.command(), scanner.patience())
        : new HttpScanner(scanner.url(), scanner.patience());
  }
}
