package io.causerie.server.plugin;

import java.util.List;

/** Jars that cannot be used together; says of each what to do. */
public final class PluginException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PluginException(List<String> faults) {
    super("the plug-ins cannot be used:\n  " + String.join("\n  ", faults));
  }
}
