package com.example.rss;

import io.causerie.http.Address;
import io.causerie.model.xml.ForeignXml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads RSS 0.9 to 2.0 and Atom from a stream of XML, without document type and so without any
 * entity but XML's own. For one document.
 */
final class FeedReader {
  /** How names are written here; RSS has several names for no name space at all. */
  private static final Map<String, String> PREFIXES =
      Map.ofEntries(
          Map.entry("", ""),
          Map.entry("http://purl.org/rss/1.0/", ""),
          Map.entry("http://my.netscape.com/rdf/simple/0.9/", ""),
          Map.entry("http://backend.userland.com/rss2", ""),
          Map.entry("http://www.w3.org/2005/Atom", "atom:"),
          Map.entry("http://purl.org/rss/1.0/modules/content/", "content:"),
          Map.entry("http://purl.org/dc/elements/1.1/", "dc:"),
          Map.entry("http://purl.org/dc/terms/", "dcterms:"),
          Map.entry("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf:"));

  private static final Set<String> ROOTS = Set.of("rss", "rdf:RDF", "atom:feed");

  /** {@code ada@example.com (Ada Lovelace)}, as RSS names who wrote. */
  private static final Pattern MAILBOX = Pattern.compile("[^\\s@]+@\\S+ +\\((.+)\\)");

  private static final int MOST = 5_000;
  private static final int DEEPEST = 200;

  private final Address from;
  private boolean half;
  private @Nullable XMLStreamReader reading;

  /**
   * @param from where it stands, which its links are told from
   */
  FeedReader(Address from) {
    this.from = from;
  }

  /** Whether what could not be read ended before it was complete. */
  boolean isHalf() {
    return half;
  }

  // tag::xml[]
  Feed read(byte[] xml) throws NoFeedException {
    try {
      XMLStreamReader in = ForeignXml.reader(xml);
      reading = in;
      return feed(in);
    } catch (ForeignXml.DoctypeException e) {
      throw new NoFeedException("it has a document type or an entity, which are not read");
    } catch (XMLStreamException e) {
      half = !isClosed(xml);
      throw new NoFeedException("it is not well-formed" + place());
    }
  }

  // end::xml[]

  /** Whether its last tag is that of a feed. */
  private static boolean isClosed(byte[] xml) {
    int tail = Math.min(xml.length, 100);
    String end = new String(xml, xml.length - tail, tail, StandardCharsets.ISO_8859_1);
    // Of two bytes a letter every second one is empty.
    return end.replace("\0", "")
        .strip()
        .matches("(?s).*</\\s*([\\w.-]+:)?(rss|feed|RDF|html)\\s*>");
  }

  private String place() {
    return reading == null
        ? ""
        : " at line %d, column %d"
            .formatted(
                reading.getLocation().getLineNumber(), reading.getLocation().getColumnNumber());
  }

  private Feed feed(XMLStreamReader in) throws XMLStreamException, NoFeedException {
    String title = "";
    List<Entry> entries = new ArrayList<>();
    Address base = from;
    boolean within = false;
    while (in.hasNext()) {
      int event = in.next();
      if (event != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      if (!within) {
        within = ROOTS.contains(name(in));
        if (!within) {
          throw new NoFeedException("it begins with <%s>".formatted(in.getLocalName()));
        }
        base = base(in, from);
        continue;
      }
      switch (name(in)) {
        case "item", "atom:entry" -> {
          if (entries.size() == MOST) {
            throw new NoFeedException("it has more than %,d entries".formatted(MOST));
          }
          entries.add(entry(in, base));
        }
        case "title" -> title = title.isEmpty() ? text(in).strip() : title;
        case "atom:title" -> title = title.isEmpty() ? Html.words(html(in)) : title;
        default -> {}
      }
    }
    return new Feed(title, entries);
  }

  private static String name(XMLStreamReader in) {
    String space = Objects.requireNonNullElse(in.getNamespaceURI(), "");
    return PREFIXES.getOrDefault(space, "other:") + in.getLocalName();
  }

  private static Address base(XMLStreamReader in, Address around) {
    String said = in.getAttributeValue(XMLConstants.XML_NS_URI, "base");
    return said == null ? around : around.resolve(said.strip()).orElse(around);
  }

  private static String attribute(XMLStreamReader in, String name) {
    return Objects.requireNonNullElse(in.getAttributeValue(null, name), "");
  }

  private Entry entry(XMLStreamReader in, Address around)
      throws XMLStreamException, NoFeedException {
    Entry entry = new Entry();
    Address base = base(in, around);
    String about = in.getAttributeValue("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "about");
    boolean page = false;
    while (in.next() != XMLStreamConstants.END_ELEMENT) {
      if (in.getEventType() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      page |= name(in).equals("guid") && !attribute(in, "isPermaLink").equals("false");
      child(in, entry, base);
    }
    if (about != null) {
      entry.say("id", about);
    }
    if (page) {
      entry.text("id").filter(id -> id.matches("https?:.*")).ifPresent(id -> entry.link(id, base));
    }
    return entry;
  }

  /** Reads one element of an entry to its end. */
  private void child(XMLStreamReader in, Entry entry, Address base)
      throws XMLStreamException, NoFeedException {
    switch (name(in)) {
      case "guid", "atom:id" -> entry.say("id", text(in));
      case "title" -> entry.say("title", text(in));
      case "atom:title" -> entry.say("title", Html.words(html(in)));
      case "link" -> entry.link(text(in), base);
      case "atom:link" -> {
        if (attribute(in, "rel").matches("|alternate")) {
          entry.link(attribute(in, "href"), base(in, base));
        }
        text(in);
      }
      case "description" -> entry.say("summary", text(in));
      case "content:encoded" -> entry.say("content", text(in));
      case "atom:summary" -> entry.say("summary", html(in));
      case "atom:content" -> entry.say("content", html(in));
      case "pubDate", "dc:date", "atom:published", "dcterms:created" -> entry.published(text(in));
      case "atom:updated", "dcterms:modified" -> entry.updated(text(in));
      case "author" -> entry.say("author", name(text(in).strip()));
      case "dc:creator" -> entry.say("author", text(in));
      case "atom:author" -> author(in, entry);
      case "category", "dc:subject" -> entry.category(text(in));
      case "atom:category" -> {
        String label = attribute(in, "label");
        entry.category(label.isEmpty() ? attribute(in, "term") : label);
        text(in);
      }
      default -> text(in);
    }
  }

  private static String name(String mailbox) {
    Matcher named = MAILBOX.matcher(mailbox);
    return named.matches() ? named.group(1) : mailbox;
  }

  private void author(XMLStreamReader in, Entry entry) throws XMLStreamException, NoFeedException {
    while (in.next() != XMLStreamConstants.END_ELEMENT) {
      if (in.getEventType() == XMLStreamConstants.START_ELEMENT) {
        String name = name(in);
        String said = text(in);
        if (name.equals("atom:name")) {
          entry.say("author", said);
        }
      }
    }
  }

  /** All words of an element, to its end. */
  private String text(XMLStreamReader in) throws XMLStreamException, NoFeedException {
    return inner(in, false);
  }

  /** A text of Atom as HTML, in whichever of its three forms it stands. */
  private String html(XMLStreamReader in) throws XMLStreamException, NoFeedException {
    String type = attribute(in, "type");
    boolean known = type.matches("|text|html|xhtml") && attribute(in, "src").isEmpty();
    String said = inner(in, type.equals("xhtml"));
    if (!known) {
      return "";
    }
    return type.matches("|text") ? Html.escaped(said) : said;
  }

  private String inner(XMLStreamReader in, boolean marked)
      throws XMLStreamException, NoFeedException {
    StringBuilder said = new StringBuilder();
    int depth = 1;
    while (depth > 0) {
      switch (in.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (++depth > DEEPEST) {
            throw new NoFeedException("its elements lie deeper than " + DEEPEST);
          }
          said.append(marked ? opened(in) : "");
        }
        case XMLStreamConstants.END_ELEMENT ->
            said.append(--depth > 0 && marked ? "</" + in.getLocalName() + ">" : "");
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            said.append(marked ? Html.escaped(in.getText()) : in.getText());
        default -> {}
      }
    }
    return said.toString();
  }

  private static String opened(XMLStreamReader in) {
    StringBuilder tag = new StringBuilder("<" + in.getLocalName());
    for (int i = 0; i < in.getAttributeCount(); i++) {
      tag.append(' ')
          .append(in.getAttributeLocalName(i))
          .append("=\"")
          .append(Html.attribute(in.getAttributeValue(i)))
          .append('"');
    }
    return tag.append('>').toString();
  }
}
