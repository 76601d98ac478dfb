package io.causerie.model.proposal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What names usually mean; {@code docs/mapping.md} tells these rules. */
final class Guesses {
  static final List<String> KEYS =
      List.of("key", "id", "uuid", "guid", "number", "no", "code", "documentno", "sysid");
  static final List<String> TITLES =
      List.of(
          "title",
          "subject",
          "summary",
          "name",
          "displayname",
          "headline",
          "shortdescription",
          "label",
          "description");
  static final List<String> ADDRESSES =
      List.of("htmlurl", "weburl", "webviewlink", "permalink", "link", "url", "href", "self");
  static final List<String> CHANGED =
      List.of(
          "updatedat",
          "updated",
          "updatedon",
          "modifiedat",
          "modified",
          "modifiedon",
          "lastmodified",
          "lastmodifieddate",
          "lastmodifieddatetime",
          "lastchangedatetime",
          "lastupdated",
          "changedat",
          "changedon",
          "sysupdatedon",
          "systemmodstamp",
          "writedate",
          "timestamp",
          "time",
          "occurredat",
          "date");
  static final List<String> CREATED =
      List.of("createdat", "created", "createdon", "createddate", "creationdate", "syscreatedon");
  static final List<String> VERSIONS = List.of("version", "revision", "sequence");
  static final List<String> ACTORS =
      List.of(
          "changedby",
          "updatedby",
          "modifiedby",
          "lastmodifiedby",
          "sysupdatedby",
          "lastchangedbyuser",
          "lastmodifiedbyid",
          "sender",
          "user",
          "actor",
          "author",
          "performedby",
          "by",
          "username",
          "createdby",
          "createdbyuser",
          "syscreatedby",
          "createdbyid");
  static final List<String> ACTOR_IDS =
      List.of("login", "accountid", "id", "username", "key", "name", "email", "emailaddress");
  static final List<String> ACTOR_NAMES =
      List.of("displayname", "fullname", "realname", "name", "login", "username");
  static final List<String> ACTOR_MAILS = List.of("email", "emailaddress", "mail");
  static final List<String> ACTIONS = List.of("action", "event", "operation", "webhookevent");
  static final List<String> CURRENCIES =
      List.of("currency", "currencycode", "transactioncurrency", "curr", "currencyisocode");

  /** What stands around the thing that an event is about. */
  static final Set<String> SURROUNDINGS =
      Set.of(
          "repository",
          "project",
          "organization",
          "organisation",
          "installation",
          "workspace",
          "enterprise",
          "account",
          "team",
          "channel",
          "tenant",
          "company",
          "changelog",
          "changes",
          "comment",
          "owner",
          "links",
          "metadata",
          "meta",
          "context",
          "request",
          "headers");

  /** Where the thing itself is wrapped. */
  static final Set<String> WRAPPERS =
      Set.of(
          "data",
          "object",
          "payload",
          "record",
          "resource",
          "body",
          "content",
          "item",
          "fields",
          "attributes",
          "after",
          "d");

  private static final Set<String> AMOUNTS =
      Set.of("amount", "total", "price", "net", "gross", "sum", "cost", "value");

  /** Words for people, of which a change is worth a post. */
  private static final Map<String, String> FRENCH =
      Map.ofEntries(
          Map.entry("status", "Statut"),
          Map.entry("state", "État"),
          Map.entry("stage", "Étape"),
          Map.entry("phase", "Phase"),
          Map.entry("priority", "Priorité"),
          Map.entry("severity", "Gravité"),
          Map.entry("amount", "Montant"),
          Map.entry("total", "Total"),
          Map.entry("price", "Prix"),
          Map.entry("quantity", "Quantité"),
          Map.entry("currency", "Devise"),
          Map.entry("customer", "Client"),
          Map.entry("supplier", "Fournisseur"),
          Map.entry("vendor", "Fournisseur"),
          Map.entry("assignee", "Responsable"),
          Map.entry("assigned to", "Responsable"),
          Map.entry("owner", "Responsable"),
          Map.entry("due", "Échéance"),
          Map.entry("due date", "Échéance"),
          Map.entry("delivery date", "Date de livraison"),
          Map.entry("category", "Catégorie"),
          Map.entry("type", "Type"),
          Map.entry("resolution", "Résolution"),
          Map.entry("milestone", "Jalon"),
          Map.entry("address", "Adresse"),
          Map.entry("city", "Ville"),
          Map.entry("country", "Pays"),
          Map.entry("reason", "Motif"));

  private Guesses() {}

  static boolean isActor(String name) {
    return ACTORS.contains(Path.plain(name))
        || Set.of("assignee", "reporter", "creator", "requester", "submitter")
            .contains(Path.plain(name));
  }

  static boolean isAmount(String name) {
    String plain = Path.plain(name);
    return AMOUNTS.stream().anyMatch(word -> plain.startsWith(word) || plain.endsWith(word));
  }

  /** Whether a name is one of a list; nearer to its beginning is better. */
  static int rank(List<String> list, String name) {
    int rank = list.indexOf(Path.plain(name));
    return rank < 0 ? Integer.MAX_VALUE : rank;
  }

  /** Whether something is named for programs: an id, an address. */
  static boolean isTechnical(String name) {
    String plain = Path.plain(name);
    return plain.endsWith("id")
        || plain.endsWith("url")
        || plain.endsWith("uri")
        || plain.endsWith("hash")
        || plain.endsWith("etag")
        || plain.endsWith("count")
        || name.startsWith("_");
  }

  /** {@code deliveryDate} and {@code delivery_date} as people write it. */
  static String words(String name) {
    String words =
        name.replaceAll("([\\p{Ll}0-9])(\\p{Lu})", "$1 $2")
            .replaceAll("[^\\p{L}\\p{N}]+", " ")
            .strip()
            .toLowerCase(java.util.Locale.ROOT);
    return words.isEmpty() ? name.strip() : words;
  }

  static Optional<String> french(String words) {
    return Optional.ofNullable(FRENCH.get(words));
  }
}
