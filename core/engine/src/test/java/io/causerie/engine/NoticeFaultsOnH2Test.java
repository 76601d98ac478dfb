package io.causerie.engine;

import io.causerie.testkit.db.Databases;
import org.junit.jupiter.api.Tag;

/** The same on the other database. */
@Tag("chaos")
class NoticeFaultsOnH2Test extends NoticeFaultsTest {
  @Override
  Databases databases() {
    return Databases.H2;
  }
}
