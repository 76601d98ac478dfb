package io.causerie.contract.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.contract.board.BoardClient.Said;
import io.causerie.model.RecordRef;
import io.causerie.model.phrase.Phrase;
import io.causerie.spi.WriteBack;
import io.causerie.spi.WriteException;
import io.causerie.spi.WriteException.Fate;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes on a board. */
record BoardWriteBack(BoardClient client, WriteBack.Claim claim) implements WriteBack {
  @Override
  public String create(Comment comment) throws WriteException, InterruptedException {
    if (!claim.lanes().contains(comment.lane())) {
      throw new WriteException(Fate.REFUSED, Phrase.quoted("it has no place for that lane"));
    }
    ObjectNode body = BoardClient.JSON.createObjectNode().put("text", words(comment));
    body.put("mark", comment.mark()).put("lane", comment.lane().word());
    body.put("inReplyTo", comment.inReplyTo());
    return write("POST", path(comment.record()), body, comment).path("id").asText();
  }

  private void require(Means means) {
    if (!claim.means().contains(means)) {
      throw new UnsupportedOperationException("it is not claimed: " + means);
    }
  }

  @Override
  public String words(Comment comment) {
    return (comment.account().isPresent() ? "" : comment.author().name() + ": ")
        + comment.text()
        + " #"
        + comment.mark();
  }

  private static String path(RecordRef record) {
    return "/records/%s/%s"
        .formatted(BoardClient.escaped(record.type()), BoardClient.escaped(record.id()));
  }

  @Override
  public Optional<String> find(Comment comment) throws WriteException, InterruptedException {
    require(Means.FIND);
    try {
      Said said = client.send("GET", path(comment.record()), null, client.token());
      if (said.status() != 200) {
        throw refused(said, comment);
      }
      for (JsonNode there : said.body()) {
        if (there.path("mark").asText().equals(comment.mark())) {
          return Optional.of(there.path("id").asText());
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new WriteException(Fate.LATER, Phrase.quoted("the board does not answer"), null, e);
    }
  }

  @Override
  public void edit(String id, Comment comment) throws WriteException, InterruptedException {
    require(Means.EDIT);
    ObjectNode body = BoardClient.JSON.createObjectNode().put("text", words(comment));
    write("PUT", "/comments/" + id, body, comment);
  }

  @Override
  public void delete(String id, Comment comment) throws WriteException, InterruptedException {
    require(Means.DELETE);
    try {
      write("DELETE", "/comments/" + id, null, comment);
    } catch (WriteException e) {
      if (e.fate() != Fate.GONE) {
        throw e;
      }
    }
  }

  private JsonNode write(String method, String path, @Nullable ObjectNode body, Comment comment)
      throws WriteException, InterruptedException {
    String as = comment.account().map(Account::grant).orElseGet(client::token);
    try {
      Said said = client.send(method, path, body, as);
      if (said.status() >= 300) {
        throw refused(said, comment);
      }
      return said.body();
    } catch (IOException e) {
      throw new WriteException(
          BoardClient.isUnsent(e) ? Fate.LATER : Fate.UNKNOWN,
          Phrase.quoted("the board did not answer"),
          null,
          e);
    }
  }

  private static WriteException refused(Said said, Comment comment) {
    Fate fate =
        switch (said.status()) {
          case 401 -> comment.account().isPresent() ? Fate.ACCOUNT : Fate.LATER;
          // The record of a new comment, or the comment itself.
          case 404 -> Fate.GONE;
          case 429, 503 -> Fate.LATER;
          default -> Fate.REFUSED;
        };
    return new WriteException(
        fate, Phrase.quoted("the board says " + said.status()), said.retryAfter(), null);
  }
}
