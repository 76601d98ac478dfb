package io.causerie.model.jq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final String EVENT =
      """
      {"a":[1,2,3],"b":"text, text","c":{"x":1,"y":[{"k":2},{"k":1},{"k":2}]},"d":null,"e":true,
       "f":false,"g":"","h":[],"i":"12","j":"a😀b"}
      """;

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static Program program(String text) {
    try {
      return Program.compile(text);
    } catch (JqSyntaxException e) {
      throw new AssertionError(text + ": " + e.getMessage(), e);
    }
  }

  private static String all(String program, String in) {
    Run run = new Run(NullNode.getInstance());
    List<String> found = new ArrayList<>();
    program(program).all(run, json(in)).forEach(value -> found.add(Nodes.json(run, value)));
    return String.join(" ", found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        ". ~ {\"a\":1} ~ {\"a\":1}",
        ".a.b[1]?, .c ~ {\"a\":{\"b\":[1,2]}} ~ 2 null",
        ".[\"a\"], .\"a\", .[-1:]? ~ {\"a\":3} ~ 3 3",
        ".[1:], .[:1], .[-1] ~ [1,2,3] ~ [2,3] [1] 3",
        ".[1:2] ~ \"a😀b\" ~ \"😀\"",
        "[.[] | . + 1] ~ [1,2] ~ [2,3]",
        "(1,2) + (10,20) ~ null ~ 11 12 21 22",
        "{a: (1,2), b: (3,4)} ~ null ~ {\"a\":1,\"b\":3} {\"a\":1,\"b\":4} {\"a\":2,\"b\":3} {\"a\":2,\"b\":4}",
        "{(\"a\",\"b\"): (1,2)} ~ null ~ {\"a\":1} {\"a\":2} {\"b\":1} {\"b\":2}",
        "{a, \"b\", c: .a, (.k): 1, $event} ~ {\"a\":1,\"b\":2,\"k\":\"z\"} ~ {\"a\":1,\"b\":2,\"c\":1,\"z\":1,\"event\":null}",
        "\"\\(.a)-\\(.b)\" ~ {\"a\":1,\"b\":\"x\"} ~ \"1-x\"",
        "@uri \"?q=\\(.a)&r\" ~ {\"a\":\"ü/ \"} ~ \"?q=%C3%BC%2F%20&r\"",
        ".a // \"none\", (empty // 2), (false, null // 3) ~ {} ~ \"none\" 2 false 3",
        "1 as $x | [2, 3] as [$a, $b] | {c: 4} as {c: $c} | $x + $a + $b + $c ~ null ~ 10",
        "if .a then 1 elif .b then 2 else 3 end ~ {\"b\":1} ~ 2",
        "if . then \"yes\" end ~ false ~ false",
        "try error(\"no\") catch . ~ null ~ \"no\"",
        "[.[] | try tonumber catch \"odd\"] ~ [\"1\",\"x\"] ~ [1,\"odd\"]",
        "(try .a catch 1) | error ~ null ~ !",
        "1 < 2, 1 == 1.0, \"a\" < \"b\", [] < {}, null < false ~ null ~ true true true true true",
        ".a and .b, (.a or .b), (.a | not) ~ {\"a\":true} ~ false true false",
        "-(1) + 3 - 1 ~ null ~ 1",
        "7 % 3, -7 % 3, 7.9 % 3 ~ null ~ 1 -1 1",
        "[sort, unique, (group_by(.) | length), min, max] ~ [3,1,3] ~ [[1,3,3],[1,3],2,1,3]",
        "sort_by(.k), min_by(.k), max_by(.k), unique_by(.k) ~ [{\"k\":2},{\"k\":1}] ~ [{\"k\":1},{\"k\":2}] {\"k\":1} {\"k\":2} [{\"k\":1},{\"k\":2}]",
        "to_entries, with_entries(.value += 1)? ~ {} ~ !",
        "with_entries({key: .key, value: (.value + 1)}) ~ {\"a\":1} ~ {\"a\":2}",
        "any, all, any(. > 1), all(. > 1), any(.[]; . == 2) ~ [1,2] ~ true true true false true",
        "first(.[] | select(. > 1)), first, last, last(.[]) ~ [1,2,3] ~ 2 1 3 3",
        "index(\"b\"), rindex(\"a\") ~ \"abcab\" ~ 1 3",
        "split(\",\"), (split(\",\") | join(\"-\")) ~ \"a,b,\" ~ [\"a\",\"b\",\"\"] \"a-b-\"",
        "contains({a: [\"b\"]}), inside({a: [\"bc\"], c: 1}) ~ {\"a\":[\"b\"]} ~ true true",
        "flatten, flatten(1), add ~ [[1],[[2]]] ~ [1,2] [1,[2]] [1,[2]]",
        "todate ~ 1612137600 ~ \"2021-02-01T00:00:00Z\"",
        "map_values(. + 1), map(. + 1) ~ {\"a\":1} ~ {\"a\":2} [2]",
        "@csv ~ [1,\"a\\\"b\",null,true] ~ \"1,\\\"a\\\"\\\"b\\\",,true\"",
        "@base64, (@base64 | @base64d), @html ~ \"<é>\" ~ \"PMOpPg==\" \"<é>\" \"&lt;é&gt;\"",
        "length, utf8bytelength ~ \"a😀\" ~ 2 5",
      })
  void expressionsGiveWhatTheyGiveInJq(String expression, String in, String out) {
    if (out.equals("!")) {
      assertThatThrownBy(() -> all(expression, in)).isInstanceOf(Throwable.class);
    } else {
      assertThat(all(expression, in)).isEqualTo(out);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "[.[] | unpadded] ~ [\"0000004711\",\"4711\",\"000\",\"\"] ~ [\"4711\",\"4711\",\"0\",\"\"]",
        "[.[] | unpadded] ~ [\"0A12\",\"0.5\",\"-01\",\"٠١\"] ~ [\"0A12\",\"0.5\",\"-01\",\"٠١\"]",
        "[.[] | unpadded] ~ [null,7,true,[\"01\"]] ~ [null,7,true,[\"01\"]]",
      })
  void zerosBeforeANumberAreLeftOut(String expression, String in, String out) {
    assertThat(all(expression, in)).isEqualTo(out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "\"\\(.n)\" ~ 100",
        "\"\\(.m)\" ~ 1500",
        "\"\\(.tiny)\" ~ 0.0000000001",
        "\"\\(.big + 1)\" ~ 9223372036854775808",
        "\"\\(-.big - 10)\" ~ -9223372036854775817",
        "\"\\(.text | tonumber)\" ~ 2871948651097801136",
        "\"\\(.a == .b)\" ~ false",
        "\"\\(.a > .b)\" ~ true",
        "\"\\([.a, .b] | unique | length)\" ~ 2",
        "\"\\(.p - 1)\" ~ 0.1",
        "\"\\(.p + 0.2)\" ~ 1.3",
        "\"\\(multiply(.big; .big))\" ~ 85070591730234615847396907784232501249",
        "\"\\(.cents / 100)\" ~ 19.99",
        "\"\\(divide(10; 3; 2))\" ~ 3.33",
        "\"\\(divide(.p; 3; 4))\" ~ 0.3667",
        "\"\\(.list | tojson)\" ~ '[600,{\"x\":0.5}]'",
        "\"\\(.list)\" ~ '[600,{\"x\":0.5}]'",
        "\"\\([.list[0], .p] | @csv)\" ~ '600,1.1'",
        "\"\\(.p | floor)\" ~ 1",
        "\"\\(.big | length)\" ~ 9223372036854775807",
      })
  void numbersAreExactAndPlain(String expression, String text) {
    String in =
        """
        {"n":100.0,"m":1500.00,"tiny":1e-10,"big":9223372036854775807,"text":"2871948651097801136",
         "a":9007199254740993,"b":9007199254740992,"p":1.10,"cents":1999,"list":[6e2,{"x":0.50}]}
        """;

    assertThat(all(expression, in)).isEqualTo(JSON.<JsonNode>valueToTree(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 / 3",
        "1 / 0",
        "1 % 0",
        "divide(1; 0; 2)",
        "multiply(1e300; 1e300)",
        "1e399 | multiply(.; 10)",
        "\"1e999999999\" | tonumber",
        "\"twelve\" | tonumber",
        "1e18 | todate"
      })
  void whatCannotBeExactFails(String expression) {
    assertThatThrownBy(() -> all(expression, "null")).isInstanceOf(JqException.class);
  }

  @Test
  void numberOfABillionDigitsHarmsNobody() {
    for (String expression :
        List.of(
            ". + 1",
            "tojson",
            "\"\\(.)\"",
            "floor",
            ". % 7",
            "length",
            "@csv",
            "{a: .} | tojson")) {
      assertThatThrownBy(() -> all(expression, "1e999999999")).isInstanceOf(JqException.class);
    }
    assertThat(all("[. == 1, . > 1, . == .]", "1e999999999")).isEqualTo("[false,true,true]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        ".a = 1 ~ assigns nothing",
        ".a |= . ~ assigns nothing",
        ".[999999999] += 1 ~ assigns nothing",
        ".a //= 1 ~ assigns nothing",
        "setpath([999999999]; 1) ~ changes nothing",
        "split(\"(a+)+$\"; null) ~ regular expression",
        "\"a\" * 1e9 ~ multiply(a; b)",
        "reduce .[] as $x (0; . + $x) ~ may never end",
        "label $out | 1 ~ may never end",
        ".. ~ name the path",
        "$x ~ not known",
        "{a: $__loc__} ~ its event only",
        "map ~ takes 1 arguments",
        "length(1) ~ takes 0 arguments",
        "1 == 1 == 1 ~ parentheses",
        ".a ] ~ unexpected",
        "\"abc ~ does not end",
        ". as [$a] ?// $b | 1 ~ ?//",
        "# word ~ comment",
        "@sh ~ unknown format",
        ".a | ~ too early"
      })
  void whatIsNotAdmittedIsRefusedWithARemedy(String expression, String because) {
    assertThatThrownBy(() -> Program.compile(expression))
        .isInstanceOf(JqSyntaxException.class)
        .hasMessageContaining(because);
  }

  /** Each of these fills the memory or never ends where nobody counts. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // products of commas
        "[(1,2,3,4,5,6,7,8,9,10) as $a | (1,2,3,4,5,6,7,8,9,10) as $b | (1,2,3,4,5,6,7,8,9,10) as $c"
            + " | (1,2,3,4,5,6,7,8,9,10) as $d | (1,2,3,4,5,6,7,8,9,10) as $e"
            + " | (1,2,3,4,5,6,7,8,9,10) as $f | (1,2,3,4,5,6,7,8,9,10) as $g | $a]",
        "first(select((.l[], .l[], .l[]) | (.l[], .l[]) | false))",
        "[.l[] as $a | .l[] as $b | .l[] as $c | .l[] as $d | [$a, $b, $c, $d]]",
        "first(.l[] as $a | .l[] as $b | .l[] as $c | .l[] as $d | select(false))",
        "any(.l[] as $a | .l[] as $b | .l[] as $c | .l[] as $d | false; .)",
        // growth by adding and by telling
        "[., .] | [., .] | [., .] | [., .] | [., .] | [., .] | [., .] | [., .] | [., .] | [., .] |"
            + " [., .] | [., .] | [., .] | [., .] | [., .] | [., .] | [., .] | [., .] | [., .] |"
            + " [., .] | [., .] | [., .] | [., .] | [., .] | [., .] | [., .] | tojson",
        "[., .] | [., .] | [., .] | [., .] | [., .] | [., .] | [., .] | [., .] | [., .] | [., .] |"
            + " [., .] | [., .] | [., .] | [., .] | [., .] | [., .] | [., .] | [., .] | [., .] |"
            + " [., .] | [., .] | [., .] | [., .] | [., .] | [., .] | [., .] | . == .",
        ".s | . + . | . + . | . + . | . + . | . + . | . + . | . + . | . + . | . + . | . + . | . + ."
            + " | . + . | . + . | . + . | . + . | . + . | . + . | . + . | . + . | . + . | . + .",
        ".l | . + . | . + . | . + . | . + . | . + . | . + . | . + . | . + . | . + . | . + . | . + ."
            + " | . + . | . + . | . + . | . + . | . + . | . + . | . + . | . + . | . + . | . + .",
        ".s | tojson | tojson | tojson | tojson | tojson | tojson | tojson | tojson | tojson |"
            + " tojson | tojson | tojson | tojson | tojson | tojson | tojson | tojson | tojson |"
            + " tojson | tojson | tojson | tojson | tojson | tojson | tojson | tojson | tojson",
        ".s | @uri | @uri | @uri | @html | @html | @base64 | @base64 | @base64 | @base64 | @base64"
            + " | @base64 | @base64 | @base64 | @base64 | @base64 | @base64 | @base64 | @base64"
            + " | @base64 | @base64 | @base64 | @base64 | @base64 | @base64 | @base64 | @base64",
        "\"\\(.l[])\\(.l[])\\(.l[])\\(.l[])\\(.l[])\"",
        "{a: .l[], b: .l[], c: .l[], d: .l[], e: .l[]}",
        "[.l[] + .l[] + .l[] + .l[] + .l[]]",
        // texts within texts
        ".s | . + . + . + . + . + . + . + . | . + . + . + . + . + . + . + . | . + . + . + . |"
            + " . as $a | contains($a[0:4000] + \"b\")",
        ".s | . + . + . + . + . + . + . + . | . + . + . + . + . + . + . + . | rindex(\"a\")",
        "[.l[] as $a | .l[] as $b | $a + $b] | group_by(.) | map(map(tojson) | sort) | flatten",
        "[.l[] as $a | .l[] as $b | [$a, $b]] | . as $x | contains($x + [[1000]])",
        "multiply(1e399; 1) | multiply(., . ; 1)",
      })
  void killersEndByTheirOwnCounting(String expression) throws JqSyntaxException {
    StringBuilder list = new StringBuilder("0");
    for (int i = 1; i < 100; i++) {
      list.append(',').append(i);
    }
    JsonNode event = json("{\"s\":\"" + "a".repeat(10_000) + "\",\"l\":[" + list + "]}");
    Run run = new Run(NullNode.getInstance());

    ends(Program.compile(expression), run, event);

    assertThat(run.stepsTaken()).isLessThanOrEqualTo(Run.STEPS + Run.BUILT / 64 + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".s | contains(\"b\")",
        ".s | index(\"b\")",
        ".s | rindex(\"b\")",
        ".s | split(\"b\")",
        ".s == .t",
        ".s < .t",
        ".s[1:2]",
        ".d | tonumber? // 0",
      })
  void lookingThroughATextCostsItsLength(String expression) throws JqSyntaxException {
    String text = "a".repeat(64_000);
    Run run = new Run(NullNode.getInstance());

    Program.compile(expression)
        .all(
            run,
            json("{\"s\":\"%s\",\"t\":\"%s\",\"d\":\"%s\"}".formatted(text, text, "x" + text)));

    assertThat(run.stepsTaken()).isBetween(1000L, 10_000L);
  }

  /** Whatever is called with a long text, by name and number of arguments. */
  @Test
  void everyFunctionOnTextsCostsTheirLength() throws JqSyntaxException {
    JsonNode event =
        json("{\"s\":\"%s\",\"t\":\"%s\"}".formatted("a".repeat(64_000), "a".repeat(63_999) + "b"));
    int called = 0;
    for (String name : Functions.names()) {
      for (String arity : Functions.arities(name)) {
        String call = arity.equals("0") ? name : name + (arity.equals("1") ? "($t)" : "($t; $t)");
        Expression made =
            Functions.call(name, Collections.nCopies(Integer.parseInt(arity), Functions.nothing()));
        if (made instanceof Special) {
          continue;
        }
        Run run = new Run(NullNode.getInstance());
        ends(Program.compile(".t as $t | .s | " + call + "?"), run, event);
        assertThat(run.stepsTaken()).as(call).isGreaterThan(1000);
        called++;
      }
    }
    assertThat(called).isGreaterThan(30);
  }

  /** Each with how many members it may have worked on when its budget is at an end. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '^',
      value = {
        "to_entries           ^ 250000",
        "[.[]]                ^ 600000",
        "with_entries(.)      ^ 200000",
        "keys                 ^ 1000000",
        "map_values(.)        ^ 1000000",
        "tojson | fromjson    ^ 700000",
        "tojson | split(\"\") ^ 100000",
      })
  void whatIsBuiltIsCountedAsTheMemoryItTakes(String step, int most) throws JqSyntaxException {
    StringBuilder members = new StringBuilder("\"k\":0");
    for (int i = 1; i < 1000; i++) {
      members.append(",\"k").append(i).append("\":0");
    }
    JsonNode event = json("{" + members + "}");
    int copies = 0;
    Run run = new Run(NullNode.getInstance());
    Program program = Program.compile(step);
    try {
      while (copies < 5000) {
        program.all(run, event);
        copies++;
      }
    } catch (JqExhausted e) {
      // As it should be.
    }

    assertThat(copies * 1000).isLessThan(most);
    assertThat(copies).as("a mapping of one event can do that").isGreaterThan(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keys", "to_entries | map(.key) | sort", ". as $o | $o < $o"})
  void comparingKeysCostsTheirLength(String expression) throws JqSyntaxException {
    String prefix = "k".repeat(1000);
    StringBuilder members = new StringBuilder("\"" + prefix + "\":0");
    for (int i = 1; i < 1000; i++) {
      members.append(",\"").append(prefix).append(i).append("\":0");
    }
    Run run = new Run(NullNode.getInstance());

    Program.compile(expression).all(run, json("{" + members + "}"));

    assertThat(run.stepsTaken()).isGreaterThan(10_000);
  }

  private static Optional<JsonNode> ends(Program program, Run run, JsonNode event) {
    try {
      Optional<JsonNode> first = program.first(run, event);
      first.ifPresent(value -> Program.text(run, value));
      program.all(run, event);
      return first;
    } catch (JqException e) {
      assertThat(e.getMessage()).isNotBlank();
      return Optional.empty();
    }
  }

  @Test
  void tryDoesNotCatchTheBudget() {
    Run run = new Run(NullNode.getInstance(), 1000, 1000);

    assertThatThrownBy(
            () ->
                program("try ([.[] as $a | .[] as $b | .[]] | length) catch 0, 1 // 2")
                    .all(run, json("[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]")))
        .isInstanceOf(JqExhausted.class)
        .hasMessageContaining("make it simpler");
  }

  @Test
  void failuresTellKindsAndNoValues() {
    for (String expression :
        List.of(
            ".s.x",
            ".s + 1",
            ".s | tonumber",
            ".s | fromjson",
            ".s | @base64d",
            "error(.s)",
            ".s | error",
            "{(.n): 1}",
            ".s | keys",
            "[.s] | join(1)",
            ".s | contains(1)",
            ".s - .s",
            "-.s",
            ".s[0]",
            "[{}] | .[.s]",
            ".s | from_entries")) {
      assertThatThrownBy(() -> all(expression, "{\"s\":\"secret 4711 ()\",\"n\":4711}"))
          .isInstanceOf(JqException.class)
          .hasMessageNotContaining("4711")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void pathsThatAreReadAreKnown() {
    assertThat(
            program(
                    "[.items[]?.name, (.a | .b | select(.c == 1) | .d), ($event.id), (.x[0] | .y)] |"
                        + " map(.lost) | first")
                .paths())
        .extracting(ReadPath::toString)
        .contains(".items", ".items[].name", ".a", ".a.b", ".a.b.c", ".a.b.d", ".x", ".x[].y")
        .doesNotContain(".id", ".lost");
    assertThat(program(".list | map(.name) | map(select(.n))").paths())
        .extracting(ReadPath::toString)
        .containsExactly(".list", ".list[].name");
  }

  @Provide
  Arbitrary<String> anything() {
    return Programs.of(
        List.of(
            ".",
            ".[]",
            ".a",
            ".b",
            ".c.y[]",
            ".a[0]",
            "1",
            "1e100",
            "\"a\"",
            "$event",
            "[]",
            "{}",
            "null",
            ".[]?",
            "(.a[], .a[], .a[])",
            "divide(1; 3; 20)",
            "multiply(.i; 7)"),
        List.of("|", ",", "//", "+", "-", "/", "%", "==", "<", "and", "or"),
        List.of(),
        4,
        true);
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void everyAdmittedProgramEndsWithinTheBudget(@ForAll("anything") String expression)
      throws JqSyntaxException {
    Assume.that(expression.length() <= 4000);
    Program program;
    try {
      program = Program.compile(expression);
    } catch (JqSyntaxException e) {
      Assume.that(false);
      throw e;
    }
    Run run = new Run(NullNode.getInstance(), 20_000, 100_000);

    ends(program, run, json(EVENT));
    program.paths();

    assertThat(run.stepsTaken()).isLessThan(20_000 + 100_000);
  }

  @Property(tries = 1000)
  void noTextMakesTheParserThrowAnythingElse(@ForAll String text) {
    try {
      Program.compile(text);
    } catch (JqSyntaxException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** Where jq is exact and agrees with itself. */
  @Provide
  Arbitrary<String> alike() {
    return Programs.of(
        List.of(
            ".",
            ".c.x",
            ".b",
            "1",
            "2",
            "\"a\"",
            "\"12\"",
            "[]",
            "[3, 1, 2]",
            "[\"b\", \"a\"]",
            "null",
            "{a: 1}",
            "[{k: 2}, {k: 1}]",
            "(1, 2)",
            "true",
            "false"),
        List.of("|", ",", "+", "-", "==", "<", "and", "or"),
        // Of several conditions an element, jq 1.6 and the other one get `any` and `all` wrong.
        List.of(
            "error",
            "min",
            "max",
            "values",
            "scalars",
            "@uri",
            "fromjson",
            "utf8bytelength",
            // It loses what is beyond the first plane.
            "ascii_downcase",
            "ascii_upcase",
            "any",
            "all"),
        3,
        false);
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void programsGiveWhatAnotherJqGives(@ForAll("alike") String expression) {
    List<JsonNode> expected = List.of();
    try {
      expected = OtherJq.all(expression, json(EVENT));
    } catch (JsonQueryException | RuntimeException | StackOverflowError e) {
      Assume.that(false);
    }
    Run run = new Run(NullNode.getInstance());

    List<JsonNode> found;
    try {
      found = program(expression).all(run, json(EVENT));
    } catch (JqError e) {
      // The other one forgives what jq does not, such as .a of an array.
      Assume.that(false);
      throw e;
    }

    assertThat(found.stream().map(n -> Nodes.json(run, n)).toList())
        .as(expression)
        .isEqualTo(expected.stream().map(n -> Nodes.json(run, n)).toList());
  }

  @Test
  void oracleIsAsked() throws JsonQueryException {
    assertThat(OtherJq.all("[.[] | . + 1]", json("[1,2]"))).hasToString("[[2,3]]");
  }
}
