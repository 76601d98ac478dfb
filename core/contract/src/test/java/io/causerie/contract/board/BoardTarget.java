package io.causerie.contract.board;

import io.causerie.contract.WriteBackContract;
import io.causerie.model.RecordRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A board, as the contract wants it. */
final class BoardTarget implements WriteBackContract.Target {
  private final Board board;
  private final String means;
  private int records;

  BoardTarget(Board board, String means) {
    this.board = board;
    this.means = means;
    board.user("grace", "token-of-grace");
  }

  @Override
  public String config() {
    return "{ url: '%s', token: %s, means: '%s' }".formatted(board.url(), Board.TOKEN, means);
  }

  @Override
  public List<String> secrets() {
    return List.of(Board.TOKEN, "token-of-grace");
  }

  @Override
  public RecordRef record() {
    return new RecordRef("source", "Order", "S/" + ++records);
  }

  @Override
  public RecordRef missing() {
    return new RecordRef("source", "Order", "missing");
  }

  @Override
  public List<WriteBackContract.There> comments(RecordRef record) {
    return board.comments(record.type(), record.id()).stream()
        .map(
            one ->
                new WriteBackContract.There(
                    one.text(), one.author(), !one.lane().equals("internal")))
        .toList();
  }

  @Override
  public void write(RecordRef record, String text) {
    board.write("otto", record.type(), record.id(), text, null);
  }

  @Override
  public void clear(RecordRef record) {
    board.comments(record.type(), record.id()).forEach(one -> board.take(one.id()));
  }

  @Override
  public String integration() {
    return Board.INTEGRATION;
  }

  @Override
  public Optional<Grant> grant() {
    return Set.of(means.split(" ")).contains("as_person")
        ? Optional.of(new Grant("grace", "token-of-grace"))
        : Optional.empty();
  }

  @Override
  public void withdraw() {
    board.shut("token-of-grace");
  }

  @Override
  public void loseAnswer() {
    board.next(Board.Trouble.LOST);
  }

  @Override
  public void busy(Duration wait) {
    board.next(Board.Trouble.BUSY);
  }

  @Override
  public void refuse() {
    board.next(Board.Trouble.REFUSED);
  }

  @Override
  public void close() {
    board.close();
  }
}
