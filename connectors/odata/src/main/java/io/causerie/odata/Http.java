package io.causerie.odata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causerie.model.time.Written;
import io.causerie.spi.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP with one service: credentials, cookies, limits. Follows no redirect. Used by many
 * threads.
 */
final class Http implements AutoCloseable {
  /** Numbers keep every digit they came with. */
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final String JSON_TYPE = "application/json";
  private static final int LARGEST_METADATA = 64 << 20;

  private final OkHttpClient client;
  private final Credentials credentials;
  private final Settings settings;
  private final Clock clock;
  private volatile @Nullable String csrfToken;

  Http(OkHttpClient.Builder base, Credentials credentials, Settings settings, Clock clock) {
    this.client =
        base.followRedirects(false)
            .followSslRedirects(false)
            .cookieJar(new Cookies())
            .callTimeout(settings.timeout())
            .connectTimeout(settings.timeout())
            .readTimeout(settings.timeout())
            .build();
    this.credentials = credentials;
    this.settings = settings;
    this.clock = clock;
  }

  /** A whole answer. */
  record Answer(int status, Headers headers, byte[] body) {
    @Nullable String header(String name) {
      return headers.get(name);
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** The moment of the answer by the service's clock. */
    Optional<Instant> date() {
      return Optional.ofNullable(header("Date")).flatMap(Written::exact);
    }

    /** Whether the body begins as HTML or XML does. */
    boolean isMarkup() {
      for (byte b : body) {
        if (b > ' ') {
          return b == '<';
        }
      }
      return false;
    }

    boolean isOk() {
      return status >= 200 && status < 300;
    }
  }

  String host() {
    return settings.url().host();
  }

  /** An answer in JSON; anything else is a fault. */
  JsonNode json(Answer answer) throws SourceException {
    refuseFault(answer);
    return parse(host(), answer);
  }

  static JsonNode parse(String host, Answer answer) throws SourceException {
    String type = String.valueOf(answer.header("Content-Type")).toLowerCase(Locale.ROOT);
    if (type.startsWith("text/html") || answer.isMarkup()) {
      throw Faults.signIn(host);
    }
    try {
      JsonNode node = JSON.readTree(answer.body());
      if (node.isMissingNode()) {
        throw Faults.truncated(host, null);
      }
      return node;
    } catch (JsonEOFException e) {
      throw Faults.truncated(host, e);
    } catch (JsonProcessingException e) {
      throw Faults.badAnswer(ODataWording.NO_JSON.with(host), ODataWording.NEEDS_JSON.with());
    } catch (IOException e) {
      throw Faults.broken(host, e);
    }
  }

  /** Throws where the answer is no success. */
  void refuseFault(Answer answer) throws SourceException {
    if (!answer.isOk()) {
      throw Faults.answered(host(), answer, said(answer), clock);
    }
  }

  private static String said(Answer answer) {
    try {
      return ODataVersion.errorText(JSON.readTree(answer.body()));
    } catch (IOException e) {
      return "";
    }
  }

  Answer get(HttpUrl url) throws SourceException {
    return get(url, settings.maxPage(), JSON_TYPE, false);
  }

  Answer getTracked(HttpUrl url) throws SourceException {
    return get(url, settings.maxPage(), JSON_TYPE, true);
  }

  Answer getMetadata(HttpUrl url) throws SourceException {
    return get(url, LARGEST_METADATA, "application/xml", false);
  }

  private Answer get(HttpUrl url, int largest, String accept, boolean track)
      throws SourceException {
    Request.Builder request = request(url).header("Accept", accept);
    if (track) {
      request.header("Prefer", "odata.track-changes,odata.maxpagesize=" + settings.pageSize());
    }
    return authorized(request, largest);
  }

  /** Posts a batch, with a CSRF token where the service wants one. */
  Answer post(HttpUrl url, String contentType, byte[] body) throws SourceException {
    Answer answer = posted(url, contentType, body);
    if (answer.status() == 403 && wantsToken(answer)) {
      fetchToken();
      answer = posted(url, contentType, body);
    }
    return answer;
  }

  private Answer posted(HttpUrl url, String contentType, byte[] body) throws SourceException {
    Request.Builder request =
        request(url)
            .header("Accept", "multipart/mixed")
            .post(RequestBody.create(body, MediaType.parse(contentType)));
    String token = csrfToken;
    if (token != null) {
      request.header("X-CSRF-Token", token);
    }
    return authorized(request, settings.maxPage());
  }

  private static boolean wantsToken(Answer answer) {
    return "required".equalsIgnoreCase(answer.header("X-CSRF-Token"))
        || answer.text().toLowerCase(Locale.ROOT).contains("csrf");
  }

  private void fetchToken() throws SourceException {
    Request.Builder request =
        request(settings.url()).header("Accept", JSON_TYPE).header("X-CSRF-Token", "Fetch");
    csrfToken = authorized(request, LARGEST_METADATA).header("X-CSRF-Token");
  }

  private Request.Builder request(HttpUrl url) {
    Request.Builder request = new Request.Builder().url(url);
    if (settings.version().isV2()) {
      request.header("MaxDataServiceVersion", "2.0");
    } else {
      request.header("OData-MaxVersion", "4.01");
    }
    return request;
  }

  /** Sends with credentials; where they are refused, once more with new ones. */
  private Answer authorized(Request.Builder request, int largest) throws SourceException {
    Optional<String> first = credentials.header(this);
    Answer answer = send(request, first, largest);
    if (answer.status() == 401 && credentials.forget(first)) {
      answer = send(request, credentials.header(this), largest);
    }
    return answer;
  }

  private Answer send(Request.Builder request, Optional<String> authorization, int largest)
      throws SourceException {
    authorization.ifPresent(value -> request.header("Authorization", value));
    return send(client, request.build(), largest);
  }

  /** Asks another server, for a token: no credentials of the service go there. */
  Answer token(Request request) throws SourceException {
    return send(client, request, 1 << 20);
  }

  private static Answer send(OkHttpClient client, Request request, int largest)
      throws SourceException {
    String host = request.url().host();
    try (Response response = client.newCall(request).execute()) {
      BufferedSource source = response.body().source();
      if (source.request(largest + 1L)) {
        throw Faults.configuration(
            ODataWording.TOO_LARGE.with(host, largest), ODataWording.ASK_LESS.with());
      }
      return new Answer(response.code(), response.headers(), source.readByteArray());
    } catch (IOException e) {
      throw Faults.broken(host, e);
    }
  }

  /** Ends idle connections. */
  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
