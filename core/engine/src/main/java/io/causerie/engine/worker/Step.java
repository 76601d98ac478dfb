package io.causerie.engine.worker;

/**
 * The side effects of the workers, each before and after it happens: places at which a node may
 * die. What must hold is the same after each of them.
 */
public enum Step {
  NUMBERED(1),
  NUMBERS_COMMITTED(2),
  TRIMMED(3),
  TRIM_COMMITTED(4),
  PURGED(5),
  PURGE_COMMITTED(6),
  JOB_TAKEN(10),
  JOB_DONE(11),
  JOB_COMMITTED(12),
  JOB_POSTPONED(13),
  JOB_POSTPONEMENT_COMMITTED(14),
  CLAIMED(20),
  CLAIM_COMMITTED(21),
  SENDING(22),
  SENT(23),
  SETTLED(24),
  SETTLEMENT_COMMITTED(25),
  EXPIRED(26),
  EXPIRY_COMMITTED(27),
  GIVEN_BACK(28),
  KEYS_PURGED(30),
  KEYS_PURGE_COMMITTED(31),
  DECISIONS_PURGED(32),
  DECISIONS_PURGE_COMMITTED(33),
  LAPSED(34),
  LAPSE_COMMITTED(35),
  FILES_PURGED(36),
  FILES_PURGE_COMMITTED(37),
  READER_REGISTERED(40),
  READER_REGISTRATION_COMMITTED(41),
  READER_TAKEN(42),
  READER_TAKING_COMMITTED(43),
  READER_REBUILT(44),
  READER_REBUILDING_COMMITTED(45),
  READER_FOUND(46),
  READER_MOVED(47),
  READER_APPLIED(48),
  READER_COMMITTED(49),
  COPY_KEPT(50),
  COPY_COMMITTED(51);

  private final int number;

  Step(int number) {
    this.number = number;
  }

  /** By which it is spoken of. */
  public int number() {
    return number;
  }
}
