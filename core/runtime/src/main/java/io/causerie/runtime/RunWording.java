package io.causerie.runtime;

import io.causerie.engine.connector.ConnectorState.Failure;
import io.causerie.model.phrase.Wording;
import io.causerie.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** What may be wrong with a run of a connector that is not its source's doing. */
enum RunWording implements Wording {
  FOUND("{message} {remedy}"),
  NOT_TAKEN("Causerie itself could not take the rows: {why}"),
  LOOK_AT_DATABASE("Look at Causerie's database; the page is read again, nothing is lost."),
  FAULT("a fault of Causerie: {fault}"),
  REPORT("Report it with the log; the connector tries again."),
  NOT_SHOWN_YET("the source does not show it yet"),
  ROUTE_NOT_STARTED("its route could not be started: {fault}"),
  ROUTE_BROKE("its route could not get at its source: {fault}"),
  ROUTE_ENDED("its route has stopped"),
  MEND_ROUTE(
      "Look whether the source is there, and whether address and credentials of the route are right; it is started again by itself."),
  NOT_THROUGH("an event did not come through the route: {fault}"),
  MEND_STEP(
      "Look at the event in its source and at the steps of the route; the source gives it again where its component can."),
  LINE_ENDED("the source has ended the line at once"),
  LOOK_AT_LINE("Look at the source's own log why it lets nobody in; it is opened again by itself."),
  NOT_HEARD("nothing was heard of the source for {seconds} s; the line was closed"),
  LOOK_AT_WAY(
      "Look whether something between here and the source cuts lines that rest; it is opened again by itself."),
  NOT_ENDED("its line does not end, though it was asked to"),
  TOO_MANY_GONE(
      "the source no longer has {gone} of the {all} records that are known: too many to believe; {so}"),
  DELETED_BEFORE("{gone} were deleted before so many were found gone"),
  NONE_DELETED("none was deleted"),
  NOTHING_CHANGED("nothing was changed"),
  CONFIRM_OR_DISMISS(
      "Look whether the source is whole and its user still sees all of it. If they are really gone, confirm: they are counted anew and deleted; else mend the source and dismiss this.");

  private final String english;

  RunWording(String english) {
    this.english = english;
  }

  /** A fault of ours, as if the source had failed. */
  static SourceException fault(Throwable e) {
    return new SourceException(SourceException.Fault.BAD_ANSWER, FAULT.with(e), REPORT.with(), e);
  }

  /** Of a line that is open, and on which nothing moves. */
  static SourceException silent(Duration patience) {
    return new SourceException(
        SourceException.Fault.TEMPORARY,
        NOT_HEARD.with(patience.toSeconds()),
        LOOK_AT_WAY.with(),
        null);
  }

  /** What is told of a run that failed. */
  static Failure failure(SourceException e, Instant at) {
    return new Failure(at, e.fault().name().toLowerCase(Locale.ROOT), e.message(), e.remedy());
  }

  @Override
  public String area() {
    return "run";
  }

  @Override
  public String english() {
    return english;
  }
}
