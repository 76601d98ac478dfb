package io.causerie.odata;

import java.util.List;
import org.apache.olingo.odata2.api.edm.EdmConcurrencyMode;
import org.apache.olingo.odata2.api.edm.EdmSimpleTypeKind;
import org.apache.olingo.odata2.api.edm.FullQualifiedName;
import org.apache.olingo.odata2.api.edm.provider.EdmProvider;
import org.apache.olingo.odata2.api.edm.provider.EntityContainer;
import org.apache.olingo.odata2.api.edm.provider.EntityContainerInfo;
import org.apache.olingo.odata2.api.edm.provider.EntitySet;
import org.apache.olingo.odata2.api.edm.provider.EntityType;
import org.apache.olingo.odata2.api.edm.provider.Facets;
import org.apache.olingo.odata2.api.edm.provider.Key;
import org.apache.olingo.odata2.api.edm.provider.PropertyRef;
import org.apache.olingo.odata2.api.edm.provider.Schema;
import org.apache.olingo.odata2.api.edm.provider.SimpleProperty;
import org.jspecify.annotations.Nullable;

/** What the V2 service offers; its times have seven digits, of which its JSON tells three. */
final class V2Model extends EdmProvider {
  private static final FullQualifiedName TYPE = new FullQualifiedName("Desk", "Order");

  @Override
  public @Nullable EntityType getEntityType(FullQualifiedName name) {
    return name.equals(TYPE) ? type() : null;
  }

  @Override
  public @Nullable EntitySet getEntitySet(String container, String name) {
    return name.equals("Orders") ? set() : null;
  }

  @Override
  public EntityContainerInfo getEntityContainerInfo(@Nullable String name) {
    return new EntityContainerInfo().setName("Container").setDefaultEntityContainer(true);
  }

  @Override
  public List<Schema> getSchemas() {
    EntityContainer container = new EntityContainer();
    container.setName("Container").setDefaultEntityContainer(true);
    container.setEntitySets(List.of(set()));
    return List.of(
        new Schema()
            .setNamespace("Desk")
            .setEntityTypes(List.of(type()))
            .setEntityContainers(List.of(container)));
  }

  private static EntitySet set() {
    return new EntitySet().setName("Orders").setEntityType(TYPE);
  }

  private static EntityType type() {
    return new EntityType()
        .setName("Order")
        .setKey(
            new Key()
                .setKeys(
                    List.of(
                        new PropertyRef().setName("Company"), new PropertyRef().setName("Number"))))
        .setProperties(
            List.of(
                property("Company", EdmSimpleTypeKind.String),
                property("Number", EdmSimpleTypeKind.Int32),
                property("Status", EdmSimpleTypeKind.String),
                property("ChangedAt", EdmSimpleTypeKind.DateTimeOffset)
                    .setFacets(
                        new Facets()
                            .setPrecision(7)
                            .setConcurrencyMode(EdmConcurrencyMode.Fixed))));
  }

  private static SimpleProperty property(String name, EdmSimpleTypeKind kind) {
    SimpleProperty property = new SimpleProperty();
    property.setName(name);
    property.setType(kind);
    return property;
  }
}
