package io.causerie.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.contract.WriteBackContract;
import io.causerie.model.RecordRef;
import io.causerie.salesforce.fake.fault.HttpFault;
import io.causerie.salesforce.fake.store.Actor;
import io.causerie.salesforce.fake.store.Row;
import io.causerie.spi.Accounts;
import io.causerie.spi.SourceException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Comments into the Chatter of a fake org. */
class ChatterContractTest extends WriteBackContract {
  private static final String PEOPLE = "canary-of-the-people";

  @Override
  protected String kind() {
    return "salesforce";
  }

  @Override
  protected Target target() {
    return new Feeds();
  }

  private static final class Feeds implements Target {
    private final LiveOrg org = new LiveOrg(Clock.systemUTC());
    private final Passage passage = new Passage(org.salesforce.address());
    private final String grant;

    Feeds() {
      org.salesforce.app(
          "people", PEOPLE, null, null, Set.of(), "https://causerie.example.com/callback");
      grant = granted();
    }

    /** As she does it in her browser. */
    private String granted() {
      URI back = URI.create("https://causerie.example.com/callback");
      String verifier = "v".repeat(64);
      try {
        Accounts accounts = org.system(config()).accounts().orElseThrow();
        String challenge =
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                    MessageDigest.getInstance("SHA-256")
                        .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        URI agreement = accounts.agreement(back, "state-1", challenge);
        String answer =
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(URI.create(agreement + "&approve=ada@example.com"))
                        .build(),
                    HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("Location")
                .orElseThrow();
        Matcher code = Pattern.compile("code=([^&]+)&state=state-1").matcher(answer);
        assertThat(code.find()).isTrue();
        Accounts.Granted granted = accounts.granted(code.group(1), back, verifier);
        assertThat(granted.identity()).isEqualTo(org.ada);
        assertThat(granted.name()).isEqualTo("Ada Lovelace");
        return granted.grant();
      } catch (IOException | InterruptedException | NoSuchAlgorithmException | SourceException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public final String config() {
      return org.config().replace(org.salesforce.address(), passage.address())
          + "accounts: { clientId: people, clientSecret: %s }\n".formatted(PEOPLE);
    }

    @Override
    public List<String> secrets() {
      return List.of(LiveOrg.SECRET, PEOPLE, grant);
    }

    @Override
    public RecordRef record() {
      return new RecordRef("source", "Opportunity", org.opportunity("Kvarn mill", "Open"));
    }

    @Override
    public RecordRef missing() {
      return new RecordRef("source", "Opportunity", "006Fk00000zzzzzIAA");
    }

    @Override
    public List<There> comments(RecordRef record) {
      List<There> there = new ArrayList<>();
      List<Row> posts = new ArrayList<>(org.salesforce.chatter().posts(record.id()));
      posts.sort(Comparator.comparing(Row::id));
      for (Row post : posts) {
        there.add(new There(post.text("Body"), post.text("CreatedById"), false));
        for (Row comment : org.salesforce.chatter().comments(post.id())) {
          there.add(new There(comment.text("CommentBody"), comment.text("CreatedById"), false));
        }
      }
      return there;
    }

    @Override
    public void write(RecordRef record, String text) {
      org.salesforce.chatter().post(Actor.person(org.ben), record.id(), text);
    }

    @Override
    public void clear(RecordRef record) {
      for (Row post : org.salesforce.chatter().posts(record.id())) {
        org.salesforce.chatter().delete(Actor.person(post.text("CreatedById")), post.id());
      }
    }

    @Override
    public String integration() {
      return org.integration;
    }

    @Override
    public Optional<Grant> grant() {
      return Optional.of(new Grant(org.ada, grant));
    }

    @Override
    public void withdraw() {
      org.salesforce.sessions().revoke(org.ada);
    }

    @Override
    public void loseAnswer() {
      org.salesforce.faults().http("POST .*/chatter/", HttpFault.ANSWER_LOST);
    }

    @Override
    public void busy(Duration wait) {
      passage.answer(new Passage.Instead(503, String.valueOf(wait.toSeconds()), ""));
    }

    @Override
    public void refuse() {
      passage.answer(
          new Passage.Instead(
              403,
              null,
              "[{\"errorCode\":\"INSUFFICIENT_ACCESS\",\"message\":\"No right to post.\"}]"));
    }

    @Override
    public void close() {
      passage.close();
      org.close();
    }
  }
}
