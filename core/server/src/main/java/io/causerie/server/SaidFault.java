package io.causerie.server;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;

/** A stack trace in the log, beside the margin like {@link SaidLine}. */
public final class SaidFault extends ThrowableProxyConverter {
  @Override
  protected String throwableProxyToString(IThrowableProxy proxy) {
    String text = super.throwableProxyToString(proxy);
    return "    " + SaidLine.within(text.stripTrailing()) + "\n";
  }
}
