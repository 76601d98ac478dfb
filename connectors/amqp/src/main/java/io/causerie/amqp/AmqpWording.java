package io.causerie.amqp;

import io.causerie.model.phrase.Wording;
import io.causerie.spi.Door;

/** What a broker says, and why what a queue held is no CloudEvent or was not taken. */
enum AmqpWording implements Wording {
  NO_EVENT("not a CloudEvent"),
  TOO_LARGE("the message has {bytes} bytes, and {most} are allowed; see `maxSize`"),
  FORMAT(
      "of the formats of CloudEvents JSON is understood; send application/cloudevents+json, one event a message"),
  NO_ATTRIBUTES(
      "the message has no property that begins with cloudEvents: or cloudEvents_, and its data is no CloudEvent either"),
  NO_BYTES("the message holds an object, a map or a list; send its data as bytes or text"),
  NOT_READ("the message could not be read"),
  NOT_READ_FOR("the message could not be read: {fault}"),
  REFUSED("{host} refuses whom it does not know: {said}"),
  CHECK_PLAIN("Check `auth.plain`, and that this user may read from the queue."),
  CHECK_CLIENT("Check `auth.clientCredentials`, and that this client may read from the queue."),
  NO_QUEUE("{host} has no queue {queue}: {said}"),
  MAKE_QUEUE(
      "Make the queue there, or check `queue` and `prefix`; SAP Event Mesh wants `queue:` before the name."),
  MAY_NOT("{host} does not let this user read from {queue}: {said}"),
  GIVE_RIGHT("Give this user the right to read from the queue."),
  CERTIFICATE("{host} shows a certificate that is not trusted: {said}"),
  LET_TRUST("Let the broker show one that Java trusts, with its name in it."),
  AWAY("{host} does not answer as it should: {said}"),
  LOOK_AT_BROKER(
      "Look whether the broker is there, and whether something between here and it cuts lines."),
  TOO_OFTEN("could not be taken"),
  TOO_OFTEN_FOR(
      "it was delivered {times} times and could not be taken; the log says why, each time");

  private final String english;

  AmqpWording(String english) {
    this.english = english;
  }

  /** What a library says may quote the message. */
  static Door.Fault notRead(Throwable e) {
    return new Door.Fault(NOT_READ.with(), NOT_READ_FOR.with(e.getClass().getSimpleName()));
  }

  static Door.Fault tooOften(int times) {
    return new Door.Fault(TOO_OFTEN.with(), TOO_OFTEN_FOR.with(times));
  }

  @Override
  public String area() {
    return "amqp";
  }

  @Override
  public String english() {
    return english;
  }
}
