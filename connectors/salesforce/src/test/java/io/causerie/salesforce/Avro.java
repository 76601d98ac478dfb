package io.causerie.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Writes events as the Pub/Sub API sends them. */
final class Avro {
  private Avro() {}

  static Schema schema(String name) {
    try {
      return new Schema.Parser()
          .parse(Files.readString(Path.of("src/test/resources/schemas", name + ".avsc")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of an event; what its JSON leaves out is null. */
  static byte[] bytes(Schema schema, JsonNode event) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new GenericDatumWriter<Object>(schema).write(value(schema, event), encoder);
      encoder.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Object value(Schema type, JsonNode json) {
    return switch (type.getType()) {
      case UNION -> json.isNull() || json.isMissingNode() ? null : value(branch(type, json), json);
      case RECORD -> record(type, json);
      case ARRAY -> {
        List<@Nullable Object> values = new ArrayList<>();
        json.forEach(one -> values.add(value(type.getElementType(), one)));
        yield values;
      }
      case ENUM -> new GenericData.EnumSymbol(type, json.asText());
      case STRING -> json.asText();
      case INT -> json.asInt();
      case LONG -> json.asLong();
      case DOUBLE -> json.asDouble();
      case BOOLEAN -> json.asBoolean();
      default -> null;
    };
  }

  private static Schema branch(Schema union, JsonNode json) {
    return union.getTypes().stream()
        .filter(t -> t.getType() != Schema.Type.NULL)
        .filter(t -> (t.getType() == Schema.Type.RECORD) == json.isObject())
        .findFirst()
        .orElseThrow();
  }

  private static GenericData.Record record(Schema type, JsonNode json) {
    GenericData.Record record = new GenericData.Record(type);
    for (Schema.Field field : type.getFields()) {
      record.put(field.pos(), value(field.schema(), json.path(field.name())));
    }
    return record;
  }
}
