package io.causerie.contract.board;

import io.causerie.contract.WriteBackContract;
import io.causerie.spi.ConnectorKind;

/** The contract of write-back, for a target that can be looked at. */
class BoardThatIsLookedAtTest extends WriteBackContract {
  @Override
  protected String kind() {
    return "board";
  }

  @Override
  protected ConnectorKind theKind() {
    return new BoardKind();
  }

  @Override
  protected Target target() {
    return new BoardTarget(new Board(), "find delete");
  }
}
