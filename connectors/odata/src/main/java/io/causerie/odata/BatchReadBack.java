package io.causerie.odata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.spi.ReadBack;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;

/** Reads entities by their keys, in one {@code $batch}; one by one where the service has none. */
final class BatchReadBack implements ReadBack {
  /** What a service answers that knows no batch. */
  private static final Set<Integer> NO_BATCH = Set.of(400, 403, 404, 405, 406, 415, 501);

  private final Service service;
  private volatile boolean batches = true;

  BatchReadBack(Service service) {
    this.service = service;
  }

  @Override
  public List<SourceRow> read(Collection<String> keys) throws SourceException {
    Rows rows = new Rows(service);
    return rows(rows, List.copyOf(answers(rows, keys).values()));
  }

  /** Of some keys those the service says it does not have, whatever the filter. */
  List<String> missing(Rows rows, Collection<String> keys) throws SourceException {
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, Http.Answer> entry : answers(rows, keys).entrySet()) {
      int status = entry.getValue().status();
      if (status == 404 || status == 410) {
        missing.add(entry.getKey());
      } else if (status != 400) {
        service.http().refuseFault(entry.getValue());
      }
    }
    return missing;
  }

  /** The answer to each key that can be one. */
  private Map<String, Http.Answer> answers(Rows rows, Collection<String> keys)
      throws SourceException {
    Map<String, HttpUrl> addresses = new LinkedHashMap<>();
    for (String key : keys) {
      Optional<List<String>> literals = rows.keys().parse(key);
      if (literals.isPresent()) {
        addresses.put(key, service.entity(rows.keys().predicate(literals.get())));
      }
    }
    List<HttpUrl> asked = List.copyOf(addresses.values());
    Iterator<Http.Answer> answers =
        (asked.size() > 1 ? answers(asked) : oneByOne(asked)).iterator();
    Map<String, Http.Answer> byKey = new LinkedHashMap<>();
    for (String key : addresses.keySet()) {
      byKey.put(key, answers.next());
    }
    return byKey;
  }

  private List<Http.Answer> answers(List<HttpUrl> addresses) throws SourceException {
    if (batches) {
      Multipart batch = new Multipart();
      for (HttpUrl address : addresses) {
        batch.get(address, service.settings().url());
      }
      Http.Answer whole =
          service.http().post(service.address("$batch").build(), batch.contentType(), batch.end());
      if (whole.isOk()) {
        Optional<List<Http.Answer>> answers = Multipart.answers(whole);
        if (answers.isPresent() && answers.get().size() == addresses.size()) {
          return answers.get();
        }
      } else if (!NO_BATCH.contains(whole.status())) {
        service.http().refuseFault(whole);
      }
      batches = false;
    }
    return oneByOne(addresses);
  }

  private List<Http.Answer> oneByOne(List<HttpUrl> addresses) throws SourceException {
    List<Http.Answer> answers = new ArrayList<>();
    for (HttpUrl address : addresses) {
      answers.add(service.http().get(address));
    }
    return answers;
  }

  private List<SourceRow> rows(Rows rows, List<Http.Answer> answers) throws SourceException {
    List<SourceRow> read = new ArrayList<>();
    List<Http.Answer> refused = new ArrayList<>();
    for (Http.Answer answer : answers) {
      if (answer.status() == 400) {
        refused.add(answer);
      } else if (answer.status() != 404 && answer.status() != 410 && answer.status() != 204) {
        read.add(rows.row(entity(answer)));
      }
    }
    // One key that is too long for the source must not hold up the others; all of them refused
    // means that the query itself is wrong.
    if (!refused.isEmpty() && refused.size() == answers.size()) {
      service.http().refuseFault(refused.get(0));
    }
    return read;
  }

  private ObjectNode entity(Http.Answer answer) throws SourceException {
    return service
        .settings()
        .version()
        .entity(service.http().json(answer))
        .orElseThrow(
            () ->
                Faults.badAnswer(
                    ODataWording.NO_ENTITY.with(service.http().host()),
                    ODataWording.TWO_FORMS.with()));
  }
}
