package io.causerie.server.api.accounts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.ForbiddenException;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.people.Person;
import io.causerie.model.Readers;
import io.causerie.server.api.Feature;
import io.causerie.server.api.InForce;
import io.causerie.server.api.Json;
import io.causerie.server.api.Problem;
import io.causerie.server.api.ProblemException;
import io.causerie.server.api.Renders;
import io.causerie.server.api.Requests;
import io.causerie.server.api.Shown;
import io.causerie.server.back.ConnectedAccounts;
import io.causerie.server.config.SystemConfig;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.causerie.spi.SourceException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One's own accounts in systems, so that what one writes is one's own there. */
public final class AccountRoutes implements Feature {
  private static final String PATH = "/api/v1/me/accounts";

  private final InForce inForce;
  private final Causerie causerie;
  private final ConnectedAccounts accounts;
  private final Renders renders;

  public AccountRoutes(
      InForce inForce, Causerie causerie, ConnectedAccounts accounts, Renders renders) {
    this.inForce = inForce;
    this.causerie = causerie;
    this.accounts = accounts;
    this.renders = renders;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get(PATH, this::list, Scope.READ);
    routes.post(PATH, this::connect, Scope.WRITE);
    routes.delete(PATH + "/{system}", this::end, Scope.WRITE);
  }

  private void list(Context context) {
    Json.answer(context, 200, all(context));
  }

  /** Whether somebody of the company, who may read of a system at all, can connect an account. */
  private boolean isOffered(String person, SystemConfig system) {
    return accounts.isOffered(system.name())
        && causerie
            .people()
            .find(person)
            .filter(who -> !who.guest())
            .filter(who -> letsIn(system.rules().ceiling().internal(), who))
            .isPresent();
  }

  private static boolean letsIn(Readers readers, Person who) {
    return readers.everyone()
        || readers.persons().contains(who.id())
        || !Collections.disjoint(readers.groups(), who.groups());
  }

  private ObjectNode all(Context context) {
    String person = SignIn.of(context).person();
    String language = renders.reader(context).language();
    Map<String, ConnectedAccounts.Account> connected =
        accounts.list(person).stream()
            .collect(Collectors.toMap(ConnectedAccounts.Account::system, Function.identity()));
    ObjectNode node = Json.object();
    node.set(
        "items",
        Json.array(
            inForce.configuration().systems().stream()
                .filter(s -> isOffered(person, s) || connected.containsKey(s.name()))
                .toList(),
            system -> item(system, language, Optional.ofNullable(connected.get(system.name())))));
    return node;
  }

  private static ObjectNode item(
      SystemConfig system, String language, Optional<ConnectedAccounts.Account> account) {
    ObjectNode node = Json.object();
    node.put("system", system.name());
    node.put("title", Shown.of(system.rules().title().in(language)));
    account.ifPresent(
        own -> {
          ObjectNode is = node.putObject("account");
          is.put("identity", Shown.of(own.identity()));
          is.put("name", Shown.of(own.name()));
          is.put("connected", own.connected().toString());
          is.put("refused", own.refused() != null);
        });
    return node;
  }

  /** What is granted to a person is granted by her, not by a frame in somebody's page. */
  private static String person(Context context) {
    Caller caller = SignIn.of(context);
    if (caller.kind() == Caller.Kind.EMBED) {
      throw new ForbiddenException("accounts are connected on Causerie's own page");
    }
    return caller.person();
  }

  private void connect(Context context) {
    String person = person(context);
    Requests.Body body = Requests.body(context, "system", "state", "code");
    Optional<String> wanted = body.optionalText("system");
    if (wanted.isPresent()) {
      if (body.optionalText("state").isPresent() || body.optionalText("code").isPresent()) {
        throw new InvalidInputException(
            "system", "system begins, state and code end: send the one or the others");
      }
      String name =
          inForce.configuration().systems().stream()
              .filter(s -> s.name().equals(wanted.get()) && isOffered(person, s))
              .findFirst()
              .orElseThrow(() -> new NotFoundException("system " + wanted.get()))
              .name();
      String agreement = accounts.begin(person, name).toString();
      Json.answer(context, 200, Json.object().put("agreement", agreement));
      return;
    }
    try {
      accounts.finish(person, body.text("state"), body.text("code"));
    } catch (SourceException e) {
      throw new ProblemException(
          new Problem(Problem.Kind.SOURCE_FAILED, Shown.of(e.message().text())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(
          new Problem(Problem.Kind.SOURCE_SLOW, "the system was not waited for"));
    }
    Json.answer(context, 200, all(context));
  }

  private void end(Context context) {
    accounts.end(person(context), context.pathParam("system"));
    context.status(204);
  }
}
