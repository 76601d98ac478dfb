package io.causerie.http.odata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.http.Address;
import io.causerie.http.Answer;
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
import java.util.concurrent.atomic.AtomicInteger;

/** Reads entities by their keys, in one {@code $batch}; one by one where the service has none. */
final class BatchReadBack implements ReadBack {
  /** What a service answers that knows no batch. */
  private static final Set<Integer> NO_BATCH = Set.of(400, 403, 404, 405, 406, 415, 501);

  /** One that answers so often in a row what is no answer to a batch knows none. */
  private static final int ODD = 3;

  private final Service service;
  private final AtomicInteger odd = new AtomicInteger();

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
    for (Map.Entry<String, Answer> entry : answers(rows, keys).entrySet()) {
      int status = entry.getValue().status();
      if (status == 404 || status == 410) {
        missing.add(entry.getKey());
      } else if (status != 400) {
        service.refuseFault(entry.getValue());
      }
    }
    return missing;
  }

  /** The answer to each key that can be one. */
  private Map<String, Answer> answers(Rows rows, Collection<String> keys) throws SourceException {
    Map<String, Address> addresses = new LinkedHashMap<>();
    for (String key : keys) {
      Optional<List<String>> literals = rows.keys().parse(key);
      if (literals.isPresent()) {
        addresses.put(key, service.entity(rows.keys().predicate(literals.get())));
      }
    }
    List<Address> asked = List.copyOf(addresses.values());
    Iterator<Answer> answers = (asked.size() > 1 ? answers(asked) : oneByOne(asked)).iterator();
    Map<String, Answer> byKey = new LinkedHashMap<>();
    for (String key : addresses.keySet()) {
      byKey.put(key, answers.next());
    }
    return byKey;
  }

  private List<Answer> answers(List<Address> addresses) throws SourceException {
    if (odd.get() < ODD) {
      Multipart batch = new Multipart();
      for (Address address : addresses) {
        batch.get(address, service.settings().url());
      }
      Answer whole = service.post(batch);
      if (whole.isOk()) {
        Optional<List<Answer>> answers = Multipart.answers(whole);
        if (answers.isPresent() && answers.get().size() == addresses.size()) {
          odd.set(0);
          return answers.get();
        }
      } else if (!NO_BATCH.contains(whole.status())) {
        service.refuseFault(whole);
      }
      odd.incrementAndGet();
    }
    return oneByOne(addresses);
  }

  private List<Answer> oneByOne(List<Address> addresses) throws SourceException {
    List<Answer> answers = new ArrayList<>();
    for (Address address : addresses) {
      answers.add(service.get(address));
    }
    return answers;
  }

  private List<SourceRow> rows(Rows rows, List<Answer> answers) throws SourceException {
    List<SourceRow> read = new ArrayList<>();
    List<Answer> refused = new ArrayList<>();
    for (Answer answer : answers) {
      if (answer.status() == 400) {
        refused.add(answer);
      } else if (answer.status() != 404 && answer.status() != 410 && answer.status() != 204) {
        read.add(rows.row(entity(answer)));
      }
    }
    // One key that is too long for the source must not hold up the others; all of them refused
    // means that the query itself is wrong.
    if (!refused.isEmpty() && refused.size() == answers.size()) {
      service.refuseFault(refused.get(0));
    }
    return read;
  }

  private ObjectNode entity(Answer answer) throws SourceException {
    return service
        .settings()
        .version()
        .entity(service.json(answer))
        .orElseThrow(
            () ->
                Faults.badAnswer(
                    ODataWording.NO_ENTITY.with(service.host()), ODataWording.TWO_FORMS.with()));
  }
}
