package io.causerie.model.jq;

import io.causerie.model.yaml.Nearest;

/** Why a word of jq is not admitted, and what to write instead. */
final class Refusals {
  private Refusals() {}

  static String of(String word) {
    return switch (word) {
      case "def" -> "'def' is not allowed here; write the expression out";
      case "reduce", "foreach", "while", "until", "repeat", "recurse", "range", "limit", "label" ->
          "'%s' is not allowed here: it may never end; use map, add, any, all or first"
              .formatted(word);
      case "test", "match", "capture", "scan", "sub", "gsub", "splits" ->
          "'%s' is not allowed here: a regular expression may never end; use startswith, endswith, contains, split or ltrimstr"
              .formatted(word);
      case "now", "localtime", "mktime" ->
          "'%s' is not allowed here: a replay must give what the first run gave; use $event.time"
              .formatted(word);
      case "input", "inputs", "env", "halt", "debug", "input_line_number" ->
          "'%s' is not allowed here: an expression sees its event only".formatted(word);
      case "setpath", "delpaths", "del", "path", "paths", "getpath", "to_stream", "tostream" ->
          "'%s' is not allowed here: an expression changes nothing; make a new value with {} or map"
              .formatted(word);
      default -> "unknown function '%s'%s".formatted(word, Nearest.hint(word, Functions.names()));
    };
  }

  static String of(String function, int arguments) {
    String admitted = String.join(" or ", Functions.arities(function));
    return "'%s' takes %s arguments here, not %d%s"
        .formatted(
            function,
            admitted,
            arguments,
            function.equals("split") ? ": a regular expression may never end" : "");
  }
}
