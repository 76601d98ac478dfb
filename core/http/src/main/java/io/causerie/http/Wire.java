package io.causerie.http;

import io.causerie.spi.SourceException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Sends requests as they are, one by one; counts and records them. Follows no redirect. */
final class Wire {
  static final String METER = "causerie.source.requests";

  private final OkHttpClient client;
  private final ClientSettings settings;
  private final HttpFaults faults;
  private final List<MeterRegistry> meters;
  private final Optional<Recorder> recorder;

  Wire(
      OkHttpClient client,
      ClientSettings settings,
      HttpFaults faults,
      List<MeterRegistry> meters,
      Optional<Recorder> recorder) {
    this.client = client;
    this.settings = settings;
    this.faults = faults;
    this.meters = meters;
    this.recorder = recorder;
  }

  HttpFaults faults() {
    return faults;
  }

  Answer send(Request request) throws SourceException {
    long begun = System.nanoTime();
    String outcome = "broken";
    try (Response response = client.newCall(whole(request)).execute()) {
      int most = request.most().orElse(settings.most());
      BufferedSource source = response.body().source();
      if (source.request(most + 1L)) {
        outcome = "too large";
        throw faults.tooLarge(request.address(), most);
      }
      Answer answer =
          new Answer(request.address(), response.code(), headers(response), source.readByteArray());
      outcome = outcome(answer.status());
      recorder.ifPresent(r -> r.record(request, answer, faults.masks()));
      return answer;
    } catch (IOException e) {
      outcome = e instanceof InterruptedIOException ? "not in time" : "broken";
      throw faults.broken(request.address(), e);
    } finally {
      count(outcome, System.nanoTime() - begun);
    }
  }

  private void count(String outcome, long nanos) {
    for (MeterRegistry registry : meters) {
      Timer.builder(METER)
          .description("requests to a system, by what came of them")
          .tag("system", settings.system())
          .tag("outcome", outcome)
          .register(registry)
          .record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  private okhttp3.Request whole(Request request) {
    okhttp3.Request.Builder whole =
        new okhttp3.Request.Builder().url(request.address().url()).tag(Wire.class, this);
    request.headers().forEach(whole::header);
    return whole
        .method(
            request.method(),
            request.hasBody()
                ? new Once(
                    RequestBody.create(
                        request.body(), request.contentType().map(MediaType::parse).orElse(null)))
                : null)
        .build();
  }

  /**
   * A body that is sent once: where a connection breaks after it was sent, the system may have done
   * what it was asked, and only the caller knows whether to ask again.
   */
  private static final class Once extends RequestBody {
    private final RequestBody body;

    Once(RequestBody body) {
      this.body = body;
    }

    @Override
    public @Nullable MediaType contentType() {
      return body.contentType();
    }

    @Override
    public long contentLength() throws IOException {
      return body.contentLength();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      body.writeTo(sink);
    }

    @Override
    public boolean isOneShot() {
      return true;
    }
  }

  private static Map<String, List<String>> headers(Response response) {
    return response.headers().toMultimap();
  }

  /** Few and fixed, so that figures stay few: neither a path nor a status that a system made up. */
  private static String outcome(int status) {
    return switch (status) {
      // Nothing was changed since it was asked last.
      case 304 -> "ok";
      case 401, 403 -> "refused";
      case 429 -> "limited";
      default ->
          status < 300 ? "ok" : status < 400 ? "redirected" : status < 500 ? "wrong" : "failed";
    };
  }

  /** Ends what is still under way. */
  void cancel() {
    client.dispatcher().runningCalls().stream()
        .filter(call -> call.request().tag(Wire.class) == this)
        .forEach(okhttp3.Call::cancel);
  }
}
