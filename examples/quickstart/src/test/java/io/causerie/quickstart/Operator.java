package io.causerie.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import io.causerie.testkit.Eventually;
import java.util.Map;
import java.util.function.Predicate;

/**
 * An operator with a window: what the console shows her, and what the API answers and does for her.
 *
 * @param page where she is signed in
 * @param causerie where Causerie runs
 */
record Operator(Page page, String causerie) {

  /** Opens a page of the console. */
  void open(String path) {
    page.navigate(causerie + "/console" + path);
  }

  /** What the list says of a connector. */
  Locator row(String connector) {
    return page.locator("tbody")
        .filter(
            new Locator.FilterOptions().setHas(page.getByRole(AriaRole.LINK, named(connector))));
  }

  /** The names of the connectors, as they stand in the list. */
  Locator names() {
    return page.getByRole(AriaRole.ROWHEADER).getByRole(AriaRole.LINK);
  }

  static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  /** What the API answers of a connector; nothing while Causerie starts anew. */
  String answer(String connector) {
    try {
      APIResponse answer = page.request().get(api("/connectors/" + connector));
      return answer.ok() ? answer.text() : "";
    } catch (PlaywrightException e) {
      return "";
    }
  }

  /** A connector, as soon as something is so of it. */
  JsonNode await(String connector, String what, Predicate<JsonNode> is) {
    Eventually.until(connector + " " + what, () -> is.test(json(answer(connector))));
    return json(answer(connector));
  }

  /** Does something with a connector. */
  void act(String connector, String deed, Map<String, String> body) {
    String guard = json(page.request().get(api("/me")).text()).path("csrf").asText();
    RequestOptions options = RequestOptions.create().setHeader("X-Causerie-CSRF", guard);
    APIResponse answer =
        page.request()
            .post(
                api("/connectors/" + connector + "/" + deed),
                body.isEmpty() ? options : options.setData(body));
    if (!answer.ok()) {
      throw new IllegalStateException(answer.text());
    }
  }

  /** Tries again and again, as who is impatient, until each has failed so often in a row. */
  void tryInVain(int times, String... connectors) {
    for (int failures = 1; failures <= times; failures++) {
      int least = failures;
      for (String connector : connectors) {
        if (failures > 1 && json(answer(connector)).path("failures").asInt() < least) {
          act(connector, "run", Map.of());
        }
      }
      for (String connector : connectors) {
        await(connector, "fails", state -> state.path("failures").asInt() >= least);
      }
    }
  }

  private String api(String path) {
    return causerie + "/api/v1" + path;
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
